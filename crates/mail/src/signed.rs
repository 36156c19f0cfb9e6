//! The two halves of a signed message (RFC 1847, 2.1; RFC 3156, 5) as they have to be verified: byte by byte, as no
//! [`Part`](crate::Part) is, because transfer encodings are undone there.

use crate::header::{self, Of};
use crate::multipart;
use crate::transfer;

/// A `multipart/signed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// How it is signed: `application/pgp-signature`, `application/pkcs7-signature`.
    pub(crate) protocol: String,
    /// What is signed: the first part with its header, lines ended by CR and LF, without the last line end.
    pub(crate) content: Vec<u8>,
    /// The second part, its transfer encoding undone.
    pub(crate) signature: Vec<u8>,
}

/// Takes the outermost `multipart/signed` of a message apart; none where the message isn't one.
pub(crate) fn signed(bytes: &[u8]) -> Option<Signed> {
    let block = header::split(bytes, Of::Message);
    let kind = parameters(&block, "content-type");
    if kind.value != "multipart/signed" {
        return None;
    }
    let (pieces, _) = multipart::pieces(block.body, kind.get("boundary")?);
    let [content, signature, ..] = pieces.as_slice() else { return None };
    let signature = header::split(signature, Of::Part);
    let encoding = parameters(&signature, "content-transfer-encoding").value;
    let (signature, _) = transfer::undo(signature.body, &encoding);
    let protocol = kind.get("protocol").unwrap_or_default().to_ascii_lowercase();
    Some(Signed { protocol, content: with_crlf(content), signature })
}

fn parameters(block: &header::Block<'_>, name: &str) -> header::Parameters {
    let field = block.fields.iter().find(|field| field.is(name));
    field.map(|field| header::parameters(&header::raw_text(field.value, None).text)).unwrap_or_default()
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut canonical = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if i > 0 {
            canonical.extend_from_slice(b"\r\n");
        }
        canonical.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_comes_out_byte_by_byte() {
        let mail = "From: a@example.jp\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\";\n boundary=b\n\n\
                    --b\nContent-Transfer-Encoding: quoted-printable\n\na=3Db \n\n--b\nContent-Type: application/pgp-signature\n\nsig\n--b--\n";
        let expect = Signed {
            protocol: "application/pgp-signature".to_owned(),
            content: b"Content-Transfer-Encoding: quoted-printable\r\n\r\na=3Db \r\n".to_vec(),
            signature: b"sig".to_vec(),
        };
        assert_eq!(signed(mail.as_bytes()).as_ref(), Some(&expect));
        assert_eq!(signed(mail.replace('\n', "\r\n").as_bytes()), Some(expect));
        assert_eq!(signed(b"From: a@example.jp\n\ntext"), None);
        assert_eq!(signed(b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nonly one\n--b--"), None);
    }
}
