//! The names of character sets, as mail programs write them.

use encoding_rs::{EUC_JP, Encoding, GBK, REPLACEMENT, SHIFT_JIS, UTF_8};

/// What a name says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// ISO-2022-JP and its relatives: all are read by their escape sequences.
    Jis,
    /// One that `encoding_rs` knows.
    Named(&'static Encoding),
    /// One that `mail-parser` may know: UTF-7, code page 850.
    Other(String),
    /// Nothing above seven bits.
    Ascii,
    /// No name, or one that says so (RFC 1428: UNKNOWN-8BIT).
    Undeclared,
    /// One that nobody here knows.
    Unknown(String),
}

impl Charset {
    /// Whether escape sequences of ISO-2022-JP may stand in it. UTF-16 has such bytes by chance.
    pub(super) fn may_be_jis(&self) -> bool {
        let utf_16 = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
        !matches!(self, Self::Named(encoding) if utf_16.contains(encoding))
    }
}

/// What `name` says; case, quotes, and a language behind a star (RFC 2231, 5) don't matter.
pub(super) fn charset(name: &str) -> Charset {
    let name = name.split('*').next().unwrap_or_default();
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';'));
    let name = name.to_ascii_lowercase().replace('_', "-");
    let jis =
        ["iso-2022-jp", "iso2022-jp", "iso2022jp", "csiso2022jp", "cp5022", "jis", "x-iso-2022-jp", "x-jis"];
    if jis.iter().any(|begin| name.starts_with(begin)) {
        return Charset::Jis;
    }
    match name.as_str() {
        "" | "unknown" | "unknown-8bit" | "x-unknown" | "default" | "8bit" | "7bit" | "none" | "-" => {
            Charset::Undeclared
        }
        "us-ascii" | "ascii" | "usascii" | "us" | "ansi-x3.4-1968" | "iso646-us" | "646" => Charset::Ascii,
        "windows-31j" | "cp932" | "ms932" | "ms-kanji" | "shift-jis" | "shiftjis" | "sjis" | "x-sjis"
        | "s-jis" | "sjis-win" | "windows-932" | "ibm943" | "cp943" | "shift-jisx0213" | "shift-jis-2004" => {
            Charset::Named(SHIFT_JIS)
        }
        "euc-jp" | "eucjp" | "x-euc-jp" | "x-eucjp" | "eucjp-win" | "eucjp-ms" | "euc-jp-ms" | "cp51932"
        | "ujis" | "euc-jisx0213" | "euc-jis-2004" => Charset::Named(EUC_JP),
        "utf8" | "utf-8" | "utf-8n" | "cp65001" | "unicode-1-1-utf-8" | "utf-8-mac" | "utf8mb4" => {
            Charset::Named(UTF_8)
        }
        "unicode-1-1-utf-7" | "utf7" | "csunicode11utf7" => Charset::Other("utf-7".to_owned()),
        "cp936" | "gb-2312" => Charset::Named(GBK),
        _ => match Encoding::for_label(name.as_bytes())
            .or_else(|| Encoding::for_label(name.replace('-', "").as_bytes()))
        {
            Some(encoding) if encoding != REPLACEMENT => Charset::Named(encoding),
            // Its decoder for these gives nothing but replacement characters.
            Some(_) => Charset::Unknown(name),
            None if other(&name) => Charset::Other(name),
            None => Charset::Unknown(name),
        },
    }
}

fn other(name: &str) -> bool {
    mail_parser::decoders::charsets::map::charset_decoder(name.as_bytes()).is_some()
}
