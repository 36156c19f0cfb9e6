//! The public report form.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use incident::{Channel, Format, MessageQuery, Page};
use kernel::Lang;
use testkit::DataFolder;
use tower::ServiceExt;

use crate::world::{Answer, ask, get, open};

/// A part of a form: its name, the file's name if it is one, and what it says.
pub(crate) type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// The media type and the body of a form.
pub(crate) fn form(parts: &[Part<'_>]) -> (&'static str, Vec<u8>) {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b0--\r\n");
    ("multipart/form-data; boundary=b0", body)
}

async fn send(site: &Router, parts: &[Part<'_>], headers: &[(&str, &str)]) -> Answer {
    let (media, body) = form(parts);
    let mut request = Request::builder().method(Method::POST).uri("/report").header("host", "desk.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.header("content-type", media).body(Body::from(body)).unwrap();
    let (parts, body) = site.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");
const SOURCE: Part<'static> = ("sources", None, b"hxxp://bank[.]example/login");
const PHISHING: Part<'static> = ("happened", None, b"phishing");

#[tokio::test]
async fn a_report_is_kept_whole_and_its_receipt_shown() {
    let folder = DataFolder::new();
    let app = open(&folder).await;
    let site = web::router(app.clone());
    let log: &[u8] = b"\x00\x01<script>";
    let mail: Part<'_> = ("mail", None, b"Aoki@example.co.jp");
    let name: Part<'_> = ("name", None, "青木".as_bytes());
    let wish: Part<'_> = ("purpose", None, b"mediation");
    let file: Part<'_> = ("files", Some("log\u{202E}.html"), log);
    let none: Part<'_> = ("files", Some(""), b"");
    let answer = send(&site, &[SOURCE, PHISHING, mail, name, wish, file, none], &[OURS]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let receipt = answer.header("location").strip_prefix("/report/received/").unwrap().to_owned();
    assert!(receipt.starts_with("20080407-"), "{receipt}");
    let page = get(&site, &format!("/report/received/{receipt}")).await;
    assert!(page.text().contains(&receipt));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(get(&site, "/report/received/20080407-00000-00000").await.status, StatusCode::NOT_FOUND);

    let all = app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap();
    let message = &all[0];
    assert_eq!((message.channel, message.receipt.as_deref()), (Channel::Form, Some(receipt.as_str())));
    assert_eq!(message.sender.as_deref(), Some("aoki@example.co.jp"));
    let details = app.incident.report(message.id).await.unwrap();
    let text = &details.written.texts[0].text;
    let (read, problems) = incident::form::parse(text).unwrap();
    assert_eq!(
        (read.sources.as_slice(), problems.len()),
        (&["hxxp://bank[.]example/login".to_owned()][..], 0)
    );
    assert!(read.mediation);
    let part = details.written.parts.iter().find(|part| part.attached).unwrap();
    assert_eq!(app.incident.attachment(message.id, &part.number).await.unwrap().bytes, log);
    // The reader of forms may come later; what it does not read stays a message for a person.
    assert!(matches!(message.format, Format::Form | Format::FreeText));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_written_stays() {
    let folder = DataFolder::new();
    let site = web::router(open(&folder).await);
    let ja = ("accept-language", "ja");
    let name: Part<'_> = ("name", None, b"\"><script>alert(1)</script>");
    let answer = send(&site, &[name], &[OURS, ja]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("攻撃元、状況、ログ、添付ファイルのいずれか"));
    assert!(answer.text().contains("&quot;&gt;&lt;script&gt;") && !answer.text().contains("<script"));
    let trap: Part<'_> = ("website", None, b"http://spam.example/");
    let answer = send(&site, &[SOURCE, trap], &[OURS]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "a program that fills in everything");
    let wish: Part<'_> = ("purpose", None, b"mediation");
    let answer = send(&site, &[SOURCE, wish], &[OURS]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "nobody to answer to");
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("accept", "*/*")] {
        assert_eq!(send(&site, &[SOURCE], &[header]).await.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    let plain = ask(&site, Method::POST, "/report", &[OURS]).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST, "no form at all");
}

#[tokio::test]
async fn more_than_is_taken_is_refused() {
    let folder = DataFolder::new();
    let app = open(&folder).await;
    let site = web::router(app.clone());
    let small: Part<'_> = ("files", Some("a"), b"x");
    let many = [SOURCE, small, small, small, small, small, small];
    let long = vec![b'x'; (1 << 20) + 1];
    let long: Part<'_> = ("description", None, &long);
    let large = vec![b'x'; 11 << 20];
    let large: Part<'_> = ("files", Some("a"), &large);
    let fields = vec![("x", None, &b"y"[..]); 100];
    for (what, parts) in [
        ("six files", many.to_vec()),
        ("a long field", vec![long]),
        ("22 MB in two files", vec![SOURCE, large, large]),
        ("a hundred fields", fields),
    ] {
        let answer = send(&site, &parts, &[OURS]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{what}");
    }
    assert_eq!(app.incident.count_messages(&MessageQuery::default()).await.unwrap(), 0);
}

#[tokio::test]
async fn the_eleventh_report_at_once_has_to_wait() {
    let folder = DataFolder::new();
    let site = web::router(open(&folder).await);
    for _ in 0..10 {
        assert_eq!(send(&site, &[SOURCE], &[OURS]).await.status, StatusCode::SEE_OTHER);
    }
    let answer = send(&site, &[SOURCE], &[OURS]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(get(&site, "/report").await.status, StatusCode::OK, "reading the form costs nothing");
}

#[tokio::test]
async fn the_blank_form_is_text_in_both_languages() {
    let folder = DataFolder::new();
    let site = web::router(open(&folder).await);
    for (lang, tag) in [(Lang::Ja, "ja"), (Lang::En, "en")] {
        let answer = get(&site, &format!("/report/form.txt?lang={tag}")).await;
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(answer.text(), incident::form::blank(lang));
    }
}
