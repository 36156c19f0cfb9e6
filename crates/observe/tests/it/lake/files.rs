//! How files come and go, and what is wrong with them.

use std::collections::HashSet;

use kernel::{Hour, HourRange};
use observe::lake::{
    LakeError, Month, Names, Row, Segment, SeriesFile, Writer, publish, rows, sources_by_bucket, sweep,
    to_merge,
};
use observe::read::Sink;
use observe::{Packet, Port};

use super::{build, ever, names, push, read, some, sorted, write};

#[test]
fn files_are_read_before_between_and_after_publishing() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let all = some(500);
    let segments = write(lake, "a", &all, 1000);
    let paths: Vec<&str> = segments.iter().map(|s| s.path.as_str()).collect();
    assert_eq!(paths, ["packets/day=1970-01-01/a-00000.parquet", "packets/day=1970-01-02/a-00000.parquet"]);
    assert_eq!(read(lake, &segments), sorted(&all), "in staging");
    publish(lake, paths[..1].iter().copied()).unwrap();
    assert_eq!(read(lake, &segments), sorted(&all), "killed in the middle of publishing");
    publish(lake, paths.iter().copied()).unwrap();
    publish(lake, paths.iter().copied()).unwrap();
    assert_eq!(read(lake, &segments), sorted(&all), "published, twice");
    assert!(lake.join(paths[1]).is_file() && !lake.join("staging").join(paths[1]).exists());
    assert!(matches!(publish(lake, ["packets/day=1970-01-01/never.parquet"]), Err(LakeError::Io { .. })));
}

#[test]
fn sweep_leaves_what_the_manifest_names_and_nothing_else() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let kept = write(lake, "kept", &some(100), 1000);
    let staged = write(lake, "staged", &some(100), 1000);
    let dropped = write(lake, "dropped", &some(100), 1000);
    let killed = write(lake, "killed", &some(100), 1000);
    let built = build(lake, &kept, "old");
    publish(lake, kept.iter().chain(&dropped).map(|s| s.path.as_str())).unwrap();
    // A kill in the middle of writing leaves a torn file.
    let torn = lake.join("staging").join(&killed[0].path);
    std::fs::write(&torn, &std::fs::read(&torn).unwrap()[..50]).unwrap();
    let keep: HashSet<String> = kept.iter().chain(&staged).map(|s| s.path.clone()).collect();
    assert_eq!(sweep(lake, &keep).unwrap(), 2 + 2 + 2 * built.len());
    assert_eq!(sweep(lake, &keep).unwrap(), 0);
    assert_eq!(read(lake, &kept).len() + read(lake, &staged).len(), 200);
    assert!(!lake.join("staging/series").exists());
    assert_eq!(sweep(lake, &HashSet::new()).unwrap(), 4);
    assert_eq!(std::fs::read_dir(lake).unwrap().count(), 0, "no folder stays behind");
}

#[test]
fn four_small_segments_of_a_day_are_merged() {
    let segment =
        |day, bytes| Segment { day, path: format!("{day}-{bytes}"), rows: 1, bytes, first_ts: 0, last_ts: 0 };
    let mut all: Vec<Segment> = (1..4).map(|n| segment(7, n)).collect();
    all.extend([segment(7, 8 << 20), segment(8, 1), segment(8, 2)]);
    assert!(to_merge(&all).is_empty(), "three small ones");
    all.push(segment(7, (8 << 20) - 1));
    let merged = to_merge(&all);
    assert_eq!(merged.len(), 1);
    assert_eq!(merged[0].iter().map(|s| s.bytes).collect::<Vec<_>>(), [1, 2, 3, (8 << 20) - 1]);
}

#[test]
fn sensors_that_nobody_knows_are_errors() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let segments = write(lake, "a", &some(20), 100);
    let fewer = Names::new(["tokyo", "berlin"]).unwrap();
    let first = rows(lake, &segments, &fewer).unwrap().find_map(Result::err);
    assert!(
        matches!(&first, Some(LakeError::UnknownSensor { name, .. }) if name.starts_with("oslo")),
        "{first:?}"
    );
    let files = build(lake, &segments, "s").remove(&Month::of_day(0)).unwrap();
    let series = SeriesFile::open(lake, &files.series, &fewer).unwrap();
    let told = series.port_hours(Port::tcp(445), ever(), |_| ());
    assert!(matches!(told, Err(LakeError::UnknownSensor { .. })), "{told:?}");

    let mut writer = Writer::new(lake, &fewer, "b");
    push(&mut writer, &some(20));
    assert!(matches!(writer.finish(), Err(LakeError::Unnamed(3))));
    assert!(matches!(SeriesFile::open(lake, &files.totals, &names()), Err(LakeError::Foreign { .. })));
}

#[test]
fn names_may_come_while_packets_are_taken() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let names = Names::default();
    let mut writer = Writer::with_buffer(lake, &names, "a", 3);
    for i in 0..10u16 {
        let sensor = names.number_or_add(&format!("s{}", 9 - i)).unwrap();
        assert_eq!(sensor, i);
        writer.v4(&Packet { sensor, src: u32::from(i), ..Packet::default() });
    }
    let segments = writer.finish().unwrap();
    assert_eq!(segments.len(), 4);
    let order: Vec<u32> = rows(lake, &segments, &names)
        .unwrap()
        .map(|row| if let Row::V4(p) = row.unwrap() { p.src } else { u32::MAX })
        .collect();
    assert_eq!(order, (0..10).rev().collect::<Vec<_>>(), "by name: s0 came last");
}

#[test]
fn damaged_files_are_errors() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let segments = write(lake, "a", &some(3000), 10_000);
    let file = lake.join("staging").join(&segments[0].path);
    let whole = std::fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        std::fs::write(&file, &damaged).unwrap();
        // Parquet has no check of its own here: what must not happen is a panic or a row too many.
        let read = rows(lake, &segments[..1], &names()).unwrap().take_while(Result::is_ok).count();
        assert!(read as u64 <= segments[0].rows, "damage at {at}: {read} rows");
        std::fs::write(&file, &whole[..at]).unwrap();
        assert!(rows(lake, &segments[..1], &names()).unwrap().next().unwrap().is_err(), "cut at {at}");
    }
}

/// A rare port's rows are found by the page index: pages of other ports are not needed, so their bytes may be
/// anything.
#[test]
fn a_rare_ports_rows_are_read_from_their_own_pages() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let mut all = some(60_000);
    for row in &mut all {
        if let Row::V4(p) = row {
            p.ts /= 2;
            p.dport = if p.ts % 6007 == 0 { 9999 } else { p.dport.min(3389) };
        }
    }
    let segments = write(lake, "a", &all, 100_000);
    let day = [HourRange::new(Hour(0), Hour(24))];
    let ask = || sources_by_bucket(lake, &segments, &names(), Port::tcp(9999), None, &day).unwrap();
    let expect = ask();
    assert!(expect[0] > 0);
    // The first page of times begins behind the file's magic and holds ports up to 135.
    let file = lake.join("staging").join(&segments[0].path);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[4..200].fill(0xaa);
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(ask(), expect);
    assert!(rows(lake, &segments, &names()).unwrap().any(|row| row.is_err()), "and the others are gone");
}
