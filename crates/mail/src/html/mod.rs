//! HTML to the text that a reader would see, with the targets of its links written out: `the bank <http://...>`.
//!
//! No tree is built and nothing recurses: one pass over the tags, so that no nesting and no missing end costs more
//! than its bytes. What a browser runs or hides (`script`, `style`, comments) is gone. Where a form sends to and
//! what a frame loads is written out like a link, because that is what a phishing mail is about.

mod entity;
mod page;
mod tag;

use page::Page;
use tag::Tag;

/// Elements whose content is no text.
const RAW: [&str; 5] = ["script", "style", "template", "title", "noembed"];

/// Converts `html`.
pub(crate) fn text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = Tag::at(rest) else {
            if rest.starts_with("<!") || rest.starts_with("<?") {
                rest = beyond(rest);
            } else {
                page.text("<");
                rest = &rest[1..];
            }
            continue;
        };
        rest = &rest[tag.length..];
        if RAW.contains(&tag.name.as_str()) && !tag.closes {
            rest = after_end(rest, &tag.name);
        } else {
            page.tag(&tag);
        }
    }
    page.text(rest);
    page.finish()
}

/// What follows a comment, a declaration or an instruction.
fn beyond(rest: &str) -> &str {
    let (begin, end) = if rest.starts_with("<!--") { (4, "-->") } else { (2, ">") };
    let inner = rest.get(begin..).unwrap_or_default();
    // `<!-->` and `<!--->` are whole comments.
    if end == "-->" && (inner.starts_with('>') || inner.starts_with("->")) {
        return &inner[inner.find('>').map_or(0, |at| at + 1)..];
    }
    inner.find(end).map_or("", |at| &inner[at + end.len()..])
}

/// What follows the end tag of `name`.
fn after_end<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let begin = from + at + 2;
        let found = rest.as_bytes().get(begin..begin + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return rest[begin..].find('>').map_or("", |end| &rest[begin + end + 1..]);
        }
        from = begin;
    }
    ""
}

/// The character set that the page itself names (`<meta charset=...>`, `<meta http-equiv content=...>`).
pub(crate) fn declared_charset(html: &[u8]) -> Option<String> {
    let look = String::from_utf8_lossy(&html[..html.len().min(2048)]).to_ascii_lowercase();
    let meta = &look[look.find("<meta")?..];
    let value = meta[meta.find("charset=")? + 8..].trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')))?;
    (end > 0).then(|| value[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expect: &str) {
        assert_eq!(text(html).trim_end_matches('\n'), expect, "{html}");
    }

    #[test]
    fn html_becomes_what_a_reader_sees() {
        check("<p>a<p>b &amp; c<br>d", "a\n\nb & c\nd");
        check("a\n  b\t c", "a b c");
        check("<html><head><title>t</title><style>p{}</style></head><body>x</body></html>", "x");
        check("a<script>if (a<b) { x(\"</p>\") }</script>b", "ab");
        check("a<SCRIPT src=x></Script >b", "ab");
        check("a<script>never ended", "a");
        check("a<!-- <p>hidden</p> -->b<!-->c", "abc");
        check("<ul><li>one<li>two</ul>", "* one\n* two");
        check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc");
        check("<pre>a\n  b</pre>c", "a\n  b\nc");
        check("1 < 2 & 3 &nosuch; &#12354; &#x3042; &lt;b&gt;", "1 < 2 & 3 &nosuch; あ あ <b>");
        check("pass&shy;word", "password");
        check("日本<b>語</b>", "日本語");
        check("<div", "");
    }

    #[test]
    fn where_links_lead_is_written_out() {
        check("<a href=\"http://evil.example/\">your bank</a>.", "your bank <http://evil.example/>.");
        check("<a href='http://a.example/?x=1&amp;y=2'>x</a>", "x <http://a.example/?x=1&y=2>");
        check("<a href=http://a.example/>http://a.example/</a>", "http://a.example/");
        check("<a href=\"ht\ntp://a.example\">x</a>", "x <http://a.example>");
        check("<a title=\"a>b\" href=\"http://a.example\">x", "x <http://a.example>");
        check("<a href=\"#top\">x</a>", "x");
        check("<a name=x>y</a>", "y");
        check("<form action=\"http://evil.example/login\">pin", "<http://evil.example/login>pin");
        check("<a href=\"javascript:alert(1)\">x</a>", "x <javascript:alert(1)>");
        check("<a href=\"http://a.example\"><img alt=\"Log in\" src=x></a>", "Log in <http://a.example>");
    }

    #[test]
    fn the_page_names_its_character_set() {
        let named = |html: &str| declared_charset(html.as_bytes());
        assert_eq!(named("<meta charset=\"EUC-JP\">").as_deref(), Some("euc-jp"));
        let equiv = "<META http-equiv=Content-Type content=\"text/html; charset=iso-2022-jp\">";
        assert_eq!(named(equiv).as_deref(), Some("iso-2022-jp"));
        assert_eq!(named("<p>charset=x</p>"), None);
    }
}
