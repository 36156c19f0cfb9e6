//! Charts of figures: the months of a stretch, a line for each kind.

use chart::{Bucket, Chart, Civil, TimeAxis, TimePoint, ValueAxis, Words};
use jiff::tz::TimeZone;
use kernel::{Lang, Period, Text};

use super::figures::{Figures, of};
use report::Phrase;

/// A line of a chart: its name, and the figure whose months it shows.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: Text,
    pub(super) figure: String,
}

/// One chart in both languages.
#[derive(Debug)]
pub(super) struct Both {
    pub(super) ja: Chart,
    pub(super) en: Chart,
}

/// The months of `charted`, a line for each of `lines`; a month without the figure is a gap.
pub(super) fn by_month(
    figures: &Figures,
    charted: Period,
    lines: &[Line],
    id: &str,
    zone: &TimeZone,
) -> Both {
    let months = charted.months();
    let draw = |lang: Lang| Chart {
        id: id.to_owned(),
        title: Phrase::new("kinds-chart-title").text().get(lang).to_owned(),
        description: Phrase::new("kinds-chart-description").text().get(lang).to_owned(),
        x: TimeAxis {
            title: String::new(),
            bucket: Bucket::Month,
            points: months.iter().map(|month| point(*month, zone)).collect(),
        },
        y: ValueAxis {
            title: Phrase::new("scan-incidents").text().get(lang).to_owned(),
            unit: String::new(),
            decimals: 0,
        },
        lines: lines
            .iter()
            .map(|line| chart::Line {
                name: line.name.get(lang).to_owned(),
                values: months
                    .iter()
                    .map(|month| figures.value(&of(&line.figure, *month)).map(|value| value as f64))
                    .collect(),
            })
            .collect(),
        marks: Vec::new(),
        words: match lang {
            Lang::Ja => Words::japanese(),
            Lang::En => Words::english(),
        },
    };
    Both { ja: draw(Lang::Ja), en: draw(Lang::En) }
}

fn point(month: Period, zone: &TimeZone) -> TimePoint {
    let first = month.from;
    TimePoint {
        at: first.to_zoned(zone.clone()).map_or(0, |zoned| zoned.timestamp().as_second()),
        civil: Civil { year: first.year(), month: first.month(), day: first.day(), hour: 0 },
        label: month.to_string(),
    }
}
