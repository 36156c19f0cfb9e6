//! One story, told to the lake of files and to a cluster: after each chapter both give the same answers.

use super::servers::Servers;
use super::world::{Live, NOW, cluster, frame, rows};

/// What the lake says after each chapter.
pub async fn story(lake: &mut Live) -> Vec<String> {
    let mut answers = vec![lake.answers().await];
    // Files, over several days and two months, in two pieces.
    lake.import(&rows(1, 3000, NOW - 900, 300)).await.unwrap();
    answers.push(lake.answers().await);
    lake.import(&rows(2, 2000, NOW - 72, 60)).await.unwrap();
    lake.observe
        .declare_outage("oslo", super::super::world::at(NOW - 40), super::super::world::at(NOW - 30))
        .await
        .unwrap();
    answers.push(lake.answers().await);
    // Live packets of an hour that still moves, one frame twice.
    assert_eq!(lake.deliver(frame(1, NOW, 200)).await, Ok(1));
    assert_eq!(lake.deliver(frame(1, NOW, 200)).await, Ok(1));
    assert_eq!(lake.deliver(frame(2, NOW, 100)).await, Ok(2));
    let derived = "SELECT COUNT(*) FROM observe_hot_hour WHERE stale OR series_path = ''";
    lake.until(derived, 0).await;
    answers.push(lake.answers().await);
    // Late ones: of an earlier hour of that day, and of a day that has closed.
    assert_eq!(lake.deliver(frame(3, NOW - 5, 50)).await, Ok(3));
    assert_eq!(lake.deliver(frame(4, NOW - 50, 40)).await, Ok(4));
    assert_eq!(lake.deliver(frame(5, NOW, 60)).await, Ok(5));
    lake.import(&rows(3, 500, NOW - 60, 55)).await.unwrap();
    lake.until(derived, 0).await;
    answers.push(lake.answers().await);
    // The day is over.
    lake.clock.set("2026-04-01T06:00:00Z".parse().unwrap());
    assert_eq!(lake.deliver(frame(6, NOW + 4, 10)).await, Ok(6));
    lake.until("SELECT COUNT(*) FROM observe_hot_hour WHERE hour < 493056", 0).await;
    lake.until(derived, 0).await;
    answers.push(lake.answers().await);
    answers
}

#[track_caller]
pub fn compare(files: &[String], cluster: &[String]) {
    assert_eq!(files.len(), cluster.len());
    for (chapter, (files, cluster)) in files.iter().zip(cluster).enumerate() {
        for (files, cluster) in files.lines().zip(cluster.lines()) {
            assert_eq!(files, cluster, "chapter {chapter}");
        }
        assert_eq!(files, cluster, "chapter {chapter}");
    }
    // Answers that are all empty would be the same, too.
    assert!(files[5].contains("Digest { packets: 6420,"), "{}", files[5]);
}

#[tokio::test]
async fn both_engines_give_the_same_answers() {
    let Some(servers) = Servers::start() else { return };
    let files = story(&mut Live::new(None).await).await;
    let mut lake = Live::new(Some(cluster(servers.shards(), Some("hinomi")))).await;
    compare(&files, &story(&mut lake).await);

    // People who ask ClickHouse alone: through either server, over both.
    let packets = lake.number("SELECT SUM(packets) FROM observe_shard").await;
    for place in 0..2 {
        let ask = |sql: &str| servers.ask(place, sql).unwrap().trim().to_owned();
        assert_eq!(ask("SELECT count() FROM hinomi.packets"), packets.to_string());
        let counting = "load IN (SELECT load FROM hinomi.loads_local)";
        assert_eq!(ask(&format!("SELECT count() FROM hinomi.packets WHERE {counting}")), packets.to_string());
        assert_eq!(ask("SELECT sum(packets) FROM hinomi.loads"), packets.to_string());
        assert_ne!(ask("SELECT count() FROM hinomi.packets_local"), "0");
        let alive = format!("SELECT uniqExact(sensor) FROM hinomi.coverage WHERE first_hour <= {NOW}");
        assert_eq!(ask(&alive), "4");
    }
}
