//! When it is us who are away.

use incident::{LookOutcome, WatchConfig, WatchEvent, WatchState};

use super::Watched;

const START: &str = "2008-01-11T10:00:00+09:00";

async fn three(world: &Watched) -> Vec<i64> {
    let mut incidents = Vec::new();
    for host in ["a.example", "b.example", "c.example"] {
        incidents.push(world.site(host, "Log in").await);
    }
    assert_eq!(world.events(0).await.len(), 3);
    incidents
}

#[tokio::test]
async fn when_all_sites_fail_at_once_none_is_gone() {
    let mut world = Watched::new(START, WatchConfig::default()).await;
    let incidents = three(&world).await;
    world.server.close().await;
    for _ in 0..5 {
        let round = world.after(60).await;
        assert_eq!((round.looks, round.doubted, round.events.len()), (3, true, 0));
        world.reopen().await;
    }
    for &incident in &incidents {
        let watch = world.watch(incident).await;
        assert_eq!((watch.state, watch.last_outcome), (WatchState::Up, Some(LookOutcome::Doubted)));
        assert_eq!(watch.failing_since, None);
    }
    world.server.open().await;
    let round = world.after(60).await;
    assert_eq!((round.doubted, round.events.len()), (false, 0));
}

#[tokio::test]
async fn when_one_answers_the_others_are_gone() {
    let world = Watched::new(START, WatchConfig::default()).await;
    three(&world).await;
    for host in ["a.example", "b.example"] {
        world.names.remove(host);
    }
    assert!(!world.after(60).await.doubted);
    assert_eq!(world.events(60).await.len(), 2);
}

#[tokio::test]
async fn doubt_does_not_last_for_ever() {
    let mut world = Watched::new(START, WatchConfig::default()).await;
    three(&world).await;
    world.server.close().await;
    let mut hours = 0;
    let gone = loop {
        hours += 1;
        let events = world.events(60).await;
        if !events.is_empty() {
            break events;
        }
        assert!(hours < 48, "nothing was ever concluded");
    };
    assert_eq!(gone.iter().filter(|event| matches!(event, WatchEvent::Gone { .. })).count(), 3);
    assert!(hours > 24, "{hours}");
}

/// Found by thinking of a proxy whose way out is cut: it answers, for all sites alike.
#[tokio::test]
async fn a_gateway_that_reaches_nobody_may_be_ours() {
    let world = Watched::new(START, WatchConfig::default()).await;
    three(&world).await;
    for host in ["a.example", "b.example", "c.example"] {
        world.server.page(host, 502, "");
    }
    assert!(world.after(60).await.doubted);
    assert_eq!(world.events(60).await, []);
    // A server's own failure is none of ours.
    for host in ["a.example", "b.example", "c.example"] {
        world.server.page(host, 500, "");
    }
    assert!(!world.after(60).await.doubted);
    assert_eq!(world.events(60).await.len(), 3);
}
