//! The pieces of a multipart body (RFC 2046, 5.1).

use memchr::memmem;

/// The pieces between the lines that are the boundary, in order; whether the closing one was there.
///
/// What stands before the first and after the closing boundary is no part. A boundary after the closing one begins
/// a part again: lists and scanners append so.
pub(crate) fn pieces<'a>(body: &'a [u8], boundary: &str) -> (Vec<&'a [u8]>, bool) {
    let mark = format!("--{boundary}");
    let mut pieces = Vec::new();
    let mut begin = None;
    let mut closed = false;
    for at in memmem::find_iter(body, mark.as_bytes()) {
        if at > 0 && body[at - 1] != b'\n' {
            continue;
        }
        let after = &body[at + mark.len()..];
        let line = memchr::memchr(b'\n', after).map_or(after.len(), |end| end + 1);
        let tail = after[..line].trim_ascii();
        let closes = tail.starts_with(b"--");
        // A longer boundary, of another multipart.
        if !closes && !tail.is_empty() {
            continue;
        }
        if let Some(begin) = begin.take() {
            pieces.push(without_line_end(&body[begin..at]));
        }
        closed = closes;
        if !closes {
            begin = Some(at + mark.len() + line);
        }
    }
    if let Some(begin) = begin {
        pieces.push(&body[begin..]);
    }
    (pieces, closed)
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

/// The boundary that a body uses whose header forgot to say it: its first line that begins with two hyphens.
pub(crate) fn find_boundary(body: &[u8]) -> Option<String> {
    let lines = body.split(|byte| *byte == b'\n').take(200);
    let found = lines.map(<[u8]>::trim_ascii_end).find(|line| line.starts_with(b"--") && line.len() > 4)?;
    String::from_utf8(found[2..].to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expect: &[&str], closed: bool) {
        let (pieces, is_closed) = pieces(body.as_bytes(), "b");
        let pieces: Vec<_> = pieces.into_iter().map(|piece| std::str::from_utf8(piece).unwrap()).collect();
        assert_eq!((pieces.as_slice(), is_closed), (expect, closed), "{body:?}");
    }

    #[test]
    fn bodies_are_cut_at_their_boundary() {
        check("pre\r\n--b\r\none\r\n--b\r\ntwo\r\n--b--\r\npost", &["one", "two"], true);
        check("--b\none\n--b  \ntwo\n--b--", &["one", "two"], true);
        check("--b\none\n", &["one\n"], false);
        check("--b\none --b\n--bb\n--b--\n", &["one --b\n--bb"], true);
        check("--b\none\n--b--\n--b\nmore\n", &["one", "more\n"], false);
        check("nothing", &[], false);
        check("--b\n--b\n--b--", &["", ""], true);
        assert_eq!(find_boundary(b"text\n--xyz\n\na\n--xyz--\n").as_deref(), Some("xyz"));
    }
}
