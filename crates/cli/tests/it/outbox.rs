//! `hinomi incident send`: what was approved goes out once, or stands in doubt, whatever kills the program.
//!
//! `cargo xtask soak sending` runs it with more kills, by HINOMI_SOAK_KILLS.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use desk::App;
use incident::intake::Arrival;
use incident::notify::{Notification, NotificationQuery, NotificationState};
use incident::{IncidentQuery, Page};
use kernel::FixedClock;

use crate::sink::Sink;
use crate::world::{World, draw, kills};

/// Notifications for each kill. A kill that comes after all were sent is worth nothing.
const EACH_KILL: usize = 30;
/// A kill comes at most so many milliseconds after the mail server was reached.
const LATEST: u64 = 400;
/// Of the moments.
const SEED: u64 = 20_080_108;
/// When the notifications were approved: long before the machine's own present.
const APPROVED: &str = "2008-04-07T00:00:00Z";
/// A time at which nobody can be sending any more: long after it.
const LATER: &str = "2100-01-01T00:00:00Z";

async fn open(world: &World, at: &str) -> App {
    App::open(&world.data(), Arc::new(FixedClock::new(at.parse().unwrap()))).await.unwrap()
}

/// `number` approved notifications, each to a contact of its own.
async fn prepare(world: &World, number: usize) {
    let app = open(world, APPROVED).await;
    let mut book = "name,organisation,addresses,lang,kind,country,scopes\n".to_owned();
    let mut mails = Vec::with_capacity(number);
    for one in 1..=number {
        writeln!(book, "desk {one},Network {one},abuse{one}@example.net,en,network,,2001:db8::{one:x}")
            .unwrap();
        mails.push(Arrival::mail(
            format!(
                "From: reporter@example.jp\r\nTo: desk@csirt.example\r\nSubject: scan {one}\r\n\
                 Message-ID: <{one}@example.jp>\r\n\r\n2008-04-01T09:00:00+09:00 scan from 2001:db8::{one:x} port 22\r\n"
            )
            .into_bytes(),
        ));
    }
    let imported = app.incident.import_contacts(&book, "aoki").await.unwrap();
    assert_eq!((imported.added, imported.problem_count), (number as u64, 0), "{:?}", imported.problems);
    app.incident.receive(mails).await.unwrap();
    let all = Page { before: None, limit: 1_000_000 };
    let incidents = app.incident.incidents(&IncidentQuery::default(), all).await.unwrap();
    let incidents: Vec<i64> = incidents.iter().map(|incident| incident.id).collect();
    let drafted = app.incident.draft(&incidents, None, "aoki").await.unwrap();
    assert_eq!(drafted.notifications.len(), number, "{drafted:?}");
    let approved = app.incident.approve(&drafted.notifications, "aoki").await.unwrap();
    assert_eq!(approved.approved.len(), number, "{:?}", approved.refused);
}

/// All notifications, as the desk has them.
async fn notifications(app: &App) -> Vec<Notification> {
    app.incident.notifications(&NotificationQuery::default(), None, 1_000_000).await.unwrap()
}

/// None went out twice, and each that the desk holds for sent went out.
fn compare(
    notifications: &[Notification],
    taken: &BTreeMap<String, usize>,
    when: &str,
) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    let mut ours = 0;
    for one in notifications {
        let times = taken.get(one.message_id.as_deref().unwrap()).copied().unwrap_or(0);
        ours += times;
        let right = match one.state {
            NotificationState::Approved => times == 0,
            NotificationState::Sent => times == 1,
            // Nobody knows, and it is seen that nobody knows.
            NotificationState::Sending | NotificationState::InDoubt => times <= 1,
            _ => false,
        };
        assert!(
            right,
            "notification {} is {} and came {times} times, {when}, seed {SEED}",
            one.id, one.state
        );
        *states.entry(one.state.name().to_owned()).or_default() += 1;
    }
    assert_eq!(
        ours,
        taken.values().sum::<usize>(),
        "the mail server has nothing that the desk does not know"
    );
    states
}

#[tokio::test]
async fn no_kill_sends_a_notification_twice_or_loses_one() {
    let kills = kills();
    let number = kills * EACH_KILL;
    let world = World::new();
    let sink = Sink::start(SEED);
    world.file(
        "data/settings.toml",
        format!(
            "[mail]\nfrom = \"desk@csirt.example\"\n\
             smtp = {{ host = \"127.0.0.1\", port = {}, tls = \"none\" }}\n",
            sink.port
        ),
    );
    prepare(&world, number).await;

    let (mut random, mut in_time) = (SEED, 0);
    for kill in 1..=kills {
        let before = sink.connections();
        let mut child = world.command("incident send").spawn().unwrap();
        // Every fourth is killed before it can have reached the mail server for long.
        while kill % 4 != 0 && sink.connections() == before && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(draw(&mut random, LATEST * 1000)));
        in_time += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // As often as not it is looked at between two kills; opening the desk must not be what heals it.
        if kill % 2 == 0 {
            let app = open(&world, APPROVED).await;
            compare(&notifications(&app).await, &sink.taken(), &format!("after kill {kill}"));
        }
    }

    // Undisturbed, all that is not in doubt goes out. A turn sends so many at most.
    let mut turns = 0;
    let (states, in_flight) = loop {
        world.run("incident send");
        let app = open(&world, APPROVED).await;
        let notifications = notifications(&app).await;
        let states = compare(&notifications, &sink.taken(), "at the end");
        let newest = notifications.iter().filter(|one| one.state == NotificationState::Sending).count();
        if !states.contains_key("approved") {
            break (states, newest);
        }
        turns += 1;
        assert!(turns <= number / 100 + 2, "an undisturbed program gets rid of everything: {states:?}");
    };
    assert!(in_flight <= kills, "a kill leaves one message at most in doubt: {states:?}");

    // What no program is sending any more stands in doubt, for a person to decide.
    let app = open(&world, LATER).await;
    assert_eq!(app.incident.find_doubts().await.unwrap().len(), in_flight);
    let states = compare(&notifications(&app).await, &sink.taken(), "when doubts were found");
    assert_eq!(states.get("in-doubt").copied().unwrap_or(0), in_flight, "{states:?}");
    assert_eq!(states.values().sum::<usize>(), number);
    println!(
        "{kills} kills, {in_time} while it worked; of {number} notifications {states:?}; none came twice"
    );
}
