//! One node of the MIME tree: a multipart, a message within the message, or a leaf.

use encoding_rs::Encoding;

use super::Reader;
use crate::charset;
use crate::clean;
use crate::flowed;
use crate::header::{self, Block, Parameters};
use crate::html;
use crate::limit;
use crate::message::{Disposition, Message, Part};
use crate::multipart;
use crate::source::is_mail;
use crate::transfer;

/// What the header says the content is.
#[derive(Debug)]
pub(super) struct Kind {
    media_type: String,
    parameters: Parameters,
    disposition: Parameters,
    encoding: String,
}

impl Kind {
    /// `default` is the media type where none is declared, or none that could be one.
    pub(super) fn of(block: &Block<'_>, default: &str) -> Self {
        let first = |name: &str| {
            let field = block.fields.iter().find(|field| field.is(name));
            field.map(|field| header::raw_text(field.value, None).text)
        };
        let parameters = first("content-type").map(|value| header::parameters(&value)).unwrap_or_default();
        let disposition =
            first("content-disposition").map(|value| header::parameters(&value)).unwrap_or_default();
        let encoding = first("content-transfer-encoding").unwrap_or_default();
        let mut encoding = header::parameters(&encoding).value;
        encoding.retain(|c| !c.is_whitespace());
        let declared = parameters.value.as_str();
        let is_type =
            declared.split_once('/').is_some_and(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty())
                && declared.bytes().all(|byte| byte.is_ascii_graphic());
        let media_type = if is_type { declared.chars().take(120).collect() } else { default.to_owned() };
        Self { media_type, parameters, disposition, encoding }
    }

    pub(super) fn charset(&self) -> Option<&str> {
        self.parameters.get("charset")
    }

    /// The media type, and what is reported where it is a report.
    pub(super) fn with_report_type(&self) -> String {
        match self.parameters.get("report-type") {
            Some(what) if self.media_type == "multipart/report" => {
                format!("{};{}", self.media_type, clean::line(what).to_ascii_lowercase())
            }
            _ => self.media_type.clone(),
        }
    }

    fn is_message(&self) -> bool {
        matches!(self.media_type.as_str(), "message/rfc822" | "message/global" | "message/news")
    }

    /// Whether it is headers of a message alone (RFC 6522, 3; RFC 6533).
    fn is_headers(&self) -> bool {
        matches!(
            self.media_type.as_str(),
            "text/rfc822-headers"
                | "text/rfc822-header"
                | "message/rfc822-headers"
                | "message/global-headers"
        )
    }

    fn is_text(&self) -> bool {
        let text = self.media_type.starts_with("text/") && self.media_type != "text/rtf";
        text || (self.media_type.starts_with("message/") && !self.is_message())
    }
}

/// Where in the tree it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The number of what it stands in; empty for the outermost.
    pub container: &'a str,
    /// Which part of a multipart it is; none for the body of a message.
    pub position: Option<usize>,
    pub depth: usize,
    /// Whether it has been said that what it stands in is cut off.
    pub cut_off: bool,
    pub hint: Option<&'static Encoding>,
}

impl Place<'_> {
    /// Its number (RFC 3501, 6.4.5): the body of a message that is no multipart is its part 1.
    fn number(&self) -> String {
        let position = self.position.unwrap_or(1);
        if self.container.is_empty() {
            position.to_string()
        } else {
            format!("{}.{position}", self.container)
        }
    }

    /// The number of the multipart that it is: the body of a message has none of its own.
    fn multipart_number(&self) -> String {
        if self.position.is_some() { self.number() } else { self.container.to_owned() }
    }
}

impl Reader {
    /// Reads what `block` holds into `message`.
    pub(super) fn entity(
        &mut self,
        block: &Block<'_>,
        mut kind: Kind,
        place: Place<'_>,
        message: &mut Message,
    ) {
        if kind.media_type.starts_with("multipart/") {
            if place.depth >= limit::DEPTH {
                self.problem(&place.number(), format!("nested deeper than {}; left as it is", limit::DEPTH));
                return self.leaf(block.body, &kind, place, message);
            }
            if self.multipart(block.body, &kind, place, message) {
                return;
            }
            // Without parts it is what it looks like.
            "text/plain".clone_into(&mut kind.media_type);
        }
        self.leaf(block.body, &kind, place, message);
    }

    /// False where it has no parts.
    fn multipart(&mut self, body: &[u8], kind: &Kind, place: Place<'_>, message: &mut Message) -> bool {
        let number = place.multipart_number();
        let declared = kind.parameters.get("boundary").filter(|boundary| !boundary.is_empty());
        let mut found = declared.map(|boundary| multipart::pieces(body, boundary));
        if found.as_ref().is_none_or(|(pieces, _)| pieces.is_empty()) && !body.trim_ascii().is_empty() {
            self.problem(&number, "no boundary, or none that its header names");
            found = multipart::find_boundary(body).map(|boundary| multipart::pieces(body, &boundary));
        }
        let (pieces, closed) = found.unwrap_or_default();
        if pieces.is_empty() {
            return false;
        }
        // What a cut off multipart ends with is cut off as well.
        if !closed && !place.cut_off {
            self.problem(&number, "cut off: no closing boundary");
        }
        let default = if kind.media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        if kind.media_type == "multipart/alternative" {
            message.alternatives.push(number.clone());
        }
        let count = pieces.len();
        for (index, piece) in pieces.into_iter().enumerate() {
            if self.parts == 0 {
                self.problem(
                    &number,
                    format!("more than {} parts; {} left out", limit::PARTS, count - index),
                );
                break;
            }
            let block = header::split(piece, header::Of::Part);
            let kind = Kind::of(&block, default);
            let place = Place {
                container: &number,
                position: Some(index + 1),
                depth: place.depth + 1,
                hint: place.hint,
                cut_off: place.cut_off || (!closed && index + 1 == count),
            };
            for problem in &block.problems {
                self.problem(&place.number(), problem.as_str());
            }
            self.entity(&block, kind, place, message);
        }
        true
    }

    fn leaf(&mut self, body: &[u8], kind: &Kind, place: Place<'_>, message: &mut Message) {
        let number = place.number();
        self.parts = self.parts.saturating_sub(1);
        let mut problems = Vec::new();
        let (bytes, problem) = transfer::undo(body, &kind.encoding);
        problems.extend(problem.map(str::to_owned));
        let bytes = if bytes.len() > self.bytes {
            problems.push("left out: the message unfolds to more than is read".to_owned());
            Vec::new()
        } else {
            self.bytes -= bytes.len();
            bytes
        };
        let names = [(&kind.disposition, "filename"), (&kind.parameters, "name")];
        let name = names.into_iter().find_map(|(parameters, name)| parameters.text(name, &mut problems));
        let name = name.and_then(|name| clean::file_name(&name));
        let disposition = match kind.disposition.value.as_str() {
            "inline" => Disposition::Inline,
            // Text with a name and without a word on how to show it is a file; the body of a message is not.
            "" if name.is_none() || place.position.is_none() => Disposition::Inline,
            _ => Disposition::Attachment,
        };
        let text = kind.is_text().then(|| text(&bytes, kind, place.hint, &mut problems));
        for problem in problems {
            self.problem(&number, problem);
        }
        // Many programs attach a message as a file that they know nothing of.
        let is_file_of_mail = || {
            let named = name.as_deref().is_some_and(|name| name.to_ascii_lowercase().ends_with(".eml"));
            named && text.is_none() && is_mail(&bytes)
        };
        let nested = (kind.is_message() || kind.is_headers() || is_file_of_mail()) && !bytes.is_empty();
        let nested = if nested && place.depth >= limit::DEPTH {
            self.problem(&number, format!("nested deeper than {}; left as it is", limit::DEPTH));
            None
        } else {
            nested.then(|| {
                let mut nested = self.message(&bytes, &number, place.depth + 1, place.cut_off);
                if kind.is_headers() {
                    nested.parts.clear();
                }
                Box::new(nested)
            })
        };
        let media_type = kind.media_type.clone();
        message.parts.push(Part { number, media_type, name, disposition, bytes, text, message: nested });
    }
}

/// The text of a part, as a reader would see it.
fn text(bytes: &[u8], kind: &Kind, hint: Option<&'static Encoding>, problems: &mut Vec<String>) -> String {
    let mut bytes = bytes;
    if bytes.len() > limit::TEXT_BYTES {
        problems.push(format!("text longer than {} bytes; the rest is left out", limit::TEXT_BYTES));
        bytes = &bytes[..limit::TEXT_BYTES];
    }
    let is_html = matches!(kind.media_type.as_str(), "text/html" | "text/xhtml");
    let own = if is_html && kind.charset().is_none() { html::declared_charset(bytes) } else { None };
    let declared = kind.charset().or(own.as_deref());
    let charset::Decoded { text, problem } = charset::decode(bytes, declared, hint);
    problems.extend(problem);
    let text = if is_html { html::text(&text) } else { text };
    let text = clean::body(text);
    let flows = kind.media_type == "text/plain"
        && kind.parameters.get("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if flows {
        let delete = kind.parameters.get("delsp").is_some_and(|delete| delete.eq_ignore_ascii_case("yes"));
        return flowed::join(&text, delete);
    }
    text
}
