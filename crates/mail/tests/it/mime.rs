//! The MIME tree: numbers, bodies, messages within messages, damage.

use std::fmt::Write as _;

use mail::{Disposition, Message};

/// `number media-type [name] [*]` of every part, those of nested messages indented; a star for attachments.
fn outline(message: &Message) -> String {
    let mut text = String::new();
    outline_into(message, 0, &mut text);
    text
}

fn outline_into(message: &Message, depth: usize, text: &mut String) {
    for part in &message.parts {
        let name = part.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
        let star = if part.is_attachment() { " *" } else { "" };
        writeln!(text, "{}{} {}{name}{star}", "  ".repeat(depth), part.number, part.media_type).unwrap();
        if let Some(nested) = &part.message {
            outline_into(nested, depth + 1, text);
        }
    }
}

#[track_caller]
fn check(mail: &str, outlined: &str, body: &str) -> Message {
    let message = mail::read(mail.replace('\n', "\r\n").as_bytes());
    assert_eq!(outline(&message), outlined, "{:?}", message.problems);
    assert_eq!(message.body(), body);
    // Whatever the line ends are, it is the same mail.
    for ends in ["\n", "\r"] {
        let same = mail::read(mail.replace('\n', ends).as_bytes());
        assert_eq!(
            (outline(&same), same.body(), &same.problems),
            (outline(&message), message.body(), &message.problems),
            "{ends:?}"
        );
    }
    message
}

const HEAD: &str = "From: a@example.jp\nSubject: x\n";

#[test]
fn parts_are_numbered_as_imap_does() {
    // The example of RFC 3501, 6.4.5, as far as it goes.
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: text/plain\n\none\n--o\n\
         Content-Type: application/octet-stream\n\ntwo\n--o\nContent-Type: message/rfc822\n\nSubject: inner\n\
         From: b@example.jp\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nthree one\n--i\n\
         Content-Type: application/octet-stream\n\nthree two\n--i--\n--o\nContent-Type: multipart/mixed; boundary=n\n\n\
         --n\nContent-Type: image/gif\n\nfour one\n--n\nContent-Type: message/rfc822\n\nSubject: innermost\n\nfour two one\n--n--\n--o--\n"
    );
    let outlined = "1 text/plain\n2 application/octet-stream *\n3 message/rfc822 *\n  3.1 text/plain\n  \
                    3.2 application/octet-stream *\n4.1 image/gif *\n4.2 message/rfc822 *\n  4.2.1 text/plain\n";
    let message = check(&mail, outlined, "one");
    let inner = message.parts[2].message.as_ref().unwrap();
    assert_eq!((inner.subject.as_str(), inner.sender()), ("inner", Some("b@example.jp")));
    assert_eq!(inner.parts[1].bytes, b"three two");
    assert_eq!(message.problems, []);
}

#[test]
fn of_alternatives_the_reader_sees_the_plain_text() {
    let alternative = |first: &str, second: &str| {
        format!(
            "{HEAD}Content-Type: multipart/alternative; boundary=b\n\n--b\n{first}\n--b\n{second}\n--b--\n"
        )
    };
    let (plain, html) = ("Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<p>html");
    let both = "1 text/plain\n2 text/html\n";
    check(&alternative(plain, html), both, "plain");
    check(&alternative(html, plain), "1 text/html\n2 text/plain\n", "plain");
    check(&alternative("Content-Type: text/plain\n\n \n", html), both, "html\n");
    check(
        &alternative("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nno", html),
        "1 text/plain a.txt *\n2 text/html\n",
        "html\n",
    );
    let related = "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<p>html\n--r\nContent-Type: image/png; name=a.png\n\nx\n--r--";
    check(&alternative(plain, related), "1 text/plain\n2.1 text/html\n2.2 image/png a.png *\n", "plain");
    let mixed = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=b\n\n--b\n{plain}\n--b\n{html}\n--b--\n\
         --m\nContent-Type: text/plain; name=log.txt\n\nlog\n--m\n\nfooter of a list\n--m--\n"
    );
    check(
        &mixed,
        "1.1 text/plain\n1.2 text/html\n2 text/plain log.txt *\n3 text/plain\n",
        "plain\n\nfooter of a list",
    );
}

#[test]
fn text_with_a_name_is_a_file_unless_it_says_that_it_is_not() {
    let part = |header: &str| {
        format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n{header}\n\nlog line\n--b--\n"
        )
    };
    check(&part("Content-Type: text/plain; name=a.log"), "1 text/plain\n2 text/plain a.log *\n", "text");
    let inline = "Content-Type: text/plain; name=a.log\nContent-Disposition: inline; filename=a.log";
    check(&part(inline), "1 text/plain\n2 text/plain a.log\n", "text\n\nlog line");
    let strange = "Content-Disposition: form-data; filename=a.log";
    let message = check(&part(strange), "1 text/plain\n2 text/plain a.log *\n", "text");
    assert_eq!(message.parts[1].disposition, Disposition::Attachment);
    // The whole of a mail is its body, whatever name it has.
    check(&format!("{HEAD}Content-Type: text/plain; name=a.log\n\nlog\n"), "1 text/plain a.log\n", "log\n");
}

#[test]
fn a_message_within_is_read_in_any_transfer_encoding() {
    let base64 = "U3ViamVjdDogaW5uZXINCkZyb206IGJAZXhhbXBsZS5qcA0KDQpoZWxsbw0K";
    let mail = format!("{HEAD}Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{base64}\n");
    let message = check(&mail, "1 message/rfc822 *\n  1.1 text/plain\n", "");
    assert_eq!(message.parts[0].message.as_ref().unwrap().subject, "inner");
    let digest =
        format!("{HEAD}Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\ntext\n--b--\n");
    let message = check(&digest, "1 message/rfc822 *\n  1.1 text/plain\n", "");
    assert_eq!(message.parts[0].message.as_ref().unwrap().subject, "inner");
}

#[test]
fn a_file_that_is_a_mail_is_read_as_one() {
    let file = |content: &str| {
        format!("{HEAD}Content-Type: application/octet-stream; name=\"spam.EML\"\n\n{content}")
    };
    let inner = "From: b@example.jp\nSubject: inner\n\ntext\n";
    let message = check(&file(inner), "1 application/octet-stream spam.EML *\n  1.1 text/plain\n", "");
    assert_eq!(message.parts[0].message.as_ref().unwrap().subject, "inner");
    check(&file("PK: no mail\n"), "1 application/octet-stream spam.EML *\n", "");
}

#[test]
fn headers_alone_are_a_message_without_parts() {
    let mail =
        format!("{HEAD}Content-Type: text/rfc822-headers\n\nSubject: inner\nMessage-ID: <1@example.jp>\n");
    let message = check(&mail, "1 text/rfc822-headers *\n", "");
    let inner = message.parts[0].message.as_ref().unwrap();
    assert_eq!((inner.subject.as_str(), inner.message_id.as_deref()), ("inner", Some("1@example.jp")));
}

#[test]
fn archives_stay_closed() {
    let mail = format!(
        "{HEAD}Content-Type: application/zip; name=\"../evil.zip\"\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n"
    );
    let message = check(&mail, "1 application/zip evil.zip *\n", "");
    assert_eq!(message.parts[0].bytes, b"PK\x03\x04");
}

#[test]
fn damage_is_said_with_its_place_and_the_rest_is_read() {
    let said = |mail: &str| {
        let message = mail::read(mail.as_bytes());
        let problems: Vec<_> =
            message.problems.iter().map(|one| format!("{}: {}", one.place, one.reason)).collect();
        (message.body(), problems.join("; "))
    };
    for (mail, body, problems) in [
        (
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n",
            "text\n",
            "message: cut off: no closing boundary",
        ),
        (
            "Content-Type: multipart/mixed\n\n--xyz\n\ntext\n--xyz--\n",
            "text",
            "message: no boundary, or none that its header names",
        ),
        (
            "Content-Type: multipart/mixed; boundary=b\n\njust text\n",
            "just text\n",
            "message: no boundary, or none that its header names",
        ),
        (
            "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nnot at all, is it?\n",
            "not at all, is it?\n",
            "1: not base64 as declared",
        ),
        ("Content-Transfer-Encoding: quoted-printable\n\na=XYb\n", "a=XYb\n", "1: damaged quoted-printable"),
        ("Content-Transfer-Encoding: x-tower\n\ntext\n", "text\n", "1: unknown transfer encoding"),
        (
            "this is no header field\nX: y\n\ntext\n",
            "this is no header field\nX: y\n\ntext\n",
            "message: no empty line before the body",
        ),
        ("Date: yesterday\n\ntext\n", "text\n", "Date: no date with its zone"),
        ("Content-Type: text\n\ntext\n", "text\n", ""),
        ("Content-Type: multipart/alternative;\nboundary=\"b:1\"\n\n--b:1\n\ntext\n--b:1--\n", "text", ""),
        (
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b\n\ntwo\n--b--\n",
            "one\n\ntwo",
            "",
        ),
    ] {
        let whole = format!("{HEAD}{mail}");
        assert_eq!(said(&whole), (body.to_owned(), problems.to_owned()), "{mail}");
    }
    assert_eq!(
        said("date,url\n2008-01-01,x\n").1,
        "message: no empty line before the body; message: no header field that mails have"
    );
    assert_eq!(said("").1, "message: no header field that mails have");
    let nested = format!("{HEAD}Content-Type: message/rfc822\n\nSubject: y\nDate: never\n\ntext\n");
    assert_eq!(said(&nested).1, "1 Date: no date with its zone");
}

#[test]
fn the_header_is_read() {
    let mail = "Return-Path: <a@example.jp>\nReceived: from x by y; Tue, 1 Jan 2008 09:00:05 +0900\n\
                Received: from w by x; Tue, 1 Jan 2008 09:00:01 +0900\nFROM: Aoki <a@example.jp>\nto: b@example.jp,\n c@example.jp\n\
                Cc: d@example.jp\nReply-To: e@example.jp\nSubject: scan\n of\tports \u{202e}reversed\u{7}\n\
                Date: Tue, 1 Jan 2008 09:00:00 +0900\nMessage-Id: <1@example.jp>\nIn-Reply-To: <0@example.jp>\n\
                References: <-2@example.jp> <-1@example.jp> <0@example.jp>\n\ntext\n";
    let message = mail::read(mail.as_bytes());
    let addresses =
        |list: &[mail::Mailbox]| list.iter().map(|one| one.address.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(addresses(&message.from), "a@example.jp");
    assert_eq!(addresses(&message.to), "b@example.jp c@example.jp");
    assert_eq!(
        (addresses(&message.cc), addresses(&message.reply_to)),
        ("d@example.jp".into(), "e@example.jp".into())
    );
    assert_eq!(message.subject, "scan of ports reversed");
    assert_eq!(message.date.unwrap().to_string(), "2008-01-01T00:00:00Z");
    assert_eq!(message.received.unwrap().to_string(), "2008-01-01T00:00:05Z");
    assert_eq!(message.message_id.as_deref(), Some("1@example.jp"));
    assert_eq!(message.answers, ["0@example.jp", "-1@example.jp", "-2@example.jp"]);
    assert_eq!(message.header("SUBJECT"), Some("scan of ports reversed"));
    assert_eq!(message.header_all("received").count(), 2);
    assert_eq!(message.headers[3].0, "FROM");
    assert_eq!(message.problems, []);
}

#[test]
fn flowed_text_and_html_are_read_as_they_are_meant() {
    let flowed =
        "Content-Type: text/plain; format=flowed; delsp=yes\n\nhttp://www.example.jp/ \npath\nnext\n";
    check(&format!("{HEAD}{flowed}"), "1 text/plain\n", "http://www.example.jp/path\nnext\n");
    let html = "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<a href=3D\"http://evil.example/\">bank</a>\n";
    check(&format!("{HEAD}{html}"), "1 text/html\n", "bank <http://evil.example/>\n");
}
