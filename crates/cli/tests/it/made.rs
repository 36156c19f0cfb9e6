//! Inputs made for tests: captures of the sample, captures packet by packet, CSV rows.

use jiff::civil::Date;
use samples::SampleQuarter;

use crate::world::World;

/// The columns of [`rows`], as `--columns` takes them.
pub const COLUMNS: &str = "time=time,sensor=sensor,src=src,proto=proto,sport=sport,dport=dport";

/// One sensor's captures: its name and their paths.
pub type Captures = (&'static str, Vec<String>);

/// Writes the sample's captures of some days by its first so many sensors into `captures/`.
pub fn sample(world: &World, sensors: usize, from: &str, to: &str) -> Vec<Captures> {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let mut made: Vec<Captures> = Vec::new();
    for capture in SampleQuarter::over(day(from), day(to)).captures() {
        if made.last().is_none_or(|(sensor, _)| *sensor != capture.sensor) {
            made.push((capture.sensor, Vec::new()));
        }
        if made.len() > sensors {
            made.pop();
            break;
        }
        let path = format!("captures/{}", capture.name);
        let mut bytes = Vec::new();
        capture.write_to(&mut bytes).unwrap();
        world.file(&path, bytes);
        made.last_mut().unwrap().1.push(path);
    }
    made
}

/// The line that imports them.
pub fn importing((sensor, paths): &Captures) -> String {
    format!("observe import {} --sensor {sensor}", paths.join(" "))
}

/// Imports the sample's captures of some days by its first so many sensors.
pub fn import_sample(world: &World, sensors: usize, from: &str, to: &str) {
    for captures in sample(world, sensors, from, to) {
        world.answer(&importing(&captures));
    }
}

/// A classic pcap, little-endian, microseconds, raw IP, of TCP SYNs: (seconds, source, destination port).
pub fn pcap(packets: impl IntoIterator<Item = (u32, u32, u16)>) -> Vec<u8> {
    const RAW_IP: u32 = 101;
    let mut bytes = Vec::new();
    for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, RAW_IP] {
        bytes.extend(u32::to_le_bytes(word));
    }
    for (second, source, port) in packets {
        for word in [second, source % 1_000_000, 40, 40] {
            bytes.extend(word.to_le_bytes());
        }
        let noise = source.wrapping_mul(2_654_435_761).wrapping_add(second);
        bytes.extend([0x45, 0, 0, 40]);
        bytes.extend((noise as u16).to_be_bytes());
        bytes.extend([0, 0, 40 + (noise >> 24) as u8 % 64, 6, 0, 0]);
        bytes.extend(source.to_be_bytes());
        bytes.extend([203, 0, 113, noise as u8]);
        bytes.extend((1024 + (noise >> 20) as u16).to_be_bytes());
        bytes.extend(port.to_be_bytes());
        bytes.extend(noise.to_be_bytes());
        bytes.extend([0, 0, 0, 0, 0x50, 2, 0x20, 0, 0, 0, 0, 0]);
    }
    bytes
}

/// CSV rows: (time, sensor, source, protocol, destination port).
pub fn rows(rows: &[(&str, &str, &str, &str, u16)]) -> String {
    let mut text = String::from("time,sensor,src,proto,sport,dport\n");
    for (time, sensor, source, proto, port) in rows {
        text.push_str(&format!("{time},{sensor},{source},{proto},40000,{port}\n"));
    }
    text
}
