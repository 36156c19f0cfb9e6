//! The text of a page as it grows, line by line.

use super::entity;
use super::tag::Tag;

/// The text so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    out: String,
    /// White space is wanted before the next word.
    space: bool,
    /// How many `pre` are open.
    preformatted: usize,
    /// The link that is open: its target, and where its text begins.
    link: Option<(String, usize)>,
}

impl Page {
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut decoded = String::with_capacity(text.len());
        entity::decode(text, &mut decoded);
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

    pub(super) fn tag(&mut self, tag: &Tag<'_>) {
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

    /// The whole text, ended by one line end.
    pub(super) fn finish(mut self) -> String {
        self.end_link();
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
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
