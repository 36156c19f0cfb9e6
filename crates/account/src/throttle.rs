//! How long somebody has to wait who guesses wrong.
//!
//! Failures are counted twice: for the user name that was typed, known or not, and for the client. After some that
//! are free each failure doubles the time until the next try, up to an end: a stranger can make a user wait, but
//! not for ever. An attempt is counted before the password is looked at and taken back when it was right, so that
//! a hundred at once are not one.

use jiff::{SignedDuration, Timestamp};

/// For whom failures are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    User,
    Client,
}

/// The first wait.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait: longer, and strangers would lock users out.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// After so long without a failure they are forgotten.
pub(crate) const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);

impl Whom {
    /// Failures without a wait. Many people sit behind one address, so a client has more.
    const fn free(self) -> i64 {
        match self {
            Self::User => 5,
            Self::Client => 20,
        }
    }

    /// The key of `name` in the database.
    pub(crate) fn key(self, name: &str) -> String {
        match self {
            Self::User => crate::secret::sha256(&format!("user {name}")),
            Self::Client => crate::secret::sha256(&format!("client {name}")),
        }
    }

    /// From when on the next attempt is looked at, after so many failures of which the last was at `last`.
    pub(crate) fn until(self, failures: i64, last: Timestamp) -> Timestamp {
        let over = failures - self.free();
        if over < 0 {
            return last;
        }
        let doubled = FIRST_WAIT.checked_mul(1 << over.min(10)).unwrap_or(LONGEST_WAIT);
        last.checked_add(doubled.min(LONGEST_WAIT)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(whom: Whom, failures: i64, wait: i64) {
        let until = whom.until(failures, Timestamp::UNIX_EPOCH);
        assert_eq!(until.as_second(), wait, "{whom:?} after {failures}");
    }

    #[test]
    fn waits_double_up_to_an_end() {
        for (failures, wait) in
            [(1, 0), (4, 0), (5, 30), (6, 60), (9, 480), (10, 900), (11, 900), (i64::MAX, 900)]
        {
            check(Whom::User, failures, wait);
        }
        for (failures, wait) in [(19, 0), (20, 30), (25, 900)] {
            check(Whom::Client, failures, wait);
        }
    }

    #[test]
    fn keys_do_not_show_what_was_typed() {
        let key = Whom::User.key("hunter2hunter2");
        assert!(key.len() == 64 && !key.contains("hunter"));
        assert_ne!(key, Whom::Client.key("hunter2hunter2"));
    }
}
