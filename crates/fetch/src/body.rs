//! Bodies, within bounds.
//!
//! Packed bodies are asked against (`Accept-Encoding: identity`). A server that packs nonetheless is read, but its
//! body is unpacked only to the same limit: ten kilobytes that become ten gigabytes are cut like a long body.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::answer::Cut;

/// A body as far as it is kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Body {
    pub bytes: Vec<u8>,
    pub cut: Option<Cut>,
}

impl Body {
    /// Takes a further piece; says whether there is room for more.
    pub(crate) fn push(&mut self, piece: &[u8], limit: usize) -> bool {
        let room = limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            self.cut = Some(Cut::Size);
        }
        self.cut.is_none()
    }

    /// Unpacks what came as `encoding`. What is in another encoding, or does not unpack at all, stays as it came.
    pub(crate) fn unpack(self, encoding: &str, limit: usize) -> Self {
        let packed = self.bytes.as_slice();
        let unpacked = match encoding.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => read(MultiGzDecoder::new(packed), limit),
            // RFC 9110, 8.4.1.2: zlib's format, though some send the bare stream.
            "deflate" => match read(ZlibDecoder::new(packed), limit) {
                unpacked if unpacked.bytes.is_empty() => read(DeflateDecoder::new(packed), limit),
                unpacked => unpacked,
            },
            _ => return self,
        };
        if unpacked.bytes.is_empty() {
            return self;
        }
        Self { cut: self.cut.or(unpacked.cut), ..unpacked }
    }
}

fn read(decoder: impl Read, limit: usize) -> Body {
    let mut body = Body::default();
    // One byte more than is kept tells whether there is more.
    let read = decoder.take((limit as u64).saturating_add(1)).read_to_end(&mut body.bytes);
    if body.bytes.len() > limit {
        body.bytes.truncate(limit);
        body.cut = Some(Cut::Size);
    } else if read.is_err() {
        body.cut = Some(Cut::Ended);
    }
    body
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn check(packed: Vec<u8>, encoding: &str, expect: &[u8], cut: Option<Cut>) {
        let body = Body { bytes: packed, cut: None }.unpack(encoding, 100);
        assert_eq!((body.bytes.as_slice(), body.cut), (expect, cut), "{encoding}");
    }

    #[test]
    fn what_is_packed_is_unpacked_up_to_the_limit() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(b"abc").unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        bare.write_all(b"abc").unwrap();
        check(gzip(b"abc"), "gzip", b"abc", None);
        check(gzip(b"abc"), " X-GZIP", b"abc", None);
        check([gzip(b"abc"), gzip(b"def")].concat(), "gzip", b"abcdef", None);
        check(zlib.finish().unwrap(), "deflate", b"abc", None);
        check(bare.finish().unwrap(), "deflate", b"abc", None);
        check(b"abc".to_vec(), "identity", b"abc", None);
        check(b"abc".to_vec(), "br", b"abc", None);
        check(b"no gzip".to_vec(), "gzip", b"no gzip", None);
        let bomb = gzip(&vec![0; 10 << 20]);
        assert!(bomb.len() < 20_000);
        check(bomb, "gzip", &[0; 100], Some(Cut::Size));
        let mut broken = gzip(b"abc");
        broken.truncate(broken.len() - 4);
        check(broken, "gzip", b"abc", Some(Cut::Ended));
    }

    #[test]
    fn a_long_body_is_cut_at_the_limit_and_one_that_just_fits_is_not() {
        let mut body = Body::default();
        assert!(body.push(b"abc", 5));
        assert!(body.push(b"de", 5));
        assert_eq!(body.cut, None);
        assert!(!body.push(b"f", 5));
        assert_eq!((body.bytes.as_slice(), body.cut), (&b"abcde"[..], Some(Cut::Size)));
    }
}
