//! Charts of made-up series, in both languages.

use chart::{Bucket, Chart, Civil, Line, Mark, TimeAxis, TimePoint, ValueAxis, Words};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use report::{ChartBlock, Phrase};

use super::text;

/// A series over the days of the quarter; with a gap where `gap`.
pub(super) fn daily(id: &str, caption: Phrase, names: &[(&str, &str)], gap: bool) -> ChartBlock {
    let days: Vec<Date> = date(2008, 1, 1).series(1.day()).take(91).collect();
    block(id, caption, Bucket::Day, &days, names, |line, at| {
        let wave = ((at * (line + 3)) % 17) as f64 + ((at / 7 + line) % 5) as f64 * 6.0;
        let missing = gap && (40..46).contains(&at);
        (!missing).then_some(120.0 / (line as f64 + 1.0) + wave)
    })
}

/// A series over the months of five quarters.
pub(super) fn monthly(id: &str, caption: Phrase, names: &[(&str, &str)]) -> ChartBlock {
    let months: Vec<Date> = date(2007, 1, 1).series(1.month()).take(15).collect();
    block(id, caption, Bucket::Month, &months, names, |line, at| {
        Some(((at * 7 + line * 31) % 53 + line * 60) as f64)
    })
}

fn block(
    id: &str,
    caption: Phrase,
    bucket: Bucket,
    days: &[Date],
    names: &[(&str, &str)],
    value: impl Fn(usize, usize) -> Option<f64>,
) -> ChartBlock {
    let chart = |words: Words, pick: fn(&kernel::Text) -> String| {
        let point = |day: &Date| TimePoint {
            at: day.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second(),
            civil: Civil { year: day.year(), month: day.month(), day: day.day(), hour: 0 },
            label: if bucket == Bucket::Month { day.strftime("%Y-%m").to_string() } else { day.to_string() },
        };
        let points: Vec<TimePoint> = days.iter().map(point).collect();
        let lines = names.iter().enumerate().map(|(line, (ja, en))| Line {
            name: pick(&text(ja, en)),
            values: (0..days.len()).map(|at| value(line, at)).collect(),
        });
        Chart {
            id: format!("{id}-{}", words.lang),
            title: pick(&text("見本の推移", "A made-up series")),
            description: pick(&text(
                &format!("{id}の推移を示す折れ線グラフ。値は表と同じです。"),
                &format!("Lines over time of {id}; the values are those of the table."),
            )),
            x: TimeAxis { title: String::new(), bucket, points: points.clone() },
            y: ValueAxis {
                title: pick(&text("センサー平均", "Average per sensor")),
                unit: pick(&text("個", "packets")),
                decimals: 1,
            },
            lines: lines.collect(),
            marks: vec![Mark {
                at: points[points.len() * 2 / 3].at,
                label: pick(&text("注意喚起の公開", "Alert published")),
            }],
            words,
        }
    };
    ChartBlock {
        id: id.to_owned(),
        caption,
        ja: chart(Words::japanese(), |text| text.ja.clone()),
        en: chart(Words::english(), |text| text.en.clone()),
        data: Some(format!("/observe/graph.csv?series={id}")),
    }
}
