//! A period has ended: what every domain counted, and what people wrote, become the activity report.
//!
//! The form is that of JPCERT/CC's reports of 2008: topics, what was published, incidents, observation,
//! vulnerabilities, bots, coordination, help in building teams, lectures, articles, contact. A file a section. A section
//! whose domain the program does not have is left out and said to be; nothing is invented.

mod chart;
mod community;
mod contact;
mod drift;
mod error;
mod figures;
mod files;
mod incidents;
mod issue;
mod observation;
mod records;

use std::collections::BTreeMap;

use kernel::Period;
use report::{ActivityReport, Block, LeftOut, Phrase, Remark, Section, Topic, TopicDetails, TopicWritten};

use crate::app::App;

pub use drift::{PeriodDrift, drift, drift_of};
pub use error::ActivityError;
pub(crate) use files::FontShelf;
pub use files::{file, has_japanese_fonts};
pub use issue::{IssueOptions, issue};
pub use records::records;

use figures::Figures;

/// The report of `period` as the records are now.
pub async fn draft(app: &App, period: Period) -> Result<ActivityReport, ActivityError> {
    let mut figures = Figures::new(period);
    let mut sections = vec![
        incidents::section_of(app, &mut figures).await?,
        observation::section_of(app, &mut figures).await?,
    ];
    sections.extend(community::sections(app, &mut figures).await?);
    sections.push(contact::section_of(app));
    let remarks = app.report.remarks(period).await?;
    for section in &mut sections {
        put_remarks(section, &remarks);
    }
    let topics = app.report.topics(period).await?;
    Ok(ActivityReport {
        period,
        organisation: app.settings.organisation.clone(),
        notice: app.settings.notice.clone(),
        edition: None,
        topics: topics.into_iter().map(topic).collect(),
        sections,
        left_out: left_out(),
        figures: figures.into_list(),
    })
}

/// The sections whose domains the program does not have yet.
fn left_out() -> Vec<LeftOut> {
    let reason = || Phrase::new("left-out-no-domain");
    ["information-title", "vulnerability-title", "bots-title"]
        .map(|title| LeftOut { title: Phrase::new(title), reason: reason() })
        .into()
}

fn topic(details: TopicDetails) -> Topic {
    let TopicWritten { title, text, links, .. } = details.written;
    Topic { title, text, links }
}

/// Puts what people say about a section, and about its parts, under what the program says.
fn put_remarks(section: &mut Section, remarks: &BTreeMap<String, Remark>) {
    if let Some(remark) = remarks.get(&section.id) {
        section.blocks.push(Block::Written { text: remark.text.clone() });
    }
    for part in &mut section.parts {
        put_remarks(part, remarks);
    }
}

/// A section without parts.
fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: Phrase::new(title), blocks, parts: Vec::new() }
}

/// A paragraph of the program's.
fn paragraph(phrase: Phrase) -> Block {
    Block::Paragraph { phrase }
}
