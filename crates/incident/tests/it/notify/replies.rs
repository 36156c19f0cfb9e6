//! Answers, bounces, and what happens when neither comes.

use incident::notify::{Edit, Folder, NotificationState, NotifyConfig, Purpose};
use incident::{IncidentQuery, Page};
use jiff::ToSpan;
use kernel::{Calendar, Clock as _};

use super::one_draft;
use crate::world::{World, open_with};

/// A world in which one notification went out, its number, and the message.
async fn sent() -> (World, i64, mail::Message) {
    let mut world = World::new().await;
    let notify =
        NotifyConfig { from: "desk@csirt.example".to_owned(), own_sender: true, ..NotifyConfig::default() };
    world.desk = open_with(&world.folder, &world.clock, notify).await;
    let id = one_draft(&world, "abuse@example.net").await;
    world.desk.approve(&[id], "aoki").await.unwrap();
    let folder = world.folder.path().join("out");
    world.desk.send_due(&Folder::new(&folder), 10).await.unwrap();
    let bytes = std::fs::read(folder.join(format!("notification-{id}.eml"))).unwrap();
    (world, id, mail::read(&bytes))
}

#[tokio::test]
async fn answers_and_bounces_find_their_notification() {
    let (world, id, message) = sent().await;
    let ours = message.message_id.clone().unwrap();
    let secret = ours.split('.').nth(2).unwrap().split('@').next().unwrap()[..8].to_owned();
    let other = format!("notification.{id}.0000000000@csirt.example");
    let check = async |text: String, nature: mail::Nature, expect: Option<i64>| {
        let mut message = mail::read(text.replace('\n', "\r\n").as_bytes());
        message.nature = nature;
        assert_eq!(world.desk.match_reply(&message).await.unwrap(), expect, "{text}");
    };
    use mail::Nature::{Bounce, Person};
    check(format!("From: a@b.example\nIn-Reply-To: <{ours}>\n\nok\n"), Person, Some(id)).await;
    check(format!("From: a@b.example\nReferences: <x@y> <{ours}>\n\nok\n"), Person, Some(id)).await;
    check(format!("From: a@b.example\nIn-Reply-To: <{other}>\n\nok\n"), Person, None).await;
    check(format!("From: MAILER-DAEMON@b.example\n\nMessage-ID: <{ours}>\nfailed\n"), Bounce, Some(id)).await;
    check(format!("From: MAILER-DAEMON@b.example\n\nMessage-ID: <{other}>\nfailed\n"), Bounce, None).await;
    check(format!("From: a@b.example\nTo: desk+n{id}.{secret}@csirt.example\n\nx\n"), Bounce, Some(id)).await;
    check(format!("From: a@b.example\nTo: desk+n{id}.00000000@csirt.example\n\nx\n"), Bounce, None).await;
    check(format!("From: noc@example.net\nSubject: Re: x [HINOMI#{id}]\n\nx\n"), Person, Some(id)).await;
    check(format!("From: noc@sub.example.net\nSubject: Re: x [HINOMI#{id}]\n\nx\n"), Person, Some(id)).await;
    check(format!("From: evil@example.org\nSubject: Re: x [HINOMI#{id}]\n\nx\n"), Person, None).await;
    check("From: noc@example.net\nSubject: Re: x [HINOMI#999]\n\nx\n".to_owned(), Person, None).await;
    check(
        format!("From: x@y.example\nSubject: [HINOMI#{id}]\n\n<Abuse@example.net>: unknown\n"),
        Bounce,
        Some(id),
    )
    .await;
    check(format!("From: x@y.example\nSubject: [HINOMI#{id}]\n\n<b@example.org>: unknown\n"), Bounce, None)
        .await;
    check("From: a@b.example\nSubject: scan\n\n192.0.2.1\n".to_owned(), Person, None).await;
}

#[tokio::test]
async fn nobody_is_reminded_too_early_too_often_or_after_an_answer() {
    let (world, id, message) = sent().await;
    let calendar = Calendar::weekdays();
    let desk = &world.desk;
    let remind = async || desk.draft_reminders(&calendar, "system").await.unwrap();
    let send = async |ids: &[i64]| {
        assert_eq!(desk.approve(ids, "aoki").await.unwrap().approved, ids);
        let folder = world.folder.path().join("out");
        assert_eq!(desk.send_due(&Folder::new(&folder), 10).await.unwrap().sent, ids);
        mail::read(&std::fs::read(folder.join(format!("notification-{}.eml", ids[0]))).unwrap())
    };
    // Monday 7 April: the seventh business day after it is Wednesday 16 April.
    world.clock.set(world.clock.now() + 200.hours());
    assert_eq!(remind().await, [0_i64; 0]);
    world.clock.set("2008-04-16T10:00:00+09:00".parse().unwrap());
    let first = remind().await;
    assert_eq!(first.len(), 1);
    assert_eq!(remind().await, [0_i64; 0], "one is drafted already");
    let details = desk.notification(first[0]).await.unwrap();
    assert_eq!((details.notification.purpose, details.notification.reminds), (Purpose::Reminder, Some(id)));
    assert!(
        details.body.contains("192.0.2.1") && details.body.contains("2008-04-07T00:00:00+09:00"),
        "{}",
        details.body
    );
    let reminder = send(&first).await;
    assert_eq!(reminder.answers, [message.message_id.clone().unwrap()]);
    assert_eq!(remind().await, [0_i64; 0]);
    world.clock.set("2008-04-25T10:00:00+09:00".parse().unwrap());
    let second = remind().await;
    send(&second).await;
    world.clock.set("2008-06-25T10:00:00+09:00".parse().unwrap());
    assert_eq!(remind().await, [0_i64; 0], "twice is enough");
    let quarter = kernel::Period::quarter_of(jiff::civil::date(2008, 4, 1));
    let counted = desk.counted_notifications(quarter).unwrap();
    assert_eq!(desk.count_notifications(&counted).await.unwrap(), 1, "reminders are counted apart");
}

#[tokio::test]
async fn an_answer_ends_the_reminders_and_a_bounce_is_shown() {
    let (world, id, message) = sent().await;
    let ours = message.message_id.unwrap();
    let desk = &world.desk;
    let now = world.clock.now();
    desk.note_answer(id, incident::notify::Answered::AutoReply, now).await.unwrap();
    let state = async || desk.notification(id).await.unwrap().notification.state;
    assert_eq!(state().await, NotificationState::Sent, "a program's answer answers nothing");
    desk.note_answer(id, incident::notify::Answered::Bounce, now).await.unwrap();
    assert_eq!(state().await, NotificationState::Bounced);
    desk.note_answer(id, incident::notify::Answered::Reply, now).await.unwrap();
    assert_eq!(state().await, NotificationState::Answered);
    world.clock.set("2008-06-25T10:00:00+09:00".parse().unwrap());
    assert_eq!(desk.draft_reminders(&Calendar::weekdays(), "system").await.unwrap(), [0_i64; 0]);
    let query = IncidentQuery { state: Some(incident::IncidentState::Notified), ..Default::default() };
    assert_eq!(desk.incidents(&query, Page::default()).await.unwrap().len(), 1);
    assert!(ours.starts_with(&format!("notification.{id}.")));
    assert!(desk.edit_notification(id, Edit::default(), "aoki").await.is_err());
}
