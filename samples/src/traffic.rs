//! A sensor's day: every story's visits drawn, put in order of time.
//!
//! Each draw is seeded by the story, the day and, unless several sensors share it, the sensor. A day is
//! therefore the same in whatever capture it is written.

use jiff::civil::{Date, date};

use crate::packet::Packet;
use crate::random::{Random, hash};
use crate::sensors::{SENSORS, Sensor, outage, sensors};
use crate::sources::source;
use crate::stories::STORIES;
use crate::story::{Place, Rhythm, Story, What, Who};
use crate::visit::{Visit, mean_size};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// Asia/Tokyo is nine hours ahead of UTC, and has had no summer time since 1951.
const TOKYO: i64 = 9 * HOUR;

/// Hundredths of a story's level at each sensor, dealt out differently for each story; they sum to 1000, so
/// that the average over the sensors is the level itself.
const WEIGHTS: [u32; SENSORS] = [45, 62, 76, 88, 97, 106, 114, 123, 135, 154];

/// All that the sensor with this index recorded on a day of Asia/Tokyo, in order of time.
pub(crate) fn of_day(index: usize, day: Date) -> Vec<Packet> {
    let Some(sensor) = sensors().get(index) else { return Vec::new() };
    let start = start_of(day);
    let mut packets = Vec::with_capacity(512);
    for story in STORIES {
        let telling = Telling { story, key: key(story.name), day, start };
        match story.who {
            Who::Scanner => telling.sweeps(index, sensor, &mut packets),
            _ => telling.visits(index, sensor, &mut packets),
        }
    }
    open_and_close(sensor, start, &mut packets);
    let outage = outage();
    let down = if outage.sensor == sensor.name {
        outage.from.as_microsecond()..outage.to.as_microsecond()
    } else {
        0..0
    };
    packets.retain(|p| (start..start + DAY).contains(&p.ts) && !down.contains(&p.ts));
    packets.sort_by_key(|p| p.ts);
    packets
}

/// One story on one day.
#[derive(Debug)]
struct Telling {
    story: &'static Story,
    key: u64,
    day: Date,
    /// Microseconds since the epoch.
    start: i64,
}

impl Telling {
    /// The visits of sources that come to this sensor for itself.
    fn visits(&self, index: usize, sensor: &Sensor, packets: &mut Vec<Packet>) {
        let random = &mut Random::of(&[self.key, self.number().into(), 1 + index as u64]);
        let visits = self.level() * self.weight(index) / 100 * 20 / mean_size(self.story.who);
        for _ in 0..random.poisson(visits) {
            let src = source(self.story.who, self.key, Some(sensor), self.number(), random);
            let ts = self.start + moment(self.story.rhythm, random);
            self.visit(sensor, src, ts).packets(random, packets);
        }
    }

    /// The visits of sources that call at one sensor after the other, in the order of their addresses.
    ///
    /// The sweeps are the same for all sensors. Each finds half of them: there are twice as many.
    fn sweeps(&self, index: usize, sensor: &Sensor, packets: &mut Vec<Packet>) {
        let sweeps_random = &mut Random::of(&[self.key, self.number().into()]);
        let sweeps = 2 * self.level() * 20 / mean_size(self.story.who);
        for sweep in 0..sweeps_random.poisson(sweeps) {
            let src = source(self.story.who, self.key, None, self.number(), sweeps_random);
            let start = self.start + moment(self.story.rhythm, sweeps_random);
            let pace = sweeps_random.between(1_000, 40_000_000);
            let random =
                &mut Random::of(&[self.key, self.number().into(), 1 + index as u64, 1 + u64::from(sweep)]);
            if random.below(200) < self.weight(index) {
                let ts = start + i64::from(pace) * index as i64;
                self.visit(sensor, src, ts).packets(random, packets);
            }
        }
    }

    fn visit(&self, sensor: &Sensor, src: u32, ts: i64) -> Visit {
        Visit { what: self.story.what, who: self.story.who, src, dst: sensor.address.to_bits(), ts }
    }

    /// Thousandths of a packet per sensor on this day, with the weekday's share and the day's own mood.
    fn level(&self) -> u32 {
        let level = self.story.level.on(self.day);
        let weekday = self.day.weekday().to_monday_zero_offset() as usize;
        let of_week = self.story.rhythm.weekdays()[weekday];
        // All sensors see the same days as busy or quiet: within a quarter more or less, mostly little.
        let mood = &mut Random::of(&[self.key, self.number().into(), u64::MAX]);
        let mood = 750 + mood.below(251) + mood.below(251);
        (u64::from(level) * u64::from(of_week) * u64::from(mood) / 1_000_000) as u32
    }

    /// Hundredths of the level that come to the sensor with this index.
    fn weight(&self, index: usize) -> u32 {
        match self.story.place {
            Place::Everywhere => {
                let step = [1, 3, 7, 9][(self.key % 4) as usize];
                let first = (self.key >> 8) as usize % SENSORS;
                WEIGHTS[(first + step * index) % SENSORS]
            }
            Place::MostlyAt(one) if one == index => 910,
            Place::MostlyAt(_) => 10,
        }
    }

    /// The day as a number, for seeds and populations.
    fn number(&self) -> u32 {
        ((self.start + TOKYO) / DAY) as u32
    }
}

/// Sees to it that the day's first and last hour have a packet: an echo request where nothing else came.
///
/// A sensor counts as alive from a capture's first to its last packet. A capture may begin and end with any
/// day, and its sensor was up for all of it.
fn open_and_close(sensor: &Sensor, start: i64, packets: &mut Vec<Packet>) {
    for hour in [0, 23] {
        let hour = start + hour * HOUR..start + (hour + 1) * HOUR;
        if packets.iter().any(|p| hour.contains(&p.ts)) {
            continue;
        }
        let random = &mut Random::of(&[hour.start as u64, u64::from(sensor.address.to_bits())]);
        let src = source(Who::Forged, 0, Some(sensor), 0, random);
        let ts = hour.start + i64::from(random.below(HOUR as u32));
        let visit = Visit { what: What::Echo(33), who: Who::Forged, src, dst: sensor.address.to_bits(), ts };
        visit.packets(random, packets);
    }
}

/// Microseconds after midnight, at the hours that the rhythm prefers.
fn moment(rhythm: Rhythm, random: &mut Random) -> i64 {
    let mut roll = random.below(2400);
    let mut hour = 0;
    for &share in rhythm.hours() {
        if roll < share {
            break;
        }
        roll -= share;
        hour += 1;
    }
    hour * HOUR + i64::from(random.below(HOUR as u32))
}

/// Microseconds since the epoch at which a day begins in Asia/Tokyo.
fn start_of(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_secs() * SECOND - TOKYO
}

/// A story's name as a seed.
fn key(name: &str) -> u64 {
    name.bytes().fold(0, |key, byte| hash(&[key, byte.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_deal_out_the_whole_level() {
        for story in STORIES {
            let day = date(2008, 1, 1);
            let telling = Telling { story, key: key(story.name), day, start: start_of(day) };
            let whole: u32 = (0..SENSORS).map(|index| telling.weight(index)).sum();
            assert_eq!(whole, 1000, "{}", story.name);
        }
    }

    #[test]
    fn a_day_begins_at_tokyos_midnight() {
        let start = jiff::Timestamp::from_microsecond(start_of(date(2008, 2, 11))).unwrap();
        assert_eq!(start.to_string(), "2008-02-10T15:00:00Z");
    }

    #[test]
    fn a_silent_day_is_opened_and_closed() {
        let sensor = &sensors()[0];
        let start = start_of(date(2007, 4, 1));
        let mut packets = Vec::new();
        open_and_close(sensor, start, &mut packets);
        let hours: Vec<_> = packets.iter().map(|p| (p.ts - start) / HOUR).collect();
        assert_eq!(hours, [0, 23]);
        open_and_close(sensor, start, &mut packets);
        assert_eq!(packets.len(), 2, "nothing is added where there is something");
    }
}
