//! Whole quarters of the sample through the ordinary intake: what the desk counts is what was published.
//!
//! The intake is handed bytes and times and nothing else; what each message says is known to the sample alone and
//! compared here, message by message, before anything is summed up.

use std::collections::{BTreeMap, BTreeSet};

use incident::intake::{Arrival, Content, When};
use incident::{Channel, Disposition, IncidentQuery, Kind, MessageQuery, Page, Refinement};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use samples::incident::{Kind as TrueKind, SampleMessage, Topic, Way, messages, published};

use crate::world::World;

/// A desk that has received these days, with what it received.
struct Desk {
    world: World,
    sent: Vec<(SampleMessage, incident::intake::Arrived)>,
}

impl Desk {
    async fn of(from: Date, to: Date) -> Self {
        let world = World::new().await;
        let sent: Vec<SampleMessage> = messages(from, to).collect();
        let arrivals = sent.iter().map(|message| Arrival {
            content: Content::Bytes(message.bytes.clone()),
            name: message.name.clone(),
            channel: Some(if message.way == Way::Fax { Channel::Fax } else { Channel::Mail }),
            when: When::At(message.received),
            receipt: None,
        });
        let arrived = world.desk.receive(arrivals.collect()).await.unwrap();
        Self { world, sent: sent.into_iter().zip(arrived).collect() }
    }

    async fn incidents(&self, query: IncidentQuery) -> u64 {
        self.world.desk.count_incidents(&query).await.unwrap()
    }

    async fn messages(&self, query: MessageQuery) -> u64 {
        self.world.desk.count_messages(&query).await.unwrap()
    }

    /// Each message that was not read as it was meant, with what is different.
    async fn differences(&self) -> Vec<String> {
        let page = Page { before: None, limit: 100_000 };
        let read: BTreeMap<i64, _> = self
            .world
            .desk
            .messages(&MessageQuery::default(), page)
            .await
            .unwrap()
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        let mut found: BTreeMap<i64, Vec<Seen>> = BTreeMap::new();
        let mut zoneless: BTreeSet<i64> = BTreeSet::new();
        for incident in self.world.desk.incidents(&IncidentQuery::default(), page).await.unwrap() {
            // Ports are counted of scans alone; what else has one has it by the way.
            let scan = incident.kind == Kind::Scan;
            let ports: Vec<u16> = incident.ports.iter().filter(|_| scan).map(|port| port.number).collect();
            let malware_site = incident.refinement == Some(Refinement::MalwareSite);
            if incident.first.is_some() && !incident.zone_known {
                zoneless.insert(incident.message);
            }
            found.entry(incident.message).or_default().push((
                incident.subject,
                incident.kind,
                ports,
                incident.many_ports,
                malware_site,
            ));
        }
        let mut differences = Vec::new();
        for (sent, arrived) in &self.sent {
            let message = &read[&arrived.message];
            let mut seen = found.remove(&arrived.message).unwrap_or_default();
            seen.sort();
            let mut meant: Vec<Seen> = sent.truth.incidents.iter().map(meant).collect();
            meant.sort();
            let mut different = Vec::new();
            if seen != meant {
                let only = |some: &[Seen], others: &[Seen]| -> Vec<Seen> {
                    some.iter().filter(|one| !others.contains(one)).cloned().collect()
                };
                different.push(format!("missed {:?}, found {:?}", only(&meant, &seen), only(&seen, &meant)));
            }
            if message.disposition != disposition(sent.truth.topic) {
                different.push(format!("taken for {}", message.disposition));
            }
            if message.mediation != sent.truth.mediation {
                different.push(format!("mediation {}", message.mediation));
            }
            // Whoever asks for mediation says the zone, without which nobody else can be told.
            if sent.truth.mediation && zoneless.contains(&arrived.message) {
                different.push("times without a zone".to_owned());
            }
            if message.sender_tld.as_deref() != sent.truth.sender_tld {
                different.push(format!("sender {:?}", message.sender_tld));
            }
            if !different.is_empty() {
                differences.push(format!("{} {}: {}", sent.truth.style, sent.name, different.join("; ")));
            }
        }
        differences
    }
}

/// Subject, kind, ports, whether many, whether a malware site.
type Seen = (String, Kind, Vec<u16>, bool, bool);

fn meant(incident: &samples::incident::Incident) -> Seen {
    let mut ports = incident.ports.clone();
    ports.sort_unstable();
    (incident.subject.clone(), kind(incident.kind), ports, incident.many_ports, incident.malware_site)
}

fn kind(kind: TrueKind) -> Kind {
    match kind {
        TrueKind::Scan => Kind::Scan,
        TrueKind::Forged => Kind::Forged,
        TrueKind::Intrusion => Kind::Intrusion,
        TrueKind::Phishing => Kind::Phishing,
        TrueKind::Other => Kind::Other,
    }
}

fn disposition(topic: Topic) -> Disposition {
    match topic {
        Topic::Report => Disposition::Report,
        Topic::Question => Disposition::Question,
        Topic::Information => Disposition::Information,
        Topic::Thanks => Disposition::Thanks,
    }
}

/// The months of a year as instants of Tokyo: from, until.
fn month(year: i16, month: i8) -> (Option<Timestamp>, Option<Timestamp>) {
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let first = date(year, month, 1);
    let start = |day: Date| Some(day.to_zoned(zone.clone()).unwrap().timestamp());
    (start(first), start(first.checked_add(1.month()).unwrap()))
}

async fn check_months(desk: &Desk, year: i16, months: [i8; 3]) {
    for at in months {
        let counts = published().iter().find(|one| (one.year, one.month) == (year, at)).unwrap();
        let (from, until) = month(year, at);
        let reports =
            MessageQuery { from, until, dispositions: vec![Disposition::Report], ..Default::default() };
        assert_eq!(desk.messages(reports).await, u64::from(counts.reports), "reports {year}-{at}");
        let expected = [
            (Kind::Scan, counts.scan),
            (Kind::Forged, counts.forged()),
            (Kind::Intrusion, counts.defacement),
            (Kind::Phishing, counts.phishing),
            (Kind::Other, counts.malware + counts.other),
        ];
        for (kind, number) in expected {
            let query = IncidentQuery { from, until, kind: Some(kind), ..Default::default() };
            assert_eq!(desk.incidents(query).await, u64::from(number), "{kind} {year}-{at}");
        }
        let sites =
            IncidentQuery { from, until, refinement: Some(Refinement::MalwareSite), ..Default::default() };
        assert_eq!(desk.incidents(sites).await, u64::from(counts.malware), "malware sites {year}-{at}");
    }
}

fn check_none(differences: &[String]) {
    assert!(
        differences.is_empty(),
        "{} read otherwise than meant:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[tokio::test]
async fn the_first_quarter_of_2008_is_counted_as_published() {
    let desk = Desk::of(date(2008, 1, 1), date(2008, 3, 31)).await;
    check_none(&desk.differences().await);
    check_months(&desk, 2008, [1, 2, 3]).await;

    let reports = MessageQuery { dispositions: vec![Disposition::Report], ..Default::default() };
    assert_eq!(desk.messages(reports.clone()).await, 545);
    let others = [Disposition::Question, Disposition::Information, Disposition::Thanks];
    assert!(others.iter().all(|other| other.is_other_message()));
    assert_eq!(desk.messages(MessageQuery { dispositions: others.to_vec(), ..Default::default() }).await, 85);
    assert_eq!(desk.messages(MessageQuery::default()).await, 630);
    for (tld, number) in [("jp", 228), ("org", 135), ("com", 82), ("br", 41), ("pl", 19), ("edu", 12)] {
        let query = MessageQuery { sender_tld: Some(tld.to_owned()), ..reports.clone() };
        assert_eq!(desk.messages(query).await, number, "senders .{tld}");
    }

    let scans = IncidentQuery { kind: Some(Kind::Scan), ..Default::default() };
    assert_eq!(desk.incidents(IncidentQuery::default()).await, 684);
    assert_eq!(desk.incidents(scans.clone()).await, 300);
    for (port, number) in [(80, 151), (22, 123), (5900, 6), (10_000, 4), (21, 3), (20_000, 3)] {
        let query = IncidentQuery { port: Some(port), ..scans.clone() };
        assert_eq!(desk.incidents(query).await, number, "port {port}");
    }
    let many = IncidentQuery { many_ports: Some(true), ..scans };
    assert_eq!(desk.incidents(many).await, 11);
}

#[tokio::test]
async fn a_quarter_of_the_years_of_the_worms_is_counted_as_published() {
    let desk = Desk::of(date(2004, 4, 1), date(2004, 6, 30)).await;
    check_none(&desk.differences().await);
    check_months(&desk, 2004, [4, 5, 6]).await;
    let reports = MessageQuery { dispositions: vec![Disposition::Report], ..Default::default() };
    assert_eq!(desk.messages(reports.clone()).await, 920);
    for (tld, number) in [("au", 451), ("jp", 225), ("net", 189), ("com", 19)] {
        let query = MessageQuery { sender_tld: Some(tld.to_owned()), ..reports.clone() };
        assert_eq!(desk.messages(query).await, number, "senders .{tld}");
    }
}

/// Four years, message by message: to be run by hand when readers or samples change.
#[tokio::test]
#[ignore = "a minute long; prints what is read otherwise than meant"]
async fn all_sixteen_quarters() {
    let mut differences = Vec::new();
    for months in published().chunks(3) {
        let from = date(months[0].year, months[0].month, 1);
        let to = from.checked_add(2.months()).unwrap().last_of_month();
        let desk = Desk::of(from, to).await;
        differences.extend(desk.differences().await);
        if differences.is_empty() {
            check_months(&desk, months[0].year, [0, 1, 2].map(|at| months[at].month)).await;
        }
    }
    check_none(&differences);
}
