//! Class 6: a reporter who makes the program ask its own network (TheHive CVE-2025-48739, Zammad CVE-2021-42091),
//! and class 12: cells that are formulas on their way into a notification.

use fetch::{Fetcher, Options};
use incident::decide::ByHand;
use incident::notify::Target;
use incident::{Kind, LookOutcome};
use tokio::net::TcpListener;

use super::contact;
use crate::world::World;

/// A door of this machine, and how many came through.
async fn door() -> (u16, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let came = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = came.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    });
    (port, came)
}

#[tokio::test]
async fn a_reported_site_of_ones_own_network_is_not_looked_at() {
    let (port, came) = door().await;
    let world = World::new().await;
    let mail = "From: a@b.example\nSubject: phishing\n\nhelp\n";
    let message = world.receive(mail).await.message;
    let mut watched = Vec::new();
    for place in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://0.0.0.0:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://user:x@127.0.0.1:{port}/@example.org/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
    ] {
        let by_hand = ByHand { subject: place.clone(), kind: Kind::Phishing };
        // Some of these are no site to begin with.
        let Ok(id) = world.desk.add_incident(message, &by_hand, "aoki").await else { continue };
        if world.desk.watch_start(id, "aoki").await.is_ok() {
            watched.push((id, place));
        }
    }
    assert!(watched.len() >= 5, "{watched:?}");
    let fetcher = Fetcher::new(Options { any_certificate: true, ..Options::default() }).unwrap();
    world.desk.watch_round(&fetcher).await.unwrap();
    for (id, place) in watched {
        let outcome = world.desk.watch(id).await.unwrap().unwrap().watch.last_outcome;
        // A name that has no public address is gone for everybody but us.
        let expect = if place.contains("localhost") { LookOutcome::Down } else { LookOutcome::Refused };
        assert_eq!(outcome, Some(expect), "{place}");
    }
    assert_eq!(came.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nobody_is_asked_for_contacts_within_ones_own_network() {
    let (port, came) = door().await;
    let world = World::new().await;
    let fetcher = Fetcher::new(Options::default()).unwrap();
    for host in [
        "localhost",
        "127.0.0.1",
        "localhost.localdomain",
        "metadata",
        &format!("127.0.0.1:{port}"),
        "a@b/../c",
    ] {
        let target = Target { host: Some(host.to_owned()), ..Target::default() };
        let found = world.desk.contacts_of(&target, Some(&fetcher)).await.unwrap();
        assert!(found.found.is_empty(), "{host}");
    }
    assert_eq!(came.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_value_is_no_template_and_no_formula() {
    let world = World::new().await;
    contact(&world.desk, "example").await;
    let mut list = "date,URL,description\n".to_owned();
    for i in 0..12 {
        list += &format!(
            "2020/01/02 10:00:00,http://s{i}.example/{{{{7191*3}}}}?x==cmd,\"=HYPERLINK(\"\"http://evil.example\"\")\"\n"
        );
    }
    let arrival = incident::intake::Arrival {
        content: incident::intake::Content::Bytes(list.into_bytes()),
        name: String::new(),
        channel: None,
        when: incident::intake::When::Said,
        receipt: None,
    };
    let message = world.desk.receive(vec![arrival]).await.unwrap()[0].message;
    let query = incident::IncidentQuery { message: Some(message), ..Default::default() };
    let list = world.desk.incidents(&query, incident::Page::default()).await.unwrap();
    let ids: Vec<i64> = list.iter().map(|one| one.id).collect();
    let drafted = world.desk.draft(&ids, None, "aoki").await.unwrap();
    let details = world.desk.notification(drafted.notifications[0]).await.unwrap();
    for text in [&details.body, &details.attachment, &details.notification.subject] {
        assert!(!text.contains("21573"), "a value was computed: {text}");
    }
    assert!(details.body.contains("7191"), "{}", details.body);
    for cell in details.attachment.split(['\n', ',']) {
        let cell = cell.trim_matches(['"', '\r', '\u{feff}']);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
}
