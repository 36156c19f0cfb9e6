//! `hinomi report remark ...`: what people say about a section.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use desk::flows::activity_report::draft;
use kernel::{Period, Text};
use report::Section;

use super::By;
use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum Remark {
    /// Writes the remark about a section, over the one that is there.
    Write(Write),
    /// The remarks of a period, and the sections that can have one.
    List {
        /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
        period: Period,
    },
    /// Takes the remark about a section away.
    Remove {
        /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
        period: Period,
        /// The section's name, which `list` tells.
        section: String,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Write {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    period: Period,
    /// The section's name, which `list` tells.
    section: String,
    /// In Japanese: paragraphs, with an empty line between them.
    #[arg(long, value_name = "TEXT")]
    ja: String,
    /// The same in English.
    #[arg(long, value_name = "TEXT")]
    en: String,
    #[command(flatten)]
    by: By,
}

impl Remark {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Write(write) => write.run(data).await?,
            Self::List { period } => list(data, period).await?,
            Self::Remove { period, section, by } => {
                let app = crate::open(data).await?;
                if !app.report.remarks(period).await?.contains_key(&section) {
                    bail!("there is no remark about {section:?} in {period}");
                }
                let nothing = Text { ja: String::new(), en: String::new() };
                app.report.save_remark(period, &section, nothing, &by.by).await?;
                output::say(&format!("the remark about {section} in {period} is gone"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Write {
    async fn run(self, data: &Path) -> anyhow::Result<()> {
        let Self { period, section, ja, en, by } = self;
        let app = crate::open(data).await?;
        let sections = names(&draft(&app, period).await?.sections);
        // One about a section that is not there would be kept and never seen.
        if !sections.contains(&section) {
            bail!("the report of {period} has no section {section:?}; it has {}", sections.join(", "));
        }
        if ja.trim().is_empty() && en.trim().is_empty() {
            bail!("a remark says something; `remove` takes one away");
        }
        app.report.save_remark(period, &section, Text { ja, en }, &by.by).await?;
        output::say(&format!("a remark about {section} in {period}"));
        Ok(())
    }
}

async fn list(data: &Path, period: Period) -> anyhow::Result<()> {
    let app = crate::open(data).await?;
    let remarks = app.report.remarks(period).await?;
    let sections = names(&draft(&app, period).await?.sections);
    // Those whose section is gone are not forgotten.
    let gone = remarks.keys().filter(|section| !sections.contains(section)).cloned();
    let gone: Vec<String> = gone.collect();
    let row = |section: &String| {
        let said = remarks.get(section).map_or("-", |remark| remark.text.en.lines().next().unwrap_or("-"));
        vec![section.clone(), said.to_owned()]
    };
    let rows: Vec<_> = sections.iter().chain(&gone).map(row).collect();
    output::print(&output::table(&["section", "remark"], &rows, 2))
}

/// The names of sections and their parts, in the order of the report.
fn names(sections: &[Section]) -> Vec<String> {
    let below = |section: &Section| [vec![section.id.clone()], names(&section.parts)].concat();
    sections.iter().flat_map(below).collect()
}
