//! `hinomi observe watched`: ports that the activity report follows from quarter to quarter.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use kernel::{Lang, Text, Unit};
use observe::{Change, Choice, Quarter, SuggestedFor, Suggestion, WatchedInPeriod, Why};

use crate::account::WHO;
use crate::output::{self, counted};

#[derive(Debug, Subcommand)]
pub(crate) enum Watched {
    /// How they stand in a quarter, and which ports nobody watches and might.
    List(List),
    /// Enters those of a book: a JSON file, as `list --format book` writes it. All, or none where one is wrong;
    /// those that are known stay as they are.
    Add(Add),
    /// Decides that one is kept or dropped in a quarter, whatever the rule says; or takes that back.
    Decide(Decide),
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// The quarter, such as 2008Q1.
    #[arg(value_name = "QUARTER")]
    quarter: Quarter,
    /// A table for people; json with charts and lives for programs; book for `add` and for an editor.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

// Without words of their own, so that the help stays short; they stand at the option.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Book,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The book; - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Its number, as `list` has it.
    #[arg(value_name = "NUMBER")]
    id: i64,
    /// The quarter, such as 2008Q1.
    #[arg(value_name = "QUARTER")]
    quarter: Quarter,
    /// keep, drop, or rule: what was decided is taken back.
    #[arg(value_enum)]
    choice: Decided,
    /// What is printed with it, in Japanese.
    #[arg(long, value_name = "TEXT", default_value = "", requires = "note_en", hide_default_value = true)]
    note_ja: String,
    /// What is printed with it, in English.
    #[arg(long, value_name = "TEXT", default_value = "", requires = "note_ja", hide_default_value = true)]
    note_en: String,
}

// Without words of their own, so that the help stays short; they stand at the argument.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Decided {
    Keep,
    Drop,
    Rule,
}

impl Watched {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::List(list) => list.run(data).await?,
            Self::Add(add) => add.run(data).await?,
            Self::Decide(decide) => decide.run(data).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    async fn run(self, data: &Path) -> anyhow::Result<()> {
        let app = crate::open(data).await?;
        let zone = &app.settings.zone;
        let watched = app.observe.watched(self.quarter.period(), zone).await?;
        let text = match self.format {
            Format::Json => output::json(&watched)?,
            Format::Book => output::json(&app.observe.watched_book().await?)?,
            Format::Table => {
                let suggestions = app.observe.suggestions(self.quarter, zone).await?;
                let notice = app.settings.notice.as_ref().map(|notice| notice.get(Lang::En).to_owned());
                table(self.quarter, &watched, &suggestions, notice)
            }
        };
        output::print(&text)
    }
}

fn table(
    quarter: Quarter,
    watched: &[WatchedInPeriod],
    suggestions: &[Suggestion],
    notice: Option<String>,
) -> String {
    let mut text = format!("{quarter}, packets per sensor and day\n\n");
    if watched.is_empty() {
        text.push_str("no watched ports\n");
    } else {
        let rows: Vec<_> = watched.iter().map(row).collect();
        text.push_str(&output::table(&["number", "watched", "state", "now", "before", "change"], &rows, 3));
    }
    if !suggestions.is_empty() {
        let rows: Vec<_> = suggestions.iter().map(suggested).collect();
        text.push_str("\nnot watched yet\n\n");
        text.push_str(&output::table(&["port", "why", "now", "before"], &rows, 2));
    }
    if let Some(notice) = notice {
        text.push_str(&format!("\n{notice}\n"));
    }
    text
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.1}"))
}

fn row(one: &WatchedInPeriod) -> Vec<String> {
    let ports: Vec<String> = one.watched.is.ports.iter().map(ToString::to_string).collect();
    let state = match one.decided() {
        Some(_) => format!("{}, decided", one.state.name()),
        None => one.state.name().to_owned(),
    };
    let seen = match one.seen() {
        Some(Change::Notable(Why::RoseInWeek(week))) => format!("; rose in the week from {week}"),
        Some(Change::Notable(why)) => format!("; {}", Change::Notable(why).name()),
        _ => String::new(),
    };
    vec![
        one.watched.id.to_string(),
        format!("{}: {}", ports.join(" "), one.watched.is.title.en),
        format!("{state}{seen}"),
        rate(one.now),
        rate(one.before),
        one.change
            .map_or_else(|| "-".to_owned(), |change| format!("{}%", Unit::PercentChange.written(change))),
    ]
}

fn suggested(one: &Suggestion) -> Vec<String> {
    let mut why = match one.why {
        SuggestedFor::Place(place) => format!("place {place}"),
        SuggestedFor::Rise => "rose".to_owned(),
    };
    if one.one_sensor {
        why.push_str(", mostly at one sensor");
    }
    vec![one.port.to_string(), why, rate(Some(one.now)), rate(one.before)]
}

impl Add {
    async fn run(self, data: &Path) -> anyhow::Result<()> {
        let book = if self.file.as_os_str() == "-" {
            let mut book = String::new();
            std::io::stdin().lock().read_to_string(&mut book).context("standard input")?;
            book
        } else {
            std::fs::read_to_string(&self.file).with_context(|| self.file.display().to_string())?
        };
        let app = crate::open(data).await?;
        let imported = app.observe.import_watched_ports(&book, WHO).await?;
        let entered = counted(imported.entered as u64, "watched port");
        output::say(&format!("{entered} entered, {} known before", imported.known));
        Ok(())
    }
}

impl Decide {
    async fn run(self, data: &Path) -> anyhow::Result<()> {
        let app = crate::open(data).await?;
        let choice = match self.choice {
            Decided::Keep => Some(Choice::Keep),
            Decided::Drop => Some(Choice::Drop),
            Decided::Rule => None,
        };
        match choice {
            Some(choice) => {
                let note = Text { ja: self.note_ja, en: self.note_en };
                app.observe.decide_watched_port(self.id, self.quarter, choice, note, WHO).await?;
            }
            None => app.observe.undecide_watched_port(self.id, self.quarter, WHO).await?,
        }
        let watched = app.observe.watched(self.quarter.period(), &app.settings.zone).await?;
        if let Some(one) = watched.iter().find(|one| one.watched.id == self.id) {
            output::say(&format!("{}, {}: {}", one.watched.is.title.en, self.quarter, one.state.name()));
        }
        Ok(())
    }
}
