//! What is written to whom.

use incident::intake::{Arrival, Content, When};
use incident::notify::{Edit, Folder, NotificationState};
use incident::{IncidentQuery, Page};
use kernel::Lang;

use super::{contact, incidents, one_draft};
use crate::world::World;

#[tokio::test]
async fn one_message_goes_to_one_contact_in_its_language() {
    let world = World::new().await;
    let desk = &world.desk;
    contact(desk, "ja@example.jp", "192.0.2.0/25", Lang::Ja).await;
    contact(desk, "en@example.net", "192.0.2.128/25", Lang::En).await;
    let addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.200", "198.51.100.1"].map(str::to_owned);
    let ids = incidents(&world, &addresses).await;
    let drafted = desk.draft(&ids, None, "aoki").await.unwrap();
    assert_eq!((drafted.notifications.len(), drafted.without_contact), (2, vec![ids[3]]));
    let japanese = desk.notification(drafted.notifications[0]).await.unwrap();
    assert_eq!(japanese.incidents, ids[..2]);
    assert_eq!(japanese.notification.recipients, ["ja@example.jp"]);
    assert!(japanese.body.contains("192.0.2.1") && japanese.body.contains("見本CSIRTと申します"), "{}", japanese.body);
    assert!(!japanese.body.contains("victim.example") && !japanese.body.contains("Reporter"));
    assert!(!japanese.body.contains("\n\n\n"), "{}", japanese.body);
    let english = desk.notification(drafted.notifications[1]).await.unwrap();
    assert!(english.body.contains("We are Sample CSIRT") && english.body.contains("192.0.2.200"));
    assert_eq!(english.notification.state, NotificationState::Draft);
    let again = desk.draft(&ids, None, "aoki").await.unwrap();
    assert_eq!((again.notifications.len(), again.left_out.len()), (0, 3), "nobody is told twice");
    desk.discard(&drafted.notifications[..1], "a mistake", "aoki").await.unwrap();
    assert_eq!(desk.draft(&ids, None, "aoki").await.unwrap().notifications.len(), 1);
    assert!(desk.discard(&drafted.notifications[..1], "", "aoki").await.is_err(), "it is no draft any more");
    assert_eq!(desk.notifications_about(ids[0]).await.unwrap().len(), 2);
}

#[tokio::test]
async fn many_incidents_travel_as_a_table_that_runs_nothing() {
    let world = World::new().await;
    contact(&world.desk, "en@example.net", "example", Lang::En).await;
    let mut list = "date,URL,description\n".to_owned();
    for i in 0..12 {
        list += &format!("2020/01/02 10:00:00,http://s{i}.example/login?x=%0d%0aBcc:%20y,=HYPERLINK(1)\n");
    }
    let arrival = Arrival {
        content: Content::Bytes(list.into_bytes()),
        name: String::new(),
        channel: None,
        when: When::Said,
        receipt: None,
    };
    let message = world.desk.receive(vec![arrival]).await.unwrap()[0].message;
    let query = IncidentQuery { message: Some(message), ..Default::default() };
    let list = world.desk.incidents(&query, Page::default()).await.unwrap();
    let ids: Vec<i64> = list.iter().map(|one| one.id).collect();
    let drafted = world.desk.draft(&ids, None, "aoki").await.unwrap();
    let details = world.desk.notification(drafted.notifications[0]).await.unwrap();
    assert_eq!(details.incidents.len(), 12);
    assert_eq!(details.attachment.lines().count(), 13);
    assert!(!details.body.contains("http://"), "no link lives: {}", details.body);
    assert!(details.body.contains("hxxp://") && details.body.contains("A table with all 12"));
    assert!(!details.body.contains("2020-01-02"), "a time without a known zone is not told");
    assert_eq!(details.notification.template, "phishing");
}

#[tokio::test]
async fn header_fields_come_from_us_alone() {
    let world = World::new().await;
    let id = one_draft(&world, "abuse@example.net").await;
    let evil = "x\r\nBcc: all@example.org\r\n\r\nbody".to_owned();
    let edit = Edit { subject: Some(evil.clone()), ..Edit::default() };
    world.desk.edit_notification(id, edit, "aoki").await.unwrap();
    for wrong in ["a@example.net\r\nBcc: b@example.org", "a b@example.net", "a@example.net, b@example.org", ""] {
        let edit = Edit { recipients: Some(vec![wrong.to_owned()]), ..Edit::default() };
        assert!(world.desk.edit_notification(id, edit, "aoki").await.is_err(), "{wrong:?}");
    }
    let edit = Edit { body: Some("text\r\n.\r\nMAIL FROM:<x@example.org>\r\n".to_owned()), ..Edit::default() };
    world.desk.edit_notification(id, edit, "aoki").await.unwrap();
    assert_eq!(world.desk.approve(&[id], "aoki").await.unwrap().approved, [id]);
    let folder = world.folder.path().join("out");
    let round = world.desk.send_due(&Folder::new(&folder), 10).await.unwrap();
    assert_eq!(round.sent, [id]);
    let bytes = std::fs::read(folder.join(format!("notification-{id}.eml"))).unwrap();
    let read = mail::read(&bytes);
    assert_eq!(read.header("bcc"), None);
    assert_eq!(read.subject, format!("x Bcc: all@example.org body [HINOMI#{id}]"));
    assert_eq!(read.header("x-hinomi-loop"), Some("csirt.example"));
    assert_eq!(read.header("auto-submitted"), None, "a person approved it");
    assert_eq!(read.to.len(), 1);
    let details = world.desk.notification(id).await.unwrap();
    let sha256 = details.notification.sha256.unwrap();
    let kept = world.folder.path().join("originals").join(&sha256[..2]).join(&sha256);
    assert_eq!(std::fs::read(kept).unwrap(), bytes, "what went out is what was kept");
    let what: Vec<&str> = details.history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(what, ["draft", "edit", "edit", "approve", "send"]);
    assert!(world.desk.edit_notification(id, Edit::default(), "aoki").await.is_err(), "what is sent stays");
    let again = world.desk.approve(&[id, 999], "aoki").await.unwrap();
    assert_eq!((again.approved.len(), again.refused.len()), (0, 2));
}

#[tokio::test]
async fn a_text_reaches_nothing_but_its_values() {
    let world = World::new().await;
    let desk = &world.desk;
    let deep = format!("{}x{}", "{% if count %}".repeat(200), "{% endif %}".repeat(200));
    let loops = "{% for a in incidents %}{% for b in evidence %}".repeat(9) + "x" + &"{% endfor %}{% endfor %}".repeat(9);
    let long = format!("{}{}", "{% for a in incidents %}".repeat(15), "y".repeat(18_000)) + &"{% endfor %}".repeat(15);
    for evil in [
        "{{ self.__class__ }}",
        "{{ contact.__class__.__mro__ }}",
        "{{ incidents[0] }}",
        "{% include 'other' %}",
        "{% include 'other' ignore missing %}",
        "{% import 'other' as o %}",
        "{% extends 'other' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set x = contact %}{{ x }}",
        "{% set x %}a{% endset %}",
        "{% with x = 1 %}{{ x }}{% endwith %}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ contact ~ contact }}",
        "{{ contact + contact }}",
        "{{ contact.upper() }}",
        "{{ debug() }}",
        "{{ nothing }}",
        "{{ contact | indent(1000000000) }}",
        "{{ [contact, contact] }}",
        "{{ contact[0:1] }}",
        "{% filter upper %}a{% endfilter %}",
        "{% for a in incidents recursive %}{{ loop(incidents) }}{% endfor %}",
        "{% for a in incidents %}{{ loop.index }}{% endfor %}",
        "{% if %}",
        "{{",
        &deep,
        &loops,
        &long,
        &"a".repeat(20_001),
    ] {
        let result = desk.change_template("scan", Lang::En, "subject", evil, "aoki").await;
        let said = result.unwrap_err().to_string();
        assert!(said.contains("line 1"), "{evil:.60}: {said}");
        assert!(desk.change_template("scan", Lang::En, evil, "body", "aoki").await.is_err(), "{evil:.60}");
    }
    let error = desk.preview_template("s", "one\ntwo {{ nothing }}", Lang::En).unwrap_err().to_string();
    assert!(error.contains("line 2"), "{error}");
    assert!(desk.change_template("nothing", Lang::En, "a", "b", "aoki").await.is_err());
}

#[tokio::test]
async fn texts_are_changed_with_their_history_and_taken_back() {
    let world = World::new().await;
    let desk = &world.desk;
    for text in desk.templates().await.unwrap() {
        let preview = desk.preview_template(&text.subject, &text.body, text.lang).unwrap();
        assert!(!preview.subject.contains('{') && !preview.body.contains("\n\n\n"), "{} {}\n{}", text.name, text.lang, preview.body);
        assert!(preview.body.contains("192.0.2.1"), "{} {}", text.name, text.lang);
    }
    let built_in = desk.template("scan", Lang::En).await.unwrap();
    let body = "Hello {{ contact }}\n{% for line in incidents %}\n{{ line }}\n{% endfor %}\n";
    desk.change_template("scan", Lang::En, "Ours: {{ subjects | first }}\r\nBcc: x", body, "aoki").await.unwrap();
    let id = one_draft(&world, "abuse@example.net").await;
    let details = desk.notification(id).await.unwrap();
    assert_eq!(details.notification.subject, "Ours: 192.0.2.1 Bcc: x");
    assert_eq!(details.body, "Hello abuse@example.net\n  192.0.2.1\n");
    assert!(details.notification.template.starts_with("scan, version"));
    desk.reset_template("scan", Lang::En, "baba").await.unwrap();
    assert_eq!(desk.template("scan", Lang::En).await.unwrap(), built_in);
    let versions = desk.template_versions("scan", Lang::En).await.unwrap();
    assert_eq!(versions.iter().map(|one| one.who.as_str()).collect::<Vec<_>>(), ["baba", "aoki"]);
}
