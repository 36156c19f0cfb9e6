//! Bytes to Unicode, whatever the sender said about them.
//!
//! Declared names are believed where the bytes agree with them. Escape sequences of ISO-2022-JP are believed before
//! any name, because nothing else has them; then UTF-8 that is valid, because other text hardly ever is by chance.
//! Where name and bytes contradict each other the bytes are asked what they are, and the mail says so as a problem.

mod guess;
mod jis;
mod name;

use encoding_rs::Encoding;
use mail_parser::decoders::charsets::map::charset_decoder;

pub(crate) use guess::guess;
use jis::LineEnd;
use name::Charset;

/// A text and what was wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    pub problem: Option<String>,
}

impl Decoded {
    fn clear(text: String) -> Self {
        Self { text, problem: None }
    }
}

/// Whether bytes need more than being taken as ASCII.
pub(crate) fn is_plain(bytes: &[u8]) -> bool {
    bytes.is_ascii() && !bytes.contains(&0x1b)
}

/// Decodes `bytes`. `hint` is the encoding that the rest of the message has, for bytes that nobody declared.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, hint: Option<&'static Encoding>) -> Decoded {
    let charset = declared.map_or(Charset::Undeclared, name::charset);
    if jis::has_escapes(bytes) && charset.may_be_jis() {
        return lossy(jis::decode(bytes, LineEnd::Kept));
    }
    match charset {
        Charset::Jis if bytes.is_ascii() => lossy(jis::decode(bytes, LineEnd::Kept)),
        Charset::Named(encoding) => named(bytes, encoding, hint),
        Charset::Other(label) => {
            let text = charset_decoder(label.as_bytes()).map(|decoder| decoder(bytes));
            text.map_or_else(|| unknown(bytes, &label, hint), lossy)
        }
        Charset::Unknown(label) => unknown(bytes, &label, hint),
        Charset::Jis if guess::certain(bytes).is_none() => lossy(jis::decode(bytes, LineEnd::Kept)),
        // US-ASCII with eight bits is what programs say that know no character sets.
        Charset::Jis | Charset::Ascii | Charset::Undeclared => undeclared(bytes, hint),
    }
}

/// Decodes the raw value of a header field, folds and all.
pub(crate) fn decode_field(bytes: &[u8], hint: Option<&'static Encoding>) -> Decoded {
    if jis::has_escapes(bytes) {
        return lossy(jis::decode(bytes, LineEnd::Fold));
    }
    let decoded = undeclared(bytes, hint);
    if decoded.problem.is_none() {
        return decoded;
    }
    // Some programs fold between the bytes of a character.
    let mut joined = Vec::with_capacity(bytes.len());
    for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        joined.extend_from_slice(if i == 0 { line } else { line.trim_ascii_start() });
    }
    let again = undeclared(&joined, hint);
    if again.problem.is_none() { again } else { decoded }
}

/// The encoding that a declared name stands for, as a hint for other texts of the message.
pub(crate) fn hint(declared: Option<&str>) -> Option<&'static Encoding> {
    match name::charset(declared?) {
        Charset::Named(encoding) if encoding != encoding_rs::WINDOWS_1252 => Some(encoding),
        _ => None,
    }
}

fn named(bytes: &[u8], encoding: &'static Encoding, hint: Option<&'static Encoding>) -> Decoded {
    // Programs that know only one character set say ISO-8859-1, and it takes all bytes.
    let says_nothing = encoding == encoding_rs::WINDOWS_1252;
    if says_nothing
        && !bytes.is_ascii()
        && let Some(found) = guess::certain(bytes)
    {
        return mistaken(bytes, encoding, found);
    }
    let (text, wrong) = encoding.decode_with_bom_removal(bytes);
    if !wrong {
        return Decoded::clear(text.into_owned());
    }
    if encoding == encoding_rs::UTF_8 && guess::is_damaged_utf8(&text) {
        return lossy(text.into_owned());
    }
    let found = guess(bytes, hint);
    if found != encoding && !found.decode_without_bom_handling(bytes).1 {
        return mistaken(bytes, encoding, found);
    }
    lossy(text.into_owned())
}

fn mistaken(bytes: &[u8], declared: &'static Encoding, found: &'static Encoding) -> Decoded {
    let text = found.decode_with_bom_removal(bytes).0.into_owned();
    let problem = format!("declared as {}, read as {}", declared.name(), found.name());
    Decoded { text, problem: Some(problem) }
}

fn undeclared(bytes: &[u8], hint: Option<&'static Encoding>) -> Decoded {
    if bytes.is_ascii() {
        return Decoded::clear(String::from_utf8_lossy(bytes).into_owned());
    }
    let found = guess(bytes, hint);
    lossy(found.decode_with_bom_removal(bytes).0.into_owned())
}

fn unknown(bytes: &[u8], label: &str, hint: Option<&'static Encoding>) -> Decoded {
    let Decoded { text, .. } = undeclared(bytes, hint);
    let label: String = label.chars().take(40).collect();
    Decoded { text, problem: Some(format!("unknown character set {label:?}")) }
}

/// Says it where bytes stood for no character.
fn lossy(text: String) -> Decoded {
    let lost = text.contains('\u{fffd}');
    Decoded { text, problem: lost.then(|| "bytes that are no character".to_owned()) }
}
