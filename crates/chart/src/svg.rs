//! Writes well-formed XML: every element closed, every text and attribute escaped.
//!
//! XML 1.0 (section 2.2) has no way to write most control characters, not even escaped; they become U+FFFD.

use crate::number::coordinate;

/// SVG as it grows.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// Begins an element; nothing is inside it until one of [`Tag`]'s last words.
    pub(crate) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.out.push('<');
        self.out.push_str(name);
        Tag { writer: self, name }
    }

    /// Ends the element opened last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push_str(">\n");
        }
    }

    /// The document, all elements closed.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                '\t' | '\n' | '\r' => self.out.push(' '),
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => self.out.push('\u{fffd}'),
                c => self.out.push(c),
            }
        }
    }
}

/// An element whose attributes are being written.
#[derive(Debug)]
#[must_use = "an element must be ended by `empty`, `open`, `text` or `titled`"]
pub(crate) struct Tag<'w> {
    writer: &'w mut Writer,
    name: &'static str,
}

impl Tag<'_> {
    /// An attribute with any text.
    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        self.writer.out.push(' ');
        self.writer.out.push_str(name);
        self.writer.out.push_str("=\"");
        self.writer.escape(value);
        self.writer.out.push('"');
        self
    }

    /// Its classes.
    pub(crate) fn class(self, value: &str) -> Self {
        self.attr("class", value)
    }

    /// A length or place.
    pub(crate) fn num(self, name: &str, value: f64) -> Self {
        self.attr(name, &coordinate(value))
    }

    /// Nothing inside.
    pub(crate) fn empty(self) {
        self.writer.out.push_str("/>\n");
    }

    /// Other elements inside, until [`Writer::close`].
    pub(crate) fn open(self) {
        self.writer.out.push_str(">\n");
        self.writer.open.push(self.name);
    }

    /// Text inside.
    pub(crate) fn text(self, text: &str) {
        let Self { writer, name } = self;
        writer.out.push('>');
        writer.escape(text);
        writer.out.push_str("</");
        writer.out.push_str(name);
        writer.out.push_str(">\n");
    }

    /// A `<title>` inside: what a pointer resting on it is told.
    pub(crate) fn titled(self, title: &str) {
        let Self { writer, name } = self;
        writer.out.push_str("><title>");
        writer.escape(title);
        writer.out.push_str("</title></");
        writer.out.push_str(name);
        writer.out.push_str(">\n");
    }

    /// Text inside that is trusted and must not be escaped: only ever this crate's own CSS.
    pub(crate) fn own_css(self, css: &str) {
        let Self { writer, name } = self;
        writer.out.push('>');
        writer.out.push_str(css);
        writer.out.push_str("</");
        writer.out.push_str(name);
        writer.out.push_str(">\n");
    }
}

/// `text` as an `id` that needs no escaping in HTML, in XML and in `url(#...)`.
pub(crate) fn identifier(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if kept.starts_with(|c: char| c.is_ascii_alphabetic()) { kept } else { format!("chart-{kept}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut writer = Writer::default();
        writer.tag("g").class("a\"b").open();
        writer.tag("text").num("x", 1.25).text("<script>alert('&')</script>\u{0}\u{7f}");
        writer.tag("path").titled("a\nb");
        assert_eq!(
            writer.finish(),
            "<g class=\"a&quot;b\">\n\
             <text x=\"1.2\">&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;\u{fffd}\u{fffd}</text>\n\
             <path><title>a b</title></path>\n</g>\n"
        );
    }

    #[test]
    fn identifiers_are_plain() {
        fn check(text: &str, expect: &str) {
            assert_eq!(identifier(text), expect);
        }
        check("port-445_tcp", "port-445_tcp");
        check("", "chart-");
        check("3-1", "chart-3-1");
        check("a\"><b", "a---b");
        check("図", "chart--");
    }
}
