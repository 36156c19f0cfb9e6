//! The course of a site: up, changed, gone, back.

use incident::{Gone, IncidentState, LookOutcome, WatchConfig, WatchEvent, WatchState};
use jiff::civil::date;
use kernel::{Calendar, Clock as _, Period, Stretch};

use super::Watched;

/// A Friday before a long weekend, in the morning.
const START: &str = "2008-01-11T10:00:00+09:00";

#[tokio::test]
async fn up_changed_gone_and_back_with_a_kill_between_all_of_them() {
    let config = WatchConfig { close_gone: true, ..WatchConfig::default() };
    let mut world = Watched::new(START, config).await;
    let incident = world.site("bank.example", "<title>My Bank</title>Log in").await;
    assert_eq!(world.events(0).await, [WatchEvent::FirstUp { incident }]);
    let watch = world.watch(incident).await;
    assert_eq!((watch.state, watch.first_title.as_deref()), (WatchState::Up, Some("My Bank")));

    world.reopen().await;
    assert_eq!(world.after(29).await.looks, 0, "not due yet");
    assert_eq!(world.after(1).await.looks, 1);
    world.server.page("bank.example", 200, "<title>My Bank</title>Log in here");
    assert_eq!(world.events(60).await, [WatchEvent::Changed { incident }]);
    assert_eq!(world.watch(incident).await.state, WatchState::Changed);

    world.reopen().await;
    world.server.page("bank.example", 404, "");
    assert_eq!(world.events(60).await, [], "one failure is none");
    let since = world.clock.now();
    world.reopen().await;
    assert_eq!(world.events(60).await, [WatchEvent::Gone { incident, how: Gone::Status, since }]);
    let watch = world.watch(incident).await;
    assert_eq!((watch.state, watch.gone, watch.takedown), (WatchState::Gone, Some(since), Some(since)));
    assert_eq!(world.incident(incident).await.state, IncidentState::Closed);
    assert_eq!(world.after(60).await.looks, 0, "a site that is gone is looked at daily");

    world.reopen().await;
    world.server.page("bank.example", 200, "<title>My Bank</title>Log in");
    assert_eq!(world.events(23 * 60).await, [WatchEvent::Revived { incident, same: true }]);
    let watch = world.watch(incident).await;
    assert_eq!((watch.state, watch.gone, watch.revived), (WatchState::Back, None, 1));
    assert_eq!(watch.takedown, Some(since), "it was taken down, whatever came later");
    assert_eq!(world.incident(incident).await.state, IncidentState::Open);
    assert_eq!(
        world.journal(incident).await,
        [
            "incident.gone status",
            "incident.close open -> closed",
            "incident.revived ",
            "incident.reopen closed -> open"
        ]
    );
    let looks = world.desk.watch(incident).await.unwrap().unwrap().looks;
    let told: Vec<_> = looks.iter().rev().map(|look| (look.outcome, look.status.unwrap())).collect();
    let (up, down) = (LookOutcome::Up, LookOutcome::Down);
    assert_eq!(told, [(up, 200), (up, 200), (up, 200), (down, 404), (down, 404), (up, 200)]);
    assert!(looks.iter().all(|look| look.address.unwrap().is_loopback() && look.final_url.is_some()));
}

#[tokio::test]
async fn a_site_goes_in_many_ways() {
    let mut world = Watched::new(START, WatchConfig::default()).await;
    let mut incidents = Vec::new();
    for host in ["content.example", "dns.example", "sinkhole.example", "fine.example", "shy.example"] {
        incidents.push(world.site(host, "Log in").await);
    }
    assert_eq!(world.events(0).await.len(), 5);
    world.server.page("content.example", 200, "<h1>This account has been suspended</h1>");
    world.names.remove("dns.example");
    world.names.point("sinkhole.example", "0.0.0.0");
    world.server.page("shy.example", 403, "Forbidden");
    assert_eq!(world.events(60).await, []);
    let gone = world.events(60).await;
    let mut hows: Vec<_> = gone
        .iter()
        .map(|event| match event {
            WatchEvent::Gone { incident, how, .. } => (*incident, *how),
            other => panic!("{other:?}"),
        })
        .collect();
    hows.sort();
    assert_eq!(hows, [(incidents[0], Gone::Content), (incidents[1], Gone::Dns), (incidents[2], Gone::Dns)]);
    // It keeps us out, which is not away.
    let shy = world.watch(incidents[4]).await;
    assert_eq!((shy.state, shy.last_outcome), (WatchState::Up, Some(LookOutcome::Unclear)));

    // The last server goes with the rest of its sites: two hosts are too few to doubt our network for.
    world.server.close().await;
    assert_eq!(world.events(60).await, []);
    let how = |event: &WatchEvent| match event {
        WatchEvent::Gone { how, .. } => *how,
        other => panic!("{other:?}"),
    };
    let gone = world.events(60).await;
    assert_eq!(gone.iter().map(how).collect::<Vec<_>>(), [Gone::Connection, Gone::Connection]);
    // And it opens again.
    world.server.open().await;
    let back = world.events(24 * 60).await;
    let fine = incidents[3];
    assert_eq!(back, [WatchEvent::Revived { incident: fine, same: true }]);
}

#[tokio::test]
async fn days_to_takedown_are_business_days() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let bank = world.site("bank.example", "Log in").await;
    let never = world.report(&format!("http://never.example:{}/", world.server.port)).await;
    world.events(0).await;
    // Until Tuesday at one in the morning: a weekend and a holiday lie between.
    for _ in 0..87 {
        world.events(60).await;
    }
    world.server.page("bank.example", 410, "");
    world.events(60).await;
    world.events(60).await;
    assert_eq!(world.watch(never).await.state, WatchState::Gone);
    let january = Period::new(date(2008, 1, 1), date(2008, 1, 31)).unwrap();
    let takedowns = world.desk.days_to_takedown(january, &Calendar::japan()).await.unwrap();
    assert_eq!(takedowns.sites.len(), 1, "what was never seen was not taken down");
    assert_eq!((takedowns.sites[0].incident, takedowns.sites[0].business_days), (bank, 1));
    assert_eq!(takedowns.mean_days(), Some(1));
    let weekdays = world.desk.days_to_takedown(january, &Calendar::weekdays()).await.unwrap();
    assert_eq!(weekdays.sites[0].business_days, 2);
    let monday = Period::new(date(2008, 1, 14), date(2008, 1, 14)).unwrap();
    assert_eq!(world.desk.days_to_takedown(monday, &Calendar::japan()).await.unwrap().sites, []);
    let figures = world.desk.figures(january).await.unwrap();
    for (id, value) in [("incident.takedowns", 1), ("incident.takedown.days", 1)] {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap();
        assert_eq!(figure.value, value, "{id}");
        let stretch = Stretch { skip: 0, limit: 10 };
        let behind = world.desk.records(&figure.evidence, stretch).await.unwrap();
        assert_eq!(behind.total, 1, "{id}");
        assert_eq!((behind.records[0].sort, behind.records[0].id.clone()), ("incident", bank.to_string()));
        assert_eq!(behind.records[0].public.en, "phishing: gone after 1 business day");
    }
}

#[tokio::test]
async fn a_watch_ends_when_a_site_has_been_away_long_enough() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let incident = world.site("bank.example", "Log in").await;
    world.events(0).await;
    world.names.remove("bank.example");
    let mut ended = Vec::new();
    while let Some(next) = world.watch(incident).await.next_look {
        world.clock.set(next);
        let events = world.events(0).await;
        ended.extend(events.into_iter().filter(|event| matches!(event, WatchEvent::Ended { .. })));
    }
    assert_eq!(ended, [WatchEvent::Ended { incident, why: "it stayed away".to_owned() }]);
    let watch = world.watch(incident).await;
    // One that finds it up, two until it is sure that it is gone, thirty daily and thirteen weekly.
    assert_eq!((watch.looks, watch.state), (1 + 2 + 30 + 13, WatchState::Gone));
    let away = watch.ended.unwrap().duration_since(watch.gone.unwrap());
    assert!(away >= jiff::SignedDuration::from_hours(120 * 24), "{away}");
}
