//! A server that dies while packets come in: nothing is acknowledged that is not there, nothing is lost, nothing is
//! there twice.

use observe::live::NotTaken;

use super::servers::Servers;
use super::world::{Live, NOW, cluster, frame, rows};

#[tokio::test]
async fn while_a_shard_is_dead_nothing_is_acknowledged_and_nothing_is_answered_by_halves() {
    let Some(mut servers) = Servers::start() else { return };
    let mut files = Live::new(None).await;
    let mut lake = Live::new(Some(cluster(servers.shards(), None))).await;
    for lake in [&mut files, &mut lake] {
        lake.import(&rows(1, 1000, NOW - 72, 60)).await.unwrap();
        assert_eq!(lake.deliver(frame(1, NOW, 100)).await, Ok(1));
    }
    servers.kill(1);
    let refused = lake.deliver(frame(2, NOW, 100)).await;
    let Err(NotTaken::Later { reason, .. }) = refused else { panic!("{refused:?}") };
    let dead = &servers.shards()[1][0];
    assert!(reason.contains(dead), "{reason}");
    let error = lake.import(&rows(2, 500, NOW - 72, 60)).await.unwrap_err().to_string();
    assert!(error.contains(dead), "{error}");
    let error = lake.observe.digest().await.unwrap_err().to_string();
    assert!(error.contains(dead), "{error}");

    // A server that dies halfway: what reached the other one is there, and does not count.
    servers.run(1);
    servers.ask(1, "RENAME TABLE hinomi.packets_local TO hinomi.away").unwrap();
    let refused = lake.deliver(frame(2, NOW, 100)).await;
    assert!(matches!(refused, Err(NotTaken::Later { .. })), "{refused:?}");
    servers.ask(1, "RENAME TABLE hinomi.away TO hinomi.packets_local").unwrap();
    assert_eq!(servers.ask(0, "SELECT uniqExact(load) FROM hinomi.packets_local").unwrap().trim(), "3");
    for lake in [&mut files, &mut lake] {
        assert_eq!(lake.deliver(frame(2, NOW, 100)).await, Ok(2));
        lake.import(&rows(2, 500, NOW - 72, 60)).await.unwrap();
        lake.until("SELECT COUNT(*) FROM observe_hot_hour WHERE stale OR series_path = ''", 0).await;
    }
    assert_eq!(files.answers().await, lake.answers().await);

    // And what did not count is cleared away.
    let settled = "SELECT COUNT(*) FROM observe_load WHERE kind = 'packets' AND state <> 'counts'";
    for seed in 10..200 {
        if lake.number(settled).await == 0 {
            break;
        }
        lake.import(&rows(seed, 1, NOW - 72, 60)).await.unwrap();
    }
    assert_eq!(lake.number(settled).await, 0);
    let counted = lake.number("SELECT SUM(packets) FROM observe_shard").await;
    let held: i64 = (0..2)
        .map(|place| servers.ask(place, "SELECT count() FROM hinomi.packets_local").unwrap())
        .map(|count| count.trim().parse::<i64>().unwrap())
        .sum();
    assert_eq!(held, counted);
}

/// Kills one server after the other at any moment of a stream of frames; the sensor does what a sensor does.
#[tokio::test]
async fn servers_that_die_again_and_again_make_no_packet_lost_or_double() {
    let Some(mut servers) = Servers::start() else { return };
    let mut files = Live::new(None).await;
    let mut lake = Live::new(Some(cluster(servers.shards(), None))).await;
    let frames = 12;
    let mut refused = 0;
    for number in 1..=frames {
        assert_eq!(files.deliver(frame(number, NOW, 3000)).await, Ok(number));
        let place = (number % 2) as usize;
        let wait = std::time::Duration::from_millis(990 + number * 4);
        let (killed, delivered) = tokio::join!(
            async {
                tokio::time::sleep(wait).await;
                servers.kill(place);
            },
            lake.deliver(frame(number, NOW, 3000)),
        );
        let () = killed;
        servers.run(place);
        let mut delivered = delivered;
        while delivered.is_err() {
            refused += 1;
            delivered = lake.deliver(frame(number, NOW, 3000)).await;
        }
        assert_eq!(delivered, Ok(number));
    }
    println!("{refused} of {frames} deliveries were refused once or more while a server was dead");
    for lake in [&files, &lake] {
        lake.until("SELECT COUNT(*) FROM observe_hot_hour WHERE stale OR series_path = ''", 0).await;
    }
    assert_eq!(files.answers().await, lake.answers().await);
}

/// A shard of two servers: each has everything; without one of them questions are answered, and nothing is written.
#[tokio::test]
async fn the_second_server_of_a_shard_answers_when_the_first_is_dead() {
    let Some(mut servers) = Servers::start() else { return };
    let shards = vec![servers.shards().concat()];
    let mut files = Live::new(None).await;
    let mut lake = Live::new(Some(cluster(shards, None))).await;
    for lake in [&mut files, &mut lake] {
        lake.import(&rows(1, 1000, NOW - 72, 60)).await.unwrap();
    }
    let expect = files.answers().await;
    servers.kill(0);
    assert_eq!(expect, lake.answers().await);
    assert!(lake.import(&rows(2, 10, NOW - 72, 60)).await.is_err());
    servers.run(0);
    servers.kill(1);
    assert_eq!(expect, lake.answers().await);
}

/// A server that comes back without its disk is found out, not believed.
#[tokio::test]
async fn a_server_that_has_lost_packets_is_refused() {
    let Some(servers) = Servers::start() else { return };
    let mut lake = Live::new(Some(cluster(servers.shards(), None))).await;
    lake.import(&rows(1, 1000, NOW - 72, 60)).await.unwrap();
    servers.ask(0, "ALTER TABLE hinomi.packets_local DROP PARTITION '2026-03-29'").unwrap();
    let again = super::world::open(&lake.folder, Some(cluster(servers.shards(), None)), &lake.clock).await;
    let error = again.digest().await.unwrap_err().to_string();
    assert!(error.contains("some are lost") && error.contains(&servers.shards()[0][0]), "{error}");
}

#[tokio::test]
async fn a_lake_is_not_taken_for_another() {
    let Some(servers) = Servers::start() else { return };
    let open = async |lake: &Live, cluster| {
        use std::sync::Arc;
        let folder = lake.folder.path();
        let database = kernel::Database::open(&folder.join("hinomi.db")).await.unwrap();
        let originals = kernel::Originals::open(folder.join("originals")).unwrap();
        let (place, clock) = (folder.join("lake"), Arc::clone(&lake.clock) as _);
        let opened = match cluster {
            Some(cluster) => observe::Service::open_cluster(database, originals, place, cluster, clock).await,
            None => observe::Service::open(database, originals, place, clock).await,
        };
        opened.map(drop).unwrap_err().to_string()
    };
    let mut files = Live::new(None).await;
    files.import(&rows(1, 10, NOW - 72, 60)).await.unwrap();
    let error = open(&files, Some(cluster(servers.shards(), None))).await;
    assert!(error.contains("packets in files"), "{error}");
    let mut lake = Live::new(Some(cluster(servers.shards(), None))).await;
    lake.import(&rows(1, 10, NOW - 72, 60)).await.unwrap();
    let error = open(&lake, None).await;
    assert!(error.contains("in ClickHouse"), "{error}");
    let error = open(&lake, Some(cluster(servers.shards()[..1].to_vec(), None))).await;
    assert!(error.contains("2 shards"), "{error}");
    // And servers that do not know each other by the name given say so.
    let mut unknown = Live::new(Some(cluster(servers.shards(), Some("elsewhere")))).await;
    let error = unknown.import(&rows(1, 10, NOW - 72, 60)).await.unwrap_err().to_string();
    assert!(error.contains("elsewhere"), "{error}");
}
