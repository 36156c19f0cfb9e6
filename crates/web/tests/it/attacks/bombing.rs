//! Class 9: making the program write to somebody who never asked (TheHive CVE-2025-48738: password resets without
//! end). Nobody gets a mail from this program that a person has not approved, and nobody has a password to reset by
//! mail.

use account::Role;
use axum::http::{Method, StatusCode};
use incident::notify::NotificationQuery;

use crate::report::form;
use crate::staff::desk::{Browser, Desk};

#[tokio::test]
async fn a_reporter_who_gives_anothers_address_makes_nobody_write_to_it() {
    let settings = "[mail]\nfrom = \"desk@csirt.example\"\nfolder = \"out\"\n";
    let desk = Desk::with_settings(settings, &[("aoki", Role::Analyst)]).await;
    for number in 0..10 {
        let source = format!("192.0.2.{number}");
        let parts = [
            ("sources", None, source.as_bytes()),
            ("happened", None, &b"phishing"[..]),
            ("mail", None, b"victim@example.org"),
            ("purpose", None, b"mediation"),
            ("description", None, b"please answer at once to victim@example.org\r\nCc: all@example.org"),
        ];
        let (media, body) = form(&parts);
        let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
        let body = String::from_utf8(body).unwrap();
        let answer = Browser::default().send(&desk, Method::POST, "/report", &headers, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    for mail in [
        "From: victim@example.org\nReply-To: all@example.org\nDisposition-Notification-To: victim@example.org\n\
         Return-Receipt-To: victim@example.org\nX-Confirm-Reading-To: victim@example.org\nSubject: help\n\nphishing\n",
        "From: victim@example.org\nSubject: subscribe\nList-Unsubscribe: <mailto:all@example.org>\n\nhelp\n",
    ] {
        crate::desk::receive(&desk, mail).await;
    }
    // Nobody signs in by mail either.
    for address in ["/login/reset", "/password", "/login/forgot", "/desk/account/reset"] {
        let answer = Browser::default().post(&desk, address, &[("mail", "victim@example.org")]).await;
        assert!(matches!(answer.status.as_u16(), 404 | 405), "{address}: {}", answer.status);
    }
    let calendar = &desk.app.settings.calendar;
    desk.app.incident.draft_reminders(calendar, "system").await.unwrap();
    let round = desk::schedule::send(&desk.app).await.unwrap();
    assert_eq!(round, incident::notify::Round::default());
    assert_eq!(desk.app.incident.count_notifications(&NotificationQuery::default()).await.unwrap(), 0);
}
