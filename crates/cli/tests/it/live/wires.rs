//! Sensors on wires: what was sent to them is what the lake holds, and nothing comes back.

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use kernel::{BucketSize, Clock, Period, SystemClock};
use observe::lake::{Names, Row, Segment, rows};
use observe::read::capture as read;
use observe::{Packet, Port, SeriesQuery};
use rustix::process::{Pid, Signal, kill_process};

use super::capture::{frame, to, write};
use super::collector::{Collector, Data};
use super::network::{Network, SENSORS, answers};
use super::sensor::Sensor;
use super::until;
use super::vagrant::Taken;
use crate::world::World;

const NAMES: [&str; SENSORS as usize] = ["asahi", "biwa", "chitose"];

/// Sensors that listen in a network, and their collector.
struct Field {
    world: World,
    data: Data,
    collector: Option<Collector>,
    sensors: Vec<Sensor>,
    running: Vec<Child>,
    network: Network,
}

impl Field {
    fn new(test: &str) -> Option<Self> {
        let network = Network::lay(test)?;
        let world = World::new();
        let data = Data(world.data());
        let tokens = NAMES.map(|name| data.invite(name));
        let collector =
            data.collect("0.0.0.0:0", Some(&network.collector), &world.path().join("log")).unwrap();
        let port = collector.address.rsplit(':').next().unwrap().to_owned();
        let sensors = (0..SENSORS).map(|n| {
            let at = usize::from(n);
            let mut sensor = Sensor::new(world.path().join(NAMES[at]));
            sensor.namespace = Some(network.sensors[at].clone());
            // Room for all of a test: a busy machine may not let the sensor run for a while.
            std::fs::write(sensor.folder.join("config.toml"), "ring_size = \"64 MiB\"\n").unwrap();
            sensor.enrol(&format!("{}:{port}", Network::home(n)), &tokens[at]);
            sensor
        });
        let sensors = sensors.collect();
        Some(Self { world, data, collector: Some(collector), sensors, running: Vec::new(), network })
    }

    /// Has sensor `n` listen.
    fn listen(&mut self, n: u8, words: &[&str]) {
        let sensor = &self.sensors[usize::from(n)];
        let status = sensor.state().join("status.json");
        let _ = std::fs::remove_file(&status);
        let running =
            sensor.start(&[&["run", "--interface", "listen0", "--ignore-port", "22/tcp"], words].concat());
        self.running.push(running);
        until("the sensor listens", || status.exists());
    }

    /// Starts the collector anew where it was.
    fn collect_again(&mut self, port: &str) {
        let log = self.world.path().join("log");
        let address = format!("0.0.0.0:{port}");
        self.collector = Some(self.data.collect(&address, Some(&self.network.collector), &log).unwrap());
    }

    fn port(&self) -> String {
        self.collector.as_ref().unwrap().address.rsplit(':').next().unwrap().to_owned()
    }

    /// Packets that the collector has of all sensors.
    fn packets(&self) -> u64 {
        NAMES.map(|name| self.data.sensor(name).packets).iter().sum()
    }

    /// Packets that the sensors say they lost.
    fn lost(&self) -> u64 {
        NAMES.iter().flat_map(|name| self.data.sensor(name).lost).map(|loss| loss.packets).sum()
    }

    /// Ends all sensors as a service manager does.
    fn end(&mut self) {
        for mut running in self.running.drain(..) {
            // `ip netns exec` becomes the program.
            kill_process(Pid::from_child(&running), Signal::TERM).unwrap();
            assert!(running.wait().unwrap().success());
        }
    }

    /// Every packet of the lake with its sensor's name, without its time, in order.
    fn lake(&self) -> Vec<(String, Row)> {
        // Opening it finishes what is left to do, so that there is no file that does not count.
        let digest = self.data.digest();
        let names = Names::new(NAMES).unwrap();
        let segments: Vec<Segment> = segments(&self.data.0.join("lake"));
        let found = rows(&self.data.0.join("lake"), &segments, &names).unwrap().map(Result::unwrap);
        let found: Vec<_> = found.map(|row| timeless(row, |sensor| NAMES[usize::from(sensor)])).collect();
        assert_eq!(found.len() as u64, digest.packets);
        sorted(found)
    }

    /// The same of frames.
    fn sent(&self, frames: &[(u8, Vec<u8>)]) -> Vec<(String, Row)> {
        let mut all = Vec::new();
        for n in 0..SENSORS {
            let path = self.world.path().join("sent.pcap");
            let of_it = frames.iter().filter(|(to, _)| *to == n).map(|(_, frame)| (0, frame.clone()));
            write(&path, of_it);
            let mut taken = Taken::default();
            read(std::fs::File::open(&path).unwrap(), 0, &mut taken);
            let v6 = taken.v6.into_iter().map(Row::V6);
            let found = taken.v4.into_iter().map(Row::V4).chain(v6);
            all.extend(found.map(|row| timeless(row, |_| NAMES[usize::from(n)])));
        }
        sorted(all)
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        for running in &mut self.running {
            let _ = running.kill();
            let _ = running.wait();
        }
    }
}

fn timeless<'a>(row: Row, name: impl Fn(u16) -> &'a str) -> (String, Row) {
    match row {
        Row::V4(packet) => (name(packet.sensor).to_owned(), Row::V4(Packet { ts: 0, sensor: 0, ..packet })),
        Row::V6(packet) => (name(packet.sensor).to_owned(), Row::V6(Packet { ts: 0, sensor: 0, ..packet })),
    }
}

fn sorted(mut rows: Vec<(String, Row)>) -> Vec<(String, Row)> {
    rows.sort_by_key(|(name, row)| match row {
        Row::V4(packet) => (name.clone(), Some(*packet), None),
        Row::V6(packet) => (name.clone(), None, Some(*packet)),
    });
    rows
}

/// The lake's files of packets.
fn segments(lake: &Path) -> Vec<Segment> {
    let mut found = Vec::new();
    for day in std::fs::read_dir(lake.join("packets")).unwrap().flatten() {
        let name = day.file_name().into_string().unwrap();
        let date: jiff::civil::Date = name.strip_prefix("day=").unwrap().parse().unwrap();
        let number = date.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).unwrap().get_days();
        for file in std::fs::read_dir(day.path()).unwrap().flatten() {
            let path = format!("packets/{name}/{}", file.file_name().into_string().unwrap());
            found.push(Segment {
                day: number,
                path,
                rows: 0,
                bytes: 0,
                first_ts: i64::MIN,
                last_ts: i64::MAX,
            });
        }
    }
    found
}

/// Whether a frame is the machine's own business, by the words that the sensors are started with.
fn is_ignored(frame: &[u8]) -> bool {
    is_tcp_to(frame, 22)
}

/// Whether a frame goes to this port by TCP.
fn is_tcp_to(frame: &[u8], port: u16) -> bool {
    let (protocol, at) = if frame[12..14] == [8, 0] { (frame[23], 34) } else { (frame[20], 54) };
    protocol == 6 && frame[at + 2..at + 4] == port.to_be_bytes()
}

#[test]
fn what_is_sent_to_three_sensors_is_what_the_lake_holds_and_nothing_is_answered() {
    const EACH: u32 = 6000;
    let Some(mut field) = Field::new("all") else { return };
    // Before anything keeps the machine from it, it answers: what follows would see it.
    let mut overheard = field.network.overhear(0);
    field.network.end(0).send(&frame(to(0), 4));
    assert!(!answers(&mut overheard).is_empty(), "the test would see answers");
    // For three seconds it asks for the neighbour whom it would answer.
    while !answers(&mut overheard).is_empty() {
        std::thread::sleep(Duration::from_millis(1500));
    }
    for n in 0..SENSORS {
        let words = ["firewall", "--interface", "listen0", "--ignore-port", "22/tcp"];
        let sensor = &field.sensors[usize::from(n)];
        let output = sensor.command(&words).stdout(std::process::Stdio::piped()).output().unwrap();
        Network::firewall(&field.network.sensors[usize::from(n)], &String::from_utf8(output.stdout).unwrap());
        field.listen(n, &["--batch-seconds", "1", "--batch-packets", "1000"]);
    }
    let mut overheard: Vec<_> = (0..SENSORS).map(|n| field.network.overhear(n)).collect();

    let (mut sent, mut own) = (Vec::new(), Vec::new());
    let ends: Vec<_> = (0..SENSORS).map(|n| field.network.end(n)).collect();
    for number in 0..EACH {
        for n in 0..SENSORS {
            let frame = frame(to(n), number);
            if is_ignored(&frame) {
                own.push((n, frame));
                continue;
            }
            ends[usize::from(n)].send(&frame);
            sent.push((n, frame));
            // On the same wire, to somebody else.
            ends[usize::from(n)].send(&super::capture::frame(to(n + 100), number));
        }
        if number % 50 == 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    until("all has arrived or is told as lost", || field.packets() + field.lost() >= sent.len() as u64);
    assert_eq!(field.lost(), 0, "the kernel had no room: nothing here is to be lost");

    // From the wire to the graph.
    let port: Port = "5900/tcp".parse().unwrap();
    let before = sent.iter().filter(|(_, frame)| is_tcp_to(frame, 5900)).count() as u64;
    until("the graph shows all", || shown(&field.data, port) == before);
    let began = Instant::now();
    let last = (0..).map(|n| frame(to(1), EACH + n)).find(|frame| is_tcp_to(frame, 5900));
    ends[1].send(last.as_ref().unwrap());
    sent.push((1, last.unwrap()));
    until("the graph shows the packet", || shown(&field.data, port) == before + 1);
    println!("from the wire to the series: {:.1} s", began.elapsed().as_secs_f64());

    for (n, overheard) in overheard.iter_mut().enumerate() {
        assert_eq!(answers(overheard), Vec::<Vec<u8>>::new(), "{} answered", NAMES[n]);
    }
    // What is the machine's own business it may answer, and no sensor sees it.
    for (n, frame) in &own {
        ends[usize::from(*n)].send(frame);
    }
    for n in 0..SENSORS {
        let last = frame(to(n), 2 * EACH + 4);
        ends[usize::from(n)].send(&last);
        sent.push((n, last));
    }
    until("the last has arrived", || field.packets() >= sent.len() as u64);
    field.end();
    field.collector.take().unwrap().end();
    let (lake, sent) = (field.lake(), field.sent(&sent));
    assert!(!own.is_empty());
    assert_eq!(lake.len(), sent.len());
    assert!(lake == sent, "as many packets, but others");
    let six = lake.iter().filter(|(_, row)| matches!(row, Row::V6(_))).count();
    println!("{} packets, {six} of them IPv6, of {SENSORS} sensors: each as it was sent", lake.len());
    for name in NAMES {
        assert_eq!(field.data.sensor(name).lost, Vec::new());
    }
}

/// Packets of a port that the graph shows.
fn shown(data: &Data, port: Port) -> u64 {
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    // Of the day before, too, should this be midnight.
    let days = Period::new(today.yesterday().unwrap(), today).unwrap();
    let buckets = days.buckets(BucketSize::Hour, &TimeZone::UTC).unwrap();
    let query = SeriesQuery { ports: vec![port], buckets, class: None, sources: false };
    let series = data.ask(async |app| app.observe.series(query).await.unwrap());
    series.lines[0].points.iter().flatten().map(|point| point.packets).sum()
}

/// A collector that is away for longer than a small spool lasts: what is missing afterwards is what the sensor says it
/// lost, and it is the oldest.
#[test]
fn what_a_full_spool_loses_is_what_is_missing() {
    const PACKETS: u32 = 28_000;
    let Some(mut field) = Field::new("full") else { return };
    // A frame takes four KiB of the spool at least: two thousand of them fill it.
    field.listen(0, &["--batch-seconds", "1", "--batch-packets", "10", "--spool-size", "8 MiB"]);
    let end = field.network.end(0);
    end.send(&frame(to(0), 3));
    until("the first packet has arrived", || field.packets() == 1);
    let port = field.port();
    field.collector = None;
    let mut sent = vec![(0, frame(to(0), 3))];
    for number in 4..PACKETS {
        let frame = frame(to(0), number);
        end.send(&frame);
        if !is_ignored(&frame) {
            sent.push((0, frame));
        }
        if number % 100 == 0 {
            // Not faster than a disk writes frames: that would be another loss.
            std::thread::sleep(Duration::from_millis(40));
        }
    }
    field.collect_again(&port);
    let whole = sent.len() as u64;
    until("all has arrived or is told as lost", || {
        let known = field.data.sensor(NAMES[0]);
        known.packets + known.lost.iter().map(|loss| loss.packets).sum::<u64>() >= whole
    });
    field.end();
    field.collector.take().unwrap().end();
    let known = field.data.sensor(NAMES[0]);
    let lost: u64 = known.lost.iter().map(|loss| loss.packets).sum();
    let lake = field.lake();
    println!("{} packets of {whole} in the lake, lost as told: {:?}", lake.len(), known.lost);
    assert!(lost > 0 && known.lost.iter().any(|loss| loss.cause == "spool-full"), "{:?}", known.lost);
    assert_eq!(lake.len() as u64 + lost, whole);
    // Each packet of the lake was sent, and is there once.
    let sent = field.sent(&sent);
    let mut rest = sent.iter();
    assert!(
        lake.iter().all(|row| rest.any(|sent| sent == row)),
        "something is in the lake that was not sent"
    );
}
