//! Class 9: a page of another site that makes a browser send our forms. `staff::others` tries it on every form of
//! fields; here are those with files, which their handlers look at themselves.

use account::Role;
use axum::http::{Method, StatusCode};
use incident::{MessageQuery, Page};

use crate::report::form;
use crate::staff::desk::{Browser, Desk, hidden};

#[tokio::test]
async fn forms_with_files_are_taken_from_our_own_pages_alone() {
    let desk = Desk::new(&[("aoki", Role::Admin), ("baba", Role::Admin)]).await;
    let mut browser = desk.signed_in("aoki").await;
    let own = hidden(browser.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
    let mut other = desk.signed_in("baba").await;
    let others = hidden(other.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
    let ours = ("sec-fetch-site", "same-origin");
    for address in ["/desk/entry", "/desk/contacts.csv"] {
        for (what, header, csrf) in [
            ("another site's", ("sec-fetch-site", "cross-site"), own.as_str()),
            ("a neighbour's", ("sec-fetch-site", "same-site"), &own),
            ("another origin's", ("origin", "https://evil.example"), &own),
            ("nobody's", ("accept", "*/*"), &own),
            ("without a token", ours, ""),
            ("of another session", ours, &others),
        ] {
            let parts = [
                ("csrf", None, csrf.as_bytes()),
                ("channel", None, &b"fax"[..]),
                ("received", None, b"2008-03-31T17:30:00"),
                ("sources", None, b"192.0.2.7"),
                ("happened", None, b"scan"),
                ("file", Some("book.csv"), b"name,addresses,scopes\nx,x@net.example,example\n"),
            ];
            let (media, body) = form(&parts);
            let body = String::from_utf8(body).unwrap();
            let headers = [("content-type", media), header];
            let answer = browser.send(&desk, Method::POST, address, &headers, body.clone()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}: {what}");
            let nobody = Browser::default().send(&desk, Method::POST, address, &headers, body).await;
            assert_eq!(nobody.header("location"), "/login?next=/desk", "{address}: {what}");
        }
    }
    assert_eq!(desk.app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap().len(), 0);
    assert_eq!(desk.app.incident.contacts("", 0, 10).await.unwrap().len(), 0);
}

#[tokio::test]
async fn reading_changes_nothing() {
    // A picture on another site's page is a GET: it must not decide anything, whoever has signed in.
    let desk = Desk::new(&[("aoki", Role::Admin)]).await;
    let id = crate::desk::receive(&desk, crate::desk::MAIL).await;
    let mut browser = desk.signed_in("aoki").await;
    for path in web::addresses() {
        let acts = ["close", "withdraw", "dispose", "approve", "stop"];
        for act in acts.iter().take(if path.contains("{act}") { acts.len() } else { 1 }) {
            let address =
                path.replace("{id}", &id.to_string()).replace("{act}", act).replace("{name}", "aoki");
            let address = address.replace("{number}", "1").replace("{hash}", "x").replace("{lang}", "en");
            for method in [Method::GET, Method::HEAD] {
                let query = "?id=1&disposition=spam&note=x&role=reader";
                browser.send(&desk, method, &format!("{address}{query}"), &[], String::new()).await;
            }
        }
    }
    let details = desk.app.incident.report(id).await.unwrap();
    assert_eq!(details.message.decided_by, None);
    assert!(details.history.is_empty() && !details.incidents.is_empty());
    assert_eq!(desk.app.account.user("aoki").await.unwrap().role, Role::Admin);
    assert_eq!(browser.get(&desk, "/desk/account").await.status, StatusCode::OK, "the session goes on");
}
