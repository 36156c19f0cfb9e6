//! argon2id (RFC 9106), with the parameters that OWASP's Password Storage Cheat Sheet gives.
//!
//! A hash takes 19 MiB and tens of milliseconds of a core, on purpose. So that nobody can fill the memory by
//! signing in a thousand times at once, few are computed at the same time and not many wait; the others are told
//! to come again.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::error::Error;
use crate::secret::random;

/// Memory of a hash in KiB (19 MiB), passes over it, and lanes. A stored hash with others is made anew at the next
/// sign-in.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes computed at the same time: 4 of them take 76 MiB. More would let strangers take the machine.
const AT_ONCE: usize = 4;
/// Sign-ins under way at the same time, those that wait included; about 2 seconds of waiting.
const UNDER_WAY: usize = 128;

/// Makes and checks hashes, off the threads that answer.
#[derive(Debug, Clone)]
pub(crate) struct Hasher {
    at_once: Arc<Semaphore>,
    under_way: Arc<Semaphore>,
    /// Of a password that nobody knows: checked where there is no such user, so that it takes as long.
    dummy: Arc<str>,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) right: bool,
    /// Whether the hash has other parameters than today's.
    pub(crate) outdated: bool,
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(machine)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn machine(error: impl std::fmt::Display) -> Error {
    Error::Machine(format!("argon2: {error}"))
}

fn hash(password: &str) -> Result<String, Error> {
    let salt: [u8; 16] = random()?;
    Ok(argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(machine)?.to_string())
}

fn check(password: &str, stored: &str) -> Result<Checked, Error> {
    let parsed = PasswordHash::new(stored).map_err(machine)?;
    let right = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
    let params = Params::try_from(&parsed).map_err(machine)?;
    let today = (MEMORY, PASSES, LANES) == (params.m_cost(), params.t_cost(), params.p_cost());
    Ok(Checked { right, outdated: !today })
}

impl Hasher {
    pub(crate) fn new() -> Result<Self, Error> {
        let unknown: [u8; 16] = random()?;
        let dummy = hash(&data_encoding::HEXLOWER.encode(&unknown))?;
        Ok(Self {
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            under_way: Arc::new(Semaphore::new(UNDER_WAY)),
            dummy: dummy.into(),
        })
    }

    /// The PHC string of a password.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await
    }

    /// Whether `password` is the one of `stored`; as long as that takes where nothing is stored.
    pub(crate) async fn check(&self, password: &str, stored: Option<&str>) -> Result<Checked, Error> {
        let password = password.to_owned();
        let known = stored.is_some();
        let stored = stored.map_or_else(|| self.dummy.to_string(), str::to_owned);
        let checked = self.run(move || check(&password, &stored)).await?;
        Ok(Checked { right: checked.right && known, ..checked })
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _under_way = self.under_way.try_acquire().map_err(|_| Error::Busy)?;
        let turn = Arc::clone(&self.at_once).acquire_owned().await.map_err(machine)?;
        // The permit goes along: a client that goes away ends the waiting, but not the work.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(machine)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes_fit_their_password_and_say_when_they_are_old() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("correct horse battery").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, hasher.hash("correct horse battery").await.unwrap(), "each has its own salt");
        let check =
            async |password: &str, stored: Option<&str>| hasher.check(password, stored).await.unwrap();
        let right = Checked { right: true, outdated: false };
        assert_eq!(check("correct horse battery", Some(&stored)).await, right);
        assert_eq!(check("correct horse batterY", Some(&stored)).await, Checked { right: false, ..right });
        assert!(!check("correct horse battery", None).await.right, "no user, no password");
        let weak = Params::new(8, 1, 1, None).unwrap();
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, weak);
        let old = weak.hash_password_with_salt(b"x", b"0123456789abcdef").unwrap().to_string();
        assert_eq!(check("x", Some(&old)).await, Checked { right: true, outdated: true });
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_again() {
        let hasher = Hasher::new().unwrap();
        let held = hasher.under_way.acquire_many(UNDER_WAY as u32).await.unwrap();
        assert!(matches!(hasher.hash("x").await, Err(Error::Busy)));
        drop(held);
        assert!(hasher.hash("x").await.is_ok());
    }
}
