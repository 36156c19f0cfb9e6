//! Classes 1 and 2: script in whatever can be written, on whichever page shows it, by senders and by staff.
//!
//! RTIR CVE-2026-105456, RT CVE-2022-25802 and CVE-2013-5587, Zammad CVE-2018-1000154; IRIS GHSA-gc6j-6276-2m49,
//! GHSA-593r-747g-p92p, CVE-2026-16969; TheHive CVE-2024-22876 and -22877. And class 4, IRIS CVE-2024-25624: what is
//! written is no template either.

use account::{NewUser, Role};
use axum::http::{Method, StatusCode};
use incident::decide::{ByHand, Classification};
use incident::notify::{ContactKind, NewContact};
use incident::{IncidentQuery, Kind, Page};
use kernel::Lang;

use super::inert;
use crate::desk::{desk, receive};
use crate::report::form;
use crate::staff::desk::{Browser, Desk, PASSWORD, hidden};

/// Closes whatever it stands in, in each way that HTML knows, and would count if it were a template's.
const EVIL: &str = "\"'></title></textarea></pre></select><script>alert(1)</script><img src=x onerror=alert(2)>\
    <a href=\"javascript:alert(3)\">{{ 7191 * 3 }}{% raw %}${7191*3}<%= 7191*3 %>\u{202E}&lt;b&gt;";

/// The same in a header field.
fn encoded() -> String {
    let base64 = data_encoding::BASE64.encode(EVIL.as_bytes());
    // RFC 2047 wants short words; base64 may be cut at every fourth character.
    let words =
        base64.as_bytes().chunks(60).map(|word| format!("=?utf-8?B?{}?=", String::from_utf8_lossy(word)));
    words.collect::<Vec<_>>().join("\n ")
}

/// A mail with harm in each of its fields.
fn mail() -> String {
    let (words, evil) = (encoded(), EVIL);
    format!(
        "From: {words} <a\"onmouseover=alert(4)@evil.example>\nTo: {words} <b@evil.example>\nCc: {words} <c@evil.example>\n\
         Reply-To: {words} <d@evil.example>\nSubject: {words}\nMessage-ID: <\"><script>alert(5)</script>@evil.example>\n\
         Date: {evil}\nX-Mailer: {evil}\n\"><script>alert(6)</script>: name\nX-{{{{7191*3}}}}: y\n\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain; charset=\"<script>alert(7)</script>\"\n\n\
         scan from 192.0.2.66 to http://evil.example/{evil} at 2008-01-07 10:00:00 {evil}\n{evil}\n\
         --b\nContent-Type: text/html\n\n<body onload=alert(8)>phishing <a href=\"http://bank.evil.example/\">{evil}</a>\
         <form action=\"javascript:alert(9)\"><base href=\"http://evil.example/\"><meta http-equiv=refresh content=\"0;url=http://evil.example/\">\n\
         --b\nContent-Type: image/svg+xml; name=\"{words}\"\nContent-Disposition: attachment; filename=\"{words}\"\n\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(10)\"/>\n\
         --b\nContent-Type: <script>alert(11)</script>/x\"onload=alert(12); name=\"<img src=x onerror=alert(13)>\"\n\
         Content-Transfer-Encoding: <script>alert(14)</script>\n\nx\n\
         --b\nContent-Type: message/rfc822\n\nSubject: {words}\nContent-Type: text/html\n\n{evil}\n--b--\n"
    )
}

/// Every address of the desk and of the API that is read with GET, about these records.
fn addresses(message: i64, incidents: &[i64], contact: i64) -> Vec<String> {
    let mut all: Vec<String> = web::addresses()
        .filter(|path| !path.contains('{') && *path != "/logout")
        .map(str::to_owned)
        .collect();
    all.push(format!("/desk/message/{message}"));
    all.extend(incidents.iter().map(|id| format!("/desk/incident/{id}")));
    all.push(format!("/desk/contacts/{contact}"));
    all.push("/desk/notifications/1".to_owned());
    all.push("/desk/notifications?state=draft".to_owned());
    all.push("/desk/users/aoki".to_owned());
    for question in
        ["/desk/search?q=", "/desk/contacts?q=", "/desk/messages?assignee=", "/desk/journal?object="]
    {
        let evil = crate::staff::desk::encoded(&[("", EVIL)]);
        all.push(format!("{question}{}", evil.trim_start_matches('=')));
        all.push(format!("{question}evil"));
    }
    all
}

async fn look(desk: &Desk, addresses: &[String]) {
    let mut browser = desk.signed_in("kanri").await;
    let mut seen = 0;
    for address in addresses {
        for lang in ["ja", "en"] {
            let mark = if address.contains('?') { '&' } else { '?' };
            let page = browser.get(desk, &format!("{address}{mark}lang={lang}")).await;
            if page.status == StatusCode::METHOD_NOT_ALLOWED {
                continue;
            }
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{address}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{address}");
            assert!(!page.status.is_server_error(), "{address} {}", page.text());
            if page.header("content-type").starts_with("text/html") {
                inert::check(address, page.text());
                assert!(!page.text().contains("21573"), "{address}: a value was computed");
                seen += usize::from(page.text().contains("7191"));
            }
        }
    }
    assert!(seen >= 10, "the text is shown, as text: {seen}");
}

#[tokio::test]
async fn what_a_sender_writes_is_text_on_every_page() {
    let desk = desk().await;
    let message = receive(&desk, &mail()).await;
    let list = format!(
        "date,URL,description\n2008/01/02 10:00:00,http://bank.example/{EVIL},\"{}\"\n",
        EVIL.replace('"', "\"\"")
    );
    let arrival = incident::intake::Arrival {
        name: EVIL.to_owned(),
        channel: None,
        ..incident::intake::Arrival::mail(list.into_bytes())
    };
    desk.app.incident.receive(vec![arrival]).await.unwrap();
    let all = desk.app.incident.incidents(&IncidentQuery::default(), Page::default()).await.unwrap();
    let mut ids: Vec<i64> = all.iter().map(|one| one.id).collect();
    assert!(ids.len() >= 2, "{all:?}");
    ids.push(message);
    look(&desk, &addresses(message, &ids, 1)).await;
}

#[tokio::test]
async fn what_a_reporter_fills_in_is_text_on_every_page() {
    let desk = desk().await;
    let fields = [
        "name",
        "organisation",
        "mail",
        "phone",
        "happened",
        "when",
        "zone",
        "sources",
        "targets",
        "description",
        "logs",
        "key",
        "purpose",
        "may_name",
    ];
    let mut parts: Vec<(&str, Option<&str>, &[u8])> =
        fields.iter().map(|field| (*field, None, EVIL.as_bytes())).collect();
    parts.push(("files", Some("<svg onload=alert(1)>.svg"), b"<svg onload=\"alert(1)\"/>"));
    let (media, body) = form(&parts);
    let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
    let body = String::from_utf8(body).unwrap();
    let answer = Browser::default().send(&desk, Method::POST, "/report", &headers, body).await;
    let receipt = answer.header("location").to_owned();
    if answer.status == StatusCode::SEE_OTHER {
        inert::check("receipt", Browser::default().get(&desk, &receipt).await.text());
    } else {
        inert::check("form", answer.text());
    }
    // The same with what the form wants, so that it is kept.
    let mut parts: Vec<_> =
        parts.into_iter().filter(|(name, ..)| !["mail", "happened"].contains(name)).collect();
    parts.push(("mail", None, b"a@b.example"));
    let (media, body) = form(&parts);
    let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
    let answer = Browser::default()
        .send(&desk, Method::POST, "/report", &headers, String::from_utf8(body).unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let all = desk.app.incident.messages(&incident::MessageQuery::default(), Page::default()).await.unwrap();
    look(&desk, &addresses(all[0].id, &[], 1)).await;
}

#[tokio::test]
async fn what_staff_write_is_text_on_every_page() {
    let desk = desk().await;
    let (app, who) = (&desk.app, "aoki");
    let message = receive(&desk, "From: a@b.example\nSubject: scan\n\nscan from 192.0.2.1\n").await;
    app.incident.note_message(message, EVIL, who).await.unwrap();
    assert!(app.incident.assign(&[message], Some(EVIL), who).await.is_err(), "no user's name");
    let by_hand = ByHand { subject: format!("http://bank.example/{EVIL}"), kind: Kind::Phishing };
    let site = app.incident.add_incident(message, &by_hand, who).await.unwrap();
    let by_hand = ByHand { subject: "198.51.100.7".to_owned(), kind: Kind::Scan };
    let scan = app.incident.add_incident(message, &by_hand, who).await.unwrap();
    app.incident.note_incident(scan, EVIL, who).await.unwrap();
    app.incident.link(site, scan, EVIL, who).await.unwrap();
    let odd = Classification {
        kind: Kind::Scan,
        rsit: EVIL.to_owned(),
        refinement: None,
        ports: Vec::new(),
        many_ports: false,
    };
    assert!(app.incident.classify(scan, &odd, who).await.is_err(), "no such type");
    app.incident.close_incidents(&[scan], EVIL, who).await.unwrap();
    app.incident.reopen_incidents(&[scan], EVIL, who).await.unwrap();
    app.incident.watch_start(site, who).await.unwrap();
    let contact = NewContact {
        organisation: EVIL.to_owned(),
        note: EVIL.to_owned(),
        openpgp: EVIL.to_owned(),
        scopes: vec!["198.51.100.0/24".to_owned()],
        ..NewContact::new(EVIL, &["abuse@net.example"], ContactKind::Network, Lang::En)
    };
    let contact = app.incident.add_contact(contact, who).await.unwrap();
    let drafted = app.incident.draft(&[scan], None, who).await.unwrap().notifications[0];
    let edit = incident::notify::Edit {
        subject: Some(EVIL.to_owned()),
        body: Some(EVIL.to_owned()),
        ..Default::default()
    };
    app.incident.edit_notification(drafted, edit, who).await.unwrap();
    let user = NewUser { name: "evil", display: EVIL, role: Role::Admin, lang: Lang::En, password: PASSWORD };
    let user = app.account.add_user(user, "kanri").await;
    if user.is_err() {
        // Such a name may be refused; a shorter one is not.
        let display = "<script>alert({{ 7191 * 3 }})</script>";
        let user = NewUser { name: "evil", display, role: Role::Admin, lang: Lang::En, password: PASSWORD };
        app.account.add_user(user, "kanri").await.unwrap();
    }
    // A session's browser and a token's name are written as well.
    let mut browser = Browser::default();
    let page = browser.sign_in(&desk, "evil", PASSWORD, "").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let body = crate::staff::desk::encoded(&[("name", "kanri"), ("password", PASSWORD)]);
    let agent = "\"><script>alert(1)</script>";
    let headers = [
        crate::staff::desk::FORM,
        ("sec-fetch-site", "same-origin"),
        ("user-agent", agent),
        ("x-forwarded-for", agent),
    ];
    Browser::default().send(&desk, Method::POST, "/login", &headers, body).await;
    let csrf = hidden(browser.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
    let token =
        [("name", "<script>{{ 7191 * 3 }}"), ("role", "reader"), ("days", "1"), ("csrf", csrf.as_str())];
    inert::check("token", browser.post(&desk, "/desk/account/tokens", &token).await.text());
    inert::check("own account", browser.get(&desk, "/desk/account").await.text());
    let mut all = addresses(message, &[site, scan], contact);
    all.push("/desk/users/evil".to_owned());
    look(&desk, &all).await;
}

#[tokio::test]
async fn what_is_refused_is_said_as_text() {
    let desk = desk().await;
    let mut browser = desk.signed_in("kanri").await;
    let evil = crate::staff::desk::encoded(&[("", EVIL)]).trim_start_matches('=').to_owned();
    for address in [
        format!("/desk/incidents?kind={evil}"),
        format!("/desk/incidents?{evil}=x"),
        format!("/desk/messages?period={evil}"),
        format!("/desk/messages?after={evil}"),
        format!("/desk/statistics?period={evil}"),
        format!("/desk/takedown?state={evil}"),
        format!("/desk/message/{evil}"),
        format!("/desk/users/{evil}"),
        format!("/login?next={evil}"),
        format!("/observe?from={evil}"),
        format!("/observe/port?q={evil}"),
        format!("/report/received/{evil}"),
        format!("/language/{evil}"),
        format!("/{evil}"),
    ] {
        let answer = browser.get(&desk, &address).await;
        assert!(!answer.status.is_server_error(), "{address}");
        assert!(!answer.text().contains("<script"), "{address}");
        if answer.header("content-type").starts_with("text/html") {
            inert::check(&address, answer.text());
        }
    }
    let forms: [(&str, &[(&str, &str)]); 6] = [
        (
            "/desk/users",
            &[
                ("name", EVIL),
                ("display", EVIL),
                ("role", EVIL),
                ("lang", EVIL),
                ("password", EVIL),
                ("twice", EVIL),
            ],
        ),
        ("/desk/contacts", &[("name", EVIL), ("addresses", EVIL), ("kind", EVIL), ("scopes", EVIL)]),
        ("/desk/contacts", &[("name", EVIL), ("addresses", EVIL), ("kind", "network"), ("scopes", EVIL)]),
        ("/desk/messages/dispose", &[("id", "1"), ("disposition", EVIL)]),
        ("/desk/incidents/merge", &[("id", "1"), ("into", EVIL)]),
        ("/desk/account/profile", &[("display", EVIL), ("lang", EVIL)]),
    ];
    for (address, fields) in forms {
        let answer = browser.fill(&desk, "/desk/account", address, fields).await;
        assert!(!answer.status.is_server_error(), "{address}");
        if !answer.bytes.is_empty() {
            inert::check(address, answer.text());
        }
    }
    let answer = Browser::default().sign_in(&desk, EVIL, EVIL, EVIL).await;
    inert::check("/login", answer.text());
}
