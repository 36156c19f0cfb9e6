//! What comes over a wire.

use std::net::Ipv6Addr;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use capture::Packet;
use netring::netns::NetNs;
use sensor::clock::MachineClock;
use sensor::config::Config;
use sensor::live::{Counters, Watch, watch};

use crate::captures::{syn, udp, v4, v6};
use crate::clock::WrongClock;
use crate::collector::Collector;
use crate::namespace::{INSIDE, SENSOR, Wire};
use crate::program::{Program, Service, until};

const SCANNER: [u8; 4] = [198, 51, 100, 7];

fn sensor(wire: &Wire, collector: &Collector) -> Program {
    let program = Program { namespace: Some(wire.inside.clone()), ..Program::new() };
    program.enrol(collector);
    program
}

fn packets(collector: &Collector) -> (Vec<Packet<u32>>, Vec<Packet<u128>>) {
    let taken = collector.taken();
    let v4 = taken.batches.iter().flat_map(|(batch, _)| batch.v4.clone()).collect();
    (v4, taken.batches.iter().flat_map(|(batch, _)| batch.v6.clone()).collect())
}

/// Every packet that is the sensor's arrives, and nothing else.
#[test]
fn what_is_sent_to_the_sensor_arrives_and_nothing_else() {
    let Some(wire) = Wire::lay("all") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let service = Service::start(
        &program,
        &[
            "--interface",
            INSIDE,
            "--ignore-port",
            "22/tcp",
            "--batch-seconds",
            "1",
            "--batch-packets",
            "1000",
        ],
    );

    let ours: Ipv6Addr = "2001:db8:1::10".parse().unwrap();
    let scanner: Ipv6Addr = "2001:db8:f::7".parse().unwrap();
    let mut frames = Vec::new();
    for n in 0..5_000_u32 {
        frames.push(v4(6, SCANNER, SENSOR, &syn(40_000, 23, n)));
        frames.push(v6(17, scanner, ours, &udp(n as u16, 53, b"?")));
        match n % 4 {
            // The machine's own business.
            0 => frames.push(v4(6, SCANNER, SENSOR, &syn(40_000, 22, n))),
            // Not ours.
            1 => frames.push(v4(6, SCANNER, [192, 0, 2, 11], &syn(40_000, 23, n))),
            2 => frames.push(v6(17, scanner, "2001:db8:1::11".parse().unwrap(), &udp(1, 53, b"?"))),
            _ => {}
        }
    }
    wire.send(&frames);
    until("all has arrived", || collector.taken().packets() >= 10_000);
    service.end();

    let (v4, v6) = packets(&collector);
    let mut sequence: Vec<u32> = v4.iter().map(|packet| packet.seq).collect();
    sequence.sort_unstable();
    assert_eq!(sequence, (0..5_000).collect::<Vec<_>>());
    assert!(v4.iter().all(|packet| (packet.dport, packet.flags, packet.ttl) == (23, 2, 64)));
    let mut ports: Vec<u16> = v6.iter().map(|packet| packet.sport).collect();
    ports.sort_unstable();
    assert_eq!(ports, (0..5_000).collect::<Vec<_>>());
    let taken = collector.taken();
    assert_eq!(taken.lost(), 0);
    assert!(taken.batches.windows(2).all(|pair| pair[0].0.until_us == pair[1].0.from_us));
}

/// Frames that a machine answers if nothing keeps it from it: SYN, datagram, ping, of both families.
fn questions(ours: Ipv6Addr) -> Vec<Vec<u8>> {
    // In the name of the other end, so that an answer finds its way.
    let (here, here_v6) = ([192, 0, 2, 1], "2001:db8:1::1".parse().unwrap());
    let ping = [8, 0, 0xf7, 0xfd, 0, 1, 0, 1];
    vec![
        v4(6, here, SENSOR, &syn(40_000, 23, 1)),
        v4(17, here, SENSOR, &udp(40_000, 161, b"?")),
        v4(1, here, SENSOR, &ping),
        v4(47, here, SENSOR, &[0; 8]),
        v6(6, here_v6, ours, &syn(40_000, 23, 1)),
        v6(17, here_v6, ours, &udp(40_000, 161, b"?")),
    ]
}

/// IP packets that come out of the sensor's end and are not of its connection to the collector, nor neighbour
/// discovery.
fn answers(overheard: &mut netring::Capture, collector: &Collector) -> usize {
    let port = collector.address.port().to_be_bytes();
    let mut answers = 0;
    while let Some(block) = overheard.next_batch_blocking(Duration::from_millis(300)).unwrap() {
        for packet in &block {
            let frame = packet.data();
            let is_collectors = frame[12..14] == [8, 0] && frame[23] == 6 && frame[36..38] == port;
            let is_neighbourly = frame[12..14] == [0x86, 0xdd] && matches!(frame[20], 0 | 58);
            let is_ip = matches!(frame[12..14], [8, 0] | [0x86, 0xdd]);
            answers += usize::from(is_ip && !is_collectors && !is_neighbourly);
        }
    }
    answers
}

/// With the rules that the sensor prints, its machine answers nothing, and everything is still seen.
#[test]
fn nothing_is_answered() {
    let Some(wire) = Wire::lay("mute") else { return };
    let nft = |namespace: &str, rules: &str| {
        let mut nft = std::process::Command::new("ip");
        nft.args(["netns", "exec", namespace, "nft", "-f", "-"]).stdin(std::process::Stdio::piped());
        let mut nft = nft.spawn().unwrap();
        std::io::Write::write_all(&mut nft.stdin.take().unwrap(), rules.as_bytes()).unwrap();
        assert!(nft.wait().unwrap().success());
    };
    if std::process::Command::new("nft").arg("--version").output().is_err() {
        eprintln!("left out: nothing_is_answered needs nft");
        return;
    }
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let service = Service::start(&program, &["--interface", INSIDE, "--batch-seconds", "1"]);
    let questions = questions("2001:db8:1::10".parse().unwrap());

    let mut overheard = wire.overhear();
    wire.send(&questions);
    let without = answers(&mut overheard, &collector);
    assert!(without > 0, "the test would see answers");

    let rules = program.ok(&["firewall", "--interface", INSIDE]);
    nft(&wire.inside, &rules);
    // Twice, as whoever changes the configuration does.
    nft(&wire.inside, &rules);
    answers(&mut overheard, &collector);
    wire.send(&questions);
    assert_eq!(answers(&mut overheard, &collector), 0);

    until("both rounds have arrived", || collector.taken().packets() >= 2 * questions.len());
    service.end();
    // The answers of the collector's connection are not among them.
    let (v4, v6) = packets(&collector);
    assert_eq!((v4.len(), v6.len()), (8, 4));
    assert_eq!(collector.taken().lost(), 0);
}

/// A kill loses the open batch and nothing else; what it loses is in a stretch that nobody claims to have listened in.
#[test]
fn a_kill_loses_only_time_that_nobody_claims() {
    let Some(wire) = Wire::lay("kill") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let arguments = ["--interface", INSIDE, "--batch-seconds", "1"];
    let scan =
        |from: u32| (from..from + 500).map(|n| v4(6, SCANNER, SENSOR, &syn(1, 23, n))).collect::<Vec<_>>();

    let mut sent = 0;
    for round in 0..4 {
        let service = Service::start(&program, &arguments);
        wire.send(&scan(sent));
        sent += 500;
        if round < 3 {
            std::thread::sleep(std::time::Duration::from_millis(400 * round));
            drop(service);
        } else {
            service.end();
        }
    }
    program.ok(&["replay", "--batch-seconds", "1", "/dev/null"]);

    let (v4, _) = packets(&collector);
    let sequences: Vec<u32> = v4.iter().map(|packet| packet.seq).collect();
    let distinct: std::collections::BTreeSet<u32> = sequences.iter().copied().collect();
    assert_eq!(distinct.len(), sequences.len(), "each once");
    assert!(distinct.contains(&1_999), "the last round was ended properly");
    let taken = collector.taken();
    assert_eq!(taken.lost(), 0);
    let slack = 100_000;
    for (batch, _) in &taken.batches {
        assert!(batch.from_us <= batch.until_us);
        let is_within = |ts: i64| ts >= batch.from_us - slack && ts < batch.until_us + slack;
        assert!(batch.v4.iter().all(|packet| is_within(packet.ts)));
    }
    assert!(taken.batches.windows(2).all(|pair| pair[0].0.until_us <= pair[1].0.from_us));
}

/// The service needs one capability and says so where it lacks it.
#[test]
fn an_ordinary_user_with_the_one_capability_can_listen() {
    let Some(wire) = Wire::lay("user") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let chown = |path: &std::path::Path| std::os::unix::fs::chown(path, Some(65_534), Some(65_534)).unwrap();
    for folder in [program.state(), program.state().join("spool")] {
        let files = std::fs::read_dir(&folder).into_iter().flatten();
        files.for_each(|file| chown(&file.unwrap().path()));
        if folder.exists() {
            chown(&folder);
        }
    }
    chown(program.folder.path());
    let as_user = |capabilities: &str| {
        let run = program.command(&["run", "--interface", INSIDE]);
        let run: Vec<String> = run.get_args().map(|argument| argument.to_str().unwrap().to_owned()).collect();
        let mut command = std::process::Command::new("ip");
        command.args(&run[..3]).args(["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]);
        let sets = ["--inh-caps", "--ambient-caps", "--bounding-set"];
        command.args(sets.iter().flat_map(|set| [*set, capabilities])).args(&run[3..]);
        command
    };
    // The program must be where that user may run it.
    let output = as_user("-all").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("setpriv") {
        eprintln!("left out: no setpriv, or the program is out of reach for others: {said}");
        return;
    }
    assert!(!output.status.success() && said.contains("CAP_NET_RAW"), "{said}");

    let mut service = Service(as_user("-all,+net_raw").spawn().unwrap());
    until("it listens", || {
        assert!(service.0.try_wait().unwrap().is_none(), "it ended");
        program.state().join("status.json").exists()
    });
    wire.send(&[v4(6, SCANNER, SENSOR, &syn(1, 23, 1))]);
    service.end();
    until("it has arrived", || collector.taken().packets() == 1);
}

/// What the ring had no room for while the program did not run is lost, and counted.
#[test]
fn what_the_kernel_drops_is_told() {
    let Some(wire) = Wire::lay("drop") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    std::fs::write(program.path("config.toml"), "ring_size = \"1 MiB\"\n").unwrap();
    let service = Service::start(&program, &["--interface", INSIDE, "--batch-seconds", "1"]);
    let signal = |signal| {
        let inner = rustix::process::Pid::from_child(&service.0);
        rustix::process::kill_process(inner, signal).unwrap();
    };
    let scan: Vec<_> = (0..20_000).map(|n| v4(6, SCANNER, SENSOR, &syn(1, 23, n))).collect();
    signal(rustix::process::Signal::STOP);
    wire.send(&scan);
    signal(rustix::process::Signal::CONT);
    until("all are there or lost", || {
        let taken = collector.taken();
        taken.packets() as u64 + taken.lost() >= 20_000
    });
    service.end();
    let taken = collector.taken();
    assert_eq!(taken.packets() as u64 + taken.lost(), 20_000);
    assert!(taken.lost() > 0 && taken.packets() > 0);
    let losses = taken.batches.iter().flat_map(|(batch, _)| &batch.losses);
    assert!(losses.into_iter().all(|loss| loss.cause == wire::Cause::Kernel));
    let status = program.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["dropped"], taken.lost());
    assert_eq!(status["lost"]["kernel"], taken.lost());
}

/// An interface that goes down is not listened on; when it comes back it is, with the addresses that it has then.
#[test]
fn an_interface_that_was_down_is_a_gap() {
    let Some(wire) = Wire::lay("down") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let service = Service::start(&program, &["--interface", INSIDE, "--batch-seconds", "1"]);
    let scan = |to: [u8; 4], n: u32| v4(6, SCANNER, to, &syn(1, 23, n));
    let has = |count: usize| until("it arrives", || collector.taken().packets() >= count);
    wire.send(&[scan(SENSOR, 1)]);
    has(1);
    wire.in_the_sensor(&format!("link set {INSIDE} down"));
    let status = || program.ok_or_not(&["status"]);
    until("it is noticed", || status().contains("is down or gone"));
    wire.in_the_sensor(&format!("link set {INSIDE} up"));
    until("it listens again", || status().contains(": listening"));
    wire.send(&[scan(SENSOR, 2)]);
    has(2);
    // Another address, while it runs.
    wire.send(&[scan([192, 0, 2, 77], 3)]);
    wire.in_the_sensor(&format!("address add 192.0.2.77/24 dev {INSIDE}"));
    // The IPv6 address went when the interface did.
    until("it is noticed", || status().contains("2 addresses"));
    wire.send(&[scan([192, 0, 2, 77], 4)]);
    has(3);
    service.end();
    let sequences: Vec<u32> = packets(&collector).0.iter().map(|packet| packet.seq).collect();
    assert_eq!(sequences, [1, 2, 4]);
    let taken = collector.taken();
    let gaps = taken.batches.windows(2).filter(|pair| pair[0].0.until_us < pair[1].0.from_us).count();
    assert_eq!(gaps, 1);
}

/// Contents come when they are asked for, as many bytes as were asked for.
#[test]
fn contents_are_kept_when_asked_for() {
    let Some(wire) = Wire::lay("load") else { return };
    let collector = wire.collector();
    let program = sensor(&wire, &collector);
    let service =
        Service::start(&program, &["--interface", INSIDE, "--batch-seconds", "1", "--payload-bytes", "300"]);
    let long = [7; 1_000];
    wire.send(&[
        v4(17, SCANNER, SENSOR, &udp(1, 53, b"first")),
        v6(17, "2001:db8:f::7".parse().unwrap(), "2001:db8:1::10".parse().unwrap(), &udp(1, 53, b"sixth")),
        v4(6, SCANNER, SENSOR, &syn(1, 23, 1)),
        v4(17, SCANNER, SENSOR, &udp(1, 53, &long)),
    ]);
    until("all have arrived", || collector.taken().packets() == 4);
    service.end();
    let payloads: Vec<Vec<u8>> =
        collector.taken().batches.iter().flat_map(|(batch, _)| batch.payloads.clone()).collect();
    assert_eq!(payloads, [&b"first"[..], b"", &long[..300], b"sixth"]);
}

/// When the clock is set while the sensor listens, no batch has times of both settings.
#[test]
fn a_batch_ends_where_the_clock_is_set() {
    let Some(wire) = Wire::lay("set") else { return };
    let clock = Arc::new(WrongClock { machine: MachineClock::new().unwrap(), ahead_us: AtomicI64::new(0) });
    let (batches, closed) = sync_channel(100);
    let stop = Arc::new(AtomicBool::new(false));
    let counters = Arc::new(Counters::default());
    counters.batch_seconds.store(600, SeqCst);
    let watching = Watch {
        config: Config::default(),
        interface: INSIDE.to_owned(),
        clock: Arc::<WrongClock>::clone(&clock),
        peers: Arc::default(),
        batches,
        counters: Arc::clone(&counters),
        stop: Arc::clone(&stop),
    };
    let (is_ready, ready) = sync_channel(1);
    let namespace = NetNs::from_name(&wire.inside).unwrap();
    let thread = std::thread::spawn(move || {
        namespace.run_in(|| watch(watching, || is_ready.send(()).unwrap())).unwrap().unwrap();
    });
    ready.recv().unwrap();
    let has = |count: u64| until("it is taken", || counters.packets.load(SeqCst) >= count);
    let hour = 3_600_000_000;
    wire.send(&[v4(6, SCANNER, SENSOR, &syn(1, 23, 1))]);
    has(1);
    for (packets, ahead_us) in [(2, hour), (3, -hour)] {
        clock.ahead_us.store(ahead_us, SeqCst);
        // The batch of the old setting is closed before anything comes by the new one.
        std::thread::sleep(Duration::from_millis(300));
        wire.send(&[v4(6, SCANNER, SENSOR, &syn(1, 23, packets as u32))]);
        has(packets);
    }
    stop.store(true, SeqCst);
    thread.join().unwrap();
    let closed: Vec<_> = closed.iter().collect();
    assert_eq!(closed.len(), 3);
    for (batch, _) in &closed {
        let ts = batch.v4[0].ts;
        assert!((batch.from_us..=batch.until_us).contains(&ts), "{ts}: {batch:?}");
        assert!(batch.until_us - batch.from_us < 60_000_000);
    }
    assert!(closed[1].0.from_us - closed[0].0.until_us > hour / 2);
    assert!(closed[2].0.from_us - closed[1].0.until_us < -hour);
    assert!(!closed[0].1.agrees(closed[1].1) && !closed[1].1.agrees(closed[2].1));
}
