//! What exactly was signed: the first part of `multipart/signed` (RFC 3156, section 5), byte for byte.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};

/// A signed part with its header fields and CR LF line ends, and the signature over it.
pub(super) struct Signed {
    pub content: Vec<u8>,
    pub signature: Vec<u8>,
}

/// The signed parts of a message, wherever they stand in it.
pub(super) fn parts(bytes: &[u8]) -> Vec<Signed> {
    let Some(parsed) = MessageParser::default().parse(bytes) else { return Vec::new() };
    let mut signed = Vec::new();
    for part in &parsed.parts {
        let PartType::Multipart(children) = &part.body else { continue };
        let is_signed = part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("multipart")
                && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("signed"))
                && kind
                    .attribute("protocol")
                    .is_some_and(|protocol| protocol.eq_ignore_ascii_case("application/pgp-signature"))
        });
        let [content, signature] = children.as_slice() else { continue };
        let (Some(content), Some(signature)) =
            (parsed.part(*content), parsed.part(*signature).filter(|_| is_signed))
        else {
            continue;
        };
        let Some(raw) = bytes.get(content.offset_header as usize..content.offset_end as usize) else {
            continue;
        };
        signed.push(Signed { content: with_crlf(raw), signature: signature.contents().to_vec() });
    }
    signed
}

/// Line ends as they were when it was signed: CR LF (RFC 3156, section 5).
fn with_crlf(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len() + raw.len() / 40);
    let mut before = 0;
    for byte in raw {
        if *byte == b'\n' && before != b'\r' {
            bytes.push(b'\r');
        }
        bytes.push(*byte);
        before = *byte;
    }
    bytes
}
