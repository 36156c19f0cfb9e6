//! The published examples in `docs/wire/`: other implementations are held against them, and so is this one.

use std::path::Path;

use capture::{Class, Known, Packet, proto};
use wire::{Batch, Cause, Delivery, DeliveryReader, Frame, Loss, SensorId, Status};

/// 2026-11-23T00:00:00Z.
const START: i64 = 1_795_392_000_000_000;

const SENSOR: SensorId = SensorId([
    0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
]);

const IP: Known = Known::TTL.with(Known::IP_ID).with(Known::LENGTH);
const TCP: Known = Known::SPORT.with(Known::FLAGS).with(Known::SEQ).with(Known::WINDOW);

/// The bytes of an example: everything before `#`, behind the offset, which must be right.
fn published(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/wire").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    for line in text.lines() {
        let digits = line.split('#').next().unwrap_or_default().trim();
        let Some((offset, digits)) = digits.split_once(':') else {
            assert!(digits.is_empty(), "{name}: {line}");
            continue;
        };
        assert_eq!(offset.parse(), Ok(bytes.len()), "{name}: {line}");
        bytes.extend(digits.split_whitespace().map(|digits| u8::from_str_radix(digits, 16).unwrap()));
    }
    bytes
}

fn batch(number: u64) -> Batch {
    Batch {
        sensor: SENSOR,
        first: number,
        last: number,
        made_us: START + 10_001_500,
        from_us: START,
        until_us: START + 10_000_000,
        ..Batch::default()
    }
}

/// One packet of every kind.
pub(crate) fn batch_1() -> Batch {
    let v4 = |ms: i64, proto, class, known| Packet {
        ts: START + ms * 1_000,
        proto,
        src: 0xc000_0207,
        dst: 0xc633_640a,
        ttl: 52,
        class,
        known: IP.with(known),
        ..Packet::default()
    };
    Batch {
        losses: vec![Loss { cause: Cause::Kernel, packets: 3, from_us: START, until_us: START + 2_000_000 }],
        not_ip: 2,
        unreadable: 1,
        v4: vec![
            Packet {
                dport: 445,
                sport: 40_000,
                seq: 0x0102_0304,
                ip_id: 54_321,
                window: 1_024,
                length: 40,
                flags: 2,
                ..v4(1, proto::TCP, Class::Scan, TCP)
            },
            // An answer of a name server that was never asked.
            Packet {
                dport: 1_026,
                sport: 53,
                ip_id: 1,
                length: 30,
                ..v4(3, proto::UDP, Class::Backscatter, Known::SPORT)
            },
            // An echo request that was taken a moment before the datagram by another processor.
            Packet { dport: 8, ip_id: 2, length: 28, ..v4(2, proto::ICMP, Class::Scan, Known::SPORT) },
            // A later fragment: no ports.
            Packet { ip_id: 1, length: 1_500, ..v4(4, proto::UDP, Class::Other, Known::NOTHING) },
            // An echo reply of which the capture has one byte.
            Packet { ip_id: 3, length: 28, ..v4(5, proto::ICMP, Class::Backscatter, Known::NOTHING) },
        ],
        v6: vec![Packet {
            ts: START + 6_000,
            proto: proto::TCP,
            src: 0x2001_0db8_0000_0000_0000_0000_0000_0007,
            dst: 0x2001_0db8_0001_0000_0000_0000_0000_0010,
            dport: 22,
            sport: 40_001,
            seq: 5,
            window: 64_240,
            length: 60,
            ttl: 241,
            flags: 2,
            class: Class::Scan,
            known: Known::TTL.with(Known::LENGTH).with(TCP),
            ..Packet::default()
        }],
        payloads: vec![Vec::new(), b"hi".to_vec(), Vec::new(), Vec::new(), Vec::new(), Vec::new()],
        ..batch(7)
    }
}

/// 200 SYNs of three sources, one every 40 ms.
fn batch_2() -> Batch {
    let packet = |n: u32| Packet {
        ts: START + i64::from(n) * 40_000,
        proto: proto::TCP,
        src: 0xc000_0200 + n % 3,
        dst: 0xc633_6400 + n / 4,
        dport: 22 + 423 * (n % 5 / 4) as u16,
        sport: 40_000 + n as u16,
        seq: n.wrapping_mul(0x9e37_79b9),
        ip_id: 54_321,
        window: 1_024,
        length: 40,
        ttl: 52,
        flags: 2,
        class: Class::Scan,
        known: IP.with(TCP),
        ..Packet::default()
    };
    Batch { v4: (0..200).map(packet).collect(), ..batch(8) }
}

/// What was in frames 9 to 11 when the spool was full.
fn drawn_together() -> Batch {
    let (from_us, until_us) = (START + 20_000_000, START + 50_000_000);
    Batch {
        last: 11,
        from_us,
        until_us,
        made_us: until_us + 2_000,
        losses: vec![Loss { cause: Cause::SpoolFull, packets: 70_000, from_us, until_us }],
        ..batch(9)
    }
}

#[test]
fn the_first_example_is_written_and_read_as_published() {
    let published = published("batch-1.hex");
    assert_eq!(batch_1().encode().unwrap(), published);
    assert_eq!(Frame::read(&published).unwrap().into_batch().unwrap(), batch_1());
}

#[test]
fn the_second_example_is_read_as_published_and_written_no_larger() {
    let published = published("batch-2.hex");
    assert_eq!(Frame::read(&published).unwrap().into_batch().unwrap(), batch_2());
    let written = batch_2().encode().unwrap();
    assert!(written.len() <= published.len() + 16, "{} bytes, published {}", written.len(), published.len());
}

#[test]
fn the_example_of_a_delivery_is_written_and_read_as_published() {
    let published = published("delivery-1.hex");
    let status = Status {
        sent_us: START + 60_000_000,
        waiting_frames: 2,
        waiting_bytes: 233,
        version: "0.1.0".to_owned(),
    };
    let frames = [batch(8).encode().unwrap(), drawn_together().encode().unwrap()];
    let frames = frames.each_ref().map(|frame| Frame::read(frame).unwrap());
    let offsets = [None, Some(-1_250_000)];

    let mut delivery = Delivery::new(&status);
    for (frame, offset) in frames.iter().zip(offsets) {
        assert!(delivery.add(frame, offset));
    }
    assert_eq!(delivery.into_bytes(), published);

    let mut reader = DeliveryReader::default();
    reader.feed(&published).unwrap();
    for (frame, offset) in frames.iter().zip(offsets) {
        let delivered = reader.next().unwrap().unwrap();
        assert_eq!((&delivered.frame, delivered.offset_us), (frame, offset));
    }
    assert_eq!(reader.next(), Ok(None));
    assert_eq!(reader.finish(), Ok(()));
    assert_eq!(reader.status(), Some(&status));
}
