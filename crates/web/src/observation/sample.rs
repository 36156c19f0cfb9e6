//! Numbers to look at in tests of the pages.

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{BucketSize, Period};
use observe::{Line, Point, Port, Sensors, Series, Spread, Top, TopRow};

use crate::observation::question::Question;

/// Five days of March 2008.
pub(crate) fn question() -> Question {
    let period = Period { from: date(2008, 3, 1), to: date(2008, 3, 5) };
    Question { period, class: None }
}

const SPREAD: Spread = Spread { low: 1200, median: 1850.5, high: 9000, saw: 10, one_sensor: true };
const SENSORS: Sensors = Sensors { alive: 10, fewest: 9, most: 10, dark_hours: 24, withheld_hours: 2 };

/// Two lines, with a gap on the fourth day.
pub(crate) fn series() -> Series {
    let buckets = question().period.buckets(BucketSize::Day, &TimeZone::UTC).unwrap();
    let line = |port, scale: f64| Line {
        port,
        spread: SPREAD,
        points: [1.0, 2.5, 2.0, f64::NAN, 1.5]
            .map(|value| {
                let average = value * scale;
                (!value.is_nan()).then_some(Point { packets: 800, average, sources: Some(70), hours: 24 })
            })
            .to_vec(),
    };
    let dark = Sensors { alive: 0, fewest: 0, most: 0, dark_hours: 24, withheld_hours: 0 };
    Series {
        buckets,
        sensors: vec![SENSORS, SENSORS, SENSORS, dark, SENSORS],
        lines: vec![line(Port::tcp(135), 800.0), line(Port::udp(1026), 21.0)],
    }
}

/// Three places: a known port, one that a single sensor saw, and one without a name.
pub(crate) fn top() -> Top {
    let row = |port, average: f64, one_sensor| TopRow {
        port,
        average,
        packets: 18_500,
        sources: None,
        spread: Spread { one_sensor, ..SPREAD },
    };
    let rows = vec![
        row(Port::tcp(135), 5736.94, false),
        row(Port::tcp(2967), 31.0, true),
        row(Port::new(47, 0), 0.2, false),
    ];
    Top { rows, packets: 273_000, sensors: SENSORS }
}
