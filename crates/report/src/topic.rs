//! Topics: what people want said first in the report of a period.

use jiff::Timestamp;
use kernel::{Period, Text};

use crate::error::Refusal;
use crate::model::Link;

/// Characters of a title. More does not fit the contents page.
const TITLE: usize = 200;
/// Characters of a text. More is no topic, but a document of its own.
pub(crate) const TEXT: usize = 20_000;
/// Characters of a URL: what browsers are sure to take.
const URL: usize = 2_000;
/// Links of a topic.
const LINKS: usize = 20;
/// Topics of a period.
pub(crate) const TOPICS: u64 = 50;

/// A topic as somebody writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicWritten {
    /// The report that it stands in.
    pub period: Period,
    /// Its place among the others, the least first; among equals the older one.
    pub place: u32,
    /// Its heading.
    pub title: Text,
    /// Paragraphs, with an empty line between them.
    pub text: Text,
    /// Where more is to be read.
    pub links: Vec<Link>,
}

/// A topic as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicDetails {
    /// Its number.
    pub id: i64,
    /// What was written.
    pub written: TopicWritten,
    /// When it was changed last.
    pub changed: Timestamp,
    /// By whom.
    pub by: String,
}

impl TopicWritten {
    /// Without blanks at the ends, or why it can't be kept.
    pub(crate) fn checked(self) -> Result<Self, Refusal> {
        if self.links.len() > LINKS {
            return Err(Refusal::LinkCount);
        }
        let link = |link: Link| {
            let title = within(link.title, TITLE).ok_or(Refusal::LinkForm)?;
            let url = link.url.trim().to_owned();
            if is_url(&url) { Ok(Link { title, url }) } else { Err(Refusal::LinkForm) }
        };
        Ok(Self {
            period: self.period,
            place: self.place,
            title: within(self.title, TITLE).ok_or(Refusal::TitleForm)?,
            text: within(self.text, TEXT).ok_or(Refusal::TextForm)?,
            links: self.links.into_iter().map(link).collect::<Result<_, _>>()?,
        })
    }
}

/// The text without blanks at the ends, where both languages have something and no more than `most` characters.
pub(crate) fn within(text: Text, most: usize) -> Option<Text> {
    let trimmed = |text: &str| {
        // Forms hand in lines as CR LF.
        let text = text.replace("\r\n", "\n").trim().to_owned();
        (!text.is_empty() && text.chars().count() <= most).then_some(text)
    };
    Some(Text { ja: trimmed(&text.ja)?, en: trimmed(&text.en)? })
}

/// Whether a browser goes there: absolute, of http or https, with a host, and without what no URL has.
fn is_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    url.chars().count() <= URL
        && host.is_some_and(|host| !host.is_empty())
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_a_browser_goes_to() {
        let check = |url: &str, expect: bool| assert_eq!(is_url(url), expect, "{url}");
        check("https://csirt.example/at/2008", true);
        check("http://csirt.example", true);
        check("https://csirt.example/講演?a=1#b", true);
        check("https://", false);
        check("https:///path", false);
        check("javascript:alert(1)", false);
        check("csirt.example/at", false);
        check("https://csirt.example/a b", false);
        check("https://csirt.example/\"onclick=", false);
        check(&format!("https://csirt.example/{}", "a".repeat(2_000)), false);
    }

    #[test]
    fn texts_are_there_in_both_languages() {
        let check = |ja: &str, en: &str, expect: Option<(&str, &str)>| {
            let text = within(Text { ja: ja.to_owned(), en: en.to_owned() }, 5);
            let expect = expect.map(|(ja, en)| Text { ja: ja.to_owned(), en: en.to_owned() });
            assert_eq!(text, expect, "{ja:?} {en:?}");
        };
        check(" 火の見\r\n", "tower", Some(("火の見", "tower")));
        check("a\r\nb", "a\nb", Some(("a\nb", "a\nb")));
        check("", "tower", None);
        check("火の見", " \n", None);
        check("火の見", "towers", None);
    }
}
