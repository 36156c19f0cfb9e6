//! Passwords: what is taken as one, and how it is kept.

mod common;
mod hash;

pub(crate) use hash::Hasher;

use crate::error::Refusal;

/// Characters at least. Shorter ones fall to guessing from a stolen database.
const SHORTEST: usize = 12;
/// Bytes at most. Longer ones are not safer, but cost to hash.
const LONGEST: usize = 1024;
/// Characters that must be left when the user's name is taken out: `aoki` needs more than `aoki12345678`.
const BESIDE_NAME: usize = 10;
/// Different characters at least: fewer are a pattern of one finger.
const DIFFERENT: usize = 5;

/// Whether `password` is good enough for the user `name`.
pub(crate) fn check(password: &str, name: &str) -> Result<(), Refusal> {
    if password.len() > LONGEST {
        return Err(Refusal::PasswordLong);
    }
    if password.chars().count() < SHORTEST {
        return Err(Refusal::PasswordShort);
    }
    let lower = password.to_lowercase();
    if lower.contains(name) && lower.replace(name, "").chars().count() < BESIDE_NAME {
        return Err(Refusal::PasswordIsName);
    }
    let mut characters: Vec<char> = lower.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    if characters.len() < DIFFERENT || common::is_common(&lower) {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(password: &str, expect: Result<(), Refusal>) {
        assert_eq!(super::check(password, "aoki"), expect, "{password:?}");
    }

    #[test]
    fn passwords_are_long_and_not_everybodys() {
        check("correct horse battery", Ok(()));
        check("aoki and the seven dwarves", Ok(()));
        check("火の見櫓から町を見下ろす猫", Ok(()));
        check("火の見櫓の猫", Err(Refusal::PasswordShort));
        check("elevenchars", Err(Refusal::PasswordShort));
        check("", Err(Refusal::PasswordShort));
        check(&"long pass".repeat(114), Err(Refusal::PasswordLong));
        check("aoki12345678", Err(Refusal::PasswordIsName));
        check("AokiAokiAoki", Err(Refusal::PasswordIsName));
        check("aaaaaaaaaaaaaaa", Err(Refusal::PasswordCommon));
        check("abababababababab", Err(Refusal::PasswordCommon));
        check("Password1234", Err(Refusal::PasswordCommon));
        check("password-1234!", Err(Refusal::PasswordCommon));
        check("1234567890123", Err(Refusal::PasswordCommon));
        check("qwertyuiop[]", Err(Refusal::PasswordCommon));
        check("P@ssw0rd!2026", Err(Refusal::PasswordCommon));
        check("passwordsafe-in-the-garden", Ok(()));
    }
}
