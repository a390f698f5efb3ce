//! Customers on the web: anonymous, or named and signed by the shop.
//!
//! A visitor carries a token of who they are, which is checked without a table: `KIND MAC CUSTOMER`, where the MAC is the
//! HMAC-SHA256 of kind, shop and customer under the installation's key.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{key::Key, random};
use crate::{
    config::Secret,
    domain::{CustomerId, ShopId},
};

/// Of a MAC in hex.
const MAC_LENGTH: usize = 64;

/// What the ids of those begin with whom the shop does not know.
const ANONYMOUS: &str = "visitor-";

/// A customer on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    pub shop: ShopId,
    pub customer: CustomerId,
    /// The shop has said who they are; else the id is one of ours.
    pub verified: bool,
}

/// How a visitor introduces themselves.
#[derive(Clone, Copy, Default)]
pub struct Hello<'a> {
    /// What [`Visitors::token`] gave them before.
    pub token: Option<&'a str>,
    /// Who they are, as the shop knows them. It counts before the token.
    pub customer: Option<&'a str>,
    /// HMAC-SHA256 of the customer's id under the shop's secret, in hex.
    pub signature: Option<&'a str>,
    /// They are on this machine.
    pub local: bool,
}

/// Why somebody is not taken for who they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AdmitError {
    #[error("the token is not one of this server's")]
    BadToken,
    #[error("the customer's id must be 1 to 128 bytes without control characters")]
    BadCustomer,
    #[error("the signature is missing or does not fit the customer")]
    BadSignature,
}

/// Tells visitors apart; cheap to clone.
#[derive(Debug, Clone)]
pub struct Visitors(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    key: Key,
    secret: Option<Secret>,
    unsigned: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Anonymous,
    Customer,
}

impl Visitors {
    /// Customers are signed with the shop's secret. Where there is none, nobody can be a customer of the shop on the web, but
    /// with `unsigned`, for demonstrations, whoever is on this machine.
    pub fn new(key: Key, secret: Option<Secret>, unsigned: bool) -> Self {
        Self(Arc::new(Inside { key, secret, unsigned }))
    }

    /// Who this is. Without a token and a customer it is somebody new.
    ///
    /// # Errors
    /// When what they bring is not genuine; they are not taken for anybody else then.
    pub fn admit(&self, shop: &ShopId, hello: Hello<'_>) -> Result<Visitor, AdmitError> {
        let visitor = |customer, verified| Visitor { shop: shop.clone(), customer, verified };
        if let Some(customer) = hello.customer {
            let customer = CustomerId::new(customer).map_err(|_| AdmitError::BadCustomer)?;
            self.check_customer(&customer, hello)?;
            return Ok(visitor(customer, true));
        }
        let Some(token) = hello.token else {
            let id = format!("{ANONYMOUS}{}", hex::encode(random::bytes::<16>()));
            let customer = CustomerId::new(id).expect("a prefix and 32 digits are an id");
            return Ok(visitor(customer, false));
        };
        let (kind, customer) = self.read(shop, token).ok_or(AdmitError::BadToken)?;
        Ok(visitor(customer, matches!(kind, Kind::Customer)))
    }

    /// What the visitor shows next time. A customer's lasts until the shop's secret is changed.
    pub fn token(&self, visitor: &Visitor) -> String {
        let kind = if visitor.verified { Kind::Customer } else { Kind::Anonymous };
        let mac = self.mac(kind, &visitor.shop, &visitor.customer).finalize().into_bytes();
        format!("{}{}{}", kind.letter(), hex::encode(mac), visitor.customer)
    }

    fn check_customer(&self, customer: &CustomerId, hello: Hello<'_>) -> Result<(), AdmitError> {
        if let Some(secret) = &self.0.secret {
            let signature = hello.signature.and_then(|digits| hex::decode(digits).ok());
            let mut mac = keyed(secret.as_bytes());
            mac.update(customer.as_str().as_bytes());
            mac.verify_slice(&signature.unwrap_or_default()).map_err(|_| AdmitError::BadSignature)
        } else if self.0.unsigned && hello.local {
            Ok(())
        } else {
            Err(AdmitError::BadSignature)
        }
    }

    fn read(&self, shop: &ShopId, token: &str) -> Option<(Kind, CustomerId)> {
        let kind =
            [Kind::Anonymous, Kind::Customer].into_iter().find(|kind| token.starts_with(kind.letter()))?;
        let (mac, customer) = token.get(1..)?.split_at_checked(MAC_LENGTH)?;
        let mac = hex::decode(mac).ok()?;
        let customer = CustomerId::new(customer).ok()?;
        self.mac(kind, shop, &customer).verify_slice(&mac).ok()?;
        Some((kind, customer))
    }

    /// Neither a shop nor a customer holds a zero byte, so that it keeps them apart.
    fn mac(&self, kind: Kind, shop: &ShopId, customer: &CustomerId) -> Hmac<Sha256> {
        let mut mac = keyed(self.0.key.as_bytes());
        let mut text = [0; 4];
        for part in [kind.letter().encode_utf8(&mut text), shop.as_str(), customer.as_str()] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        if let (Kind::Customer, Some(secret)) = (kind, &self.0.secret) {
            mac.update(secret.as_bytes());
        }
        mac
    }
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::Anonymous => 'a',
            Self::Customer => 'c',
        }
    }
}

/// Whether a customer's id is one of ours, which says nothing to anybody.
pub fn is_anonymous(customer: &CustomerId) -> bool {
    customer.as_str().starts_with(ANONYMOUS)
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitors(secret: Option<&str>, unsigned: bool) -> Visitors {
        let data = tempfile::tempdir().unwrap();
        let secret = secret.map(|secret| toml::Value::from(secret).try_into().unwrap());
        Visitors::new(Key::open(data.path()).unwrap(), secret, unsigned)
    }

    fn shop(id: &str) -> ShopId {
        ShopId::new(id).unwrap()
    }

    fn sign(secret: &str, customer: &str) -> String {
        let mut mac = keyed(secret.as_bytes());
        mac.update(customer.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    #[test]
    fn a_token_brings_a_visitor_back() {
        let visitors = visitors(Some("0123456789abcdef"), false);
        let new = visitors.admit(&shop("s"), Hello::default()).unwrap();
        assert!(!new.verified);
        assert_ne!(visitors.admit(&shop("s"), Hello::default()).unwrap(), new);

        let signature = sign("0123456789abcdef", "小明 a.b");
        let signed = Hello { customer: Some("小明 a.b"), signature: Some(&signature), ..Hello::default() };
        let named = visitors.admit(&shop("s"), signed).unwrap();
        assert_eq!((named.customer.as_str(), named.verified), ("小明 a.b", true));

        for visitor in [new, named] {
            let token = visitors.token(&visitor);
            let again = Hello { token: Some(&token), ..Hello::default() };
            assert_eq!(visitors.admit(&shop("s"), again), Ok(visitor));
            assert_eq!(visitors.admit(&shop("t"), again), Err(AdmitError::BadToken), "another shop's");
        }
    }

    #[test]
    fn a_changed_token_is_nobodys() {
        let visitors = visitors(None, false);
        let visitor = visitors.admit(&shop("s"), Hello::default()).unwrap();
        let token = visitors.token(&visitor);
        let other = token.replacen('a', "c", 1);
        let foreign = self::visitors(None, false).token(&visitor);
        let named = format!("{}xiaoming", &token[..=MAC_LENGTH]);
        let split = format!("a{}", "网".repeat(30));
        for wrong in ["", "a", "网", &token[..token.len() - 1], &other, &foreign, &named, &split, &token[1..]]
        {
            let hello = Hello { token: Some(wrong), ..Hello::default() };
            assert_eq!(visitors.admit(&shop("s"), hello), Err(AdmitError::BadToken), "{wrong}");
        }
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            let hello = Hello { token: Some(&changed), ..Hello::default() };
            assert_eq!(visitors.admit(&shop("s"), hello), Err(AdmitError::BadToken), "{changed}");
        }
    }

    fn check(
        visitors: &Visitors,
        customer: &str,
        signature: Option<&str>,
        local: bool,
        expected: Result<(), AdmitError>,
    ) {
        let hello = Hello { customer: Some(customer), signature, local, token: None };
        assert_eq!(
            visitors.admit(&shop("s"), hello).map(|_| ()),
            expected,
            "{customer} {signature:?} {local}"
        );
    }

    #[test]
    fn a_customer_is_signed_by_the_shop() {
        let signing = visitors(Some("0123456789abcdef"), false);
        let right = sign("0123456789abcdef", "xiaoming");
        let wrong = sign("another secret of", "xiaoming");
        check(&signing, "xiaoming", Some(&right), false, Ok(()));
        check(&signing, "xiaoming", Some(&right.to_uppercase()), false, Ok(()));
        for signature in [None, Some(""), Some("网"), Some(&right[..62]), Some(wrong.as_str())] {
            check(&signing, "xiaoming", signature, true, Err(AdmitError::BadSignature));
        }
        check(&signing, "xiaohong", Some(&right), true, Err(AdmitError::BadSignature));
        check(&signing, "a\nb", Some(&right), true, Err(AdmitError::BadCustomer));
        check(&signing, "", None, true, Err(AdmitError::BadCustomer));
    }

    #[test]
    fn unsigned_customers_are_for_demonstrations_on_this_machine() {
        check(&visitors(None, true), "xiaoming", None, true, Ok(()));
        check(&visitors(None, true), "xiaoming", None, false, Err(AdmitError::BadSignature));
        check(&visitors(None, false), "xiaoming", None, true, Err(AdmitError::BadSignature));
        check(
            &visitors(Some("0123456789abcdef"), true),
            "xiaoming",
            None,
            true,
            Err(AdmitError::BadSignature),
        );
    }

    #[test]
    fn a_new_secret_ends_customers_tokens() {
        let data = tempfile::tempdir().unwrap();
        let of = |secret: &str| {
            let secret = toml::Value::from(secret).try_into().unwrap();
            Visitors::new(Key::open(data.path()).unwrap(), Some(secret), false)
        };
        let visitor = Visitor { shop: shop("s"), customer: CustomerId::new("u").unwrap(), verified: true };
        let token = of("0123456789abcdef").token(&visitor);
        let hello = Hello { token: Some(&token), ..Hello::default() };
        assert_eq!(of("0123456789abcdef").admit(&shop("s"), hello), Ok(visitor));
        assert_eq!(of("fedcba9876543210").admit(&shop("s"), hello), Err(AdmitError::BadToken));
    }
}
