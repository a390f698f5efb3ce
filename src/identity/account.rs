//! What an admin does with accounts, and those of the demonstration.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    People,
    error::{IdentityError, ProfileError},
    password::Password,
    session::Ended,
};
use crate::{
    domain::{Account, Email, Name, Person, Role, SeatId, ShopId},
    store::StoredAccount,
};

const NAME_CHARACTERS: usize = 64;
const SKILLS: usize = 32;
const SKILL_BYTES: usize = 64;
const CAPACITY: std::ops::RangeInclusive<u16> = 1..=100;

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub email: Email,
    pub name: String,
    pub role: Role,
    pub skills: BTreeSet<Name>,
    pub capacity: u16,
    pub password: Password,
}

impl NewAccount {
    /// Conversations that a person holds at a time, where nobody says how many.
    pub const CAPACITY: u16 = 5;
}

/// What becomes different about an account; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountChange {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub skills: Option<BTreeSet<Name>>,
    pub capacity: Option<u16>,
    pub enabled: Option<bool>,
}

impl People {
    /// A shop's accounts, by address.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn accounts(&self, shop: &ShopId) -> Result<Vec<Account>, IdentityError> {
        Ok(self.0.store.accounts(shop).await?)
    }

    /// # Errors
    /// [`IdentityError::EmailTaken`], [`IdentityError::Profile`], [`IdentityError::Busy`], or the disk's.
    pub async fn create(&self, shop: &ShopId, new: NewAccount) -> Result<Account, IdentityError> {
        self.add(shop, new, false).await
    }

    /// Changes an account. One that is disabled, or gets another role, is signed out everywhere at once.
    ///
    /// # Errors
    /// [`IdentityError::Unknown`], [`IdentityError::LastAdmin`], [`IdentityError::Profile`], or the disk's.
    pub async fn change(
        &self,
        shop: &ShopId,
        seat: &SeatId,
        change: AccountChange,
    ) -> Result<Account, IdentityError> {
        check_profile(change.name.as_deref(), change.skills.as_ref(), change.capacity)?;
        let signs_out = change.enabled == Some(false) || change.role.is_some();
        let account = self.0.store.change_account(shop, seat, move |account| change.apply(account)).await?;
        if signs_out {
            self.publish(Ended::all_but(shop, seat, None));
        }
        Ok(account)
    }

    /// Another password for somebody else, who is signed out everywhere.
    ///
    /// # Errors
    /// [`IdentityError::Unknown`], [`IdentityError::Busy`], or the disk's.
    pub async fn reset_password(
        &self,
        shop: &ShopId,
        seat: &SeatId,
        password: Password,
    ) -> Result<(), IdentityError> {
        let hash = self.0.hasher.hash(password).await?;
        self.0.store.set_password(shop, seat, hash, None).await?;
        self.publish(Ended::all_but(shop, seat, None));
        Ok(())
    }

    /// Two seats, a supervisor and an admin with one password, in the place of the last demonstration's. With the password of the
    /// last one they stay who they are, and signed in.
    ///
    /// # Errors
    /// [`IdentityError::EmailTaken`] when an account of the shop's own has one of their addresses, or the disk's.
    pub async fn open_demo(&self, shop: &ShopId, password: Password) -> Result<(), IdentityError> {
        let accounts = demo_accounts(shop);
        if self.are_open(&accounts, &password).await? {
            return Ok(());
        }
        let password = self.0.hasher.hash(password).await?;
        let stored = |account| StoredAccount { account, password: password.clone() };
        Ok(self.0.store.set_demo_accounts(shop, accounts.into_iter().map(stored).collect()).await?)
    }

    /// Whether there are just these accounts, with this password.
    async fn are_open(&self, accounts: &[Account], password: &Password) -> Result<bool, IdentityError> {
        let mut hash = None;
        for account in accounts {
            match self.0.store.account_of(&account.person.shop, &account.email).await? {
                Some(stored) if stored.account == *account => hash = Some(stored.password),
                Some(_) | None => return Ok(false),
            }
        }
        Ok(self.0.hasher.fits(password.clone(), hash).await?)
    }

    /// Removes what a demonstration in the same folder left behind, of whichever shop.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn close_demo(&self, shop: &ShopId) -> Result<(), IdentityError> {
        Ok(self.0.store.set_demo_accounts(shop, Vec::new()).await?)
    }

    pub(super) async fn add(
        &self,
        shop: &ShopId,
        new: NewAccount,
        first: bool,
    ) -> Result<Account, IdentityError> {
        let NewAccount { email, name, role, skills, capacity, password } = new;
        check_profile(Some(&name), Some(&skills), Some(capacity))?;
        let seat = SeatId::new(Uuid::now_v7().to_string()).expect("a UUID is an id");
        let person = Person { seat, shop: shop.clone(), role, name, skills, capacity };
        let account = Account { person, email, enabled: true };
        let password = self.0.hasher.hash(password).await?;
        self.0.store.add_account(StoredAccount { account: account.clone(), password }, first).await?;
        Ok(account)
    }
}

fn demo_accounts(shop: &ShopId) -> [Account; 4] {
    let account = |id: &str, name: &str, role| Account {
        person: Person {
            seat: SeatId::new(id).expect("a short word is an id"),
            shop: shop.clone(),
            role,
            name: name.to_owned(),
            skills: BTreeSet::new(),
            capacity: NewAccount::CAPACITY,
        },
        email: Email::new(&format!("{id}@demo")).expect("the address has two parts"),
        enabled: true,
    };
    [
        account("seat1", "小美", Role::Seat),
        account("seat2", "大伟", Role::Seat),
        account("super", "芳姐", Role::Supervisor),
        account("admin", "老板", Role::Admin),
    ]
}

impl AccountChange {
    fn apply(self, account: &mut Account) {
        let Self { name, role, skills, capacity, enabled } = self;
        let Account { person, enabled: is_enabled, .. } = account;
        put(&mut person.name, name);
        put(&mut person.role, role);
        put(&mut person.skills, skills);
        put(&mut person.capacity, capacity);
        put(is_enabled, enabled);
    }
}

fn put<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn check_profile(
    name: Option<&str>,
    skills: Option<&BTreeSet<Name>>,
    capacity: Option<u16>,
) -> Result<(), ProfileError> {
    let plain = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    if name.is_some_and(|name| !plain(name) || name.chars().count() > NAME_CHARACTERS) {
        return Err(ProfileError::Name);
    }
    let fine = |skill: &Name| plain(skill.as_str()) && skill.as_str().len() <= SKILL_BYTES;
    if skills.is_some_and(|skills| skills.len() > SKILLS || !skills.iter().all(fine)) {
        return Err(ProfileError::Skills);
    }
    if capacity.is_some_and(|capacity| !CAPACITY.contains(&capacity)) {
        return Err(ProfileError::Capacity);
    }
    Ok(())
}
