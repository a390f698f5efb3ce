//! Signing in: by password, slowly for whoever guesses.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use jiff::Timestamp;
use prometheus_client::registry::Registry;
use tokio::sync::broadcast;

use super::{
    account::NewAccount,
    error::IdentityError,
    metrics::Metrics,
    password::{Hasher, Password},
    session::{Ended, Session, SignedIn},
    throttle::Throttle,
    token::{Token, TokenDigest},
};
use crate::{
    domain::{Account, Email, Person, Role, ShopId},
    store::Store,
};

/// Endings that a listener may be behind; then it asks for its session anew.
const ENDINGS: usize = 256;

/// Those who work at the shops, as they sign in; cheap to clone.
#[derive(Clone)]
pub struct People(pub(super) Arc<Inside>);

pub(super) struct Inside {
    pub store: Store,
    pub hasher: Hasher,
    throttle: Mutex<Throttle>,
    /// Of the token with which a shop's first admin may be made.
    setup: Mutex<Option<TokenDigest>>,
    ended: broadcast::Sender<Ended>,
    metrics: Metrics,
}

impl People {
    pub fn new(store: Store) -> Self {
        Self(Arc::new(Inside {
            store,
            hasher: Hasher::default(),
            throttle: Mutex::default(),
            setup: Mutex::default(),
            ended: broadcast::Sender::new(ENDINGS),
            metrics: Metrics::default(),
        }))
    }

    /// Signs somebody in. Whether the account does not exist, is disabled, or has another password: the answer is the same and
    /// takes as long.
    ///
    /// # Errors
    /// [`IdentityError::BadCredentials`], [`IdentityError::Throttled`], [`IdentityError::Busy`], or the disk's.
    pub async fn log_in(
        &self,
        shop: &ShopId,
        email: &str,
        password: Password,
        from: IpAddr,
        now: Timestamp,
    ) -> Result<SignedIn, IdentityError> {
        let result = async {
            let email = Email::new(email).map_err(|_| IdentityError::BadCredentials)?;
            let account = self.check(shop, &email, password, from).await?;
            self.begin(account.person, now).await
        }
        .await;
        self.0.metrics.count(&result);
        result
    }

    /// Another password for oneself; one's other sessions end.
    ///
    /// # Errors
    /// As [`People::log_in`].
    pub async fn change_password(
        &self,
        session: &Session,
        old: Password,
        new: Password,
        from: IpAddr,
    ) -> Result<(), IdentityError> {
        let Person { shop, seat, .. } = &session.person;
        self.check(shop, &session.email, old, from).await?;
        let hash = self.0.hasher.hash(new).await?;
        self.0.store.set_password(shop, seat, hash, Some(session.token)).await?;
        self.publish(Ended::all_but(shop, seat, Some(session.token)));
        Ok(())
    }

    /// Where a shop has no admin: the token with which the first may be made, until the process ends.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn open_setup(&self, shop: &ShopId) -> Result<Option<Token>, IdentityError> {
        if self.0.store.has_admin(shop).await? {
            return Ok(None);
        }
        let token = Token::random(shop);
        *self.setup() = Some(token.digest());
        Ok(Some(token))
    }

    /// Makes the first admin and signs them in.
    ///
    /// # Errors
    /// [`IdentityError::SetUp`] when the shop has an admin, [`IdentityError::BadCredentials`] for a wrong token.
    pub async fn set_up(
        &self,
        shop: &ShopId,
        token: &str,
        new: NewAccount,
        now: Timestamp,
    ) -> Result<SignedIn, IdentityError> {
        let expected = (*self.setup()).ok_or(IdentityError::SetUp)?;
        // Digests are compared: how long that takes tells nothing about the token.
        let right =
            Token::parse(token).is_some_and(|token| token.shop() == shop && token.digest() == expected);
        if !right {
            return Err(IdentityError::BadCredentials);
        }
        let account = self.add(shop, NewAccount { role: Role::Admin, ..new }, true).await?;
        *self.setup() = None;
        self.begin(account.person, now).await
    }

    pub fn register_metrics(&self, registry: &mut Registry) {
        self.0.metrics.register(registry);
    }

    /// Sessions as they end, but for those that grow old. Whoever falls behind asks anew, with [`People::recheck`].
    pub fn endings(&self) -> broadcast::Receiver<Ended> {
        self.0.ended.subscribe()
    }

    pub(super) fn publish(&self, ended: Ended) {
        // Nobody may be listening.
        let _ = self.0.ended.send(ended);
    }

    /// The account, if the password is its own. Takes an attempt, and gives it back unless the password was wrong.
    async fn check(
        &self,
        shop: &ShopId,
        email: &Email,
        password: Password,
        from: IpAddr,
    ) -> Result<Account, IdentityError> {
        self.throttle().take(shop, email, from, Instant::now())?;
        let account = self.verify(shop, email, password).await;
        if account != Err(IdentityError::BadCredentials) {
            self.throttle().give_back(shop, email, from);
        }
        account
    }

    async fn verify(
        &self,
        shop: &ShopId,
        email: &Email,
        password: Password,
    ) -> Result<Account, IdentityError> {
        let stored = self.0.store.account_of(shop, email).await?;
        let hash = stored.as_ref().map(|stored| stored.password.clone());
        let fits = self.0.hasher.fits(password, hash).await?;
        let account = stored.map(|stored| stored.account).filter(|account| fits && account.enabled);
        account.ok_or(IdentityError::BadCredentials)
    }

    fn throttle(&self) -> MutexGuard<'_, Throttle> {
        self.0.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn setup(&self) -> MutexGuard<'_, Option<TokenDigest>> {
        self.0.setup.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
