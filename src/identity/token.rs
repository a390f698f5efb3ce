//! What a person shows after signing in: `SHOP.RANDOM`, 256 bits that stand nowhere but with them.

use std::fmt;

use sha2::{Digest, Sha256};

use super::random;
use crate::domain::ShopId;

/// A session's secret, or the one that sets a shop up.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    shop: ShopId,
    text: String,
}

/// What is kept of a token: enough to know it again, and of no use to whoever reads the file.
pub type TokenDigest = [u8; 32];

impl Token {
    pub fn random(shop: &ShopId) -> Self {
        Self { shop: shop.clone(), text: format!("{shop}.{}", hex::encode(random::bytes::<32>())) }
    }

    /// A text of the right shape; whether it is anybody's token is another question.
    pub fn parse(text: &str) -> Option<Self> {
        let (shop, digits) = text.split_once('.')?;
        let shop = ShopId::new(shop).ok()?;
        let right =
            digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        right.then(|| Self { shop, text: text.to_owned() })
    }

    /// Whose shop it says it is; the digest covers it.
    pub fn shop(&self) -> &ShopId {
        &self.shop
    }

    pub fn digest(&self) -> TokenDigest {
        Sha256::digest(&self.text).into()
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}.…)", self.shop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_does_not_show() {
        let token = Token::random(&ShopId::new("s-1").unwrap());
        assert_eq!(Token::parse(token.as_str()).as_ref(), Some(&token));
        assert_eq!(format!("{token:?}"), "Token(s-1.…)");
        let short = &token.as_str()[..token.as_str().len() - 1];
        let upper = token.as_str().to_uppercase();
        for wrong in ["", ".", "s-1", "s-1.", short, &upper, &format!("{}0", token.as_str())] {
            assert_eq!(Token::parse(wrong), None, "{wrong}");
        }
    }
}
