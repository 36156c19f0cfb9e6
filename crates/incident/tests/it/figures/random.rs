//! Half a year at a desk where anything happens: every figure still has the records that it says.

use fetch::{Answer, Hop};
use incident::decide::Classification;
use incident::intake::{Arrival, Content, When};
use incident::notify::{Folder, Found, NotificationQuery, Source};
use incident::{
    Channel, Disposition, Incident, IncidentQuery, Kind, Looker, Looking, MessageQuery, Page, Port,
    Refinement,
};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::{Calendar, Clock, Lang};
use proptest::prelude::*;
use testkit::DataFolder;

use super::check;
use crate::world::World;

/// What happens on a day.
#[derive(Debug, Clone)]
enum Act {
    /// A message comes: the words in it, who sent it, by which way.
    Message { words: Vec<&'static str>, sender: &'static str, channel: Channel },
    /// The nth incident is put under another kind.
    Classify { nth: usize, kind: Kind, refinement: Option<Refinement>, ports: Vec<Port>, many_ports: bool },
    /// The nth incident was none.
    Withdraw(usize),
    /// The one is the same as the other.
    Merge(usize, usize),
    /// The nth message is of another sort.
    Dispose(usize, Disposition),
    /// Somebody is told of the nth incident.
    Notify(usize),
    /// Somebody is reminded.
    Remind,
    /// Every site whose number is below this goes away.
    Down(u8),
}

fn message() -> impl Strategy<Value = Act> {
    let words = prop::sample::select(vec![
        "Port scan from 192.0.2.1 to port 22/tcp.\n",
        "Port scan from 192.0.2.2 to port 80/tcp.\n",
        "Port scan from 192.0.2.2 to port 53/udp and 53/tcp.\n",
        "SSH brute force from 198.51.100.7 port 22.\n",
        "Phishing site: http://s1.example/login\n",
        "Phishing site: http://s2.example/login\n",
        "This site hands out malware: http://s3.example/a.exe\n",
        "The web page http://s4.example/ was defaced.\n",
        "Thank you very much.\n",
        "How do I report an incident?\n",
        "",
    ]);
    let sender = prop::sample::select(vec![
        "From: A <a@reporter.jp>\n",
        "From: b@reporter.org\n",
        "From: c@REPORTER.ORG\n",
        "From: d@reporter.xn--p1ai\n",
        "From: e@[203.0.113.9]\n",
        "From: f@reporter\n",
        "",
    ]);
    (prop::collection::vec(words, 1..4), sender, prop::sample::select(Channel::ALL))
        .prop_map(|(words, sender, channel)| Act::Message { words, sender, channel })
}

fn classification() -> impl Strategy<Value = Act> {
    let port = (prop::sample::select(vec!["tcp", "udp", "", "192.0.2.77"]), 1_u16..5)
        .prop_map(|(protocol, number)| Port { protocol: protocol.to_owned(), number });
    let (kind, later) = (prop::sample::select(Kind::ALL), prop::sample::select(Refinement::ALL));
    let ports = prop::collection::vec(port, 0..12);
    (any::<usize>(), kind, prop::option::of(later), ports, any::<bool>()).prop_map(
        |(nth, kind, refinement, ports, many_ports)| {
            let kind = refinement.map_or(kind, Refinement::kind);
            Act::Classify { nth, kind, refinement, ports, many_ports }
        },
    )
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => message(),
        3 => classification(),
        1 => any::<usize>().prop_map(Act::Withdraw),
        2 => any::<(usize, usize)>().prop_map(|(one, other)| Act::Merge(one, other)),
        1 => (any::<usize>(), prop::sample::select(Disposition::ALL)).prop_map(|(nth, to)| Act::Dispose(nth, to)),
        3 => any::<usize>().prop_map(Act::Notify),
        1 => Just(Act::Remind),
        2 => (0..5_u8).prop_map(Act::Down),
    ]
}

/// The web as it is on a day: sites are named by number.
#[derive(Debug)]
struct Web {
    down_below: u8,
}

impl Looker for Web {
    fn look<'a>(&'a self, url: &'a str) -> Looking<'a> {
        Box::pin(async move {
            let number = url.split_once("://s").and_then(|(_, rest)| rest.get(..1)?.parse().ok());
            let status = if number.is_some_and(|number: u8| number < self.down_below) { 410 } else { 200 };
            let hop = Hop { url: url.to_owned(), status, address: None };
            let body = b"<title>Log in</title><p>Log in".to_vec();
            Ok(Answer { chain: vec![hop], status, address: None, headers: Vec::new(), body, cut: None })
        })
    }
}

async fn incidents(world: &World) -> Vec<Incident> {
    let page = Page { before: None, limit: 10_000 };
    world.desk.incidents(&IncidentQuery::default(), page).await.unwrap()
}

/// The nth of some, counted round.
fn nth<T>(some: &[T], nth: usize) -> Option<&T> {
    some.get(nth.checked_rem(some.len())?)
}

/// Approves and sends whatever is drafted.
async fn send(world: &World, outbox: &DataFolder) {
    let all = world.desk.notifications(&NotificationQuery::default(), None, 10_000).await.unwrap();
    let ids: Vec<i64> = all.iter().map(|notification| notification.id).collect();
    world.desk.approve(&ids, "aoki").await.unwrap();
    world.desk.send_due(&Folder::new(outbox.path()), 10_000).await.unwrap();
}

/// What a person is refused here is no matter: a merged incident can't be merged again, and so on.
async fn happen(world: &World, outbox: &DataFolder, number: usize, act: &Act) {
    let open = incidents(world).await;
    match act {
        Act::Message { words, sender, channel } => {
            let mail =
                format!("{sender}Subject: secret-subject\nMessage-ID: <{number}@x>\n\n{}", words.concat());
            let content = Content::Bytes(mail.replace('\n', "\r\n").into_bytes());
            let arrival = Arrival {
                content,
                name: String::new(),
                channel: Some(*channel),
                when: When::Now,
                receipt: None,
            };
            world.desk.receive(vec![arrival]).await.unwrap();
        }
        Act::Classify { nth: place, kind, refinement, ports, many_ports } => {
            if let Some(incident) = nth(&open, *place) {
                let as_what = Classification {
                    kind: *kind,
                    rsit: incident.rsit.clone(),
                    refinement: *refinement,
                    ports: ports.clone(),
                    many_ports: *many_ports,
                };
                let _ = world.desk.classify(incident.id, &as_what, "aoki").await;
            }
        }
        Act::Withdraw(place) => {
            if let Some(incident) = nth(&open, *place) {
                let _ = world.desk.withdraw(&[incident.id], "", "aoki").await;
            }
        }
        Act::Merge(one, other) => {
            if let (Some(one), Some(other)) = (nth(&open, *one), nth(&open, *other)) {
                let _ = world.desk.merge(&[one.id], other.id, "", "aoki").await;
            }
        }
        Act::Dispose(place, to) => {
            let page = Page { before: None, limit: 10_000 };
            let messages = world.desk.messages(&MessageQuery::default(), page).await.unwrap();
            if let Some(message) = nth(&messages, *place) {
                let _ = world.desk.dispose(&[message.id], *to, "aoki").await;
            }
        }
        Act::Notify(place) => {
            if let Some(incident) = nth(&open, *place) {
                let to = Found {
                    contact: None,
                    name: "secret-name".to_owned(),
                    organisation: String::new(),
                    addresses: vec![format!("abuse{number}@recipient.example")],
                    lang: Lang::En,
                    source: Source::Manual,
                };
                let _ = world.desk.draft_to(&[incident.id], to, "aoki").await;
                send(world, outbox).await;
            }
        }
        Act::Remind => {
            world.desk.draft_reminders(&Calendar::japan(), "aoki").await.unwrap();
            send(world, outbox).await;
        }
        Act::Down(below) => {
            world.desk.watch_new().await.unwrap();
            for _ in 0..3 {
                world.desk.watch_round(&Web { down_below: *below }).await.unwrap();
                let now = world.clock.now();
                world.clock.set(now + SignedDuration::from_hours(2));
            }
        }
    }
}

fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0).to_zoned(TimeZone::get("Asia/Tokyo").unwrap()).unwrap().timestamp()
}

/// What stands in the messages and notifications of these half years, and in no line for the public.
const TOLD: [&str; 9] =
    ["192.0.2", "198.51.100", "203.0.113", "://", "example", "reporter", "secret", "aoki", "login"];

/// Periods with and without several months, with months cut, and with nothing in them.
const PERIODS: [&str; 7] =
    ["2008Q1", "2008Q1", "2007-12-20..2008-02-03", "FY2007", "2008-03", "2008-01-15..2008-01-15", "2030"];

proptest! {
    // A case is half a year on a real database and takes seconds.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_has_its_records(
        acts in prop::collection::vec((0..183_i64, act()), 20..45),
        period in prop::sample::select(PERIODS.as_slice()),
    ) {
        let mut acts = acts;
        acts.sort_by_key(|(day, _)| *day);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (world, outbox) = (World::new().await, DataFolder::new());
            for (number, (day, act)) in acts.iter().enumerate() {
                let at = noon(date(2007, 11, 15).checked_add(day.days()).unwrap());
                // Minutes apart, so that a day has its order too.
                let minutes = SignedDuration::from_mins(i64::try_from(number).unwrap());
                world.clock.set(at + minutes);
                happen(&world, &outbox, number, act).await;
            }
            check(&world, period.parse().unwrap(), &TOLD).await;
        });
    }
}
