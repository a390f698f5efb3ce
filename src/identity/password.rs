//! Passwords: what may be one, and how they are kept.
//!
//! Argon2id with 19 MiB, two passes and one lane, the least that OWASP's password storage cheat sheet asks for. A hash takes
//! tens of milliseconds of a core, so they are made two at a time on threads that may block, and only so many wait.

use std::{fmt, sync::Arc};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};
use unicode_normalization::UnicodeNormalization;

/// Under way at a time: 38 MiB, and half of a small machine's cores at the worst.
const AT_A_TIME: usize = 2;
/// Waiting besides: the last one has its answer within a second.
const WAITING: usize = 16;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Stands in for the hash of an account that does not exist, so that the answer takes as long. It is no password's: nobody knows
/// what gives these bytes.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGVzZQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password in the clear, on its way to be hashed. The same characters count as the same however they were typed (NFKC).
#[derive(Clone)]
pub struct Password(String);

/// Why a text cannot become a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("a password has at least {} characters", Password::SHORTEST)]
    Short,
    #[error("a password has at most {} characters", Password::LONGEST)]
    Long,
    #[error("a password is more than one character repeated")]
    Repeated,
}

impl Password {
    pub const SHORTEST: usize = 10;
    pub const LONGEST: usize = 256;

    /// One that somebody chooses. Length is what counts; no kinds of characters are asked for.
    ///
    /// # Errors
    /// When it is too short or too long, or the same character throughout.
    pub fn choose(text: &str) -> Result<Self, WeakPassword> {
        let characters = text.chars().count();
        if characters < Self::SHORTEST {
            Err(WeakPassword::Short)
        } else if characters > Self::LONGEST {
            Err(WeakPassword::Long)
        } else if text.chars().all(|c| text.starts_with(c)) {
            Err(WeakPassword::Repeated)
        } else {
            Ok(Self::enter(text))
        }
    }

    /// One that somebody types to sign in; it fits a hash or it does not.
    pub fn enter(text: &str) -> Self {
        Self(text.chars().take(Self::LONGEST + 1).nfkc().collect())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Too many hashes wait already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

/// Makes and checks hashes; cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    threads: Arc<Semaphore>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_A_TIME + WAITING)),
            threads: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }
}

impl Hasher {
    /// The hash with its salt and parameters, as it is stored.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn hash(&self, password: Password) -> Result<String, Busy> {
        self.run(move || {
            let hash = argon2().hash_password(password.0.as_bytes());
            hash.expect("a password of bounded length has a hash").to_string()
        })
        .await
    }

    /// Whether the password is the hash's. Without a hash it takes as long, and is not.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn fits(&self, password: Password, hash: Option<String>) -> Result<bool, Busy> {
        self.run(move || {
            let parsed = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS));
            // The parameters are the hash's own, so that older ones still count.
            parsed.is_ok_and(|parsed| argon2().verify_password(password.0.as_bytes(), &parsed).is_ok())
                && hash.is_some()
        })
        .await
    }

    /// The places go with the work: whoever stops waiting does not make room for more.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| Busy)?;
        let thread = self.threads.clone().acquire_owned().await.map_err(|_| Busy)?;
        let guarded = move || {
            let _held: [OwnedSemaphorePermit; 2] = [place, thread];
            work()
        };
        task::spawn_blocking(guarded).await.map_err(|_| Busy)
    }
}

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's ranges");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(), WeakPassword>) {
        assert_eq!(Password::choose(text).map(|_| ()), expected, "{text}");
    }

    #[test]
    fn length_is_what_counts() {
        check("correct horse", Ok(()));
        check("一二三四五六七八九十", Ok(()));
        check("123456789", Err(WeakPassword::Short));
        check("", Err(WeakPassword::Short));
        check("aaaaaaaaaaaa", Err(WeakPassword::Repeated));
        check(&"ab".repeat(129), Err(WeakPassword::Long));
        check(&"ab".repeat(128), Ok(()));
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let hasher = Hasher::default();
        let hash = hasher.hash(Password::enter("ｐａss word é")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash(Password::enter("ｐａss word é")).await.unwrap(), "its own salt");
        for (text, fits) in [("pass word e\u{301}", true), ("pass word e", false), ("", false)] {
            assert_eq!(hasher.fits(Password::enter(text), Some(hash.clone())).await, Ok(fits), "{text}");
        }
        assert_eq!(hasher.fits(Password::enter("x"), Some("damaged".to_owned())).await, Ok(false));
        assert_eq!(hasher.fits(Password::enter("x"), None).await, Ok(false));
    }

    #[test]
    fn an_account_that_does_not_exist_costs_the_same() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let somebodys = argon2().hash_password(b"x").unwrap();
        assert_eq!((nobodys.algorithm, nobodys.version), (somebodys.algorithm, somebodys.version));
        assert_eq!(nobodys.params, somebodys.params);
        let lengths = |hash: &PasswordHash| (hash.salt.map(|s| s.len()), hash.hash.map(|h| h.len()));
        assert_eq!(lengths(&nobodys), lengths(&somebodys));
    }

    #[tokio::test]
    async fn only_so_many_wait() {
        let hasher = Hasher::default();
        let all = AT_A_TIME + WAITING;
        let held = hasher.places.clone().acquire_many_owned(u32::try_from(all).unwrap()).await.unwrap();
        assert_eq!(hasher.hash(Password::enter("x")).await.err(), Some(Busy));
        drop(held);
        assert!(hasher.hash(Password::enter("x")).await.is_ok());
        assert_eq!(hasher.places.available_permits(), all);
    }
}
