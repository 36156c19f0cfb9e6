//! Old packets and old series go, and what follows from them stays true.

use kernel::{Hour, HourRange};
use observe::{By, TopQuery};

use super::servers::Servers;
use super::world::{Live, NOW, cluster, rows};

#[tokio::test]
async fn packets_go_first_and_their_series_stay() {
    let Some(servers) = Servers::start() else { return };
    let mut chosen = cluster(servers.shards(), None);
    (chosen.keep_packets_days, chosen.keep_series_days) = (Some(10), Some(60));
    let mut lake = Live::new(Some(chosen)).await;
    let mut files = Live::new(None).await;
    let top =
        |by| TopQuery { hours: HourRange::new(Hour(NOW - 1000), Hour(NOW)), by, limit: 20, class: None };
    let (old, young) = (rows(1, 2000, NOW - 900, 100), rows(2, 1000, NOW - 72, 60));
    for lake in [&mut files, &mut lake] {
        lake.import(&old).await.unwrap();
        lake.import(&young).await.unwrap();
    }
    let days = lake.number("SELECT COUNT(*) FROM observe_dropped_day WHERE done").await;
    assert!((4..=6).contains(&days), "{days}");
    assert_eq!(lake.number("SELECT SUM(packets) FROM observe_dropped_day").await, 2000);
    assert_eq!(lake.number("SELECT SUM(packets) FROM observe_shard").await, 1000);
    assert_eq!(lake.observe.digest().await.unwrap().packets, 1000);
    let said = |top: observe::Top| format!("{top:?}");
    for by in [By::Average, By::Packets] {
        let (ours, theirs) = (lake.observe.top(top(by)).await, files.observe.top(top(by)).await);
        assert_eq!(said(ours.unwrap()), said(theirs.unwrap()));
    }
    // Packets of a day that has gone come late: counted beside what is known of it.
    let late = rows(3, 300, NOW - 900, 20);
    for lake in [&mut files, &mut lake] {
        lake.import(&late).await.unwrap();
    }
    let (ours, theirs) =
        (lake.observe.top(top(By::Packets)).await, files.observe.top(top(By::Packets)).await);
    assert_eq!(said(ours.unwrap()), said(theirs.unwrap()));
    // Two months later the series go, too.
    for now in ["2026-06-30T00:00:00Z"] {
        lake.clock.set(now.parse().unwrap());
        lake.import(&rows(4, 100, NOW + 24 * 85, 24)).await.unwrap();
    }
    assert_eq!(lake.observe.top(top(By::Packets)).await.unwrap().packets, 0);
    let series = servers.ask(0, "SELECT count() FROM hinomi.series_local WHERE day < '2026-04-01'").unwrap();
    assert_eq!(series.trim(), "0");
}
