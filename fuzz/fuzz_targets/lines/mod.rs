//! What holds for every text format, whatever the bytes say.

use jiff::tz::TimeZone;
use observe::Packet;
use observe::read::Sink;
use observe::read::lines::{self, Columns, Format, LineOptions};

/// Counts packets, and checks that their times are ones that the lake has days for.
#[derive(Default)]
struct Counted(u64);

impl Counted {
    fn count(&mut self, ts: i64) {
        // 1969-12-31 to 2200-01-02: a zone may move the first and the last day.
        assert!((-86_400_000_000..7_258_291_200_000_000).contains(&ts), "{ts}");
        self.0 += 1;
    }
}

impl Sink for Counted {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.count(packet.ts);
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        self.count(packet.ts);
    }
}

/// Reads the bytes: nothing panics, and what is said to be read is what was handed on.
pub fn check(format: Format, columns: Option<Columns>, bytes: &[u8]) {
    let zone = TimeZone::get("Europe/Berlin").expect("it is bundled");
    let options = LineOptions { format: Some(format), columns, year: Some(2008), zone };
    let mut counted = Counted::default();
    let mut sensors = |name: &str| name.len() as u16;
    let reading = lines::read(bytes, &options, 0, &mut sensors, &mut counted);
    assert_eq!(reading.packets, counted.0);
    assert!(reading.problem_count >= reading.problems.len() as u64);
    for problem in &reading.problems {
        assert!(problem.offset <= bytes.len() as u64);
        assert!(problem.excerpt.as_ref().is_none_or(|excerpt| excerpt.chars().count() <= 200));
        let Some(line) = problem.line else { continue };
        // The line number and the offset are of the same place.
        let before = &bytes[..problem.offset as usize];
        assert_eq!(before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1, line);
    }
    let _format = lines::sniff(bytes);
}
