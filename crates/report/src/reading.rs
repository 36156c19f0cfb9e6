//! From the report to its document in one language: numbers of sections, tables and figures are given here.

use kernel::{Lang, Text, words};

use crate::document::{
    BlockText, CellText, Cover, Document, ItemText, LinkText, SectionText, Span, TopicText,
};
use crate::model::{ActivityReport, Block, Cell, ChartBlock, Item, Link, Phrase, Section, Table, Value};
use crate::phrase::{plain, say, say_plainly, word};

impl Document {
    /// The report in `lang`.
    pub fn of(report: &ActivityReport, lang: Lang) -> Self {
        let mut reading = Reading { report, lang, charts: Vec::new() };
        let topics = report.topics.iter().map(|topic| TopicText {
            title: plain(topic.title.get(lang)),
            paragraphs: paragraphs(&topic.text, lang),
            links: links(&topic.links, lang),
        });
        let topics = topics.collect();
        let numbered = (1..).zip(&report.sections);
        let sections =
            numbered.map(|(number, section)| reading.chapter(section, &number.to_string())).collect();
        Self {
            lang,
            period: report.period.to_string(),
            cover: cover(report, lang),
            topics,
            sections,
            charts: reading.charts,
        }
    }
}

fn cover(report: &ActivityReport, lang: Lang) -> Cover {
    let edition = match &report.edition {
        None => Phrase::new("edition-draft"),
        Some(edition) => Phrase::new("edition-issued")
            .with("number", Value::Sign(edition.number.to_string()))
            .with("day", Value::Day(edition.issued)),
    };
    let title = Phrase::new("report-title").with("months", Value::Months(report.period));
    let changes = report.edition.iter().flat_map(|edition| &edition.changes);
    Cover {
        title: say_plainly(report, &title, lang),
        organisation: plain(report.organisation.get(lang)),
        days: words::days(report.period, lang),
        edition: say_plainly(report, &edition, lang),
        date: report.edition.as_ref().map_or(report.period.to, |edition| edition.issued),
        notice: report.notice.as_ref().map(|notice| plain(notice.get(lang))),
        changes: changes.map(|change| plain(change.get(lang))).collect(),
    }
}

/// Where the numbers of tables and charts begin anew.
#[derive(Default)]
struct Numbers {
    chapter: String,
    tables: u32,
    charts: u32,
}

struct Reading<'a> {
    report: &'a ActivityReport,
    lang: Lang,
    charts: Vec<chart::Chart>,
}

impl Reading<'_> {
    /// A section; tables and charts are numbered within it.
    fn chapter(&mut self, section: &Section, number: &str) -> SectionText {
        let mut numbers = Numbers { chapter: number.to_owned(), ..Default::default() };
        self.section(section, number, &mut numbers)
    }

    fn section(&mut self, section: &Section, number: &str, numbers: &mut Numbers) -> SectionText {
        let blocks = section.blocks.iter().map(|block| self.block(block, numbers)).collect();
        let mut parts = Vec::new();
        for (place, part) in (1..).zip(&section.parts) {
            parts.push(self.section(part, &format!("{number}.{place}"), numbers));
        }
        SectionText {
            id: section.id.clone(),
            number: number.to_owned(),
            title: say_plainly(self.report, &section.title, self.lang),
            blocks,
            parts,
        }
    }

    fn say(&self, phrase: &Phrase) -> Vec<Span> {
        say(self.report, phrase, self.lang)
    }

    fn block(&mut self, block: &Block, numbers: &mut Numbers) -> BlockText {
        match block {
            Block::Paragraph { phrase } => BlockText::Paragraph { spans: self.say(phrase) },
            Block::Written { text } => BlockText::Written { paragraphs: paragraphs(text, self.lang) },
            Block::List { items } => {
                BlockText::List { items: items.iter().map(|item| self.item(item)).collect() }
            }
            Block::Table(table) => {
                numbers.tables += 1;
                let number = format!("{} {}-{}", word("table", self.lang), numbers.chapter, numbers.tables);
                self.table(table, number)
            }
            Block::Chart(chart) => {
                numbers.charts += 1;
                let number = format!("{} {}-{}", word("chart", self.lang), numbers.chapter, numbers.charts);
                self.chart(chart, number)
            }
            Block::Links { links: all } => BlockText::Links { links: links(all, self.lang) },
        }
    }

    fn item(&self, item: &Item) -> ItemText {
        ItemText {
            lead: self.say(&item.lead),
            lines: item.lines.iter().map(|line| self.say(line)).collect(),
            links: links(&item.links, self.lang),
        }
    }

    fn table(&self, table: &Table, number: String) -> BlockText {
        let cell = |cell: &Cell| match cell {
            Cell::Words(phrase) => CellText { spans: self.say(phrase), numeric: false },
            Cell::Figure(id) => {
                CellText { spans: self.say(&Phrase::new("said").figure("text", id)), numeric: true }
            }
            Cell::Nothing => CellText { spans: Vec::new(), numeric: true },
        };
        BlockText::Table {
            id: table.id.clone(),
            number,
            caption: self.say(&table.caption),
            header: table.header.iter().map(|head| say_plainly(self.report, head, self.lang)).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
            notes: table.notes.iter().map(|note| self.say(note)).collect(),
        }
    }

    fn chart(&mut self, block: &ChartBlock, number: String) -> BlockText {
        let drawn = match self.lang {
            Lang::Ja => &block.ja,
            Lang::En => &block.en,
        };
        let place = self.charts.len();
        self.charts.push(drawn.clone());
        BlockText::Chart {
            id: block.id.clone(),
            number,
            caption: self.say(&block.caption),
            place,
            description: drawn.description.clone(),
            data: block.data.clone(),
        }
    }
}

/// What people wrote, cut at empty lines.
fn paragraphs(text: &Text, lang: Lang) -> Vec<String> {
    let text = plain(text.get(lang));
    let pieces = text.split("\n\n").map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(str::to_owned).collect()
}

fn links(links: &[Link], lang: Lang) -> Vec<LinkText> {
    let link = |link: &Link| LinkText { title: plain(link.title.get(lang)), url: link.url.clone() };
    links.iter().map(link).collect()
}
