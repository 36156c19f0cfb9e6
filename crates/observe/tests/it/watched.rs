//! Watched ports: the sample's four, and what people enter and decide.

use std::io::Write as _;
use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Period, Text};
use observe::read::lines::LineOptions;
use observe::{
    Change, Choice, ImportFile, ImportRequest, Port, Quarter, Service, State, SuggestedFor, WatchedInPeriod,
    WatchedPort, Why,
};

use crate::world::{World, quarter_row};

fn tokyo() -> TimeZone {
    TimeZone::get("Asia/Tokyo").unwrap()
}

fn quarter(name: &str) -> Quarter {
    name.parse().unwrap()
}

fn text(text: &str) -> Text {
    Text { ja: format!("{text}（和）"), en: text.to_owned() }
}

fn port(number: u16, entered: &str) -> WatchedPort {
    WatchedPort {
        title: text(&format!("port {number}")),
        ports: vec![Port::tcp(number)],
        first_seen: None,
        chart_from: date(2007, 12, 1),
        thought: text("thought"),
        advice: text("advice"),
        references: Vec::new(),
        entered: quarter(entered),
    }
}

async fn watched(observe: &Service, period: &str) -> Vec<WatchedInPeriod> {
    observe.watched(period.parse().unwrap(), &tokyo()).await.unwrap()
}

/// Imports two of the sample's sensors.
async fn sample(world: &World) {
    let mut files = Vec::new();
    for capture in samples::quarter().captures().filter(|capture| capture.sensor < "sample-03") {
        let path = world.folder.path().join(&capture.name);
        let mut file = std::fs::File::create(&path).unwrap();
        capture.write_to(&mut file).unwrap();
        file.flush().unwrap();
        files.push(ImportFile { path, sensor: Some(capture.sensor.to_owned()) });
    }
    let lines = LineOptions { format: None, columns: None, year: None, zone: TimeZone::UTC };
    world.observe.import(ImportRequest { files, lines }, Arc::new(())).await.unwrap();
}

#[tokio::test]
async fn the_samples_four_stand_as_the_report_of_that_quarter_says() {
    let world = World::new().await;
    sample(&world).await;
    let observe = &world.observe;
    let imported = observe.import_watched_ports(samples::watched::book(), "aoki").await.unwrap();
    assert_eq!((imported.entered, imported.known), (4, 0));
    let again = observe.import_watched_ports(samples::watched::book(), "aoki").await.unwrap();
    assert_eq!((again.entered, again.known), (0, 4));

    let now = watched(observe, "2008Q1").await;
    let lives: Vec<(String, Vec<State>)> = now
        .iter()
        .map(|one| (one.ports[0].port.to_string(), one.life.iter().map(|standing| standing.state).collect()))
        .collect();
    use State::{Carried, Proposed};
    assert_eq!(
        lives,
        [
            ("2967/tcp".to_owned(), vec![Carried, Carried, Carried, Carried, Carried, Proposed]),
            ("5900/tcp".to_owned(), vec![Carried, Proposed, Carried]),
            ("5168/tcp".to_owned(), vec![Carried, Carried, Proposed]),
            ("icmp".to_owned(), vec![Carried, Carried]),
        ]
    );
    assert_eq!(now[3].decided(), Some(Choice::Keep));
    assert_eq!(now[3].seen(), Some(Change::Quiet));
    assert!(now[3].note.is_some() && now.iter().all(WatchedInPeriod::is_printed));
    let changes: Vec<Option<i64>> = now.iter().map(|one| one.change).collect();
    assert!(
        matches!(changes[..], [Some(-45..=-25), Some(30..=150), Some(..=-50), Some(-40..=-15)]),
        "{changes:?}"
    );
    assert!(matches!(now[1].seen(), Some(Change::Notable(Why::Rose | Why::RoseInWeek(_)))));
    // The graph begins where the record says, and what was not observed is a gap.
    let points = &now[1].series.lines[0].points;
    assert_eq!(now[1].series.buckets[0].first_day, Some(date(2006, 4, 1)));
    assert!(points[0].is_none() && points.last().unwrap().is_some());
    // Nobody's any more in the quarter after, where nothing is observed: unknown is no change.
    let after = watched(observe, "2008Q2").await;
    assert!(
        after
            .iter()
            .all(|one| one.seen() == Some(Change::Unknown) && one.now.is_none() && one.change.is_none())
    );

    let figures = observe.figures("2008Q1".parse().unwrap(), &tokyo()).await.unwrap();
    for id in ["observe.average.tcp.2967", "observe.average.tcp.2967@2007Q4", "observe.change.tcp.2967"] {
        assert!(figures.iter().any(|figure| figure.id == id), "{id}");
    }
    let suggested = observe.suggestions(quarter("2008Q1"), &tokyo()).await.unwrap();
    let first: Vec<String> = suggested
        .iter()
        .filter(|one| matches!(one.why, SuggestedFor::Place(_)))
        .map(|one| one.port.to_string())
        .collect();
    assert!(first.contains(&"445/tcp".to_owned()) && !first.contains(&"5900/tcp".to_owned()), "{first:?}");
    assert!(!first.contains(&"8/icmp".to_owned()), "{first:?}");
}

#[tokio::test]
async fn decisions_are_above_the_rule_and_can_be_taken_back() {
    let world = World::new().await;
    let observe = &world.observe;
    let id = observe.watch_port(port(445, "2007Q4"), "aoki").await.unwrap();
    let state = async || watched(observe, "2008Q1").await[0].state;
    assert_eq!(state().await, State::Carried, "an empty lake changes nothing");
    let now = quarter("2008Q1");
    observe.decide_watched_port(id, now, Choice::Drop, text("done"), "aoki").await.unwrap();
    let dropped = &watched(observe, "2008Q1").await[0];
    assert_eq!((dropped.state, dropped.is_printed()), (State::Dropped, true));
    assert_eq!(dropped.note.as_ref().unwrap().en, "done");
    assert!(!watched(observe, "2008Q2").await[0].is_printed());
    observe
        .decide_watched_port(id, now, Choice::Keep, Text { ja: String::new(), en: String::new() }, "ito")
        .await
        .unwrap();
    assert_eq!(state().await, State::Carried);
    observe.undecide_watched_port(id, now, "ito").await.unwrap();
    assert!(observe.watched_port(id).await.unwrap().decisions.is_empty());
    assert!(watched(observe, "2007Q3").await.is_empty(), "not yet entered");

    let early = observe.decide_watched_port(id, quarter("2007Q3"), Choice::Keep, text("x"), "ito").await;
    assert_eq!(early.unwrap_err().to_string(), "it was entered for 2007Q4 only");
    let one_language = Text { ja: "和".to_owned(), en: String::new() };
    assert!(observe.decide_watched_port(id, now, Choice::Keep, one_language, "ito").await.is_err());
    let deeds = world.journal(&format!("watched-port/{id}")).await;
    assert_eq!(
        deeds,
        ["observe.watch-undecide", "observe.watch-decide", "observe.watch-decide", "observe.watch"]
    );
}

#[tokio::test]
async fn what_is_entered_is_checked() {
    let world = World::new().await;
    let observe = &world.observe;
    let good = || port(445, "2007Q4");
    let check = async |wrong: WatchedPort, reason: &str| {
        let error = observe.watch_port(wrong, "aoki").await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    };
    check(WatchedPort { ports: vec![], ..good() }, "ports").await;
    check(WatchedPort { ports: vec![Port::tcp(1), Port::tcp(1)], ..good() }, "ports").await;
    let blank = Text { ja: " ".to_owned(), en: "x".to_owned() };
    check(WatchedPort { title: blank, ..good() }, "title").await;
    check(WatchedPort { advice: text(&"x".repeat(5000)), ..good() }, "advice").await;
    check(WatchedPort { first_seen: Some(date(2008, 1, 1)), ..good() }, "2007Q4").await;
    check(WatchedPort { chart_from: date(1066, 1, 1), ..good() }, "1990").await;
    for url in ["javascript:alert(1)", "https://", "https://a b.example", "ftp://a.example"] {
        let references = vec![observe::Reference { title: text("x"), url: url.to_owned() }];
        check(WatchedPort { references, ..good() }, "https://").await;
    }
    let id = observe.watch_port(good(), "aoki").await.unwrap();
    check(good(), "before").await;
    observe
        .change_watched_port(id, WatchedPort { ports: vec![Port::whole(1)], ..good() }, "aoki")
        .await
        .unwrap();
    assert_eq!(observe.watched_port(id).await.unwrap().is.ports, [Port::whole(1)]);
    observe.decide_watched_port(id, quarter("2007Q4"), Choice::Keep, text("x"), "aoki").await.unwrap();
    let later = observe.change_watched_port(id, port(445, "2008Q1"), "aoki").await;
    assert!(later.unwrap_err().to_string().contains("decision for 2007Q4"));
    assert!(observe.watched_port(id + 1).await.is_err());
}

#[tokio::test]
async fn a_book_goes_out_and_in_again() {
    let (from, to) = (World::new().await, World::new().await);
    from.observe.import_watched_ports(samples::watched::book(), "aoki").await.unwrap();
    let book = from.observe.watched_book().await.unwrap();
    let written = serde_json::to_string(&book).unwrap();
    to.observe.import_watched_ports(&written, "ito").await.unwrap();
    assert_eq!(to.observe.watched_book().await.unwrap(), book);

    let wrong = written.replace("\"2967/tcp\"", "\"2967\"");
    assert!(to.observe.import_watched_ports(&wrong, "ito").await.is_err());
    let half =
        written.replace("2006Q4", "2006Q3").replace("2007-08-22", "2009-08-22").replace("2007Q3", "2007Q2");
    let error = to.observe.import_watched_ports(&half, "ito").await.unwrap_err().to_string();
    assert!(error.starts_with("entry "), "{error}");
    assert_eq!(to.observe.watched_ports().await.unwrap().len(), 4, "all or none");
}

#[tokio::test]
async fn several_ports_are_one_record_with_figures_each() {
    let world = World::new().await;
    let rows: Vec<String> = (0..91)
        .flat_map(|day| {
            let at = day * 24 + 3;
            [quarter_row(at, "a", 1, "tcp", 1), quarter_row(at, "a", 1, "tcp", 2)]
        })
        .collect();
    world.import(&rows).await;
    let two = WatchedPort { ports: vec![Port::tcp(1), Port::tcp(2)], ..port(1, "2007Q4") };
    world.observe.watch_port(two, "aoki").await.unwrap();
    let one = &watched(&world.observe, "2008Q1").await[0];
    assert_eq!((one.ports.len(), one.series.lines.len()), (2, 2));
    assert!((one.now.unwrap() - 2.0).abs() < 0.05, "{:?}", one.now);
    assert_eq!((one.before, one.change), (None, None));
    let packets: Vec<i64> = one.ports.iter().map(|port| port.packets[0].value).collect();
    assert_eq!(packets, [91, 91]);
    let half: Period = "2008H1".parse().unwrap();
    let in_half = world.observe.watched(half, &tokyo()).await.unwrap();
    assert_eq!(in_half[0].quarter, quarter("2008Q2"));
}
