//! What is approved goes out once, or stands in doubt.

use std::path::Path;

use incident::notify::{
    Decision, Folder, NotificationQuery, NotificationState, Outbound, Purpose, Sending, Session, Transport,
};
use incident::{IncidentQuery, IncidentState, Service};
use jiff::ToSpan;
use kernel::{Clock as _, Lang, Period};
use mail::{SendError, SmtpServer};

use super::sink::Sink;
use super::{contact, incidents, one_draft};
use crate::world::{self, World};

async fn state(desk: &Service, id: i64) -> NotificationState {
    desk.notification(id).await.unwrap().notification.state
}

/// Approves one draft to `address`, and sends it to the sink.
async fn send_one(address: &str) -> (World, Sink, i64) {
    let world = World::new().await;
    let id = one_draft(&world, address).await;
    assert_eq!(world.desk.approve(&[id], "aoki").await.unwrap().approved, [id]);
    let sink = Sink::start().await;
    world.desk.send_due(&SmtpServer::local(sink.port), 10).await.unwrap();
    (world, sink, id)
}

#[tokio::test]
async fn what_the_server_takes_is_sent_and_counted() {
    let (world, sink, id) = send_one("abuse@example.net").await;
    assert_eq!(state(&world.desk, id).await, NotificationState::Sent);
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    let details = world.desk.notification(id).await.unwrap();
    assert!(messages[0].contains(&format!("<{}>", details.notification.message_id.unwrap())));
    assert!(details.reply.contains("queued as ABC"), "{}", details.reply);
    let query = IncidentQuery { state: Some(IncidentState::Notified), ..Default::default() };
    assert_eq!(world.desk.count_incidents(&query).await.unwrap(), 1);
    let quarter = Period::quarter_of(jiff::civil::date(2008, 4, 7));
    let statistics = world.desk.statistics(quarter).await.unwrap();
    assert_eq!(statistics.months.iter().map(|month| month.notifications).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(world.desk.send_due(&SmtpServer::local(sink.port), 10).await.unwrap(), Default::default());
    assert_eq!(sink.messages().len(), 1, "nothing is sent twice");
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_and_again_but_not_for_ever() {
    for address in ["greylisted@example.net", "full@example.net", "vanish@example.net"] {
        let (world, sink, id) = send_one(address).await;
        let server = SmtpServer::local(sink.port);
        assert_eq!(state(&world.desk, id).await, NotificationState::Approved, "{address}");
        let next = world.desk.notification(id).await.unwrap().next.unwrap();
        assert!(next > world.clock.now());
        assert_eq!(
            world.desk.send_due(&server, 10).await.unwrap(),
            Default::default(),
            "not before its time"
        );
        for _ in 0..20 {
            world.clock.set(world.clock.now() + 9.hours());
            world.desk.send_due(&server, 10).await.unwrap();
        }
        assert_eq!(state(&world.desk, id).await, NotificationState::Failed, "{address}");
        assert_eq!(world.desk.notification(id).await.unwrap().attempts, 17);
    }
}

#[tokio::test]
async fn what_is_refused_for_good_has_failed() {
    for address in ["unknown@example.net", "refused@example.net"] {
        let (world, _sink, id) = send_one(address).await;
        assert_eq!(state(&world.desk, id).await, NotificationState::Failed, "{address}");
        let details = world.desk.notification(id).await.unwrap();
        assert!(details.reply.contains("5."), "{}", details.reply);
        assert_eq!(
            world
                .desk
                .count_notifications(
                    &world
                        .desk
                        .counted_notifications(Period::quarter_of(jiff::civil::date(2008, 4, 7)))
                        .unwrap()
                )
                .await
                .unwrap(),
            0
        );
        world.desk.decide_outbox(id, Decision::Discard, "aoki").await.unwrap();
        assert_eq!(state(&world.desk, id).await, NotificationState::Discarded);
    }
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_dot_leaves_it_in_doubt() {
    let (world, sink, id) = send_one("dropped@example.net").await;
    assert_eq!(state(&world.desk, id).await, NotificationState::InDoubt);
    assert_eq!(sink.messages().len(), 1, "it was taken after all");
    world.clock.set(world.clock.now() + 90.hours());
    world.desk.send_due(&SmtpServer::local(sink.port), 10).await.unwrap();
    assert_eq!(sink.messages().len(), 1, "nobody sends it again by himself");
    world.desk.decide_outbox(id, Decision::Resend, "aoki").await.unwrap();
    world.desk.send_due(&SmtpServer::local(sink.port), 10).await.unwrap();
    let messages = sink.messages();
    assert_eq!(messages[0], messages[1], "the second copy is the first, Message-ID and all");
    world.desk.decide_outbox(id, Decision::WasSent, "aoki").await.unwrap();
    assert_eq!(state(&world.desk, id).await, NotificationState::Sent);
    assert!(world.desk.decide_outbox(id, Decision::Resend, "aoki").await.is_err(), "it is in doubt no more");
}

#[tokio::test]
async fn one_recipient_of_two_is_said() {
    let world = World::new().await;
    let id = one_draft(&world, "abuse@example.net").await;
    let recipients = Some(vec!["unknown@example.net".to_owned(), "abuse@example.net".to_owned()]);
    let edit = incident::notify::Edit { recipients, ..Default::default() };
    world.desk.edit_notification(id, edit, "aoki").await.unwrap();
    world.desk.approve(&[id], "aoki").await.unwrap();
    let sink = Sink::start().await;
    assert_eq!(world.desk.send_due(&SmtpServer::local(sink.port), 10).await.unwrap().sent, [id]);
    assert!(world.desk.notification(id).await.unwrap().reply.contains("not to unknown@example.net"));
}

#[tokio::test]
async fn without_a_server_everything_waits() {
    let world = World::new().await;
    let id = one_draft(&world, "abuse@example.net").await;
    world.desk.approve(&[id], "aoki").await.unwrap();
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let round = world.desk.send_due(&SmtpServer::local(port), 10).await.unwrap();
    assert!(round.unreachable.is_some());
    assert_eq!(round.later, [id]);
    assert_eq!(state(&world.desk, id).await, NotificationState::Approved);
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_message_and_no_password() {
    let sink = Sink::start().await;
    let server = SmtpServer {
        tls: mail::SmtpTls::StartTls,
        credentials: Some(("user".to_owned(), "secret".to_owned())),
        ..SmtpServer::local(sink.port)
    };
    assert!(matches!(server.connect().await, Err(SendError::Connection(_))));
    let elsewhere = SmtpServer { tls: mail::SmtpTls::None, host: "mail.example".to_owned(), ..server };
    assert!(matches!(elsewhere.connect().await, Err(SendError::Connection(_))));
    assert!(!format!("{elsewhere:?}").contains("secret"));
}

/// A transport in which the process dies: at the connection, before the message is handed over, or after.
#[derive(Debug, Clone, Copy)]
struct Deadly {
    at_connection: bool,
    taken: bool,
}

struct Dying(Deadly, std::path::PathBuf);

#[derive(Debug)]
struct Kill(Deadly, std::path::PathBuf);

impl Transport for Kill {
    fn open(&self) -> Sending<'_, Box<dyn Session>> {
        Box::pin(async {
            if self.0.at_connection {
                std::future::pending::<()>().await;
            }
            Ok(Box::new(Dying(self.0, self.1.clone())) as Box<dyn Session>)
        })
    }
}

impl Session for Dying {
    fn send<'a>(&'a mut self, message: &'a Outbound) -> Sending<'a, mail::Accepted> {
        Box::pin(async {
            if self.0.taken {
                std::fs::write(self.1.join("taken.eml"), &message.bytes).unwrap();
            }
            std::fs::write(self.1.join("reached"), b"").unwrap();
            std::future::pending().await
        })
    }

    fn is_broken(&self) -> bool {
        false
    }

    fn close(self: Box<Self>) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async {})
    }
}

/// Sends until the transport hangs, and drops everything there: as a kill does, nothing is written any more.
async fn killed(world: &World, how: Deadly) {
    let path = world.folder.path().to_owned();
    let transport = Kill(how, path.clone());
    let reached = async {
        let wait = if how.at_connection { 200 } else { 10_000 };
        for _ in 0..wait / 10 {
            if Path::new(&path).join("reached").exists() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        _ = world.desk.send_due(&transport, 10) => panic!("it should hang"),
        () = reached => {}
    }
}

#[tokio::test]
async fn after_a_kill_a_message_is_unsent_or_in_doubt_and_never_sent_twice_unasked() {
    for (at_connection, taken) in [(true, false), (false, false), (false, true)] {
        let world = World::new().await;
        let id = one_draft(&world, "abuse@example.net").await;
        world.desk.approve(&[id], "aoki").await.unwrap();
        killed(&world, Deadly { at_connection, taken }).await;
        let desk = world::open(&world.folder, &world.clock).await;
        let sink = Sink::start().await;
        let server = SmtpServer::local(sink.port);
        if at_connection {
            assert_eq!(desk.send_due(&server, 10).await.unwrap().sent, [id], "nobody had heard of it yet");
            continue;
        }
        assert_eq!(state(&desk, id).await, NotificationState::Sending);
        assert_eq!(
            desk.send_due(&server, 10).await.unwrap().in_doubt,
            [0_i64; 0],
            "somebody may be sending it"
        );
        world.clock.set(world.clock.now() + 31.minutes());
        assert_eq!(desk.send_due(&server, 10).await.unwrap().in_doubt, [id]);
        assert_eq!(state(&desk, id).await, NotificationState::InDoubt);
        assert_eq!(sink.messages().len(), 0);
        desk.decide_outbox(id, Decision::Resend, "aoki").await.unwrap();
        assert_eq!(desk.send_due(&server, 10).await.unwrap().sent, [id]);
        if taken {
            let first = std::fs::read(world.folder.path().join("taken.eml")).unwrap();
            let header = |bytes: &[u8]| mail::read(bytes).message_id.unwrap();
            assert_eq!(header(&first), header(sink.messages()[0].as_bytes()));
        }
    }
}

#[tokio::test]
async fn five_thousand_are_approved_at_once_and_go_out_over_one_connection() {
    let world = World::new().await;
    let desk = &world.desk;
    let mut book = "name,addresses,scopes\n".to_owned();
    let mut addresses = Vec::new();
    for i in 0..5000_u32 {
        let address = std::net::Ipv4Addr::from_bits((198 << 24) | (18 << 16) | i).to_string();
        book += &format!("c{i},c{i}@example.net,{address}\n");
        addresses.push(address);
    }
    assert_eq!(desk.import_contacts(&book, "aoki").await.unwrap().added, 5000);
    let ids = incidents(&world, &addresses).await;
    let drafted = desk.draft(&ids, None, "aoki").await.unwrap();
    assert_eq!(drafted.notifications.len(), 5000);
    let approved = desk.approve(&drafted.notifications, "aoki").await.unwrap();
    assert_eq!((approved.approved.len(), approved.refused.len()), (5000, 0));
    let sink = Sink::start().await;
    // Each message waits for the disk once; some hundreds show what five thousand would.
    let round = desk.send_due(&SmtpServer::local(sink.port), 300).await.unwrap();
    assert_eq!(round.sent, drafted.notifications[..300]);
    let seen = sink.seen.lock().unwrap();
    assert_eq!((seen.connections, seen.messages.len()), (1, 300));
}

#[tokio::test]
async fn a_folder_takes_messages_as_files() {
    let world = World::new().await;
    contact(&world.desk, "abuse@example.net", "192.0.2.0/24", Lang::En).await;
    let ids = incidents(&world, &["192.0.2.1".to_owned(), "192.0.2.2".to_owned()]).await;
    let drafts = world.desk.draft(&ids, None, "aoki").await.unwrap().notifications;
    world.desk.approve(&drafts, "aoki").await.unwrap();
    let folder = world.folder.path().join("out");
    assert_eq!(world.desk.send_due(&Folder::new(&folder), 10).await.unwrap().sent, drafts);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let query = NotificationQuery { purposes: vec![Purpose::Notice], ..Default::default() };
    assert_eq!(world.desk.count_notifications(&query).await.unwrap(), 1);
}

/// A mail server that others wrote (aiosmtpd), where `cargo xtask check` has found it.
#[tokio::test]
async fn a_real_mail_server_takes_it() {
    let Some(program) = std::env::var_os("HINOMI_AIOSMTPD") else {
        println!("left out: there is no aiosmtpd on this machine (HINOMI_AIOSMTPD)");
        return;
    };
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let world = World::new().await;
    let maildir = world.folder.path().join("taken");
    let mut process = std::process::Command::new(program)
        .args(["-n", "-l", &format!("127.0.0.1:{port}"), "-c", "aiosmtpd.handlers.Mailbox"])
        .arg(&maildir)
        .spawn()
        .unwrap();
    let id = one_draft(&world, "abuse@example.net").await;
    world.desk.approve(&[id], "aoki").await.unwrap();
    let mut sent = Vec::new();
    for _ in 0..20 {
        // It has to start first.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        sent = world.desk.send_due(&SmtpServer::local(port), 10).await.unwrap().sent;
        if !sent.is_empty() {
            break;
        }
        world.clock.set(world.clock.now() + 9.hours());
    }
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(sent, [id]);
    let taken: Vec<_> =
        std::fs::read_dir(maildir.join("new")).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(taken.len(), 1);
    let message = mail::read(&std::fs::read(&taken[0]).unwrap());
    let wanted = world.desk.notification(id).await.unwrap().notification.message_id;
    assert_eq!(message.message_id, wanted);
    assert!(message.header("x-mailfrom").is_some_and(|from| from.contains("desk@csirt.example")));
}
