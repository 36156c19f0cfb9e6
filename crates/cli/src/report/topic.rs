//! `hinomi report topic ...`: what people want said first.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use kernel::{Period, Text};
use report::{Link, TopicWritten};
use serde::Deserialize;

use super::By;
use crate::output;

/// Bytes of a file of topics: fifty of the longest that are taken fit.
const LARGEST: u64 = 16 << 20;

#[derive(Debug, Subcommand)]
pub(crate) enum Topic {
    /// Adds topics from a file, or one by options.
    Add(Box<Add>),
    /// The topics of a period, in their order.
    List {
        /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
        period: Period,
    },
    /// Takes a topic away. Editions that have it keep it.
    Remove {
        /// Its number, which `list` tells.
        id: i64,
        #[command(flatten)]
        by: By,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    period: Period,
    /// A TOML file with an array of tables named topic: title and text as { ja = "...", en = "..." }, links = [{ url, title }],
    /// and place, by which they are ordered (in the file's order after those that are there, unless said).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "text", "link", "place"])]
    from: Option<PathBuf>,
    /// The heading.
    #[arg(long, num_args = 2, value_names = ["JA", "EN"], requires = "text")]
    title: Vec<String>,
    /// Paragraphs, with an empty line between them.
    #[arg(long, num_args = 2, value_names = ["JA", "EN"], requires = "title")]
    text: Vec<String>,
    /// Where more is to be read; it may be given several times.
    #[arg(long, num_args = 3, value_names = ["URL", "JA", "EN"], action = clap::ArgAction::Append)]
    link: Vec<String>,
    /// Its place: the least stands first. The last unless said.
    #[arg(long, value_name = "NUMBER")]
    place: Option<u32>,
    #[command(flatten)]
    by: By,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    topic: Vec<Written>,
}

/// A topic in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Text,
    text: Text,
    #[serde(default)]
    links: Vec<Link>,
    place: Option<u32>,
}

impl Topic {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(add) => add.run(data).await,
            Self::List { period } => {
                let app = crate::open(data).await?;
                let topics = app.report.topics(period).await?;
                if topics.is_empty() {
                    output::say(&format!("{period} has no topics"));
                    return Ok(ExitCode::SUCCESS);
                }
                let row = |topic: &report::TopicDetails| {
                    let Text { ja, en } = topic.written.title.clone();
                    vec![topic.id.to_string(), topic.written.place.to_string(), en, ja]
                };
                let rows: Vec<_> = topics.iter().map(row).collect();
                output::print(&output::table(&["topic", "place"], &rows, 1))?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Remove { id, by } => {
                let app = crate::open(data).await?;
                app.report.remove_topic(id, &by.by).await?;
                output::say(&format!("topic {id} is gone"));
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl Add {
    async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let period = self.period;
        let by = self.by.by.clone();
        let written = self.written()?;
        let app = crate::open(data).await?;
        let topics = app.report.topics(period).await?;
        let last = topics.iter().map(|topic| topic.written.place).max().unwrap_or(0);
        let topics: Vec<TopicWritten> = (1..)
            .zip(written)
            .map(|(after, Written { title, text, links, place })| {
                let place = place.unwrap_or(last.saturating_add(after));
                TopicWritten { period, place, title, text, links }
            })
            .collect();
        let titles: Vec<_> = topics.iter().map(|topic| topic.title.en.trim().to_owned()).collect();
        let ids = app.report.add_topics(topics, &by).await?;
        for (id, title) in ids.iter().zip(titles) {
            output::say(&format!("topic {id} of {period}: {title}"));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What the file or the options say.
    fn written(self) -> anyhow::Result<Vec<Written>> {
        if let Some(path) = self.from {
            return read(&path).with_context(|| path.display().to_string());
        }
        let text = |pair: &[String]| match pair {
            [ja, en] => Some(Text { ja: ja.clone(), en: en.clone() }),
            _ => None,
        };
        let (Some(title), Some(said)) = (text(&self.title), text(&self.text)) else {
            bail!("no topic: give --from FILE, or --title and --text");
        };
        let links = self
            .link
            .chunks_exact(3)
            .filter_map(|link| Some(Link { url: link.first()?.clone(), title: text(link.get(1..)?)? }));
        Ok(vec![Written { title, text: said, links: links.collect(), place: self.place }])
    }
}

/// The topics of a file.
fn read(path: &Path) -> anyhow::Result<Vec<Written>> {
    let mut text = String::new();
    File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        bail!("more than {} bytes are no file of topics", output::thousands(LARGEST));
    }
    let topics: Topics = toml::from_str(&text)?;
    Ok(topics.topic)
}
