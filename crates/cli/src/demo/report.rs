//! The demo's last step: what the sample's staff wrote, and the report of the quarter, issued.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use desk::App;
use desk::flows::activity_report::{IssueOptions, drift_of, has_japanese_fonts, issue};
use kernel::{FixedClock, Lang, Period, Text};
use report::{EditionHead, Link, TopicWritten};
use samples::topics::{REMARKS, SampleTopic, TOPICS, Words};

use super::{STAFF, fonts};
use crate::output::{self, counted};
use crate::report::write_whole;

/// The quarter that is reported on.
pub(super) const PERIOD: &str = "2008Q1";

/// When the report of the sample's quarter is issued: the Monday after it.
const ISSUED: &str = "2008-04-07T10:00:00+09:00";

/// Writes topics and remarks where there are none, issues the report where it was not, and writes its files into the
/// folder `report`. What people changed since stays as it is.
pub(super) async fn issue_report(data: &Path) -> anyhow::Result<()> {
    let clock = FixedClock::new(ISSUED.parse().context("the day of issue")?);
    let app = App::open(data, Arc::new(clock)).await?;
    let period: Period = PERIOD.parse()?;
    let head = match app.report.editions_of(period).await?.into_iter().next() {
        Some(head) => {
            let drifted = drift_of(&app, period).await?.map_or(0, |one| one.drift.len() as u64);
            if drifted > 0 {
                output::say(&format!(
                    "{} would come out differently today; see hinomi report drift",
                    counted(drifted, "figure")
                ));
            }
            head
        }
        None => {
            write(&app, period).await?;
            let without_pdf = if has_font(&app).await? { Vec::new() } else { vec![Lang::Ja] };
            issue(&app, period, STAFF, IssueOptions { changes: Vec::new(), without_pdf }).await?
        }
    };
    write_files(&app, &head, &data.join("report")).await
}

/// What the sample's staff wrote, where nobody has written anything.
async fn write(app: &App, period: Period) -> anyhow::Result<()> {
    if app.report.topics(period).await?.is_empty() {
        let topics = (1..).zip(TOPICS).map(|(place, topic)| written(period, place, topic));
        app.report.add_topics(topics.collect(), STAFF).await?;
    }
    if app.report.remarks(period).await?.is_empty() {
        for (section, words) in REMARKS {
            app.report.save_remark(period, section, text(words), STAFF).await?;
        }
    }
    Ok(())
}

fn written(period: Period, place: u32, topic: SampleTopic) -> TopicWritten {
    let SampleTopic { title, text: said, links } = topic;
    let links = links.iter().map(|(url, title)| Link { title: text(*title), url: (*url).to_owned() });
    TopicWritten { period, place, title: text(title), text: text(said), links: links.collect() }
}

fn text((ja, en): Words) -> Text {
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

/// Whether a Japanese PDF can be made; tries to install a font where there is none.
async fn has_font(app: &App) -> anyhow::Result<bool> {
    if has_japanese_fonts(app).await? {
        return Ok(true);
    }
    if app.settings.report.machine_fonts && fonts::install().await && has_japanese_fonts(app).await? {
        return Ok(true);
    }
    output::say(
        "no Japanese font is here: the report is issued without its Japanese PDF.\n\
         With Debian's package fonts-noto-cjk, there is one: hinomi report build 2008Q1 --lang ja --pdf FILE",
    );
    Ok(false)
}

/// Writes the edition's files, as they were issued.
async fn write_files(app: &App, head: &EditionHead, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut names = Vec::new();
    for file in &head.files {
        let name = format!("activity-{}-{}.{}", head.period, file.lang, file.media);
        write_whole(&folder.join(&name), &app.report.file(head, file.lang, file.media).await?)?;
        names.push(name);
    }
    output::say(&format!(
        "the activity report of {}, edition {}, in {}: {}",
        head.period,
        head.number,
        folder.display(),
        names.join(", ")
    ));
    Ok(())
}
