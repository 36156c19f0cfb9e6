//! A report to look at in tests: every text of it wants to do harm.

use jiff::civil::date;
use kernel::{Definition, Figure, Lang, Period, Record, Records, Text, Unit};
use report::{
    ActivityReport, Block, Edition, EditionHead, FileHead, Media, Phrase, Reported, Section, Topic,
};

/// Text that wants to do harm.
const HOSTILE: &str = "<script>alert(1)</script>\u{202E}<b>";

fn hostile() -> Text {
    Text { ja: format!("見本{HOSTILE}"), en: format!("sample {HOSTILE}") }
}

fn period() -> Period {
    "2008Q1".parse().unwrap()
}

/// Two editions, the newest first.
pub(crate) fn editions() -> Vec<EditionHead> {
    let file = |lang, media| FileHead { lang, media, sha256: "00".repeat(32), bytes: 123_456 };
    let head = |number: u32, day: &str| EditionHead {
        period: period(),
        number,
        issued: day.parse().unwrap(),
        by: "aoki".to_owned(),
        sha256: format!("{number:064}"),
        changes: if number > 1 { vec![hostile()] } else { Vec::new() },
        files: vec![file(Lang::Ja, Media::Pdf), file(Lang::En, Media::Html)],
    };
    vec![head(2, "2008-04-17T00:00:00Z"), head(1, "2008-04-07T00:00:00Z")]
}

/// The report as its edition `number`, or as a draft.
pub(crate) fn report(number: Option<u32>) -> ActivityReport {
    let phrase = Phrase::new("incidents-received")
        .with("days", report::Value::Days(period().from, period().to))
        .figure("reports", "incident.reports")
        .figure("incidents", "incident.incidents");
    let figure = |id: &str, value, unit| Reported {
        figure: Figure { id: id.to_owned(), period: period(), value, unit, evidence: "messages?".to_owned() },
        definition: Definition { name: hostile(), meaning: hostile(), computed: hostile() },
    };
    ActivityReport {
        period: period(),
        organisation: hostile(),
        notice: Some(hostile()),
        edition: number.map(|number| Edition {
            number,
            issued: date(2008, 4, 17),
            changes: if number > 1 { vec![hostile()] } else { Vec::new() },
        }),
        topics: vec![Topic { title: hostile(), text: hostile(), links: Vec::new() }],
        sections: vec![Section {
            id: "incidents".to_owned(),
            title: Phrase::said(&hostile()),
            blocks: vec![Block::Paragraph { phrase }, Block::Written { text: hostile() }],
            parts: Vec::new(),
        }],
        left_out: Vec::new(),
        figures: vec![
            figure("incident.reports", 545, Unit::Reports),
            figure("incident.incidents", 684, Unit::Incidents),
        ],
    }
}

/// Some records of 546.
pub(crate) fn records() -> Records {
    let record = |sort, id: &str, day| Record { sort, id: id.to_owned(), day, public: hostile() };
    let records = vec![record("message", "12", Some(date(2008, 1, 7))), record("figure", "x/\"<b>", None)];
    Records { total: 546, records }
}
