//! Who is signed in, and since when.

use jiff::{SignedDuration, Timestamp};

use super::{
    People,
    error::IdentityError,
    token::{Token, TokenDigest},
};
use crate::{
    domain::{Email, Person, SeatId, ShopId},
    store::{PeopleError, StoredSession},
};

/// A session that is not used for so long is over.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// However much it is used.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// That it was used is written no more often, so that reading costs no write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub person: Person,
    pub email: Email,
    pub(super) token: TokenDigest,
}

/// What somebody gets for signing in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub token: Token,
    pub person: Person,
}

/// Sessions that are over; whoever keeps a connection open for one closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    shop: ShopId,
    seat: SeatId,
    which: Which,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    One(TokenDigest),
    AllBut(Option<TokenDigest>),
}

impl Ended {
    pub(super) fn one(shop: &ShopId, seat: &SeatId, token: TokenDigest) -> Self {
        Self { shop: shop.clone(), seat: seat.clone(), which: Which::One(token) }
    }

    pub(super) fn all_but(shop: &ShopId, seat: &SeatId, kept: Option<TokenDigest>) -> Self {
        Self { shop: shop.clone(), seat: seat.clone(), which: Which::AllBut(kept) }
    }

    /// Whether this session is among them.
    pub fn includes(&self, session: &Session) -> bool {
        let theirs = self.shop == session.person.shop && self.seat == session.person.seat;
        theirs
            && match self.which {
                Which::One(token) => token == session.token,
                Which::AllBut(kept) => kept != Some(session.token),
            }
    }
}

impl People {
    /// Who shows this token; `None` when it is nobody's, or is nobody's any more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn session(&self, token: &str, now: Timestamp) -> Result<Option<Session>, IdentityError> {
        match Token::parse(token) {
            Some(token) => self.look_up(token.shop(), token.digest(), now).await,
            None => Ok(None),
        }
    }

    /// The session as it is now, for a connection that lasts; `None` when it is over.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn recheck(&self, session: &Session, now: Timestamp) -> Result<Option<Session>, IdentityError> {
        self.look_up(&session.person.shop, session.token, now).await
    }

    async fn look_up(
        &self,
        shop: &ShopId,
        digest: TokenDigest,
        now: Timestamp,
    ) -> Result<Option<Session>, IdentityError> {
        let Some(stored) = self.0.store.session(shop, digest).await? else { return Ok(None) };
        let StoredSession { account, began, seen } = stored;
        if now.duration_since(seen) >= IDLE || now.duration_since(began) >= LONGEST {
            return Ok(None);
        }
        if now.duration_since(seen) >= NOTED_EVERY {
            // Who is signed in stays so while the disk is full.
            if let Err(error) = self.0.store.touch_session(shop, digest, now).await {
                tracing::warn!(%error, "cannot note that a session is used");
            }
        }
        Ok(Some(Session { person: account.person, email: account.email, token: digest }))
    }

    /// The session ends here; others of the same person go on.
    ///
    /// # Errors
    /// When the disk refuses: it goes on then.
    pub async fn log_out(&self, session: &Session) -> Result<(), IdentityError> {
        let Person { shop, seat, .. } = &session.person;
        self.0.store.end_session(shop, session.token).await?;
        self.publish(Ended::one(shop, seat, session.token));
        Ok(())
    }

    pub(super) async fn begin(&self, person: Person, now: Timestamp) -> Result<SignedIn, IdentityError> {
        let token = Token::random(&person.shop);
        let over = [now - IDLE, now - LONGEST];
        let begun = self.0.store.begin_session(&person.shop, &person.seat, token.digest(), now, over).await;
        match begun {
            Ok(ended) => {
                let Person { shop, seat, .. } = &person;
                ended.into_iter().for_each(|token| self.publish(Ended::one(shop, seat, token)));
                Ok(SignedIn { token, person })
            }
            // It was disabled a moment ago.
            Err(PeopleError::Unknown) => Err(IdentityError::BadCredentials),
            Err(error) => Err(error.into()),
        }
    }
}
