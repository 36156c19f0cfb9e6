//! Class 11: two programs that answer each other for ever.

use incident::notify::{Folder, NotificationQuery, NotificationState};
use incident::{Disposition, MessageState};
use jiff::ToSpan;
use kernel::{Calendar, Clock as _};

use super::one_draft;
use crate::world::World;

#[tokio::test]
async fn an_answer_of_a_program_is_never_answered() {
    let world = World::new().await;
    let id = one_draft(&world).await;
    world.desk.approve(&[id], "aoki").await.unwrap();
    let out = world.folder.path().join("out");
    let folder = Folder::new(&out);
    assert_eq!(world.desk.send_due(&folder, 10).await.unwrap().sent, [id]);
    let ours = world.desk.notification(id).await.unwrap().notification.message_id.unwrap();
    for turn in 0..50 {
        let answer = format!(
            "From: abuse@example.net\nTo: desk@csirt.example\nAuto-Submitted: auto-replied\nIn-Reply-To: <{ours}>\n\
             Subject: Automatic reply: Re: {turn} [HINOMI#{id}]\n\nWe have your message. 192.0.2.1\n"
        );
        let arrived = world.receive(&answer).await;
        assert_eq!((arrived.disposition, arrived.incidents), (Disposition::AutoReply, 0));
        assert_eq!(world.desk.message(arrived.message).await.unwrap().state, MessageState::Closed);
        world.clock.set(world.clock.now() + 1.minutes());
        world.desk.draft_reminders(&Calendar::weekdays(), "system").await.unwrap();
        assert_eq!(world.desk.send_due(&folder, 10).await.unwrap().sent, [0_i64; 0]);
    }
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1, "one message went out");

    // After weeks a reminder is drafted, and stays a draft until a person has seen it.
    world.clock.set(world.clock.now() + (24 * 30).hours());
    assert_eq!(world.desk.draft_reminders(&Calendar::weekdays(), "system").await.unwrap().len(), 1);
    assert_eq!(world.desk.send_due(&folder, 10).await.unwrap().sent, [0_i64; 0]);
    let drafts = NotificationQuery { states: vec![NotificationState::Draft], ..Default::default() };
    assert_eq!(world.desk.count_notifications(&drafts).await.unwrap(), 1);
}

#[tokio::test]
async fn our_own_message_that_comes_back_starts_nothing() {
    let world = World::new().await;
    let id = one_draft(&world).await;
    world.desk.approve(&[id], "aoki").await.unwrap();
    let out = world.folder.path().join("out");
    world.desk.send_due(&Folder::new(&out), 10).await.unwrap();
    let sent =
        std::fs::read_to_string(out.join(format!("notification-{id}.eml"))).unwrap().replace("\r\n", "\n");
    let arrived =
        world.receive(&format!("Received: from a by b; Mon, 7 Apr 2008 00:00:00 +0900\n{sent}")).await;
    assert_eq!((arrived.disposition, arrived.incidents), (Disposition::Loop, 0));
}
