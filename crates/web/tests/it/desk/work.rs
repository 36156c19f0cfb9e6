//! What staff do.

use axum::http::{Method, StatusCode};
use incident::decide::ByHand;
use incident::{Channel, Disposition, IncidentQuery, IncidentState, Kind, MessageQuery, MessageState, Page};

use super::{MAIL, desk, receive};
use crate::report::form;
use crate::staff::desk::hidden;
use crate::world::Answer;

/// A page's text with the slashes that templates escape.
fn plain(page: &Answer) -> String {
    page.text().replace("&#x2f;", "/")
}

#[tokio::test]
async fn a_message_is_read_decided_and_closed() {
    let desk = desk().await;
    let id = receive(&desk, MAIL).await;
    let mut browser = desk.signed_in("aoki").await;
    let inbox = browser.get(&desk, "/desk").await;
    assert!(inbox.text().contains(&format!("<a href=\"/desk/message/{id}\">scan of our hosts</a>")));
    let address = format!("/desk/message/{id}");
    let page = browser.get(&desk, &address).await;
    assert!(page.text().contains("Attack source: 192.0.2.1"), "{}", page.text());
    assert_eq!(page.header("cache-control"), "no-store");

    let site = [("subject", "hxxp://bank[.]example/"), ("kind", "phishing")];
    let answer = browser.fill(&desk, &address, &format!("{address}/add"), &site).await;
    assert_eq!(answer.header("location"), address, "{}", answer.text());
    for (act, fields) in [("assign", vec![("assignee", "aoki")]), ("note", vec![("note", "called them")])] {
        browser.fill(&desk, &address, &format!("{address}/{act}"), &fields).await;
    }
    browser.fill(&desk, &address, &format!("{address}/close"), &[("back", "/desk")]).await;
    let message = desk.app.incident.message(id).await.unwrap();
    assert_eq!((message.state, message.assignee.as_deref()), (MessageState::Closed, Some("aoki")));
    let page = browser.get(&desk, &address).await;
    for said in ["called them", "http://bank.example/", "closed"] {
        assert!(plain(&page).contains(said), "{said}");
    }
    assert!(!browser.get(&desk, "/desk").await.text().contains(&address), "the inbox shows what is open");
    assert!(browser.get(&desk, "/desk/messages").await.text().contains(&address));

    // Every look and every change is in the journal.
    let object = format!("message/{id}");
    let entries = desk.app.account.journal(Some(&object), None, 50).await.unwrap();
    let count = |what: &str| entries.iter().filter(|entry| entry.what.contains(what)).count();
    assert!(count("view") >= 5 && count("message.close") == 1, "{entries:?}");
}

#[tokio::test]
async fn an_incident_is_classified_and_closed() {
    let desk = desk().await;
    let message = receive(&desk, MAIL).await;
    let by_hand = ByHand { subject: "www.example.com".to_owned(), kind: Kind::Other };
    let id = desk.app.incident.add_incident(message, &by_hand, "aoki").await.unwrap();
    let mut browser = desk.signed_in("aoki").await;
    let address = format!("/desk/incident/{id}");
    let classify = [
        ("kind", "intrusion"),
        ("refinement", "web-defacement"),
        ("rsit", "intrusions:system-compromise"),
        ("ports", "80 443/tcp"),
    ];
    browser.fill(&desk, &address, &format!("{address}/classify"), &classify).await;
    let times = [("first", "2008-01-07T09:00:00"), ("last", ""), ("zone_known", "yes")];
    browser.fill(&desk, &address, &format!("{address}/times"), &times).await;
    browser.fill(&desk, &address, &format!("{address}/close"), &[("note", "repaired")]).await;
    let incident = desk.app.incident.incident(id).await.unwrap();
    assert_eq!((incident.kind, incident.state), (Kind::Intrusion, IncidentState::Closed));
    assert_eq!(incident.first.unwrap().to_string(), "2008-01-07T00:00:00Z");
    assert_eq!(incident.ports.len(), 2);
    let page = browser.get(&desk, &address).await;
    assert!(page.text().contains("repaired") && page.text().contains("Web defacement"));

    let wrong = [("kind", "scan"), ("refinement", "web-defacement"), ("rsit", "a:b"), ("ports", "")];
    let answer = browser.fill(&desk, &address, &format!("{address}/classify"), &wrong).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("web-defacement is counted as intrusion"));
    let answer = browser.fill(&desk, &address, &format!("{address}/explode"), &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reader_reads_and_decides_nothing() {
    let desk = desk().await;
    let id = receive(&desk, MAIL).await;
    let mut browser = desk.signed_in("reader").await;
    let address = format!("/desk/message/{id}");
    let page = browser.get(&desk, &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("/close\""), "no form that would be refused");
    assert!(!browser.get(&desk, "/desk").await.text().contains("type=\"checkbox\""));
    for act in
        [format!("{address}/close"), "/desk/messages/close".to_owned(), "/desk/incident/1/close".to_owned()]
    {
        let answer = browser.fill(&desk, &address, &act, &[("id", "1")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
    }
    assert_eq!(browser.get(&desk, "/desk/entry").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn many_are_closed_at_once_and_the_way_back_stays_on_the_desk() {
    let desk = desk().await;
    let mut ids = Vec::new();
    for i in 0..3 {
        ids.push(receive(&desk, &MAIL.replace("<1@", &format!("<{i}@"))).await.to_string());
    }
    let mut browser = desk.signed_in("aoki").await;
    let ticked = [("id", ids[0].as_str()), ("id", ids[1].as_str()), ("back", "/desk?state=open")];
    let answer = browser.fill(&desk, "/desk", "/desk/messages/close", &ticked).await;
    assert_eq!(answer.header("location"), "/desk?state=open");
    let open = MessageQuery { state: Some(MessageState::Open), ..Default::default() };
    assert_eq!(desk.app.incident.count_messages(&open).await.unwrap(), 1);
    for back in ["https://evil.example/", "//evil.example", "/desk/../x\r\n", "/deskx", "/\\evil"] {
        let fields = [("id", ids[0].as_str()), ("back", back)];
        let answer = browser.fill(&desk, "/desk", "/desk/messages/reopen", &fields).await;
        assert_eq!(answer.header("location"), "/desk", "{back}");
    }
    let answer = browser.fill(&desk, "/desk", "/desk/messages/close", &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "nothing is ticked");
}

#[tokio::test]
async fn a_list_is_paged_by_the_key_of_its_last_row() {
    let desk = desk().await;
    for i in 0..60 {
        receive(&desk, &MAIL.replace("<1@", &format!("<{i}@")).replace("scan of", &format!("no {i} of")))
            .await;
    }
    let mut browser = desk.signed_in("reader").await;
    let first = browser.get(&desk, "/desk").await;
    assert_eq!(first.text().matches("href=\"/desk/message/").count(), 50);
    let text = plain(&first);
    let (_, next) = text.split_once("<a href=\"/desk?state=open&amp;after=").unwrap();
    let after = next.split('"').next().unwrap().to_owned();
    let second = browser.get(&desk, &format!("/desk?after={after}")).await;
    assert_eq!(second.text().matches("href=\"/desk/message/").count(), 10);
    assert!(!second.text().contains("rel=\"next\"") && second.text().contains("rel=\"first\""));
    assert_eq!(browser.get(&desk, "/desk/incidents?kind=scam").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_fax_is_written_down_with_its_pages() {
    let desk = desk().await;
    let mut browser = desk.signed_in("aoki").await;
    let csrf = hidden(browser.get(&desk, "/desk/entry").await.text(), "csrf").to_owned();
    let page: &[u8] = b"\x89PNG";
    let parts = [
        ("csrf", None, csrf.as_bytes()),
        ("channel", None, &b"fax"[..]),
        ("received", None, b"2008-03-31T17:30:00"),
        ("channel_note", None, "FAX 2 枚".as_bytes()),
        ("mail", None, b"aoki@example.co.jp"),
        ("happened", None, b"scan"),
        ("sources", None, b"192.0.2.7"),
        ("files", Some("page1.png"), page),
    ];
    let (media, body) = form(&parts);
    let send = async |browser: &mut crate::staff::desk::Browser, body: &[u8]| {
        let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
        let body = body.iter().map(|b| char::from(*b)).collect::<String>();
        browser.send(&desk, Method::POST, "/desk/entry", &headers, body).await
    };
    let answer = send(&mut browser, &body).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let all = desk.app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap();
    assert_eq!(all[0].channel, Channel::Fax);
    assert_eq!(all[0].received.to_string(), "2008-03-31T08:30:00Z");
    let details = desk.app.incident.report(all[0].id).await.unwrap();
    assert!(details.written.parts.iter().any(|part| part.name.as_deref() == Some("page1.png")));
    let (_, without) = form(&parts[1..]);
    assert_eq!(send(&mut browser, &without).await.status, StatusCode::FORBIDDEN, "no token");
}

#[tokio::test]
async fn statistics_lead_to_their_records() {
    let desk = desk().await;
    receive(&desk, MAIL).await;
    let mut browser = desk.signed_in("reader").await;
    let page = browser.get(&desk, "/desk/statistics?period=2008Q2").await;
    assert_eq!(page.status, StatusCode::OK);
    let query = IncidentQuery { kind: Some(Kind::Scan), ..Default::default() };
    let scans = desk.app.incident.count_incidents(&query).await.unwrap();
    let link = format!("<a href=\"/desk/incidents?period=2008Q2&amp;kind=scan\">{scans}</a>");
    assert!(plain(&page).contains(&link), "{}", plain(&page));
    let list = browser.get(&desk, "/desk/incidents?period=2008Q2&kind=scan").await;
    assert_eq!(list.text().matches("href=\"/desk/incident/").count() as u64, scans);
    let found = browser.get(&desk, "/desk/search?q=scan").await;
    assert!(found.text().contains("scan of our hosts"));
    assert_eq!(
        desk.app.incident.messages(&MessageQuery::default(), Page::default()).await.unwrap()[0].disposition,
        Disposition::Report
    );
}

#[tokio::test]
async fn a_notification_is_drafted_changed_and_discarded() {
    let desk = desk().await;
    let message = receive(&desk, MAIL).await;
    let by_hand = ByHand { subject: "198.51.100.7".to_owned(), kind: Kind::Scan };
    let id = desk.app.incident.add_incident(message, &by_hand, "aoki").await.unwrap().to_string();
    let mut browser = desk.signed_in("kanri").await;
    let nobody = browser.fill(&desk, "/desk/incidents", "/desk/notifications/draft", &[("id", &id)]).await;
    assert_eq!(nobody.status, StatusCode::OK);
    assert!(nobody.text().contains("Nobody is known for"), "{}", nobody.text());
    assert!(nobody.text().contains("198.51.100.7"), "what can be done about it stands there");

    let contact = [
        ("name", "abuse desk"),
        ("organisation", "Net <b>Example"),
        ("kind", "network"),
        ("lang", "en"),
        ("addresses", "abuse@net.example"),
        ("scopes", "198.51.100.0/24"),
        ("enabled", "yes"),
    ];
    let answer = browser.fill(&desk, "/desk/contacts", "/desk/contacts", &contact).await;
    let one = answer.header("location").to_owned();
    assert!(one.starts_with("/desk/contacts/"), "{}", answer.text());
    assert!(browser.get(&desk, &one).await.text().contains("Net &lt;b&gt;Example"));
    assert!(browser.get(&desk, "/desk/contacts?q=net.example").await.text().contains(&one));
    let book = browser.get(&desk, "/desk/contacts.csv").await;
    assert!(book.text().contains("abuse@net.example"));

    let drafted = browser.fill(&desk, "/desk/incidents", "/desk/notifications/draft", &[("id", &id)]).await;
    assert_eq!(drafted.header("location"), "/desk/notifications?state=draft", "{}", drafted.text());
    let list = browser.get(&desk, "/desk/notifications?state=draft").await;
    assert!(list.text().contains("abuse@net.example"));
    let page = browser.get(&desk, "/desk/notifications/1").await;
    assert!(page.text().contains("198.51.100.7"), "{}", page.text());
    let edit =
        [("subject", "Scan from your network"), ("body", "Please look."), ("recipients", "noc@net.example")];
    browser.fill(&desk, "/desk/notifications/1", "/desk/notifications/1/edit", &edit).await;
    assert!(browser.get(&desk, "/desk/notifications/1").await.text().contains("noc@net.example"));
    let discard = [("note", "not ours"), ("id", "1")];
    browser.fill(&desk, "/desk/notifications", "/desk/notifications/discard", &discard).await;
    assert!(browser.get(&desk, "/desk/notifications/1").await.text().contains("not ours"));

    // An analyst drafts; only a coordinator speaks for the organisation.
    let mut analyst = desk.signed_in("aoki").await;
    for act in ["/desk/notifications/approve", "/desk/notifications/1/edit", "/desk/contacts"] {
        let answer = analyst.fill(&desk, "/desk/account", act, &[("id", "1")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
    }
}

#[tokio::test]
async fn what_could_not_be_drafted_is_drafted_after_a_decision() {
    let desk = desk().await;
    let message = receive(
        &desk,
        "From: a@example.org\nSubject: scan\n\nAttack source: 192.0.2.1\nJan  7 10:00:00 host sshd[1]: \
         Failed password for root from 192.0.2.1 port 4000 ssh2\n",
    )
    .await;
    let incident = desk.app.incident.report(message).await.unwrap().incidents.remove(0);
    assert!(!incident.zone_known && !incident.evidence.is_empty(), "{incident:?}");
    let id = incident.id.to_string();
    let mut browser = desk.signed_in("aoki").await;
    let address = format!("/desk/incident/{id}");
    let page = browser.get(&desk, &address).await;
    assert!(page.text().contains("Nobody has been told of it yet."));
    let answer = browser.fill(&desk, &address, "/desk/notifications/draft", &[("id", &id)]).await;
    assert!(answer.text().contains("lack the time zone"), "{}", answer.text());
    let wrong = [("id", id.as_str()), ("zone", "Asia/Tokio")];
    let answer = browser.fill(&desk, &address, "/desk/notifications/draft-zone", &wrong).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let zone = [("id", id.as_str()), ("zone", "Asia/Tokyo")];
    let answer = browser.fill(&desk, &address, "/desk/notifications/draft-zone", &zone).await;
    assert!(answer.text().contains("Nobody is known for"), "{}", answer.text());
    assert!(desk.app.incident.incident(incident.id).await.unwrap().zone_known);
    let to = [("id", id.as_str()), ("addresses", "noc@net.example, abuse@net.example"), ("lang", "en")];
    let answer = browser.fill(&desk, &address, "/desk/notifications/draft-to", &to).await;
    assert_eq!(answer.header("location"), "/desk/notifications?state=draft", "{}", answer.text());
    let page = browser.get(&desk, &address).await;
    assert!(page.text().contains("noc@net.example, abuse@net.example"), "{}", page.text());
    let answer = browser.fill(&desk, &address, "/desk/notifications/draft-away", &[("id", &id)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_open_becomes_an_incident_by_one_press() {
    let desk = desk().await;
    let mail = "From: a@example.org\nSubject: hello\n\nPlease tell me about the traffic between 192.0.2.1 and 198.51.100.7.\n";
    let id = receive(&desk, mail).await;
    let address = format!("/desk/message/{id}");
    let mut browser = desk.signed_in("aoki").await;
    let page = browser.get(&desk, &address).await;
    assert!(page.text().contains("name=\"subject\" value=\"192.0.2.1\""), "{}", page.text());
    let add = [("kind", "scan"), ("subject", "192.0.2.1")];
    browser.fill(&desk, &address, &format!("{address}/add"), &add).await;
    let page = browser.get(&desk, &address).await;
    assert!(!page.text().contains("value=\"192.0.2.1\"") && page.text().contains("value=\"198.51.100.7\""));
    let report = desk.app.incident.report(id).await.unwrap();
    assert_eq!(report.incidents[0].subject, "192.0.2.1");
}

#[tokio::test]
async fn a_site_is_watched_and_no_more() {
    let desk = desk().await;
    let message = receive(&desk, MAIL).await;
    let by_hand = ByHand { subject: "http://bank.example/".to_owned(), kind: Kind::Phishing };
    let id = desk.app.incident.add_incident(message, &by_hand, "aoki").await.unwrap();
    let mut browser = desk.signed_in("aoki").await;
    let answer = browser.fill(&desk, "/desk/account", &format!("/desk/takedown/{id}/start"), &[]).await;
    assert_eq!(answer.header("location"), "/desk/takedown", "{}", answer.text());
    let board = browser.get(&desk, "/desk/takedown").await;
    assert!(
        plain(&board).contains("http://bank.example/")
            && plain(&board).contains(&format!("/desk/takedown/{id}/stop"))
    );
    let here = format!("/desk/incident/{id}");
    assert!(plain(&browser.get(&desk, &here).await).contains("Watched since"));
    let stop = format!("/desk/takedown/{id}/stop");
    let answer = browser.fill(&desk, &here, &stop, &[("back", &here)]).await;
    assert_eq!(answer.header("location"), here);
    assert!(plain(&browser.get(&desk, &here).await).contains("stopped by aoki"));
    assert!(
        plain(&browser.get(&desk, "/desk/takedown").await).contains(&format!("/desk/takedown/{id}/start"))
    );
}
