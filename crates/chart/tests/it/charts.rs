//! Small charts to draw.

use chart::{Bucket, Chart, Civil, Line, TimeAxis, TimePoint, ValueAxis, Words};

/// 2008-02-01 in Unix seconds.
pub(crate) const FEBRUARY: i64 = 13_910 * 86_400;

/// Days of February 2008, one for each value of the longest line.
pub(crate) fn february(lines: &[(&str, &[Option<f64>])]) -> Chart {
    let days = lines.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let points = (1..=29_i8)
        .take(days)
        .map(|day| {
            let civil = Civil { year: 2008, month: 2, day, hour: 0 };
            TimePoint {
                at: FEBRUARY + i64::from(day - 1) * 86_400,
                civil,
                label: format!("2008-02-{day:02}"),
            }
        })
        .collect();
    Chart {
        id: "february".to_owned(),
        title: "Packets per sensor".to_owned(),
        description: "Daily averages of February 2008.".to_owned(),
        x: TimeAxis { title: "Date".to_owned(), bucket: Bucket::Day, points },
        y: ValueAxis { title: "Average".to_owned(), unit: "packets/day".to_owned(), decimals: 1 },
        lines: lines
            .iter()
            .map(|(name, values)| Line { name: (*name).to_owned(), values: values.to_vec() })
            .collect(),
        marks: Vec::new(),
        words: Words::english(),
    }
}

/// Two lines with a gap of both, an isolated point, and a gap of one.
pub(crate) fn with_gaps() -> Chart {
    let one = [Some(12.34), Some(14.0), None, None, Some(9.0), None, Some(11.0), Some(10.0), Some(13.0)];
    let other = [Some(3.0), Some(2.5), None, None, Some(4.0), None, Some(5.0), None, Some(6.0)];
    february(&[("445/tcp", &one), ("135/tcp", &other)])
}
