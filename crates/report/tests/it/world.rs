//! The report's records in a folder that goes away, and a small report.

use std::sync::Arc;

use jiff::civil::date;
use kernel::{Database, Definition, Figure, FixedClock, Lang, Originals, Period, Text, Unit};
use report::{
    ActivityReport, Block, ChartBlock, Edition, IssuedFile, Media, Phrase, Reported, Section, Service,
};
use testkit::DataFolder;

pub(crate) struct World {
    pub folder: DataFolder,
    pub reports: Service,
    pub clock: Arc<FixedClock>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T09:00:00+09:00");
        let reports = open(&folder, &clock).await;
        Self { folder, reports, clock }
    }

    /// The database, opened once more.
    pub(crate) async fn database(&self) -> Database {
        testkit::database(self.folder.path()).await
    }

    /// What the journal says was done, the oldest first.
    pub(crate) async fn journal(&self) -> Vec<String> {
        let entries =
            kernel::journal::list(self.database().await.connection(), None, None, 100).await.unwrap();
        let said = entries.iter().rev().map(|one| format!("{} {} {}", one.who, one.what, one.object));
        said.collect()
    }
}

pub(crate) async fn open(folder: &DataFolder, clock: &Arc<FixedClock>) -> Service {
    let database = testkit::database(folder.path()).await;
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    Service::open(database, originals, Arc::clone(clock) as _).await.unwrap()
}

pub(crate) fn quarter() -> Period {
    "2008Q1".parse().unwrap()
}

pub(crate) fn text(ja: &str, en: &str) -> Text {
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

/// A figure of the quarter, or of the period after its `@`, named after its id.
pub(crate) fn reported(id: &str, value: i64, unit: Unit) -> Reported {
    let period = id.split_once('@').map_or_else(quarter, |(_, period)| period.parse().unwrap());
    let name = id.split('@').next().unwrap();
    let definition = Definition {
        name: text(&format!("{name}の数"), name),
        meaning: text("意味", "meaning"),
        computed: text("計算", "computed"),
    };
    let figure = Figure { id: id.to_owned(), period, value, unit, evidence: format!("records?of={id}") };
    Reported { figure, definition }
}

/// A draft of the quarter with these numbers of reports and incidents.
pub(crate) fn draft(reports: i64, incidents: i64) -> ActivityReport {
    ActivityReport {
        period: quarter(),
        organisation: text("見本CSIRT", "Sample CSIRT"),
        notice: None,
        edition: None,
        topics: Vec::new(),
        sections: Vec::new(),
        left_out: Vec::new(),
        figures: vec![
            reported("incident.reports", reports, Unit::Reports),
            reported("incident.incidents", incidents, Unit::Incidents),
        ],
    }
}

/// The draft as edition `number`, with words on what changed from the second on.
pub(crate) fn edition(draft: ActivityReport, number: u32) -> ActivityReport {
    let changes = if number > 1 {
        vec![text("遅れて届いた報告", "a report that came late")]
    } else {
        Vec::new()
    };
    ActivityReport { edition: Some(Edition { number, issued: date(2008, 4, 7), changes }), ..draft }
}

/// Files whose bytes say what they are.
pub(crate) fn files(number: u32) -> Vec<IssuedFile> {
    let all = Lang::ALL.into_iter().flat_map(|lang| Media::ALL.map(|media| (lang, media)));
    let file =
        |(lang, media)| IssuedFile { lang, media, bytes: format!("{lang} {media} {number}").into_bytes() };
    all.map(file).collect()
}

/// A draft with a chart of these values in one line.
pub(crate) fn charted(values: Vec<Option<f64>>) -> ActivityReport {
    let drawn = |words| chart::Chart {
        id: "values".to_owned(),
        title: "Values".to_owned(),
        description: "Some values.".to_owned(),
        x: chart::TimeAxis { title: String::new(), bucket: chart::Bucket::Day, points: Vec::new() },
        y: chart::ValueAxis { title: "values".to_owned(), unit: String::new(), decimals: 1 },
        lines: vec![chart::Line { name: "a line".to_owned(), values: values.clone() }],
        marks: Vec::new(),
        words,
    };
    let block = ChartBlock {
        id: "values".to_owned(),
        caption: Phrase::sign("values"),
        ja: drawn(chart::Words::japanese()),
        en: drawn(chart::Words::english()),
        data: None,
    };
    let blocks = vec![Block::Chart(Box::new(block))];
    let section =
        Section { id: "values".to_owned(), title: Phrase::sign("Values"), blocks, parts: Vec::new() };
    ActivityReport { sections: vec![section], ..draft(1, 1) }
}
