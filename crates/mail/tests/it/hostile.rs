//! Mails that are made to do harm: by their size, their depth, their count, or what they show.
//!
//! What takes more than linear time takes minutes with these; nothing here looks at a clock.

use mail::{Message, bounce};
use proptest::prelude::*;

const HEAD: &str = "From: a@example.jp\nSubject: x\n";

/// Reads `mail` in all ways there are, and says what was wrong with it.
fn said(mail: &str) -> (Message, String) {
    let message = mail::read(mail.as_bytes());
    message.body();
    bounce::read(&message);
    mail::is_mail(mail.as_bytes());
    let problems: Vec<_> =
        message.problems.iter().map(|one| format!("{}: {}", one.place, one.reason)).collect();
    (message, problems.join("; "))
}

#[test]
fn a_hundred_thousand_header_fields() {
    let (message, problems) = said(&format!("{HEAD}{}\ntext", "X-Line: y\n".repeat(100_000)));
    assert_eq!((message.headers.len(), message.body().as_str()), (5_000, "text"));
    assert_eq!(problems, "message: more than 5000 header fields; 95002 left out");
    let (message, problems) = said(&format!("{}{HEAD}\ntext", "X-Line: y\n".repeat(100_000)));
    assert_eq!((message.sender(), message.subject.as_str()), (Some("a@example.jp"), "x"));
    assert_eq!(problems, "message: more than 5000 header fields; 95000 left out");
    let (message, problems) = said(&format!("{HEAD}X-Long: a\n{}\ntext", " b\n".repeat(100_000)));
    assert_eq!((message.headers.len(), message.body().as_str(), problems.as_str()), (3, "text", ""));
}

#[test]
fn ten_thousand_multiparts_within_each_other() {
    let level = |i| format!("Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
    let (message, problems) = said(&format!("{HEAD}{}", (0..10_000).map(level).collect::<String>()));
    assert_eq!(message.parts.len(), 1);
    assert!(problems.contains("nested deeper than 24"), "{problems}");
}

#[test]
fn ten_thousand_messages_within_each_other() {
    let (message, problems) =
        said(&format!("{HEAD}{}", "Content-Type: message/rfc822\n\nSubject: y\n".repeat(10_000)));
    let mut depth = 0;
    let mut at = &message;
    while let Some(inner) = at.parts.first().and_then(|part| part.message.as_deref()) {
        (at, depth) = (inner, depth + 1);
    }
    assert_eq!(depth, 24);
    assert!(problems.contains("nested deeper than 24"), "{problems}");
}

/// Found by looking at the memory that ten megabytes of messages within each other took: 490 MB.
#[test]
fn ten_megabytes_of_messages_within_each_other() {
    let (message, problems) =
        said(&format!("{HEAD}{}", "Content-Type: message/rfc822\n\nSubject: y\n".repeat(230_000)));
    let (mut bytes, mut at) = (0, &message);
    while let Some(part) = at.parts.first() {
        bytes += part.bytes.len();
        let Some(inner) = part.message.as_deref() else { break };
        at = inner;
    }
    assert!(bytes <= 90_000_000, "{bytes}");
    assert!(problems.contains("unfolds to more than is read"), "{problems}");
}

#[test]
fn a_hundred_thousand_parts() {
    let (message, problems) = said(&format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{}--b--",
        "--b\n\nx\n".repeat(100_000)
    ));
    assert_eq!(message.parts.len(), 2_000);
    assert_eq!(problems, "message: more than 2000 parts; 98000 left out");
}

#[test]
fn a_line_of_ten_megabytes() {
    let (message, problems) = said(&format!("{HEAD}\n{}", "a".repeat(10_000_000)));
    assert_eq!((message.body().len(), problems.as_str()), (10_000_000, ""));
    let (message, problems) = said(&format!("{HEAD}X: {}\n\ntext", "a".repeat(10_000_000)));
    assert_eq!(message.header("x").map(str::len), Some(1 << 20));
    assert_eq!(problems, "message: header field X is longer than 1048576 bytes; the rest is left out");
}

#[test]
fn a_hundred_thousand_addresses() {
    let (message, problems) = said(&format!("{HEAD}To: {}\n\ntext", "B<b@x.jp>,".repeat(100_000)));
    assert_eq!(message.to.len(), 10_000);
    assert_eq!(problems, "To: more than 10000 mailboxes; the rest is left out");
}

#[test]
fn what_is_opened_and_never_closed() {
    for piece in ["=?utf-8?Q?", "=?", "\"", "(", "<", "\"(<", "a@b,", "name*1=x;", "\x1b$B", "\x1b$B$", "&#"]
    {
        let many = piece.repeat(30_000);
        for mail in [
            format!("{HEAD}To: {many}\nSubject: {many}\n\n{many}"),
            format!("{HEAD}Content-Type: a/b; {many}\n\n{many}"),
            format!("{HEAD}Content-Type: text/html\n\n{many}"),
            format!("{HEAD}Content-Transfer-Encoding: quoted-printable\n\n{many}"),
        ] {
            said(&mail);
        }
    }
    for piece in
        ["<", "<a href=\"", "<!--", "<script>", "<script></", "<b ", "<a a=1 ", "<pre>", "<td>", "<a href=x>"]
    {
        said(&format!("{HEAD}Content-Type: text/html\n\n{}", piece.repeat(40_000)));
        said(&format!("{HEAD}Content-Type: text/html\n\n<b {}>", piece.repeat(40_000)));
    }
}

#[test]
fn nothing_shown_holds_what_is_hidden() {
    let evil = "a\u{0}b\u{1b}[31mc\u{202e}d\u{200b}e\u{7f}f";
    let mail = format!(
        "From: \"{evil}\" <a\u{202e}@example.jp>\nSubject: {evil}\nX-{evil}: y\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{evil}\n--b\nContent-Type: a/b; name=\"../{evil}.exe\"\n\nx\n--b--\n"
    );
    let (message, _) = said(&mail);
    assert_eq!(message.subject, "ab[31mcdef");
    assert_eq!(message.from[0].name.as_deref(), Some("ab[31mcdef"));
    assert_eq!(message.sender(), Some("a@example.jp"));
    assert_eq!(message.body(), "ab[31mcdef");
    assert_eq!(message.parts[1].name.as_deref(), Some("ab[31mcdef.exe"));
    let words = "=?utf-8?B?YQ1CY2M6IHhAZXhhbXBsZS5qcArigK5i?=";
    let (message, _) = said(&format!("From: {words} <a@example.jp>\nSubject: {words}\n\n"));
    assert_eq!(message.subject, "a Bcc: x@example.jp b");
    assert_eq!(message.from[0].name.as_deref(), Some("a Bcc: x@example.jp b"));
}

/// No hidden character in anything that is handed out.
fn assert_clean(message: &Message) {
    let clean = |text: &str, body: bool| {
        let kept = |c: char| body && matches!(c, '\n' | '\t');
        assert!(
            !text.chars().any(|c| (c.is_control() && !kept(c)) || matches!(c, '\u{202a}'..='\u{202e}')),
            "{text:?}"
        );
    };
    clean(&message.subject, false);
    for (name, value) in &message.headers {
        clean(name, false);
        clean(value, false);
    }
    for mailbox in message.from.iter().chain(&message.to).chain(&message.cc).chain(&message.reply_to) {
        clean(&mailbox.address, false);
        clean(mailbox.name.as_deref().unwrap_or(""), false);
    }
    for part in &message.parts {
        clean(part.text.as_deref().unwrap_or(""), true);
        clean(part.name.as_deref().unwrap_or(""), false);
        clean(&part.media_type, false);
        assert!(!part.name.as_deref().unwrap_or("").contains(['/', '\\']));
        if let Some(nested) = &part.message {
            assert_clean(nested);
        }
    }
    for problem in &message.problems {
        clean(&problem.place, false);
        clean(&problem.reason, false);
    }
}

/// Pieces that mails are made of, so that chance finds more than chance bytes would.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = [
        "From: ",
        "To: ",
        "Subject: ",
        "Date: ",
        "Received: ",
        "Content-Type: ",
        "Content-Disposition: ",
        "\r\n",
        "\n",
        "\n\n",
        "\r",
        " ",
        "\t",
        "multipart/mixed; boundary=b",
        "multipart/alternative; boundary=b",
        "message/rfc822",
        "text/html",
        "text/plain; charset=",
        "iso-2022-jp",
        "utf-8",
        "shift_jis",
        "utf-7",
        "utf-16",
        "--b\n",
        "--b--\n",
        "=?",
        "?=",
        "?B?",
        "?Q?",
        "=?utf-8?B?44G",
        "\x1b$B",
        "\x1b(B",
        "\x1b(I",
        "\x1b$(D",
        "\x0e",
        "\x0f",
        "name*0*=",
        "filename*=utf-8''%",
        "\"",
        "(",
        ")",
        "<",
        ">",
        "@",
        ",",
        ";",
        ":",
        "<a href=",
        "<!--",
        "<script>",
        "</",
        "&amp;",
        "&#",
        "=3D",
        "=\n",
        "<a@example.jp>:",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Transfer-Encoding: base64",
        "mailer-daemon@example.jp",
        "message/delivery-status",
        "Final-Recipient: rfc822;",
        "Action: ",
        "Diagnostic-Code: smtp; 550",
        "From a 09:00 2008\n",
        "\u{202e}",
        "あ",
        "format=flowed; delsp=yes",
        "begin 644 a\n",
        "> ",
    ];
    let known = proptest::sample::select(known.map(|text| text.as_bytes().to_vec()).to_vec());
    prop_oneof![4 => known, 1 => proptest::collection::vec(any::<u8>(), 0..8)]
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        assert_clean(&mail::read(&bytes));
    }

    #[test]
    fn any_pieces_are_read(pieces in proptest::collection::vec(piece(), 0..80)) {
        let bytes = pieces.concat();
        let message = mail::read(&bytes);
        assert_clean(&message);
        message.body();
        for mark in [None, Some("x")] {
            mail::nature(&message, mark);
        }
        if let Some(bounce) = bounce::read(&message) {
            for one in bounce.recipients {
                prop_assert!(!one.address.is_empty() && !one.address.contains(char::is_control));
            }
        }
        let entries = mail::Mbox::new(bytes.as_slice()).map(|entry| entry.map(|entry| entry.bytes.len()));
        let kept: usize = entries.sum::<Result<usize, _>>().unwrap_or(usize::MAX);
        prop_assert!(kept <= bytes.len());
    }
}
