//! Each way in which Japanese mail is sent that a reader can stumble over, built here from its bytes.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};
use mail::Message;

const SUBJECT: &str = "不正アクセスの報告";
const BODY: &str = "お世話になります。\nポート445へのスキャンを検知しました。\n";

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, wrong) = encoding.encode(text);
    assert!(!wrong, "{text} is not in {}", encoding.name());
    bytes.into_owned()
}

fn jis(text: &str) -> Vec<u8> {
    encoded(ISO_2022_JP, text)
}

fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for i in 0..4 {
            let digit = char::from(digits[(bits >> (18 - 6 * i) & 63) as usize]);
            text.push(if i <= group.len() { digit } else { '=' });
        }
    }
    text
}

fn quoted(bytes: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'\n' => "\r\n".to_owned(),
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(*byte).to_string(),
        _ => format!("={byte:02X}"),
    };
    bytes.iter().map(escape).collect()
}

/// A mail of header lines and body.
fn mail(header: &[&[u8]], body: &[u8]) -> Message {
    let mut bytes = b"From: aoki@example.jp\r\nTo: desk@example.jp\r\n".to_vec();
    for line in header {
        bytes.extend_from_slice(line);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    mail::read(&bytes)
}

#[track_caller]
fn check_body(header: &[&str], body: &[u8], expect: &str) -> Message {
    let header: Vec<&[u8]> = header.iter().map(|line| line.as_bytes()).collect();
    let message = mail(&header, body);
    assert_eq!(message.body(), expect, "{:?}", message.problems);
    message
}

#[track_caller]
fn check_subject(raw: &[u8], expect: &str) -> Message {
    let message = mail(&[&[b"Subject: ".as_slice(), raw].concat()], b"text\r\n");
    assert_eq!(message.subject, expect, "{:?}", message.problems);
    message
}

#[track_caller]
fn is_clear(message: &Message) {
    assert_eq!(message.problems, []);
}

#[test]
fn iso_2022_jp_is_read_declared_or_not() {
    is_clear(&check_body(&["Content-Type: text/plain; charset=ISO-2022-JP"], &jis(BODY), BODY));
    is_clear(&check_body(&[], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain; charset=us-ascii"], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain; charset=utf-8"], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain; charset=iso-8859-1"], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain; charset=\"iso-2022-jp-ms\""], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain; charset=CP50221"], &jis(BODY), BODY));
    is_clear(&check_body(&["Content-Type: text/plain"], &jis(BODY), BODY));
}

#[test]
fn transfer_encodings_of_iso_2022_jp_are_undone() {
    let declared = "Content-Type: text/plain; charset=ISO-2022-JP";
    let printable = quoted(&jis(BODY));
    is_clear(&check_body(
        &[declared, "Content-Transfer-Encoding: quoted-printable"],
        printable.as_bytes(),
        BODY,
    ));
    is_clear(&check_body(&["Content-Transfer-Encoding: quoted-printable"], printable.as_bytes(), BODY));
    let digits = base64(&jis(BODY));
    is_clear(&check_body(&[declared, "Content-Transfer-Encoding: base64"], digits.as_bytes(), BODY));
    is_clear(&check_body(&["Content-Transfer-Encoding: BASE64"], digits.as_bytes(), BODY));
}

#[test]
fn half_width_kana_are_read_in_all_three_ways() {
    // ESC ( I, SO and SI (JIS7), eight bits (JIS8).
    is_clear(&check_body(&[], b"\x1b(I6@6E\x1b(B test", "ｶﾀｶﾅ test\n".trim_end()));
    is_clear(&check_body(
        &["Content-Type: text/plain; charset=iso-2022-jp"],
        b"\x0e6@6E\x0f test",
        "ｶﾀｶﾅ test",
    ));
    is_clear(&check_body(
        &["Content-Type: text/plain; charset=iso-2022-jp"],
        b"\xb6\xc0\xb6\xc5 test",
        "ｶﾀｶﾅ test",
    ));
    let mixed = [jis("半角"), b"\xb6\xc0\xb6\xc5".to_vec(), jis("です")].concat();
    is_clear(&check_body(&["Content-Type: text/plain; charset=iso-2022-jp"], &mixed, "半角ｶﾀｶﾅです"));
    is_clear(&check_subject(b"\x1b(I6@6E\x1b(B", "ｶﾀｶﾅ"));
    is_clear(&check_subject(b"=?ISO-2022-JP?B?GyhJNkA2RRsoQg==?=", "ｶﾀｶﾅ"));
}

#[test]
fn characters_that_vendors_added_are_read() {
    // NEC's row 13 by its codes, as JIS and as Shift_JIS.
    let jis = b"\x1b$B-!-\"-j\x1b(B";
    check_body(&["Content-Type: text/plain; charset=iso-2022-jp"], jis, "①②㈱");
    check_body(&[], jis, "①②㈱");
    check_body(&["Content-Type: text/plain; charset=windows-31j"], b"\x87\x40\x87\x41\x87\x8a", "①②㈱");
    check_body(&["Content-Type: text/plain; charset=cp932"], &encoded(SHIFT_JIS, "髙橋～－"), "髙橋～－");
}

#[test]
fn text_in_jis_roman_keeps_its_tildes_and_backslashes() {
    check_body(
        &[],
        b"\x1b$B$\"\x1b(Jhttp://www.example.jp/~aoki C:\\log\n",
        "あhttp://www.example.jp/~aoki C:\\log\n",
    );
}

#[test]
fn raw_header_fields_are_read() {
    for encoding in [ISO_2022_JP, SHIFT_JIS, EUC_JP] {
        check_subject(&encoded(encoding, SUBJECT), SUBJECT);
        let from = [b"From: ".as_slice(), &encoded(encoding, "青木 はなこ"), b" <a@example.jp>"].concat();
        let message = mail::read(&[&from, b"\r\n\r\ntext".as_slice()].concat());
        assert_eq!(message.from[0].name.as_deref(), Some("青木 はなこ"), "{}", encoding.name());
        assert_eq!(message.sender(), Some("a@example.jp"));
    }
    check_subject(SUBJECT.as_bytes(), SUBJECT);
}

#[test]
fn a_mail_without_mime_is_read_by_its_bytes() {
    for encoding in [ISO_2022_JP, SHIFT_JIS, EUC_JP] {
        // Two characters alone could be many things: the body tells.
        let subject = [b"Subject: ".as_slice(), &encoded(encoding, "報告")].concat();
        let message = mail(&[&subject], &encoded(encoding, BODY));
        assert_eq!(
            (message.subject.as_str(), message.body().as_str()),
            ("報告", BODY),
            "{}",
            encoding.name()
        );
        is_clear(&message);
    }
}

#[test]
fn a_wrong_name_is_seen_through() {
    for wrong in ["us-ascii", "utf-8", "iso-8859-1", "iso-2022-jp"] {
        for encoding in [SHIFT_JIS, EUC_JP] {
            let header = format!("Content-Type: text/plain; charset={wrong}");
            check_body(&[&header], &encoded(encoding, BODY), BODY);
        }
    }
    let said = check_body(&["Content-Type: text/plain; charset=utf-8"], &encoded(SHIFT_JIS, BODY), BODY);
    assert_eq!(said.problems[0].reason, "declared as UTF-8, read as Shift_JIS");
    assert_eq!(said.problems[0].place, "1");
    check_body(&["Content-Type: text/plain; charset=shift_jis"], BODY.as_bytes(), BODY);
    check_body(&["Content-Type: text/plain; charset=euc-jp"], &encoded(SHIFT_JIS, BODY), BODY);
}

#[test]
fn a_name_that_nobody_knows_is_said() {
    let said = check_body(&["Content-Type: text/plain; charset=x-tower"], &encoded(EUC_JP, BODY), BODY);
    assert_eq!(said.problems[0].reason, "unknown character set \"x-tower\"");
    is_clear(&check_body(&["Content-Type: text/plain; charset=unknown-8bit"], &encoded(EUC_JP, BODY), BODY));
}

#[test]
fn encoded_words_are_joined_before_they_are_decoded() {
    let word = |charset: &str, bytes: &[u8]| format!("=?{charset}?B?{}?=", base64(bytes));
    for (charset, bytes) in [
        ("utf-8", SUBJECT.as_bytes().to_vec()),
        ("Shift_JIS", encoded(SHIFT_JIS, SUBJECT)),
        ("EUC-JP", encoded(EUC_JP, SUBJECT)),
        ("ISO-2022-JP", jis(SUBJECT)),
    ] {
        // At every byte, the middle of characters and of escape sequences too.
        for at in 0..=bytes.len() {
            let raw = format!(
                "{}\r\n {}",
                word(charset, &bytes[..at]),
                word(&charset.to_lowercase(), &bytes[at..])
            );
            is_clear(&check_subject(raw.as_bytes(), SUBJECT));
        }
    }
    // Base64 cut anywhere, without padding.
    let digits = base64(SUBJECT.as_bytes());
    let raw = format!("=?utf-8?B?{}?= =?utf-8?B?{}?=", &digits[..7], &digits[7..]);
    is_clear(&check_subject(raw.as_bytes(), SUBJECT));
    // B and Q beside each other; text between words keeps its spaces.
    let raw = format!(
        "=?utf-8?B?{}?= =?utf-8?Q?=81=82?=",
        base64("あ\u{3042}".as_bytes().split_last_chunk::<2>().unwrap().0)
    );
    is_clear(&check_subject(raw.as_bytes(), "ああ"));
    is_clear(&check_subject(
        b"Re: =?iso-2022-jp?B?GyRCSnM5cBsoQg==?= (1) =?utf-8?Q?=E3=81=82?=",
        "Re: 報告 (1) あ",
    ));
    check_subject(b"=?utf-8?Q?no end", "=?utf-8?Q?no end");
}

#[test]
fn a_fold_inside_jis_breaks_nothing() {
    let bytes = jis(SUBJECT);
    // Everywhere in the double bytes, the middle of a character too.
    for at in 3..bytes.len() - 3 {
        let folded = [&bytes[..at], b"\r\n ", &bytes[at..]].concat();
        is_clear(&check_subject(&folded, SUBJECT));
    }
    let twice = [jis("不正").as_slice(), b"\r\n\t", &jis("アクセス")].concat();
    is_clear(&check_subject(&twice, "不正 アクセス"));
}

#[test]
fn a_line_end_ends_double_bytes_unless_they_go_on() {
    // Without a way back to ASCII the next line is ASCII, as the standard says.
    check_body(&[], b"\x1b$B$\"\nplain \x1b$B$$\x1b(B\n", "あ\nplain い\n");
    // With one, the line end stood inside.
    check_body(&[], b"\x1b$B$\"\n$$\x1b(B plain\n", "あ\nい plain\n");
}

#[test]
fn file_names_are_read_in_all_ways() {
    let name = "報告書.txt";
    let star = |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pieces = star(name.as_bytes());
    for header in [
        format!("Content-Disposition: attachment; filename*=UTF-8'ja'{pieces}"),
        // Cut inside a character.
        format!(
            "Content-Disposition: attachment; filename*0*=UTF-8''{};\r\n filename*1*={}",
            &pieces[..15],
            &pieces[15..]
        ),
        format!("Content-Disposition: attachment; filename*=ISO-2022-JP''{}", star(&jis(name))),
        format!("Content-Disposition: attachment; filename=\"=?utf-8?B?{}?=\"", base64(name.as_bytes())),
        format!("Content-Disposition: attachment; filename=\"=?ISO-2022-JP?B?{}?=\"", base64(&jis(name))),
        format!("Content-Disposition: attachment; filename==?UTF-8?B?{}?=", base64(name.as_bytes())),
        format!("Content-Type: application/octet-stream; name=\"=?UTF-8?B?{}?=\"", base64(name.as_bytes())),
        format!("Content-Disposition: attachment; filename=\"{name}\""),
    ] {
        let message = mail(&[header.as_bytes()], b"data");
        assert_eq!(message.parts[0].name.as_deref(), Some(name), "{header}");
    }
    for encoding in [ISO_2022_JP, SHIFT_JIS, EUC_JP] {
        let raw = [
            b"Content-Disposition: attachment; filename=\"".as_slice(),
            &encoded(encoding, "ほうこく.txt"),
            b"\"",
        ]
        .concat();
        assert_eq!(
            mail(&[&raw], b"data").parts[0].name.as_deref(),
            Some("ほうこく.txt"),
            "{}",
            encoding.name()
        );
    }
}

#[test]
fn html_is_read_by_the_name_that_it_gives_itself() {
    let html = [
        b"<html><head><meta http-equiv=Content-Type content=\"text/html; charset=EUC-JP\"></head><body>"
            .as_slice(),
        &encoded(EUC_JP, "銀行"),
        b"</body></html>",
    ]
    .concat();
    check_body(&["Content-Type: text/html"], &html, "銀行\n");
    check_body(&["Content-Type: text/html; charset=iso-2022-jp"], &jis("<p>銀<b>行</b></p>"), "銀行\n");
}
