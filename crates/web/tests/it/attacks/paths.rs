//! Class 5: names and numbers that lead out of their folder; and class 12, what a name does to a header or a table.

use axum::http::{Method, StatusCode};
use incident::{MessageQuery, Page};

use crate::desk::{MAIL, desk, receive};
use crate::report::form;
use crate::staff::desk::Browser;

/// Ways to the file of passwords, and to our own database.
const OUT: [&str; 12] = [
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fhinomi.db",
    "%252e%252e%252fetc",
    "....//....//hinomi.db",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..%5c..%5chinomi.db",
    "1%00",
    "1%2f..%2f..%2f..%2foriginals",
    "-1",
    "%F0%28%8C%BC",
];

#[tokio::test]
async fn no_address_leads_out_of_its_folder() {
    let desk = desk().await;
    let id = receive(&desk, MAIL).await;
    let mut browser = desk.signed_in("kanri").await;
    for out in OUT {
        for before in [
            "/assets/".to_owned(),
            "/assets/x/".to_owned(),
            "/report/received/".to_owned(),
            "/language/".to_owned(),
            "/desk/message/".to_owned(),
            format!("/desk/message/{id}/part/"),
            "/desk/users/".to_owned(),
            "/desk/contacts/".to_owned(),
            "/desk/notifications/".to_owned(),
            "/api/v1/incident/messages/".to_owned(),
            "/observe/port/tcp/".to_owned(),
            "/".to_owned(),
        ] {
            let address = format!("{before}{out}").replace("//", "/");
            let answer = browser.get(&desk, &address).await;
            assert!(matches!(answer.status.as_u16(), 400 | 404 | 303 | 405), "{address}: {}", answer.status);
            let said = String::from_utf8_lossy(&answer.bytes);
            assert!(!said.contains("root:") && !said.contains("SQLite format"), "{address}");
            if answer.status == StatusCode::SEE_OTHER {
                assert!(
                    answer.header("location").starts_with('/')
                        && !answer.header("location").starts_with("//")
                );
            }
        }
    }
}

#[tokio::test]
async fn a_files_name_is_a_name() {
    let desk = desk().await;
    for (name, plain) in [
        ("../../../etc/passwd", None),
        ("/etc/cron.d/x", None),
        ("..\\\\..\\\\autoexec.bat", None),
        ("a.html\\r\\nSet-Cookie: hinomi=x", None),
        ("log.txt", Some("log.txt")),
    ] {
        let parts = [("sources", None, &b"192.0.2.7"[..]), ("files", Some(name), b"x")];
        let (media, body) = form(&parts);
        let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
        let body = String::from_utf8(body).unwrap();
        let answer = Browser::default().send(&desk, Method::POST, "/report", &headers, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.text());
        let all = desk.app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap();
        let message = all.iter().map(|message| message.id).max().unwrap();
        let written = desk.app.incident.report(message).await.unwrap().written;
        let part = written.parts.iter().find(|part| part.attached).unwrap();
        let mut browser = desk.signed_in("reader").await;
        let answer = browser.get(&desk, &format!("/desk/message/{message}/part/{}", part.number)).await;
        assert_eq!((answer.status, answer.bytes.as_slice()), (StatusCode::OK, &b"x"[..]), "{name}");
        let disposition = answer.header("content-disposition").to_owned();
        let (_, saved) = disposition.split_once("filename=\"").unwrap();
        let saved = saved.split('"').next().unwrap();
        assert!(!saved.contains(['/', '\\', ':', '\r', '\n', '\0']), "{name}: {saved}");
        assert!(plain.is_none_or(|plain| saved == plain), "{saved}");
        assert_eq!(answer.header("set-cookie"), "", "{name}");
    }
}

#[tokio::test]
async fn no_table_that_leaves_holds_a_formula() {
    let desk = desk().await;
    let formulas = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+cmd", "-2+3+cmd", "\t=1", "\r=1", "＝1+1"];
    for (number, formula) in formulas.iter().enumerate() {
        receive(
            &desk,
            &MAIL.replace("scan of our hosts", formula.trim()).replace("<1@", &format!("<{number}@")),
        )
        .await;
        let contact = incident::notify::NewContact {
            name: (*formula).to_owned(),
            note: (*formula).to_owned(),
            organisation: (*formula).to_owned(),
            ..incident::notify::NewContact::new(
                "x",
                &["a@net.example"],
                incident::notify::ContactKind::Network,
                kernel::Lang::En,
            )
        };
        // What is refused can't leave either.
        let _ = desk.app.incident.add_contact(contact, "kanri").await;
    }
    let mut browser = desk.signed_in("kanri").await;
    for address in [
        "/desk/contacts.csv",
        "/api/v1/incident/messages?format=csv",
        "/api/v1/incident/incidents?format=csv",
        "/api/v1/incident/notifications?format=csv",
        "/api/v1/incident/figures?format=csv&period=2008Q2",
    ] {
        let answer = browser.get(&desk, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(answer.header("content-type").starts_with("text/csv"), "{address}");
        for line in answer.text().trim_start_matches('\u{feff}').lines() {
            for cell in line.split(',') {
                let cell = cell.trim_matches('"').trim_start();
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '＝']), "{address}: {line}");
            }
        }
    }
}
