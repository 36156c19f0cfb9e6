//! Beginning, ending, and what the board shows.

use fetch::Answer;
use incident::intake::{Arrival, Content, When};
use incident::{
    Error, IncidentQuery, Kind, Looker, Looking, Page, Service, WatchConfig, WatchEvent, WatchQuery,
    WatchState,
};
use jiff::SignedDuration;
use kernel::Clock as _;

use super::Watched;
use crate::world::World;

const START: &str = "2008-01-11T10:00:00+09:00";

#[tokio::test]
async fn only_new_harmful_sites_are_watched_by_themselves() {
    let world = Watched::new(START, WatchConfig::default()).await;
    world.report("http://old.example/").await;
    world.clock.set(world.clock.now() + SignedDuration::from_hours(31 * 24));
    world.report("http://new.example/").await;
    assert_eq!(world.desk.watch_new().await.unwrap(), 1);
    assert_eq!(world.desk.watch_new().await.unwrap(), 0, "once is enough");
    let watches = world.desk.watches(&WatchQuery::default(), Page::default()).await.unwrap();
    assert_eq!(watches.iter().map(|watch| watch.url.as_str()).collect::<Vec<_>>(), ["http://new.example/"]);
    assert_eq!(world.desk.watch_due().await.unwrap(), 1);

    let off = Watched::new(START, WatchConfig { enabled: false, ..WatchConfig::default() }).await;
    off.report("http://new.example/").await;
    assert_eq!(off.desk.watch_new().await.unwrap(), 0);
}

/// Reports so many sites in one list.
async fn list(world: &Watched, sites: usize) {
    let list: String = (0..sites).map(|i| format!(",http://s{i}.example/,Bank\n")).collect();
    let arrival = Arrival {
        content: Content::Bytes(format!("date,URL,description\n{list}").into_bytes()),
        name: String::new(),
        channel: None,
        when: When::Now,
        receipt: None,
    };
    world.desk.receive(vec![arrival]).await.unwrap();
}

#[tokio::test]
async fn a_list_of_thousands_is_taken_up_whole() {
    let world = Watched::new(START, WatchConfig::default()).await;
    list(&world, 5500).await;
    assert_eq!(world.desk.watch_new().await.unwrap(), 5500);
    let round = world.desk.watch_round(&world.fetcher).await.unwrap();
    assert_eq!((round.looks, round.more), (200, true));
    assert_eq!(world.desk.watch_due().await.unwrap(), 5300);
}

#[tokio::test]
async fn two_processes_give_a_site_one_watch() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let other = super::open(&world.folder, &world.clock, &world.config).await;
    list(&world, 300).await;
    let (one, other) = tokio::join!(world.desk.watch_new(), other.watch_new());
    assert_eq!(one.unwrap() + other.unwrap(), 300);
    assert_eq!(world.desk.count_watches(&WatchQuery::default()).await.unwrap(), 300);
    // Both look; each look is written once.
    let other = super::open(&world.folder, &world.clock, &world.config).await;
    let (one, other) =
        tokio::join!(world.desk.watch_round(&world.fetcher), other.watch_round(&world.fetcher));
    let looks = one.unwrap().looks + other.unwrap().looks;
    let first = Page { before: None, limit: 1000 };
    let watches = world.desk.watches(&WatchQuery::default(), first).await.unwrap();
    assert_eq!(watches.iter().map(|watch| watch.looks).sum::<u64>(), looks);
    assert!(watches.iter().all(|watch| watch.looks <= 1));
}

#[tokio::test]
async fn what_is_no_site_is_not_watched() {
    let world = World::new().await;
    world.receive("From: a@example.jp\nSubject: scan\n\nfrom 192.0.2.1\n").await;
    let query = IncidentQuery { kind: Some(Kind::Scan), ..Default::default() };
    let scan = world.desk.incidents(&query, Page::default()).await.unwrap().remove(0).id;
    assert!(matches!(world.desk.watch_start(scan, "aoki").await, Err(Error::Refused(_))));
    assert!(matches!(world.desk.watch_start(999, "aoki").await, Err(Error::NotFound { .. })));
    assert!(matches!(world.desk.watch_stop(scan, "aoki").await, Err(Error::NotFound { .. })));
    assert_eq!(world.desk.watch(scan).await.unwrap(), None);
}

#[tokio::test]
async fn a_person_begins_ends_and_takes_up_a_watch() {
    let world = Watched::new(START, WatchConfig { enabled: false, ..WatchConfig::default() }).await;
    let incident = world.site("bank.example", "Log in").await;
    let begun = world.desk.watch_start(incident, "aoki").await.unwrap();
    assert_eq!((begun.state, begun.next_look), (WatchState::New, Some(world.clock.now())));
    assert_eq!(world.desk.watch_start(incident, "baba").await.unwrap(), begun, "it is watched already");
    world.events(0).await;
    let stopped = world.desk.watch_stop(incident, "aoki").await.unwrap();
    assert_eq!(stopped.ended_why.as_deref(), Some("stopped by aoki"));
    assert_eq!(world.desk.watch_stop(incident, "aoki").await.unwrap(), stopped);
    assert_eq!(world.after(600).await.looks, 0);
    let active = |active| WatchQuery { active: Some(active), ..WatchQuery::default() };
    assert_eq!(world.desk.count_watches(&active(true)).await.unwrap(), 0);
    assert_eq!(world.desk.count_watches(&active(false)).await.unwrap(), 1);
    let again = world.desk.watch_start(incident, "baba").await.unwrap();
    assert_eq!((again.state, again.ended, again.looks), (WatchState::Up, None, 1));
    assert_eq!(world.after(0).await.looks, 1);
    let journal = world.journal(incident).await;
    assert_eq!(journal, ["incident.watch ", "incident.unwatch ", "incident.watch "]);
}

#[tokio::test]
async fn what_the_guard_refuses_is_said_and_not_tried_again() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let incident = world.report("http://10.0.0.1/login").await;
    let events = world.events(0).await;
    let why = "it can't be looked at: http://10.0.0.1/login: not fetched: 10.0.0.1 is private";
    assert_eq!(events, [WatchEvent::Ended { incident, why: why.to_owned() }]);
    assert_eq!(world.after(6000).await.looks, 0);
    assert_eq!(world.server.asked(), 0);
}

#[tokio::test]
async fn a_site_of_two_incidents_is_looked_at_once() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let one = world.site("bank.example", "Log in").await;
    world.clock.set(world.clock.now() + SignedDuration::from_mins(1));
    let other = world.site("bank.example", "Log in").await;
    let round = world.after(0).await;
    assert_eq!((round.looks, world.server.asked()), (2, 1));
    let mut told = round.events;
    told.sort_by_key(|event| format!("{event:?}"));
    let mut expect = [one, other].map(|incident| WatchEvent::FirstUp { incident });
    expect.sort_by_key(|event| format!("{event:?}"));
    assert_eq!(told, expect);
}

#[tokio::test]
async fn the_board_is_paged_and_narrowed() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let up = world.site("up.example", "Log in").await;
    world.after(0).await;
    let gone = world.report(&format!("http://gone.example:{}/", world.server.port)).await;
    world.after(1).await;
    world.after(60).await;
    world.after(60).await;
    let state = |state| WatchQuery { state: Some(state), ..WatchQuery::default() };
    let ids = async |query: WatchQuery, page: Page| {
        let watches = world.desk.watches(&query, page).await.unwrap();
        watches.iter().map(|watch| watch.incident).collect::<Vec<_>>()
    };
    assert_eq!(ids(WatchQuery::default(), Page::default()).await, [gone, up]);
    assert_eq!(ids(state(WatchState::Up), Page::default()).await, [up]);
    assert_eq!(ids(state(WatchState::Gone), Page::default()).await, [gone]);
    let first = world.watch(gone).await;
    let next = Page { before: Some((first.started.as_microsecond(), gone)), limit: 10 };
    assert_eq!(ids(WatchQuery::default(), next).await, [up]);
    let revived = WatchQuery { revived: Some(true), ..WatchQuery::default() };
    assert_eq!(world.desk.count_watches(&revived).await.unwrap(), 0);
}

/// A round that is killed while it looks leaves the state before it, and what was due is due still.
#[tokio::test]
async fn a_round_killed_half_way_has_concluded_nothing() {
    #[derive(Debug)]
    struct Endless;
    impl Looker for Endless {
        fn look<'a>(&'a self, _: &'a str) -> Looking<'a> {
            Box::pin(std::future::pending())
        }
    }
    let mut world = Watched::new(START, WatchConfig::default()).await;
    let incident = world.site("bank.example", "Log in").await;
    world.desk.watch_new().await.unwrap();
    let killed = tokio::time::timeout(std::time::Duration::from_millis(50), world.desk.watch_round(&Endless));
    killed.await.unwrap_err();
    world.reopen().await;
    assert_eq!(world.watch(incident).await.looks, 0);
    assert_eq!(world.events(0).await, [WatchEvent::FirstUp { incident }]);
}

/// A watch that is stopped while it is looked at stays stopped.
#[tokio::test]
async fn who_stops_during_a_look_has_stopped() {
    #[derive(Debug)]
    struct Stopping(Service, i64);
    impl Looker for Stopping {
        fn look<'a>(&'a self, url: &'a str) -> Looking<'a> {
            Box::pin(async move {
                self.0.watch_stop(self.1, "aoki").await.unwrap();
                Err::<Answer, _>(fetch::Error::Timeout { url: url.to_owned() })
            })
        }
    }
    let world = Watched::new(START, WatchConfig::default()).await;
    let incident = world.site("bank.example", "Log in").await;
    world.desk.watch_new().await.unwrap();
    let round = world.desk.watch_round(&Stopping(world.desk.clone(), incident)).await.unwrap();
    assert_eq!(round.looks, 0);
    assert_eq!(world.watch(incident).await.next_look, None);
}

/// The desk runs rounds as tasks of their own.
#[tokio::test]
async fn a_round_may_run_as_a_task() {
    let world = Watched::new(START, WatchConfig::default()).await;
    let (desk, fetcher) = (world.desk.clone(), world.fetcher.clone());
    let round = tokio::spawn(async move { desk.watch_round(&fetcher).await.unwrap() }).await.unwrap();
    assert_eq!(round, incident::Round::default());
}
