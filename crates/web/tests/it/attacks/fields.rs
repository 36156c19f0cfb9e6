//! Class 5: fields that no form has (IRIS CVE-2026-22783: a field of a form set the file that was deleted;
//! CVE-2026-42540: mass edit of what was not one's own).

use account::Role;
use axum::http::{Method, StatusCode};
use incident::decide::ByHand;
use incident::notify::NotificationState;
use incident::{Channel, Kind, MessageQuery, MessageState, Page};

use crate::desk::{MAIL, desk, receive};
use crate::report::form;
use crate::staff::desk::{Browser, hidden};

/// What an attacker adds to any form.
const MORE: [(&str, &str); 16] = [
    ("id", "2"),
    ("role", "admin"),
    ("decided_by", "kanri"),
    ("who", "kanri"),
    ("user", "kanri"),
    ("name", "kanri"),
    ("state", "closed"),
    ("received", "1999-01-01T00:00:00"),
    ("sha256", "../../../etc/passwd"),
    ("file_local_name", "/etc/passwd"),
    ("path", "../hinomi.db"),
    ("receipt", "20080407-00000-00000"),
    ("channel", "fax"),
    ("notification", "1"),
    ("scope", "write"),
    ("disabled", "yes"),
];

#[tokio::test]
async fn a_decision_is_about_one_record_and_by_who_makes_it() {
    let desk = desk().await;
    let one = receive(&desk, MAIL).await;
    let other = receive(&desk, &MAIL.replace("<1@", "<2@")).await;
    assert_eq!((one, other), (1, 2));
    let before = desk.app.incident.message(other).await.unwrap();
    let mut browser = desk.signed_in("aoki").await;
    for (act, own) in
        [("note", ("note", "x")), ("dispose", ("disposition", "report")), ("close", ("note", "x"))]
    {
        let mut fields = vec![own];
        fields.extend(MORE);
        let answer =
            browser.fill(&desk, "/desk/account", &format!("/desk/message/{one}/{act}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.text());
    }
    assert_eq!(desk.app.incident.message(other).await.unwrap(), before, "the other is as it was");
    let details = desk.app.incident.report(one).await.unwrap();
    assert_eq!(details.message.decided_by.as_deref(), Some("aoki"));
    assert!(details.history.iter().all(|entry| entry.who == "aoki"), "{:?}", details.history);
    assert_eq!((details.message.channel, details.message.receipt), (Channel::Mail, None));
    assert_ne!(details.message.received.to_string(), "1998-12-31T15:00:00Z");
}

#[tokio::test]
async fn nobody_raises_oneself() {
    let desk = desk().await;
    let mut browser = desk.signed_in("reader").await;
    for (address, own) in [
        ("/desk/account/profile", vec![("display", "me"), ("lang", "en")]),
        ("/desk/account/tokens", vec![("days", "1")]),
        ("/desk/account/second-factor", vec![]),
        ("/login", vec![]),
    ] {
        let mut fields = own;
        fields.extend(MORE);
        fields.push(("write", "yes"));
        browser.fill(&desk, "/desk/account", address, &fields).await;
    }
    let users = desk.app.account.users().await.unwrap();
    let role = |name: &str| users.iter().find(|user| user.name == name).map(|user| user.role);
    assert_eq!((role("reader"), role("kanri")), (Some(Role::Reader), Some(Role::Admin)));
    let reader = desk.app.account.user("reader").await.unwrap();
    assert!(
        desk.app.account.tokens(reader.id).await.unwrap().is_empty(),
        "a token above one's role is refused"
    );
}

#[tokio::test]
async fn a_notification_is_sent_by_nobody_but_who_approves_it() {
    let desk = desk().await;
    let message = receive(&desk, MAIL).await;
    let by_hand = ByHand { subject: "198.51.100.7".to_owned(), kind: Kind::Scan };
    let id = desk.app.incident.add_incident(message, &by_hand, "aoki").await.unwrap();
    let contact = incident::notify::NewContact {
        scopes: vec!["198.51.100.0/24".to_owned()],
        ..incident::notify::NewContact::new(
            "noc",
            &["noc@net.example"],
            incident::notify::ContactKind::Network,
            kernel::Lang::En,
        )
    };
    desk.app.incident.add_contact(contact, "kanri").await.unwrap();
    let draft = desk.app.incident.draft(&[id], None, "aoki").await.unwrap().notifications[0];
    let mut browser = desk.signed_in("kanri").await;
    let mut fields = vec![("subject", "s"), ("body", "b"), ("recipients", "noc@net.example")];
    fields.extend(MORE);
    fields.extend([
        ("state", "sent"),
        ("approved_by", "baba"),
        ("message_id", "x@y"),
        ("sender", "evil@evil.example"),
    ]);
    browser.fill(&desk, "/desk/account", &format!("/desk/notifications/{draft}/edit"), &fields).await;
    let found = desk.app.incident.notification(draft).await.unwrap();
    assert_eq!(found.notification.state, NotificationState::Draft);
    assert_eq!((found.notification.sent, found.notification.message_id), (None, None));
    assert!(found.history.iter().all(|entry| ["aoki", "kanri"].contains(&entry.who.as_str())));
}

#[tokio::test]
async fn a_reporter_sets_what_the_form_asks_and_no_more() {
    let desk = desk().await;
    let mut parts: Vec<(&str, Option<&str>, &[u8])> = vec![
        ("sources", None, b"192.0.2.7"),
        ("happened", None, b"scan"),
        ("channel_note", None, b"by telephone"),
    ];
    parts.extend(MORE.map(|(name, value)| (name, None, value.as_bytes())));
    let (media, body) = form(&parts);
    let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
    let body = String::from_utf8(body).unwrap();
    let answer = Browser::default().send(&desk, Method::POST, "/report", &headers, body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let all = desk.app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap();
    let message = &all[0];
    assert_eq!((message.channel, message.state), (Channel::Form, MessageState::Open));
    assert_eq!((message.decided_by.as_deref(), message.assignee.as_deref()), (None, None));
    assert_eq!(message.received, desk.app.clock.now());
    assert_ne!(message.receipt.as_deref(), Some("20080407-00000-00000"));
    let read = desk.app.incident.report(message.id).await.unwrap();
    assert!(!read.written.texts[0].text.contains("by telephone"));
    // The person at the desk can't say that a FAX came by the web form, or from the future.
    let mut browser = desk.signed_in("aoki").await;
    let csrf = hidden(browser.get(&desk, "/desk/entry").await.text(), "csrf").to_owned();
    for (channel, received) in
        [("form", "2008-03-31T17:30:00"), ("mail", "2008-03-31T17:30:00"), ("fax", "2031-01-01T00:00:00")]
    {
        let parts = [
            ("csrf", None, csrf.as_bytes()),
            ("channel", None, channel.as_bytes()),
            ("received", None, received.as_bytes()),
            ("sources", None, &b"192.0.2.7"[..]),
        ];
        let (media, body) = form(&parts);
        let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
        let body = String::from_utf8(body).unwrap();
        let answer = browser.send(&desk, Method::POST, "/desk/entry", &headers, body).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{channel} {received}");
    }
}
