//! The spool: what is in it, what is lost, and that the two add up.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use capture::{Known, Packet, proto};
use sensor::clock::Timing;
use sensor::spool::Spool;
use wire::{Batch, Cause, Frame, SensorId};

const SENSOR: SensorId = SensorId([5; 16]);
pub(crate) const ROOM: u64 = 8 << 20;
const TIMING: Timing = Timing::Wall { boot: 1, skew_us: 0 };
const SECOND: i64 = 1_000_000;

/// Ten seconds with packets that do not compress.
pub(crate) fn batch(n: i64, packets: u32) -> Batch {
    let packet = |k: u32| {
        let mut packet =
            Packet { proto: proto::TCP, dport: 23, ts: n * 10 * SECOND + i64::from(k), ..Packet::default() };
        packet.src = mixed(k + 100_000 * n as u32);
        packet.seq = mixed(packet.src);
        packet.known = Known::SPORT.with(Known::SEQ).with(Known::FLAGS);
        packet.flags = 2;
        packet
    };
    let (from_us, until_us) = (n * 10 * SECOND, (n + 1) * 10 * SECOND);
    let v4 = (0..packets).map(packet).collect();
    Batch { made_us: until_us, from_us, until_us, v4, ..Batch::default() }
}

/// A number without a pattern (the finish of MurmurHash3).
fn mixed(number: u32) -> u32 {
    let mixed = (number ^ (number >> 16)).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    mixed ^ (mixed >> 16)
}

/// What a collector would have after taking all that the spool offers.
#[derive(Debug, Default)]
struct There {
    acknowledged: u64,
    packets: u64,
    lost: BTreeMap<Cause, u64>,
    covered_us: i64,
}

impl There {
    fn take(&mut self, frame: &[u8]) {
        let frame = Frame::read(frame).unwrap();
        if frame.last <= self.acknowledged {
            return;
        }
        assert_eq!(frame.first, self.acknowledged + 1, "numbers have no gap and do not overlap");
        self.acknowledged = frame.last;
        self.packets += (frame.v4 + frame.v6) as u64;
        self.covered_us += frame.until_us - frame.from_us;
        for loss in frame.losses {
            *self.lost.entry(loss.cause).or_default() += loss.packets;
        }
    }

    fn take_all(&mut self, spool: &mut Spool) {
        loop {
            let offered = spool.offer(100, 1 << 20).unwrap();
            if offered.is_empty() {
                return;
            }
            offered.iter().for_each(|offered| self.take(&offered.frame));
            spool.acknowledge(self.acknowledged).unwrap();
        }
    }
}

fn open(folder: &Path) -> Spool {
    Spool::open(folder, SENSOR, ROOM).unwrap()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "frame"));
    files.sort();
    files
}

#[test]
fn what_does_not_fit_is_told_as_lost_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    let mut there = There::default();
    let mut put = 0;
    let mut offered = Vec::new();
    for n in 0..200 {
        // Now and then a delivery whose answer never comes: the collector may have it, or not.
        if n % 40 == 10 {
            offered = spool.offer(3, 1 << 20).unwrap();
            if n % 80 == 10 {
                offered.iter().for_each(|offered| there.take(&offered.frame));
            }
        }
        spool.put(batch(n, 10_000), TIMING).unwrap();
        put += 10_000;
        assert!(spool.space() <= ROOM);
    }
    assert!(!offered.is_empty());
    // As after a kill.
    drop(spool);
    let mut spool = open(folder.path());
    there.take_all(&mut spool);
    let lost = there.lost[&Cause::SpoolFull];
    assert!(lost > 0 && there.packets > 0);
    assert_eq!(there.packets + lost, put);
    assert_eq!(there.lost.len(), 1);
    assert_eq!(there.acknowledged, 200);
    assert_eq!(there.covered_us, 200 * 10 * SECOND, "what was lost was listened for");
    assert_eq!((spool.waiting().len(), spool.space()), (0, 0));
    assert_eq!(files(folder.path()).len(), 0);
}

#[test]
fn a_month_without_a_network_and_packets_is_a_few_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    for n in 0..200 {
        spool.put(batch(n, 0), TIMING).unwrap();
    }
    assert!(spool.waiting().len() < 100);
    spool.put(batch(200, 1), TIMING).unwrap();
    let mut there = There::default();
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets, there.covered_us), (201, 1, 201 * 10 * SECOND));
}

#[test]
fn damage_is_the_loss_of_what_the_name_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    for n in 0..4 {
        spool.put(batch(n, 100), TIMING).unwrap();
    }
    let files = files(folder.path());
    let mut bytes = fs::read(&files[1]).unwrap();
    bytes[200] ^= 1;
    fs::write(&files[1], bytes).unwrap();
    fs::write(&files[2], b"").unwrap();
    let mut there = There::default();
    there.take_all(&mut spool);
    assert_eq!((there.packets, &there.lost), (200, &BTreeMap::from([(Cause::Damaged, 200)])));
    assert_eq!(spool.account().lost, there.lost);
}

#[test]
fn files_that_somebody_took_away_leave_no_gap_in_the_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    let mut there = There::default();
    for n in 0..6 {
        spool.put(batch(n, 100), TIMING).unwrap();
    }
    let offered = spool.offer(1, 1 << 20).unwrap();
    there.take(&offered[0].frame);
    spool.acknowledge(1).unwrap();
    spool.offer(9, 1 << 20).unwrap();
    let files = files(folder.path());
    for gone in [0, 2, 4] {
        fs::remove_file(&files[gone]).unwrap();
    }
    let mut spool = open(folder.path());
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets), (6, 300));
    assert_eq!(there.covered_us, 3 * 10 * SECOND, "nobody knows whether anybody listened in the others");
    spool.put(batch(6, 1), TIMING).unwrap();
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets), (7, 301));
}

#[test]
fn a_collector_that_forgot_is_told_how_much() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    let mut there = There::default();
    for n in 0..5 {
        spool.put(batch(n, 100), TIMING).unwrap();
        there.take_all(&mut spool);
    }
    spool.put(batch(5, 10), TIMING).unwrap();
    // Restored from a backup.
    let mut there = There { acknowledged: 2, packets: 200, ..There::default() };
    spool.acknowledge(2).unwrap();
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets), (6, 210));
    assert_eq!(there.lost, BTreeMap::from([(Cause::Forgotten, 300)]));
}

#[test]
fn a_sensor_that_forgot_delivers_under_new_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    for n in 0..3 {
        spool.put(batch(n, 100), TIMING).unwrap();
    }
    let mut there = There { acknowledged: 1_000, ..There::default() };
    spool.acknowledge(1_000).unwrap();
    let mut spool = {
        drop(spool);
        open(folder.path())
    };
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets), (1_003, 300));
}

/// A kill between the writing of a frame and the deleting of those that it stands for.
#[test]
fn what_a_kill_left_twice_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut spool = open(folder.path());
    for n in 0..3 {
        spool.put(batch(n, 100), TIMING).unwrap();
    }
    let frame = |first: u64, last: u64, from: i64, until: i64| {
        let until_us = until * 10 * SECOND;
        let mut batch =
            Batch { sensor: SENSOR, first, last, made_us: until_us, until_us, ..Batch::default() };
        batch.from_us = from * 10 * SECOND;
        let name =
            format!("{first:020}-{last:020}_0_0_{}_{until_us}_0000000000000001_0.frame", batch.from_us);
        fs::write(folder.path().join(name), batch.encode().unwrap()).unwrap();
    };
    // One frame for two, and one for a single one whose original is whole.
    frame(1, 2, 0, 2);
    frame(3, 3, 2, 3);
    fs::write(folder.path().join("unfinished.tmp"), b"half a frame").unwrap();
    let mut spool = open(folder.path());
    let mut there = There::default();
    there.take_all(&mut spool);
    assert_eq!((there.acknowledged, there.packets, there.covered_us), (3, 100, 30 * SECOND));
    assert_eq!(files(folder.path()).len(), 0);
    assert!(!folder.path().join("unfinished.tmp").exists());
}

/// On a small tmpfs of its own: the disk fills, and empties.
#[test]
fn a_full_disk_loses_what_it_says_and_recovers() {
    let Some(disk) = crate::disk::Small::make("full", 3 << 20) else { return };
    let mut spool = open(disk.path());
    let mut there = There::default();
    let (mut put, mut refused) = (0, 0);
    for n in 0..60 {
        put += 10_000;
        refused += u64::from(spool.put(batch(n, 10_000), TIMING).is_err());
        if n == 50 {
            assert!(refused > 0 && spool.untold() > 0);
            there.take_all(&mut spool);
        }
    }
    there.take_all(&mut spool);
    assert_eq!(there.lost, BTreeMap::from([(Cause::Disk, refused * 10_000)]));
    assert_eq!(there.packets + refused * 10_000, put);
    assert_eq!(there.covered_us, 60 * 10 * SECOND);
}
