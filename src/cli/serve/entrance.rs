//! How people get in when the node opens.

use crate::{
    domain::ShopId,
    identity::{IdentityError, Password, People, Token, random_password},
};

/// What stands on the terminal about it, and nowhere else.
pub enum Entrance {
    /// The demonstration's accounts have this password.
    Demo { password: String },
    /// The shop has no admin yet; with this token the first is made.
    SetUp { token: Token },
    /// With the accounts that there are.
    LogIn,
}

impl Entrance {
    pub async fn demo(people: &People, shop: &ShopId, password: Option<&str>) -> Result<Self, IdentityError> {
        let password = password.map_or_else(random_password, str::to_owned);
        people.open_demo(shop, Password::enter(&password)).await?;
        Ok(Self::Demo { password })
    }

    pub async fn open(people: &People, shop: &ShopId) -> Result<Self, IdentityError> {
        people.close_demo(shop).await?;
        Ok(people.open_setup(shop).await?.map_or(Self::LogIn, |token| Self::SetUp { token }))
    }
}
