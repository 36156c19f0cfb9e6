//! What a person decides, and what is remembered of it.

use incident::answer::{Common, HistoryEntry};
use incident::decide::{ByHand, Classification, Times};
use incident::{
    Disposition, Error, Incident, IncidentQuery, IncidentState, Kind, MessageQuery, MessageState, Page, Port,
    Refinement,
};

use crate::world::World;

const MAIL: &str = "From: Aoki <aoki@example.co.jp>\nTo: info@csirt.example\nSubject: scan\n\
     Message-ID: <1@example.co.jp>\nDate: Mon, 07 Jan 2008 10:00:00 +0900\n\nfrom 192.0.2.1 and 192.0.2.2\n";
const SECOND: &str = "From: Baba <baba@example.org>\nTo: info@csirt.example\nSubject: scan too\n\
     Message-ID: <2@example.org>\nDate: Tue, 08 Jan 2008 10:00:00 +0900\n\nfrom 192.0.2.1\n";

async fn incidents(world: &World) -> Vec<Incident> {
    let mut all = world.desk.incidents(&IncidentQuery::default(), Page::default()).await.unwrap();
    all.sort_by_key(|incident| incident.id);
    all
}

fn words(history: &[HistoryEntry]) -> Vec<(&str, &str, &str)> {
    history.iter().map(|one| (one.what.as_str(), one.before.as_str(), one.after.as_str())).collect()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, said: &str) {
    match result {
        Err(Error::Refused(reason)) => assert!(reason.contains(said), "{reason}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_incident_is_classified_and_history_keeps_both() {
    let world = World::new().await;
    world.receive(MAIL).await;
    let id = incidents(&world).await[0].id;
    let port = |number| Port { protocol: "tcp".to_owned(), number };
    let as_what = Classification {
        kind: Kind::Intrusion,
        rsit: "intrusions:system-compromise".to_owned(),
        refinement: Some(Refinement::WebDefacement),
        ports: vec![port(443), port(80), port(80)],
        many_ports: false,
    };
    world.desk.classify(id, &as_what, "aoki").await.unwrap();
    // Nothing new: no trace.
    world.desk.classify(id, &as_what, "aoki").await.unwrap();
    let details = world.desk.incident_details(id).await.unwrap();
    assert_eq!(details.incident.kind, Kind::Intrusion);
    assert_eq!(details.incident.ports, [port(80), port(443)]);
    assert_eq!(details.incident.decided_by.as_deref(), Some("aoki"));
    assert_eq!(
        words(&details.history),
        [(
            "classify",
            "scan information-gathering:scanner",
            "intrusion intrusions:system-compromise web-defacement 80/tcp 443/tcp"
        )]
    );
    refused(
        world.desk.classify(id, &Classification { kind: Kind::Scan, ..as_what }, "aoki").await,
        "web-defacement is counted as intrusion",
    );
}

#[tokio::test]
async fn times_have_their_order_and_their_zone() {
    let world = World::new().await;
    world.receive(MAIL).await;
    let id = incidents(&world).await[0].id;
    let at = |text: &str| Some(text.parse().unwrap());
    let (early, late) = (at("2008-01-01T00:00:00Z"), at("2008-01-02T00:00:00Z"));
    refused(
        world.desk.set_times(id, Times { first: late, last: early, zone_known: true }, "aoki").await,
        "before the first",
    );
    world.desk.set_times(id, Times { first: early, last: late, zone_known: true }, "aoki").await.unwrap();
    let incident = world.desk.incident(id).await.unwrap();
    assert_eq!((incident.first, incident.last, incident.zone_known), (early, late, true));
}

#[tokio::test]
async fn messages_are_given_closed_and_reopened_together_or_not_at_all() {
    let world = World::new().await;
    let ids = [world.receive(MAIL).await.message, world.receive(SECOND).await.message];
    world.desk.assign(&ids, Some("aoki"), "baba").await.unwrap();
    let query = MessageQuery { assignee: Some("aoki".to_owned()), ..Default::default() };
    assert_eq!(world.desk.count_messages(&query).await.unwrap(), 2);
    let with_unknown = [ids[0], ids[1], 99];
    assert!(matches!(
        world.desk.close_messages(&with_unknown, "", "baba").await,
        Err(Error::NotFound { id: 99, .. })
    ));
    let open = MessageQuery { state: Some(MessageState::Open), ..Default::default() };
    assert_eq!(world.desk.count_messages(&open).await.unwrap(), 2, "all or nothing");
    world.desk.close_messages(&ids, "done", "baba").await.unwrap();
    assert_eq!(world.desk.count_messages(&open).await.unwrap(), 0);
    world.desk.reopen_messages(&ids[..1], "", "aoki").await.unwrap();
    let report = world.desk.report(ids[0]).await.unwrap();
    assert_eq!(
        words(&report.history),
        [("assign", "", "aoki"), ("close", "open", "closed"), ("reopen", "closed", "open")]
    );
    assert_eq!(report.history[1].note, "done");
}

#[tokio::test]
async fn a_message_with_incidents_is_a_report() {
    let world = World::new().await;
    let message = world.receive(MAIL).await.message;
    refused(world.desk.dispose(&[message], Disposition::Spam, "aoki").await, "withdraw them first");
    let ids: Vec<i64> = incidents(&world).await.iter().map(|incident| incident.id).collect();
    world.desk.withdraw(&ids, "our own scanner", "aoki").await.unwrap();
    assert_eq!(world.desk.count_incidents(&IncidentQuery::default()).await.unwrap(), 0);
    world.desk.dispose(&[message], Disposition::Spam, "aoki").await.unwrap();
    let report = world.desk.report(message).await.unwrap();
    assert_eq!((report.incidents.len(), report.set_aside.len()), (0, 2));
    assert!(report.set_aside.iter().all(Incident::is_withdrawn));
    refused(world.desk.close_incidents(&ids[..1], "", "aoki").await, "is withdrawn");
    // Brought back, the message is a report again.
    world.desk.restore(ids[0], "", "aoki").await.unwrap();
    assert_eq!(world.desk.message(message).await.unwrap().disposition, Disposition::Report);
    assert_eq!(world.desk.count_incidents(&IncidentQuery::default()).await.unwrap(), 1);
}

#[tokio::test]
async fn an_incident_added_by_hand_makes_a_report() {
    let world = World::new().await;
    let message = world.receive(&SECOND.replace("from 192.0.2.1", "see the picture")).await.message;
    assert_ne!(world.desk.message(message).await.unwrap().disposition, Disposition::Report);
    let by_hand = ByHand { subject: "hxxp://bank[.]example/login".to_owned(), kind: Kind::Phishing };
    let id = world.desk.add_incident(message, &by_hand, "aoki").await.unwrap();
    let details = world.desk.incident_details(id).await.unwrap();
    assert_eq!(details.incident.subject, "http://bank.example/login");
    assert_eq!(details.incident.host.as_deref(), Some("bank.example"));
    assert_eq!(details.message.disposition, Disposition::Report);
    refused(world.desk.add_incident(message, &by_hand, "aoki").await, "already");
    let nonsense = ByHand { subject: "the printer".to_owned(), kind: Kind::Other };
    refused(world.desk.add_incident(message, &nonsense, "aoki").await, "no address");
}

#[tokio::test]
async fn merged_incidents_are_counted_once_and_come_apart_again() {
    let world = World::new().await;
    world.receive(MAIL).await;
    world.receive(SECOND).await;
    let all = incidents(&world).await;
    let (one, two, three) = (all[0].id, all[1].id, all[2].id);
    assert_eq!(all[0].subject, all[2].subject);
    let related = world.desk.incident_details(one).await.unwrap().related;
    assert_eq!(
        related.iter().map(|r| (r.common, r.incident.id)).collect::<Vec<_>>(),
        [(Common::Subject, three)]
    );

    world.desk.merge(&[three], two, "", "aoki").await.unwrap();
    world.desk.merge(&[two], one, "one event", "aoki").await.unwrap();
    let details = world.desk.incident_details(one).await.unwrap();
    assert_eq!(
        details.merged.iter().map(|i| (i.id, i.merged_into)).collect::<Vec<_>>(),
        [(two, Some(one)), (three, Some(one))]
    );
    assert_eq!(world.desk.count_incidents(&IncidentQuery::default()).await.unwrap(), 1);
    refused(world.desk.merge(&[one], two, "", "aoki").await, "is merged into");
    refused(world.desk.merge(&[one], one, "", "aoki").await, "into itself");
    world.desk.unmerge(three, "", "baba").await.unwrap();
    refused(world.desk.unmerge(three, "", "baba").await, "not merged");
    assert_eq!(world.desk.count_incidents(&IncidentQuery::default()).await.unwrap(), 2);

    world.desk.link(three, one, "same botnet", "aoki").await.unwrap();
    assert_eq!(world.desk.incident_details(one).await.unwrap().linked[0].id, three);
    world.desk.unlink(one, three, "aoki").await.unwrap();
    let details = world.desk.incident_details(three).await.unwrap();
    assert!(details.linked.is_empty());
    assert_eq!(
        details.history.iter().map(|h| h.what.as_str()).collect::<Vec<_>>(),
        ["merge", "merge", "unmerge", "link", "unlink"]
    );
}

#[tokio::test]
async fn incidents_close_and_reopen() {
    let world = World::new().await;
    world.receive(MAIL).await;
    let ids: Vec<i64> = incidents(&world).await.iter().map(|incident| incident.id).collect();
    world.desk.close_incidents(&ids, "gone", "aoki").await.unwrap();
    let closed = IncidentQuery { state: Some(IncidentState::Closed), ..Default::default() };
    assert_eq!(world.desk.count_incidents(&closed).await.unwrap(), 2);
    world.desk.reopen_incidents(&ids[..1], "back", "aoki").await.unwrap();
    assert_eq!(world.desk.incident(ids[0]).await.unwrap().state, IncidentState::Open);
    world.desk.note_incident(ids[0], " seen again ", "baba").await.unwrap();
    refused(world.desk.note_incident(ids[0], "  ", "baba").await, "without a word");
    let last = world.desk.incident_details(ids[0]).await.unwrap().history.pop().unwrap();
    assert_eq!((last.who.as_str(), last.what.as_str(), last.note.as_str()), ("baba", "note", "seen again"));
}

#[tokio::test]
async fn a_message_is_read_anew_with_its_parts() {
    let world = World::new().await;
    let mail = "From: Aoki <aoki@example.co.jp>\nSubject: log\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nfrom 192.0.2.1\n\
         --b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.bin\n\
         Content-Transfer-Encoding: base64\n\nAAEC\n--b--\n";
    let message = world.receive(mail).await.message;
    let report = world.desk.report(message).await.unwrap();
    assert_eq!(report.written.from, ["Aoki <aoki@example.co.jp>"]);
    assert!(report.written.texts[0].text.contains("from 192.0.2.1"));
    let part = report.written.parts.iter().find(|part| part.attached).unwrap();
    assert_eq!((part.name.as_deref(), part.bytes), (Some("a.bin"), 3));
    let attachment = world.desk.attachment(message, &part.number).await.unwrap();
    assert_eq!((attachment.name.as_str(), attachment.bytes.as_slice()), ("a.bin", &[0, 1, 2][..]));
    assert!(matches!(world.desk.attachment(message, "9.9").await, Err(Error::NotFound { .. })));
}

#[tokio::test]
async fn lists_go_on_where_the_page_ended() {
    let world = World::new().await;
    world.receive(MAIL).await;
    world.receive(SECOND).await;
    let query = IncidentQuery::default();
    let first = world.desk.incidents(&query, Page { before: None, limit: 2 }).await.unwrap();
    let before = first.last().map(|incident| (incident.received.as_microsecond(), incident.id));
    let rest = world.desk.incidents(&query, Page { before, limit: 2 }).await.unwrap();
    let ids: Vec<i64> = first.iter().chain(&rest).map(|incident| incident.id).collect();
    assert_eq!(ids, [3, 2, 1]);
}

#[tokio::test]
async fn what_the_text_leaves_open_is_kept_until_a_person_decides() {
    let world = World::new().await;
    let mail = "From: Aoki <aoki@example.org>\nTo: info@csirt.example\nSubject: hello\n\n\
                Please tell me about the traffic between 192.0.2.1 and 198.51.100.7.\n";
    let message = world.receive(mail).await.message;
    let open = async || {
        let open = world.desk.report(message).await.unwrap().open;
        open.into_iter().map(|open| (open.text, open.line)).collect::<Vec<_>>()
    };
    let line = "Please tell me about the traffic between 192.0.2.1 and 198.51.100.7.";
    assert_eq!(
        open().await,
        [("192.0.2.1".to_owned(), line.to_owned()), ("198.51.100.7".to_owned(), line.to_owned())]
    );
    let by_hand = ByHand { subject: "192.0.2.1".to_owned(), kind: Kind::Scan };
    world.desk.add_incident(message, &by_hand, "aoki").await.unwrap();
    assert_eq!(open().await.len(), 1, "one is decided");
    let message = world.desk.message(message).await.unwrap();
    assert_eq!(message.disposition, Disposition::Report);
}
