//! Faults at random moments: afterwards the lake equals the one that nobody disturbed.
//!
//! Four sensors play captures and deliver them meanwhile, through a proxy, to one collector; a fifth has a clock that
//! jumps. A sensor that is killed plays the next capture: what it had not made durable of the last one was never
//! observed, and it is told exactly, as a capture is played in frames of so many packets. What was made durable must be
//! in the lake once. The other lake gets the same packets as files.
//!
//! `cargo xtask soak live` runs this with more faults, by HINOMI_SOAK_KILLS; HINOMI_SOAK_SEED gives the same faults
//! again, though never at the same moments.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use kernel::{Clock, SystemClock};

use super::capture::{pcap, to};
use super::collector::{Collector, Data};
use super::disturbance::{Fault, SmallDisk};
use super::proxy::Proxy;
use super::sensor::{Identity, Sensor};
use super::vagrant::{Jumping, Repeating};
use crate::world::{World, draw};

/// Faults of a test that everybody runs.
const FAULTS: u64 = 25;

/// Faults after which the lakes are compared.
const STAGE: u64 = 100;

const NAMES: [&str; 4] = ["asahi", "biwa", "chitose", "dozan"];
const JUMPING: &str = "erimo";

/// Packets of a capture and of a frame of it; a millisecond apart.
const CAPTURE: u32 = 1500;
const FRAME: u32 = 100;

/// Packets of a frame of the sensor with the jumping clock.
const SMALL: u32 = 20;

/// Something that may be asked for while others work with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}

/// A sensor that plays captures.
struct Player {
    sensor: Sensor,
    identity: Identity,
    running: Mutex<Option<Child>>,
    /// Captures that were begun, and how many packets of each were made durable.
    played: Mutex<Vec<(u32, u32)>>,
    kills: AtomicU64,
}

struct Scene {
    folder: PathBuf,
    data: Data,
    collector: Mutex<Option<Collector>>,
    proxy: Proxy,
    players: Vec<Player>,
    jumping: Mutex<Jumping>,
    repeating: Mutex<Repeating>,
    /// Captures of the sensor with the jumping clock.
    jumped: AtomicU64,
    disks: Option<[SmallDisk; 2]>,
    since_us: i64,
    stop: AtomicBool,
    /// How often the collector ended by itself.
    ended: AtomicU64,
}

/// A number that the soak gives.
#[expect(clippy::disallowed_methods, reason = "how the soak tells the test")]
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn after_many_faults_the_lake_is_the_undisturbed_one() {
    let faults = told("HINOMI_SOAK_KILLS").unwrap_or(FAULTS);
    let seed = told("HINOMI_SOAK_SEED").unwrap_or_else(|| getrandom::u64().unwrap());
    println!("{faults} faults of seed {seed}");
    let world = World::new();
    let scene = Scene::new(world.path());
    if scene.disks.is_none() {
        println!("LEFT OUT: no disk is filled, as only root can mount small ones");
    }
    let undisturbed = Data(world.path().join("undisturbed"));
    let (mut random, mut done, mut seen) = (seed, 0, BTreeMap::<Fault, u64>::new());
    let began = Instant::now();
    while done < faults {
        let now = STAGE.min(faults - done);
        scene.disturb(now, &mut random, &mut seen);
        done += now;
        let packets = scene.compare(&undisturbed);
        println!("{done} faults in {:.0} s, {packets} packets: no difference", began.elapsed().as_secs_f64());
    }
    let killed: u64 = scene.players.iter().map(|player| player.kills.load(Ordering::SeqCst)).sum();
    println!("{seen:?}; {killed} kills of sensors hit, those that waited too long included");
    println!(
        "{} connections cut; the collector ended by itself {} times",
        scene.proxy.cut(),
        scene.ended.load(Ordering::SeqCst)
    );
}

impl Scene {
    fn new(folder: &Path) -> Self {
        let disk = folder.join("disk");
        let small = folder.join(NAMES[0]);
        let disks =
            SmallDisk::mount(&disk, 256).and_then(|large| Some([large, SmallDisk::mount(&small, 4)?]));
        let data = Data(disk.join("data"));
        let tokens: Vec<_> = NAMES.iter().chain([&JUMPING]).map(|name| data.invite(name)).collect();
        let authority = desk::pki::Authority::open(&data.0, SystemClock.now()).unwrap();
        let proxy = Proxy::start(&authority);
        let collector = data.collect("127.0.0.1:0", None, &folder.join("log")).unwrap();
        proxy.lead_to(&collector.address);
        let enrolled = |(name, token): (&str, &String)| {
            let sensor = Sensor::new(folder.join(name));
            sensor.enrol(&proxy.address.to_string(), token);
            sensor
        };
        let player = |named| {
            let sensor = enrolled(named);
            let identity = sensor.identity();
            Player {
                sensor,
                identity,
                running: Mutex::default(),
                played: Mutex::default(),
                kills: AtomicU64::new(0),
            }
        };
        let players = NAMES.into_iter().zip(&tokens).map(player).collect();
        let jumping = enrolled((JUMPING, &tokens[NAMES.len()])).identity();
        // Of the hour before, so that no packet is ahead of its lake.
        let since_us = SystemClock.now().as_microsecond() - 3_600_000_000;
        Self {
            folder: folder.to_owned(),
            data,
            collector: Mutex::new(Some(collector)),
            proxy,
            players,
            jumping: Mutex::new(Jumping::new(jumping)),
            repeating: Mutex::default(),
            jumped: AtomicU64::new(0),
            disks,
            since_us,
            stop: AtomicBool::new(false),
            ended: AtomicU64::new(0),
        }
    }

    /// Has so many faults happen while all sensors work; afterwards everything is delivered.
    fn disturb(&self, faults: u64, random: &mut u64, seen: &mut BTreeMap<Fault, u64>) {
        self.stop.store(false, Ordering::SeqCst);
        thread::scope(|scope| {
            for (at, player) in self.players.iter().enumerate() {
                let mut random = draw(random, u64::MAX);
                scope.spawn(move || {
                    while !self.stop.load(Ordering::SeqCst) {
                        self.play(at, player, &mut random);
                    }
                });
            }
            scope.spawn(|| {
                while !self.stop.load(Ordering::SeqCst) {
                    self.jump_along();
                    thread::sleep(Duration::from_millis(300));
                }
            });
            for _ in 0..faults {
                thread::sleep(Duration::from_millis(draw(random, 500)));
                let fault = Fault::draw(random, self.disks.is_some());
                self.happen(fault, random);
                *seen.entry(fault).or_default() += 1;
            }
            self.stop.store(true, Ordering::SeqCst);
        });
        let empty = self.folder.join("empty.pcap");
        pcap(&empty, to(0), (0, 0), 0, 0);
        for player in &self.players {
            player.sensor.ok(&["replay", empty.to_str().unwrap()]);
            assert_eq!(player.sensor.waiting(), Vec::<PathBuf>::new());
        }
        let began = Instant::now();
        while !lock(&self.jumping).deliver(self.proxy.address) {
            assert!(began.elapsed().as_secs() < 120, "the last frames are not taken");
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Plays one capture.
    fn play(&self, at: usize, player: &Player, random: &mut u64) {
        let number = lock(&player.played).len() as u32;
        let path = self.captured(NAMES[at], number);
        self.capture(&path, at, number, CAPTURE);
        let before = player.sensor.made();
        let (packets, seconds) = (FRAME.to_string(), "60");
        let words = ["replay", "--pace", "--batch-packets", &packets, "--batch-seconds", seconds];
        let child = player.sensor.start(&[&words[..], &[path.to_str().unwrap()]].concat());
        *lock(&player.running) = Some(child);
        // Longer than it plays. Who waits long for its next attempt is killed before.
        let patience = Duration::from_millis(2000 + draw(random, 6000));
        let began = Instant::now();
        let status = loop {
            let mut running = lock(&player.running);
            if let Some(status) = running.as_mut().unwrap().try_wait().unwrap() {
                *running = None;
                break status;
            }
            if began.elapsed() > patience {
                player.kill(running);
            } else {
                drop(running);
            }
            thread::sleep(Duration::from_millis(20));
        };
        let frames = u32::try_from(player.sensor.made() - before).unwrap();
        assert!(!status.success() || frames == CAPTURE / FRAME, "{frames} frames; {}", player.sensor.said());
        lock(&player.played).push((number, frames * FRAME));
    }

    /// The sensor with the jumping clock makes a frame, and tries to deliver.
    fn jump_along(&self) {
        let number = self.jumped.fetch_add(1, Ordering::SeqCst) as u32;
        let path = self.captured(JUMPING, number);
        self.capture(&path, NAMES.len(), number, SMALL);
        let mut jumping = lock(&self.jumping);
        jumping.observe(&path);
        jumping.deliver(self.proxy.address);
    }

    fn happen(&self, fault: Fault, random: &mut u64) {
        let mut while_long = |millis: u64| thread::sleep(Duration::from_millis(100 + draw(random, millis)));
        match fault {
            Fault::SensorKilled => {
                let player = &self.players[draw(random, self.players.len() as u64) as usize];
                player.kill(lock(&player.running));
            }
            Fault::CollectorKilled => {
                *lock(&self.collector) = None;
                while_long(1000);
            }
            Fault::Cut => {
                self.proxy.cut_after(1 + draw(random, 60_000));
                thread::sleep(Duration::from_millis(200));
                self.proxy.cut_after(0);
                thread::sleep(Duration::from_millis(100));
                self.proxy.mend();
            }
            Fault::BadGateway => {
                self.proxy.be_bad(true);
                thread::sleep(Duration::from_millis(100));
                self.proxy.mend();
                while_long(1500);
                self.proxy.be_bad(false);
                thread::sleep(Duration::from_millis(100));
                self.proxy.mend();
            }
            Fault::Held => {
                self.proxy.hold(true);
                while_long(1500);
                self.proxy.hold(false);
            }
            Fault::Repeated => {
                let player = &self.players[draw(random, self.players.len() as u64) as usize];
                let waiting = player.sensor.waiting();
                let mut repeating = lock(&self.repeating);
                repeating.deliver(&player.identity, &waiting, self.proxy.address, random);
            }
            Fault::ClockJump => lock(&self.jumping).jump(random),
            Fault::CollectorDiskFull | Fault::SensorDiskFull => {
                let Some([large, small]) = &self.disks else { return };
                let disk = if fault == Fault::SensorDiskFull { small } else { large };
                disk.fill(draw(random, 64 << 10));
                thread::sleep(Duration::from_millis(300 + draw(random, 2000)));
                disk.free();
            }
        }
        self.collect_again();
    }

    /// Starts the collector where it is not running.
    fn collect_again(&self) {
        let mut collector = lock(&self.collector);
        if let Some(running) = &mut *collector {
            if running.runs() {
                return;
            }
            self.ended.fetch_add(1, Ordering::SeqCst);
        }
        let started = self.data.collect("127.0.0.1:0", None, &self.folder.join("log"));
        let started = started.expect("the collector starts again");
        self.proxy.lead_to(&started.address);
        *collector = Some(started);
    }

    /// Compares what the lake holds with what was made durable; says how many packets these were.
    fn compare(&self, undisturbed: &Data) -> u64 {
        let (mut packets, mut of_all) = (0, Vec::new());
        for (at, player) in self.players.iter().enumerate() {
            let mut files = Vec::new();
            let mut of_it = 0;
            for (number, durable) in lock(&player.played).iter() {
                let path = self.captured(NAMES[at], *number);
                of_it += u64::from(*durable);
                if path.exists() && *durable > 0 {
                    self.capture(&path, at, *number, *durable);
                    files.push(path);
                }
            }
            of_all.push((NAMES[at], files, of_it));
        }
        let jumped = self.jumped.load(Ordering::SeqCst) as u32;
        let files = (0..jumped).map(|number| self.captured(JUMPING, number)).filter(|path| path.exists());
        of_all.push((JUMPING, files.collect(), u64::from(jumped * SMALL)));
        for (name, files, of_it) in of_all {
            if !files.is_empty() {
                undisturbed.import(name, &files);
            }
            files.iter().for_each(|path| std::fs::remove_file(path).unwrap());
            let known = self.data.sensor(name);
            assert_eq!((known.packets, &known.lost[..]), (of_it, &[][..]), "{name}");
            packets += of_it;
        }
        let (ours, theirs) = (self.data.digest(), undisturbed.digest());
        assert_eq!(ours.packets, packets);
        assert_eq!(ours, theirs);
        packets
    }

    /// Writes the first packets of a capture; each capture has its own time and its own packets.
    fn capture(&self, path: &Path, at: usize, number: u32, packets: u32) {
        let from_us = self.since_us + i64::from(number) * i64::from(CAPTURE) * 1000;
        pcap(path, to(at as u8), (number * CAPTURE, packets), from_us, 1000);
    }

    fn captured(&self, name: &str, number: u32) -> PathBuf {
        self.folder.join(format!("{name}-{number}.pcap"))
    }
}

impl Player {
    /// Kills its program, if it has one.
    fn kill(&self, mut running: MutexGuard<'_, Option<Child>>) {
        if let Some(child) = &mut *running {
            let _ = child.kill();
            self.kills.fetch_add(1, Ordering::SeqCst);
        }
    }
}
