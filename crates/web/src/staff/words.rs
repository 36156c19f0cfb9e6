//! What staff are told, in words.

use account::Refusal;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::Lang;

use crate::texts::text;

/// An instant in the organisation's zone: `2008-04-07 09:30`.
pub(crate) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// What a page says was done, where it is one of `known`: the word comes from the address.
pub(crate) fn done(what: &str, known: &[&str], lang: Lang) -> Option<String> {
    known.contains(&what).then(|| text(lang, &format!("done-{what}")))
}

/// Why something was not done.
pub(crate) fn refused(refusal: Refusal, lang: Lang) -> String {
    text(lang, key(refusal))
}

const fn key(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NameForm => "refused-name-form",
        Refusal::NameReserved => "refused-name-reserved",
        Refusal::NameTaken => "refused-name-taken",
        Refusal::DisplayForm => "refused-display-form",
        Refusal::PasswordShort => "refused-password-short",
        Refusal::PasswordLong => "refused-password-long",
        Refusal::PasswordIsName => "refused-password-is-name",
        Refusal::PasswordCommon => "refused-password-common",
        Refusal::PasswordWrong => "refused-password-wrong",
        Refusal::PasswordTwice => "refused-password-twice",
        Refusal::CodeWrong => "refused-code-wrong",
        Refusal::Wait => "refused-wait",
        Refusal::NothingOffered => "refused-nothing-offered",
        Refusal::HasSecondFactor => "refused-has-second-factor",
        Refusal::LastAdmin => "refused-last-admin",
        Refusal::RoleAbove => "refused-role-above",
        Refusal::TokenName => "refused-token-name",
        Refusal::TokenDays => "refused-token-days",
        Refusal::TokenCount => "refused-token-count",
        Refusal::Disabled => "refused-disabled",
    }
}
