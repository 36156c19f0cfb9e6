//! Message identifications (RFC 5322, 3.6.4), without their angle brackets.

use crate::clean;
use crate::limit;

/// Longer ones are no identifications.
const LENGTH: usize = 998;

/// All of `value`, in order. Without angle brackets, which some programs forget, its words that have an `@`.
pub(crate) fn ids(value: &str) -> Vec<String> {
    let bracketed = value.split('<').skip(1).filter_map(|piece| piece.split_once('>').map(|(id, _)| id));
    let ids = tidy(bracketed);
    if !ids.is_empty() {
        return ids;
    }
    tidy(value.split_whitespace().filter(|word| word.contains('@')).map(|word| word.trim_matches(['<', '>'])))
}

fn tidy<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.filter(|id| id.len() <= LENGTH)
        .map(|id| clean::line(id).replace(' ', ""))
        .filter(|id| !id.is_empty())
        .take(limit::REFERENCES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: &[&str]) {
        assert_eq!(ids(value), expect, "{value}");
    }

    #[test]
    fn identifications_are_read() {
        check("<1@example.jp>", &["1@example.jp"]);
        check(
            "<1@example.jp>\r\n <2@example.jp><3@example.jp>",
            &["1@example.jp", "2@example.jp", "3@example.jp"],
        );
        check("1@example.jp", &["1@example.jp"]);
        check("<1@example.\r\n jp>", &["1@example.jp"]);
        check("your mail of 1 January", &[]);
        check("<1@example.jp", &["1@example.jp"]);
    }
}
