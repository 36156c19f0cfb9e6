//! HTML to the text that a reader would see, with the targets of its links written out: `the bank <http://...>`.
//!
//! No tree is built and nothing recurses: one pass over the tags, so that no nesting and no missing end costs more
//! than its bytes. What a browser runs or hides (`script`, `style`, comments) is gone. Where a form sends to and
//! what a frame loads is written out like a link, because that is what a phishing mail is about.

use mail_parser::decoders::html::add_html_token;

/// Bytes of a link's target that are shown.
const TARGET: usize = 4_000;

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
    page.end_link();
    page.out.truncate(page.out.trim_end().len());
    page.out.push('\n');
    page.out
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

/// A start or end tag.
#[derive(Debug)]
struct Tag<'a> {
    name: String,
    closes: bool,
    attributes: &'a str,
    length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the start of `rest`. One without an end takes all that is left, as it does in a browser.
    fn at(rest: &'a str) -> Option<Self> {
        let inner = rest.get(1..)?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end =
            inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inner.len());
        let after = &inner[name_end..];
        let mut quote = None;
        let mut last = b' ';
        let mut end = None;
        for (at, byte) in after.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
                (None, b'>') => {
                    end = Some(at);
                    break;
                }
                (None, _) => {}
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
        }
        let attributes = &after[..end.unwrap_or(after.len())];
        let begin = rest.len() - after.len();
        Some(Self {
            name: inner[..name_end].chars().take(20).collect::<String>().to_ascii_lowercase(),
            closes,
            attributes,
            length: end.map_or(rest.len(), |end| begin + end + 1),
        })
    }

    /// The value of an attribute that is a link's target: without white space and hidden characters, as browsers
    /// take it.
    fn target(&self, name: &str) -> Option<String> {
        let mut target = self.attribute(name)?;
        target.retain(|c| !c.is_whitespace() && !crate::clean::is_hidden(c));
        Some(target)
    }

    /// The value of an attribute, entities decoded.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
            let end = rest.ceil_char_boundary(end);
            let known = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                };
            }
            if known.eq_ignore_ascii_case(name) {
                let value = &value[..value.floor_char_boundary(TARGET)];
                let mut decoded = String::new();
                entities(value, &mut decoded);
                return Some(decoded);
            }
        }
    }
}

/// The text so far.
#[derive(Debug, Default)]
struct Page {
    out: String,
    /// White space is wanted before the next word.
    space: bool,
    /// How many `pre` are open.
    preformatted: usize,
    /// The link that is open: its target, and where its text begins.
    link: Option<(String, usize)>,
}

impl Page {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut decoded = String::with_capacity(text.len());
        entities(text, &mut decoded);
        for c in decoded.chars() {
            match c {
                '\u{ad}' => {}
                '\n' if self.preformatted > 0 => self.out.push('\n'),
                ' ' | '\t' if self.preformatted > 0 => self.out.push(c),
                ' ' | '\t' | '\r' | '\n' | '\u{a0}' => self.space = true,
                _ => {
                    if std::mem::take(&mut self.space)
                        && !self.out.is_empty()
                        && !self.out.ends_with(['\n', '\t'])
                    {
                        self.out.push(' ');
                    }
                    self.out.push(c);
                }
            }
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_str(), tag.closes) {
            ("a", _) => {
                self.end_link();
                if !tag.closes
                    && let Some(target) = tag.target("href")
                {
                    self.link = Some((target, self.out.len()));
                }
            }
            ("area", false) => self.target(tag.target("href")),
            ("form", false) => {
                self.line(1);
                self.target(tag.target("action"));
            }
            ("iframe" | "frame" | "embed", false) => self.target(tag.target("src")),
            ("img", false) => {
                if let Some(alternative) = tag.attribute("alt").filter(|text| !text.is_empty()) {
                    self.text(&format!(" {alternative} "));
                }
            }
            (
                "br" | "tr" | "div" | "dt" | "dd" | "ul" | "ol" | "table" | "section" | "article" | "header"
                | "footer" | "form" | "center" | "option" | "address" | "body" | "html" | "caption",
                _,
            ) => self.line(1),
            ("li", false) => {
                self.line(1);
                self.out.push_str("* ");
            }
            ("hr", _) => {
                self.line(1);
                self.out.push_str("---");
                self.line(1);
            }
            ("td" | "th", true) => {
                self.space = false;
                if !self.out.is_empty() && !self.out.ends_with(['\n', '\t']) {
                    self.out.push('\t');
                }
            }
            ("pre" | "listing" | "xmp", closes) => {
                self.line(1);
                self.preformatted =
                    if closes { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
            }
            ("p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote", _) => self.line(2),
            _ => {}
        }
    }

    /// Ends the line, with `count` line ends where there are fewer; `br` always makes one.
    fn line(&mut self, count: usize) {
        self.space = false;
        if self.out.is_empty() {
            return;
        }
        let text = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(text);
        let there = self.out.bytes().rev().take(2).take_while(|byte| *byte == b'\n').count();
        self.out.extend(std::iter::repeat_n('\n', count.saturating_sub(there)));
    }

    fn end_link(&mut self) {
        if let Some((target, begin)) = self.link.take() {
            let begin = self.out.floor_char_boundary(begin);
            if self.out[begin..].trim() != target {
                self.target(Some(target));
            }
        }
    }

    fn target(&mut self, target: Option<String>) {
        let Some(target) = target.filter(|target| !target.is_empty() && !target.starts_with('#')) else {
            return;
        };
        if !self.out.is_empty() && !self.out.ends_with(['\n', '\t', ' ']) {
            self.out.push(' ');
        }
        self.out.push('<');
        self.out.push_str(&target);
        self.out.push('>');
    }
}

/// The longest entity that HTML names is 33 long.
const ENTITY: usize = 40;

/// Adds `text` with its entities decoded.
fn entities(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        to.push_str(&rest[..at]);
        rest = &rest[at..];
        let look = &rest.as_bytes()[..rest.len().min(ENTITY)];
        match look.iter().position(|byte| *byte == b';') {
            Some(end)
                if end > 1
                    && look[1..end].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#') =>
            {
                add_html_token(to, &look[..=end], false);
                rest = &rest[end + 1..];
            }
            _ => {
                to.push('&');
                rest = &rest[1..];
            }
        }
    }
    to.push_str(rest);
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
