//! The first guesses of everybody who guesses.
//!
//! Long passwords that people make of short common ones: a common word, then digits and signs; or a run along the
//! keyboard. What is left when these are taken away must be something.

/// Words that stand in the first hundred places of every published list, and those of this place.
const WORDS: [&str; 28] = [
    "password",
    "passwort",
    "passw",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "admin",
    "administrator",
    "root",
    "welcome",
    "letmein",
    "iloveyou",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "master",
    "login",
    "changeme",
    "secret",
    "hinomi",
    "csirt",
    "security",
    "incident",
    "sakura",
    "default",
];

/// Runs along a keyboard or through the alphabet, either way.
const RUNS: [&str; 7] = [
    "01234567890123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]qwertyuiop[]",
    "asdfghjkl;'asdfghjkl;'",
    "zxcvbnm,./zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Letters of its own that a password of a common word must have besides.
const OWN_LETTERS: usize = 5;

/// Whether a password, in small letters, is among the first guesses.
pub(super) fn is_common(password: &str) -> bool {
    let backwards: String = password.chars().rev().collect();
    if RUNS.iter().any(|run| run.contains(password) || run.contains(&backwards)) {
        return true;
    }
    let mut rest = plain(password);
    let before = rest.len();
    for word in WORDS {
        rest = rest.replace(word, "");
    }
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    rest.len() < before && letters < OWN_LETTERS
}

/// The letters that digits and signs stand for in such passwords.
fn plain(password: &str) -> String {
    let letter = |c| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '$' | '5' => 's',
        '3' => 'e',
        '1' | '!' => 'i',
        other => other,
    };
    // A digit behind the word is read as a letter of its own, which is not meant: those at the end stay as they are.
    let end = password.trim_end_matches(|c: char| !c.is_alphabetic()).len();
    password[..end].chars().map(letter).chain(password[end..].chars()).collect()
}
