//! A mail that wants to do harm: nothing of it is more than text.

use axum::http::StatusCode;

use super::{desk, receive};

/// Script wherever a sender can write something.
const HOSTILE: &str = "From: =?utf-8?B?PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==?= <a\"onmouseover=alert(2)@evil.example>\n\
     To: info@csirt.example\nSubject: =?utf-8?B?PGltZyBzcmM9eCBvbmVycm9yPWFsZXJ0KDMpPuKArg==?=\n\
     Message-ID: <<script>alert(4)</script>@evil.example>\n\
     X-Evil: \"><svg/onload=alert(5)>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
     --b\nContent-Type: text/html; charset=utf-8\n\n<html><script>alert(6)</script>\
     <a href=\"javascript:alert(7)\">click</a><img src=http://evil.example/pixel><style>*{display:none}</style>\
     <form action=http://evil.example/>Source: 192.0.2.66</form></html>\n\
     --b\nContent-Type: text/plain\n\njavascript:alert(8) http://evil.example/login {{ 7 * 7 }} </pre><script>alert(9)</script>\n\
     --b\nContent-Type: text/html; name=\"<script>alert(10)</script>.html\"\n\
     Content-Disposition: attachment; filename=\"<script>alert(10)</script>.html\"\n\n<script>alert(11)</script>\n--b--\n";

#[tokio::test]
async fn nothing_of_a_mail_is_live() {
    let desk = desk().await;
    let id = receive(&desk, HOSTILE).await;
    let mut browser = desk.signed_in("aoki").await;
    for incident in desk.app.incident.report(id).await.unwrap().incidents {
        let page = browser.get(&desk, &format!("/desk/incident/{}", incident.id)).await;
        inert(page.text());
    }
    for address in [format!("/desk/message/{id}"), "/desk".to_owned(), "/desk/search?q=alert".to_owned()] {
        let page = browser.get(&desk, &address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        inert(page.text());
    }
    let page = browser.get(&desk, &format!("/desk/message/{id}")).await;
    for said in ["&lt;script&gt;alert(9)&lt;", "javascript:alert(8)", "{{ 7 * 7 }}"] {
        assert!(page.text().contains(said), "{said}: shown as it is");
    }
}

/// No element and no attribute but ours: the page is taken apart as a browser would.
#[track_caller]
fn inert(html: &str) {
    for wrong in [
        "<script",
        "<svg/",
        "<style",
        "<iframe",
        "<img",
        "onerror=alert(3)>",
        "href=\"javascript",
        "href=\"http",
    ] {
        // What begins an element; the same words as text are escaped.
        assert!(!html.to_ascii_lowercase().contains(wrong), "{wrong}");
    }
    let names = html.split('<').skip(1).map(|tag| {
        tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>()
    });
    let known = "html head meta title link body a header div svg path rect g circle nav ul li span aside p main h1 h2 \
        h3 section form input label select option button dl dt dd table caption thead tbody tr th td details summary pre \
        code textarea ol strong footer fieldset legend br line polyline text desc polygon";
    for name in names.filter(|name| !name.is_empty() && name != "doctype") {
        assert!(known.split_whitespace().any(|known| known == name), "<{name}");
    }
}

#[tokio::test]
async fn an_attachment_is_bytes_and_nothing_else() {
    let desk = desk().await;
    let id = receive(&desk, HOSTILE).await;
    let mut browser = desk.signed_in("reader").await;
    let parts = desk.app.incident.report(id).await.unwrap().written.parts;
    assert!(parts.len() >= 3);
    let mut addresses: Vec<String> =
        parts.iter().map(|part| format!("/desk/message/{id}/part/{}", part.number)).collect();
    addresses.push(format!("/desk/message/{id}/original"));
    for address in addresses {
        let answer = browser.get(&desk, &address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\""));
        assert!(!answer.header("content-disposition").contains('<'));
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; sandbox; frame-ancestors 'none'"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    for wrong in ["9.9", "../1", "%2e%2e%2f"] {
        let answer = browser.get(&desk, &format!("/desk/message/{id}/part/{wrong}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}
