//! `hinomi report build`: today's draft, told or written into files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use desk::flows::activity_report::{draft, file};
use kernel::{Lang, Period, words};
use report::{ActivityReport, BlockText, Document, Media, SectionText, Span};

use super::write_whole;
use crate::output::{self, counted};

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    period: Period,
    /// The language: ja or en.
    #[arg(long, value_name = "LANG", default_value_t = Lang::En)]
    lang: Lang,
    /// Writes it as one page that needs nothing else.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Writes it as PDF/A. Japanese needs a font that Debian's package fonts-noto-cjk has.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
}

impl Build {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let report = draft(&app, self.period).await?;
        let wanted = [(Media::Html, self.html), (Media::Pdf, self.pdf)];
        let mut files = Vec::new();
        for (media, path) in wanted {
            if let Some(path) = path {
                files.push((path, file(&app, &report, self.lang, media).await?));
            }
        }
        if files.is_empty() {
            output::print(&summary(&report, self.lang))?;
        }
        // Only when all of them could be made.
        for (path, bytes) in &files {
            write_whole(path, bytes)?;
            output::say(&format!("{}: {}", path.display(), counted(bytes.len() as u64, "byte")));
        }
        if !files.is_empty() {
            output::say(left_out(&report, self.lang).trim_end());
        }
        let today = app.clock.now().to_zoned(app.settings.zone.clone()).date();
        if today <= self.period.to {
            let end = words::day(self.period.to, Lang::En);
            output::say(&format!("{} is not over before the end of {end}: no edition yet", self.period));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What the report would hold.
fn summary(report: &ActivityReport, lang: Lang) -> String {
    let document = Document::of(report, lang);
    let mut text =
        format!("{}\n{}, {}\n\n", document.cover.title, document.cover.days, document.cover.edition);
    let topics = document.topics.iter().enumerate();
    let topics: Vec<_> =
        topics.map(|(place, topic)| vec![(place + 1).to_string(), topic.title.clone()]).collect();
    match topics.len() {
        0 => text.push_str("no topics\n"),
        _ => text.push_str(&output::table(&["topic"], &topics, 1)),
    }
    let row = |section: &SectionText| {
        let holds = Holds::of(section);
        let numbers = [holds.figures.len(), holds.tables, holds.charts].map(|number| number.to_string());
        let cells = [section.number.clone()].into_iter().chain(numbers);
        cells.chain([section.title.clone()]).collect()
    };
    let rows: Vec<Vec<String>> = document.sections.iter().map(row).collect();
    text + "\n"
        + &output::table(&["section", "figures", "tables", "charts"], &rows, 1)
        + "\n"
        + &left_out(report, lang)
}

/// The sections that are left out, and why.
fn left_out(report: &ActivityReport, lang: Lang) -> String {
    let line = |left: &report::LeftOut| {
        let (title, reason) = (left.title.text(), left.reason.text());
        format!("left out: {} ({})\n", title.get(lang), reason.get(lang))
    };
    report.left_out.iter().map(line).collect()
}

/// What stands in a section and its parts.
#[derive(Default)]
struct Holds<'a> {
    figures: BTreeSet<&'a str>,
    tables: usize,
    charts: usize,
}

impl<'a> Holds<'a> {
    fn of(section: &'a SectionText) -> Self {
        let mut holds = Self::default();
        holds.look(section);
        holds
    }

    fn look(&mut self, section: &'a SectionText) {
        for block in &section.blocks {
            match block {
                BlockText::Paragraph { spans } => self.read(spans),
                BlockText::List { items } => {
                    for item in items {
                        self.read(&item.lead);
                        item.lines.iter().for_each(|line| self.read(line));
                    }
                }
                BlockText::Table { caption, rows, notes, .. } => {
                    self.tables += 1;
                    self.read(caption);
                    rows.iter().flatten().for_each(|cell| self.read(&cell.spans));
                    notes.iter().for_each(|note| self.read(note));
                }
                BlockText::Chart { caption, .. } => {
                    self.charts += 1;
                    self.read(caption);
                }
                BlockText::Written { .. } | BlockText::Links { .. } => {}
            }
        }
        section.parts.iter().for_each(|part| self.look(part));
    }

    fn read(&mut self, spans: &'a [Span]) {
        self.figures.extend(spans.iter().filter_map(|span| span.figure.as_deref()));
    }
}
