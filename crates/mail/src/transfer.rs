//! Transfer encodings (RFC 2045, 6), read as they come: damage is skipped and said, not a reason to give up.

use mail_parser::decoders::base64::base64_decode;

/// What a transfer encoding gave, and what was wrong with it.
pub(crate) type Undone = (Vec<u8>, Option<&'static str>);

/// Undoes the transfer encoding named `encoding`.
pub(crate) fn undo(bytes: &[u8], encoding: &str) -> Undone {
    match encoding {
        "base64" => base64(bytes),
        "quoted-printable" => quoted_printable(bytes),
        "" | "7bit" | "8bit" | "binary" => (bytes.to_vec(), None),
        "x-uuencode" | "uuencode" | "x-uue" => uuencode(bytes),
        _ => (bytes.to_vec(), Some("unknown transfer encoding")),
    }
}

fn base64(bytes: &[u8]) -> Undone {
    if let Some(decoded) = base64_decode(bytes) {
        return (decoded, None);
    }
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let digits: Vec<u8> = bytes.iter().copied().filter(is_digit).collect();
    // Mostly something else: text that a list or a gateway wrote into it, or no base64 at all.
    if digits.len() * 4 < bytes.len() * 3 || bytes.trim_ascii().contains(&b' ') {
        return (bytes.to_vec(), Some("not base64 as declared"));
    }
    match base64_decode(&digits) {
        Some(decoded) => (decoded, Some("damaged base64")),
        None => (bytes.to_vec(), Some("not base64 as declared")),
    }
}

/// What an `=` stays that begins no escape; it ends a line where only white space follows.
fn quoted_printable(bytes: &[u8]) -> Undone {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut problem = None;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let end = &line[content.strip_suffix(b"\r").unwrap_or(content).len()..];
        let mut rest = content.trim_ascii_end();
        let soft = rest.ends_with(b"=");
        if soft {
            rest = &rest[..rest.len() - 1];
        }
        while let Some(at) = rest.iter().position(|byte| *byte == b'=') {
            decoded.extend_from_slice(&rest[..at]);
            match hex_pair(&rest[at + 1..]) {
                Some(byte) => {
                    decoded.push(byte);
                    rest = &rest[at + 3..];
                }
                None => {
                    decoded.push(b'=');
                    rest = &rest[at + 1..];
                    problem = Some("damaged quoted-printable");
                }
            }
        }
        decoded.extend_from_slice(rest);
        if !soft {
            decoded.extend_from_slice(end);
        }
    }
    (decoded, problem)
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let [high, low, ..] = bytes else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// What Unix had before MIME: lines of up to 45 bytes, each with its length in front, between `begin` and `end`.
fn uuencode(bytes: &[u8]) -> Undone {
    let mut decoded = Vec::with_capacity(bytes.len() * 3 / 4);
    let mut begun = false;
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii_end();
        if !begun {
            begun = line.starts_with(b"begin ");
            continue;
        }
        if line == b"end" {
            return (decoded, None);
        }
        let value = |byte: &u8| byte.wrapping_sub(b' ') & 0x3f;
        let Some((length, data)) = line.split_first() else { continue };
        let end = decoded.len() + usize::from(value(length));
        for group in data.chunks(4) {
            let mut four = [0; 4];
            for (to, from) in four.iter_mut().zip(group) {
                *to = value(from);
            }
            let [a, b, c, d] = four;
            decoded.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        }
        decoded.truncate(end);
    }
    if begun {
        (decoded, Some("uuencoded data without an end"))
    } else {
        (bytes.to_vec(), Some("not uuencoded as declared"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: &str, bytes: &[u8], expect: &[u8], problem: Option<&str>) {
        let (decoded, said) = undo(bytes, encoding);
        assert_eq!((decoded.as_slice(), said), (expect, problem), "{encoding} {bytes:?}");
    }

    #[test]
    fn transfer_encodings_are_undone() {
        check("base64", b"aGVs\r\nbG8=\r\n", b"hello", None);
        check("base64", b"aGVsbG8", b"hello", None);
        check("base64", b"aGVs-bG8=", b"hello", Some("damaged base64"));
        check(
            "base64",
            b"just plain text, really.",
            b"just plain text, really.",
            Some("not base64 as declared"),
        );
        check("quoted-printable", b"a=3Db=\r\nc \r\nd", b"a=bc\r\nd", None);
        check("quoted-printable", b"a=ZZ=3d", b"a=ZZ=", Some("damaged quoted-printable"));
        check("quoted-printable", b"=1B$B$\"=1B(B", b"\x1b$B$\"\x1b(B", None);
        check("x-uuencode", b"begin 644 a\n%:&5L;&\\\n`\nend\n", b"hello", None);
        check("x-uuencode", b"hello", b"hello", Some("not uuencoded as declared"));
        check("7bit", b"a=3D", b"a=3D", None);
        check("x-secret", b"a", b"a", Some("unknown transfer encoding"));
    }
}
