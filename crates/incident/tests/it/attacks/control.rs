//! Class 3: a mail, or a form, that gives orders to the program (RT CVE-2023-41259, -41260).

use incident::decide::Entry;
use incident::form::{FormReport, Happened};
use incident::intake::{Arrival, Content, When};
use incident::notify::{Folder, NotificationState};
use incident::{Channel, Disposition, MessageQuery, MessageState, Page};
use kernel::Lang;

use super::one_draft;
use crate::world::World;

async fn state(world: &World, id: i64) -> NotificationState {
    world.desk.notification(id).await.unwrap().notification.state
}

/// A notification that waits in the outbox.
async fn approved() -> (World, i64) {
    let world = World::new().await;
    let id = one_draft(&world).await;
    assert_eq!(world.desk.approve(&[id], "aoki").await.unwrap().approved, [id]);
    (world, id)
}

/// An answer and a bounce by somebody who guesses number and recipient.
fn guesses(id: i64) -> [String; 2] {
    [
        format!("From: abuse@example.net\nSubject: Re: scan [HINOMI#{id}]\n\nDone.\n"),
        format!(
            "From: MAILER-DAEMON@example.net\nReturn-Path: <>\nSubject: Undelivered Mail Returned to Sender [HINOMI#{id}]\n\
             Auto-Submitted: auto-replied\n\n<abuse@example.net>: 550 5.1.1 unknown user\n"
        ),
    ]
}

#[tokio::test]
async fn a_guessed_number_keeps_no_notification_from_going_out() {
    let (world, id) = approved().await;
    for mail in guesses(id) {
        world.receive(&mail).await;
        assert_eq!(state(&world, id).await, NotificationState::Approved, "{mail}");
    }
    let folder = Folder::new(world.folder.path().join("out"));
    assert_eq!(world.desk.send_due(&folder, 10).await.unwrap().sent, [id]);
    // Once it is out, the same words are what an answer says.
    world.receive(&guesses(id)[0].replace("Done.", "Done now.")).await;
    assert_eq!(state(&world, id).await, NotificationState::Answered);
}

#[tokio::test]
async fn our_own_header_fields_are_nothing_from_outside() {
    let (world, id) = approved().await;
    let mail = format!(
        "From: evil@evil.example\nSubject: scan\nMessage-ID: <notification.{id}.0000000000@csirt.example>\n\
         X-Receipt: 20080407-00000-00000\nX-Hinomi-Decided-By: kanri\nX-Hinomi-Disposition: thanks\n\
         X-Hinomi-Channel: fax\nX-RT-Command: close\nX-Hinomi-Role: admin\nIn-Reply-To: <notification.{id}@csirt.example>\n\
         References: <notification.{id}.@csirt.example> <notification.{id}.%@csirt.example>\n\nAttack source: 192.0.2.9\n"
    );
    let message = world.receive(&mail).await.message;
    let message = world.desk.message(message).await.unwrap();
    assert_eq!((message.channel, message.disposition), (Channel::Mail, Disposition::Report));
    assert_eq!((message.receipt, message.decided_by, message.notification), (None, None, None));
    assert_eq!(state(&world, id).await, NotificationState::Approved);
    assert_eq!(world.desk.received_under("20080407-00000-00000").await.unwrap(), None);
}

#[tokio::test]
async fn a_form_answers_no_notification_and_is_no_program() {
    let (world, id) = approved().await;
    let folder = Folder::new(world.folder.path().join("out"));
    world.desk.send_due(&folder, 10).await.unwrap();
    let sent = world.desk.notification(id).await.unwrap().notification.message_id.unwrap();
    for (number, description) in [
        format!("[HINOMI#{id}]"),
        format!("<{sent}>"),
        "Automatic reply: Out of Office".to_owned(),
        "自動返信".to_owned(),
        "Undelivered Mail Returned to Sender\r\nX-Hinomi-Loop: csirt.example".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let form = FormReport {
            mail: "abuse@example.net".to_owned(),
            happened: Some(Happened::Scan),
            description: description.clone(),
            sources: if number == 1 { vec!["192.0.2.44".to_owned()] } else { Vec::new() },
            ..FormReport::default()
        };
        let entry = Entry {
            form,
            lang: Lang::En,
            files: Vec::new(),
            channel: Channel::Form,
            received: None,
            receipt: None,
        };
        let arrived = world.desk.enter(entry).await.unwrap();
        let message = world.desk.message(arrived.message).await.unwrap();
        assert_eq!((message.notification, message.state), (None, MessageState::Open), "{description}");
    }
    assert_eq!(state(&world, id).await, NotificationState::Sent);
}

#[tokio::test]
async fn bytes_choose_neither_their_place_nor_their_number() {
    let world = World::new().await;
    let names = ["../../../etc/passwd", "/etc/passwd", "a\0b", "..\\..\\hinomi.db", "con", ""];
    for name in names {
        let mail = format!(
            "From: a@b.example\nSubject: {}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
             Content-Disposition: attachment; filename=\"{name}\"\nContent-Type: application/zip; name=\"{name}\"\n\nx\n--b--\n",
            name.len()
        );
        let arrival = Arrival {
            content: Content::Bytes(mail.replace('\n', "\r\n").into_bytes()),
            name: name.to_owned(),
            channel: None,
            when: When::Now,
            receipt: None,
        };
        let arrived = world.desk.receive(vec![arrival]).await.unwrap().remove(0);
        for number in ["../1", "1/../../x", "", "0", "-1", "1.1.1", "９", "1\0"] {
            let found = world.desk.attachment(arrived.message, number).await;
            assert!(found.is_err(), "{name:?} {number:?}");
        }
        assert_eq!(world.desk.attachment(arrived.message, "1").await.unwrap().bytes, b"x");
    }
    // What lies in the folder is named by its hash, and nothing lies beside the folder.
    let mut files = vec![world.folder.path().to_owned()];
    let mut found = 0;
    while let Some(path) = files.pop() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if !name.starts_with("hinomi.db") {
            assert!(name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
            found += 1;
        }
    }
    let all = world.desk.messages(&MessageQuery::default(), Page::default()).await.unwrap();
    assert_eq!(found, all.len());
}
