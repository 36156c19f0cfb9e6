//! Character sets and transfer encodings as mail programs of the time used them, right and wrong.

use data_encoding::BASE64;
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, ISO_8859_2, SHIFT_JIS, UTF_8, WINDOWS_1252};

use super::people::Language;
use crate::random::Random;

/// How a mail's bytes come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coding {
    charset: &'static Encoding,
    /// The name that is declared; none in mail that has no MIME fields at all.
    pub(super) declared: Option<&'static str>,
    pub(super) transfer: Transfer,
}

/// The transfer encodings (RFC 2045, 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    SevenBit,
    EightBit,
    QuotedPrintable,
    Base64,
}

impl Transfer {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::EightBit => "8bit",
            Self::QuotedPrintable => "quoted-printable",
            Self::Base64 => "base64",
        }
    }
}

const fn coding(charset: &'static Encoding, declared: Option<&'static str>, transfer: Transfer) -> Coding {
    Coding { charset, declared, transfer }
}

/// Japanese mail, the usual repeated for its weight: JIS declared, then everything that also happens.
static JAPANESE: [Coding; 20] = {
    let usual = coding(ISO_2022_JP, Some("iso-2022-jp"), Transfer::SevenBit);
    let mut all = [usual; 20];
    // A mail program that was never told what it sends.
    all[9] = coding(ISO_2022_JP, Some("us-ascii"), Transfer::SevenBit);
    all[10] = coding(ISO_2022_JP, Some("ISO-2022-JP"), Transfer::Base64);
    all[11] = coding(ISO_2022_JP, None, Transfer::SevenBit);
    all[12] = coding(SHIFT_JIS, Some("Shift_JIS"), Transfer::EightBit);
    all[13] = coding(SHIFT_JIS, Some("shift_jis"), Transfer::Base64);
    all[14] = coding(SHIFT_JIS, None, Transfer::EightBit);
    all[15] = coding(EUC_JP, Some("EUC-JP"), Transfer::EightBit);
    all[16] = coding(EUC_JP, None, Transfer::EightBit);
    all[17] = coding(UTF_8, Some("UTF-8"), Transfer::Base64);
    all[18] = coding(UTF_8, Some("utf-8"), Transfer::QuotedPrintable);
    all[19] = coding(UTF_8, Some("UTF-8"), Transfer::EightBit);
    all
};

impl Coding {
    /// One that somebody who writes this language may have. Mail of several parts always declares it.
    pub(super) fn some(language: Language, parts: bool, random: &mut Random) -> Self {
        match language {
            Language::Japanese => loop {
                let some = JAPANESE[random.below(JAPANESE.len() as u32) as usize];
                if !parts || some.declared.is_some() {
                    return some;
                }
            },
            Language::English => random.pick([
                coding(UTF_8, Some("us-ascii"), Transfer::SevenBit),
                coding(UTF_8, Some("US-ASCII"), Transfer::SevenBit),
                coding(UTF_8, Some("UTF-8"), Transfer::QuotedPrintable),
                coding(WINDOWS_1252, Some("iso-8859-1"), Transfer::QuotedPrintable),
            ]),
            Language::WesternEuropean => random.pick([
                coding(WINDOWS_1252, Some("ISO-8859-1"), Transfer::EightBit),
                coding(WINDOWS_1252, Some("iso-8859-1"), Transfer::QuotedPrintable),
                coding(UTF_8, Some("UTF-8"), Transfer::QuotedPrintable),
            ]),
            Language::Polish => random.pick([
                coding(ISO_8859_2, Some("ISO-8859-2"), Transfer::EightBit),
                coding(ISO_8859_2, Some("iso-8859-2"), Transfer::QuotedPrintable),
                coding(UTF_8, Some("UTF-8"), Transfer::Base64),
            ]),
        }
    }

    /// The text's bytes in the character set, lines ended as in mail (RFC 5322, 2.1).
    pub(super) fn bytes(self, text: &str) -> Vec<u8> {
        let lines = text.replace('\n', "\r\n");
        self.charset.encode(&lines).0.into_owned()
    }

    /// The text as it stands in a mail's body.
    pub(super) fn body(self, text: &str) -> Vec<u8> {
        transferred(&self.bytes(text), self.transfer)
    }

    /// The text as it stands in a header field: encoded words (RFC 2047), or raw where nothing is declared.
    pub(super) fn header(self, text: &str) -> Vec<u8> {
        let Some(declared) = self.declared.filter(|_| !text.is_ascii()) else {
            return self.bytes(text);
        };
        // An encoded word has 75 characters at most; 12 characters of Japanese are 54 in base64 of any of the sets.
        if self.charset == UTF_8 && self.transfer == Transfer::Base64 {
            // RFC 2047 forbids it, and they do it all the same: a word ends within a character.
            let words =
                text.as_bytes().chunks(40).map(|some| format!("=?{declared}?B?{}?=", BASE64.encode(some)));
            return words.collect::<Vec<_>>().join("\r\n ").into_bytes();
        }
        let characters: Vec<char> = text.chars().collect();
        let words = characters.chunks(12).map(|some| {
            let some: String = some.iter().collect();
            format!("=?{declared}?B?{}?=", BASE64.encode(&self.charset.encode(&some).0))
        });
        words.collect::<Vec<_>>().join("\r\n ").into_bytes()
    }
}

/// Bytes with a transfer encoding done.
pub(super) fn transferred(bytes: &[u8], transfer: Transfer) -> Vec<u8> {
    match transfer {
        Transfer::SevenBit | Transfer::EightBit => bytes.to_vec(),
        Transfer::Base64 => {
            let lines = bytes.chunks(57).map(|line| BASE64.encode(line) + "\r\n");
            lines.collect::<String>().into_bytes()
        }
        Transfer::QuotedPrintable => quoted_printable(bytes),
    }
}

/// RFC 2045, 6.7: lines of 76 at most, nothing but tabs and printable ASCII as it is, no blank before a line's end.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 2);
    for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if number > 0 {
            out.extend(b"\r\n");
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut width = 0;
        for (at, &byte) in line.iter().enumerate() {
            let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (byte == b' ' && at + 1 < line.len());
            let needed = if plain { 1 } else { 3 };
            if width + needed > 75 {
                out.extend(b"=\r\n");
                width = 0;
            }
            width += needed;
            if plain {
                out.push(byte);
            } else {
                out.extend(format!("={byte:02X}").bytes());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_is_that_of_rfc_2045() {
        let check = |text: &str, expected: &str| {
            assert_eq!(String::from_utf8(quoted_printable(text.as_bytes())).unwrap(), expected);
        };
        check("a=b \r\nc d\r\n", "a=3Db=20\r\nc d\r\n");
        check(&"x".repeat(80), &format!("{}=\r\n{}", "x".repeat(75), "x".repeat(5)));
        check("é", "=C3=A9");
    }

    #[test]
    fn encoded_words_are_short_and_each_is_whole() {
        for coding in JAPANESE {
            let field = coding.header("フィッシングサイトの閉鎖に向けた調整のお願い (2008年1月)");
            if coding.declared.is_some() {
                let field = String::from_utf8(field).unwrap();
                assert!(field.lines().all(|line| line.trim().len() <= 75), "{field}");
            }
        }
    }
}
