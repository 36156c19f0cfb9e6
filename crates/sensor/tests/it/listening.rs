//! What comes over a wire.

use std::net::Ipv6Addr;

use capture::Packet;

use crate::captures::{syn, udp, v4, v6};
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
        &["--interface", INSIDE, "--ignore-port", "22/tcp", "--batch-seconds", "1", "--batch-packets", "1000"],
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
