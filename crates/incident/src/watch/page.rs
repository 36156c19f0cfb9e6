//! A page in the form that is compared.
//!
//! Its text alone, without markup, script and style, in lower case, with every run of white space as one space and
//! without digits: clocks, counters and numbers of sessions change on every look, and would make every page a
//! changed one. A page without text, and what is no page at all, is compared as it is.

use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8};
use sha2::{Digest, Sha256};

/// So much of a page's beginning is searched for its `meta charset` (HTML Standard, 13.2.3.2).
const META: usize = 1024;

/// Longer titles are cut, in characters.
const LONGEST_TITLE: usize = 200;

/// A page, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The content of its `title`.
    pub title: Option<String>,
    /// Its text in normal form; empty where it is no text.
    pub text: String,
    /// SHA-256 of what is compared.
    pub sha256: String,
}

impl Page {
    /// Reads the body of an answer with this `Content-Type`.
    pub(crate) fn read(body: &[u8], content_type: Option<&str>) -> Self {
        let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
        let media = content_type.split(';').next().unwrap_or_default().trim();
        let is_text = media.is_empty() || media.starts_with("text/") || media.ends_with("xhtml+xml");
        // Much malware is handed out as text; what has a NUL is none.
        if !is_text || body.contains(&0) {
            return Self { title: None, text: String::new(), sha256: sha256(body) };
        }
        let html = decode(body, &content_type);
        let Extract { title, text } = extract(&html);
        let text = normal(&text);
        let compared = if text.is_empty() { sha256(body) } else { sha256(text.as_bytes()) };
        let title = collapse(&entities(&title));
        let title: String = title.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
        let title = (!title.is_empty()).then_some(title);
        Self { title, text, sha256: compared }
    }
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Decodes by the header, else by the page's own word, else as UTF-8.
fn decode(body: &[u8], content_type: &str) -> String {
    let head = String::from_utf8_lossy(&body[..body.len().min(META)]).to_ascii_lowercase();
    let named = charset(content_type).or_else(|| charset(&head)).unwrap_or(UTF_8);
    // A byte order mark goes before both.
    named.decode(body).0.into_owned()
}

/// The character set that stands after `charset=`.
fn charset(text: &str) -> Option<&'static Encoding> {
    let (_, after) = text.split_once("charset=")?;
    let after = after.trim_start_matches(['"', '\'', ' ']);
    let label = after.split(['"', '\'', ' ', ';', '>', '/']).next()?;
    Encoding::for_label(label.as_bytes())
}

#[derive(Debug, Default)]
struct Extract {
    title: String,
    text: String,
}

/// Elements whose content is no text to read.
const UNREAD: &[&str] = &["script", "style", "template", "noscript"];

/// Takes markup away, in one pass from left to right.
fn extract(html: &str) -> Extract {
    let mut extract = Extract::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        extract.text.push_str(&rest[..open]);
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name_end =
            rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '/').map_or(rest.len(), |n| n + 1);
        let name = rest[1..name_end].to_ascii_lowercase();
        if name.is_empty() && !rest[1..].starts_with(['!', '?']) {
            // A mere sign: "1 < 2".
            extract.text.push('<');
            rest = &rest[1..];
            continue;
        }
        rest = after_tag(rest);
        // A tag parts words; those within words are rare, and the same on every look.
        extract.text.push(' ');
        if name == "title" {
            let (inside, after) = until_closed(rest, &name);
            if extract.title.is_empty() {
                inside.clone_into(&mut extract.title);
            }
            extract.text.push_str(inside);
            rest = after;
        } else if UNREAD.contains(&name.as_str()) {
            rest = until_closed(rest, &name).1;
        }
    }
    extract.text.push_str(rest);
    extract
}

/// What follows the tag at the beginning; a `>` within quotes is part of it.
fn after_tag(html: &str) -> &str {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &html[at + 1..],
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    // A quote that never closes would swallow the page: then the first > ends it.
    html.find('>').map_or("", |at| &html[at + 1..])
}

/// What stands before `</name`, and what follows that tag.
fn until_closed<'a>(html: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut from = 0;
    while let Some(found) = html[from..].find("</") {
        let at = from + found;
        let tag = &html[at + 2..];
        if tag.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
            return (&html[..at], after_tag(&html[at..]));
        }
        from = at + 2;
    }
    (html, "")
}

/// The named entities that pages use in what people read.
const ENTITIES: &[(&str, char)] =
    &[("nbsp", ' '), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("amp", '&')];

/// The longest entity that is decoded, from `&` to `;`: `&#x10ffff;`.
const LONGEST_ENTITY: usize = 10;

/// Decodes entities, once. Whole Japanese pages are written in numbered ones, which without it would be nothing but
/// digits.
fn entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((sign, end)) => {
                decoded.push(sign);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The sign of an entity, without its `&` and `;`.
fn entity(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

fn normal(text: &str) -> String {
    let text = entities(text).to_lowercase();
    collapse(&text.chars().filter(|c| !c.is_numeric()).collect::<String>())
}

/// What the page of nothing is compared as.
pub(crate) static EMPTY: LazyLock<String> = LazyLock::new(|| sha256(b""));

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, title: Option<&str>, text: &str) {
        let page = Page::read(html.as_bytes(), Some("text/html; charset=utf-8"));
        assert_eq!((page.title.as_deref(), page.text.as_str()), (title, text), "{html}");
    }

    #[test]
    fn text_is_read_and_markup_is_not() {
        check("<title> My\n Bank </title><p>Log <b>in</b></p>", Some("My Bank"), "my bank log in");
        check("<TITLE>A &amp; B</TITLE>", Some("A & B"), "a & b");
        check("<script>var a = '<p>no</p>';</script>yes<style>p{}</style>", None, "yes");
        check("a<!-- no --->b<!-- never closed", None, "ab");
        check("<a title='1 > 0' href=x>yes</a>", None, "yes");
        check("<a title='never closed>yes</a>", None, "yes");
        check("1 < 2 and a<b", None, "< and a");
        check("12:30 <input value=token> visitor 4711", None, ": visitor");
        check("<script>never closed", None, "");
        check("", None, "");
        check("<title>never closed", Some("never closed"), "never closed");
        check("<svg><title>second</title>", Some("second"), "second");
        check("<title>one</title><svg><title>two</title></svg>", Some("one"), "one two");
        check(
            "<title>&#x9280;&#34892; &lt;b&gt; &amp;lt; &nope; & &#x110000; &#</title>",
            Some("銀行 <b> &lt; &nope; & &#x110000; &#"),
            "銀行 <b> &lt; &nope; & &#x; &#",
        );
        check("<title>\u{1b}[2JBank\u{7}</title>", Some("[2JBank"), "\u{1b}[jbank\u{7}");
        check("</", None, "");
        check("<é>x", None, "<é>x");
    }

    #[test]
    fn a_page_is_the_same_whatever_changes_on_every_look() {
        let page = |html: &str| Page::read(html.as_bytes(), Some("text/html")).sha256;
        let one = page("<p>Hello</p><input name=csrf value=a1b2><script>t=1</script> 10:15");
        assert_eq!(one, page("<p>hello</p>\n<input name=csrf value=c3d4><script>t=2</script> 10:16"));
        assert_ne!(one, page("<p>Hullo</p>"));
        // Without text there is nothing to compare but all of it.
        assert_ne!(page("<img src=a>"), page("<img src=b>"));
    }

    #[test]
    fn japanese_pages_are_read_in_their_character_set() {
        let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode("<title>銀行</title>");
        let (euc, _, _) = encoding_rs::EUC_JP.encode("<meta charset=\"euc-jp\"><title>銀行</title>");
        let (jis, _, _) = encoding_rs::ISO_2022_JP.encode(
            "<meta http-equiv=Content-Type content='text/html; charset=iso-2022-jp'><title>銀行</title>",
        );
        for (body, content_type) in
            [(shift_jis, "text/html; charset=Shift_JIS"), (euc, "text/html"), (jis, "text/html")]
        {
            assert_eq!(
                Page::read(&body, Some(content_type)).title.as_deref(),
                Some("銀行"),
                "{content_type}"
            );
        }
    }

    proptest::proptest! {
            /// Whatever comes, in pieces that look like pages.
            #[test]
            fn no_page_is_too_odd(pieces in proptest::collection::vec(
                proptest::prelude::prop_oneof!["[<>/!'\"&; a-zé0-9]{0,6}", "<title>", "</title", "<script", "<!--", "-->", "&amp;", "あ"],
                0..30,
            )) {
                let page = Page::read(pieces.concat().as_bytes(), Some("text/html; charset=utf-8"));
    proptest::prop_assert!(!page.text.contains(char::is_numeric));
                proptest::prop_assert_eq!(collapse(&page.text), page.text);
            }
        }

    #[test]
    fn what_is_no_page_is_compared_as_it_is() {
        let program = Page::read(b"MZ\0\0<title>x</title>", None);
        assert_eq!((program.title, program.text.as_str()), (None, ""));
        let image = Page::read(b"<title>x</title>", Some("image/png"));
        assert_eq!(image.title, None);
        assert_ne!(program.sha256, image.sha256);
        assert_eq!(Page::read(b"", None).sha256, *EMPTY);
    }
}
