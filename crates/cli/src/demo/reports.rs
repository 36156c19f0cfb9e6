//! The sample's messages at the desk: they come in by the ordinary path, on a clock that stands at their days, and
//! those who can act are notified where a reporter asks for it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use incident::intake::{Arrival, Content, When};
use incident::{Channel, Disposition, IncidentQuery, Page};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use kernel::FixedClock;
use samples::incident::{SampleMessage, Way};

use super::STAFF;
use crate::output::{self, counted};
use crate::progress::Bar;

/// The first day: five quarters end with the one that is reported on.
const FIRST: Date = date(2007, 1, 1);
/// Notifications are sent from here on.
const NOTIFIED: Date = date(2008, 1, 1);
const LAST: Date = date(2008, 3, 31);

/// So many incidents of one message are looked at: more than any message of the sample has.
const MOST: u64 = 10_000;

/// Plays the days. What was played before stays as it is.
pub(super) async fn play(data: &Path) -> anyhow::Result<()> {
    let clock = Arc::new(FixedClock::new(Timestamp::UNIX_EPOCH));
    let desk = desk::App::open(data, Arc::clone(&clock) as _).await?;
    let book = desk.incident.import_contacts(&samples::incident::contact_book(), STAFF).await?;
    output::say(&format!("a contact book of {}", counted(book.added + book.unchanged, "contact")));

    let bar = Bar::counting("messages");
    let (mut messages, mut incidents, mut sent) = (0, 0, 0);
    for day in FIRST.series(1.day()).take_while(|day| *day <= LAST) {
        let sample: Vec<SampleMessage> = samples::incident::messages(day, day).collect();
        let Some(last) = sample.last() else { continue };
        clock.set(last.received + SignedDuration::from_mins(5));
        let arrived = desk.incident.receive(sample.into_iter().map(arrival).collect()).await?;
        messages += arrived.len() as u64;
        incidents += arrived.iter().map(|one| one.incidents).sum::<u64>();
        bar.at(messages);
        if day < NOTIFIED {
            continue;
        }
        let mut drafts = Vec::new();
        for one in arrived.iter().filter(|one| one.disposition == Disposition::Report) {
            drafts.extend(notify(&desk, one.message).await?);
        }
        if !drafts.is_empty() {
            desk.incident.approve(&drafts, STAFF).await?;
            sent += desk::schedule::send(&desk).await?.sent.len() as u64;
        }
    }
    bar.end();
    output::say(&format!(
        "{} with {}; {} sent",
        counted(messages, "message"),
        counted(incidents, "incident"),
        counted(sent, "notification")
    ));
    Ok(())
}

/// Drafts the notifications that a report asks for. What was told of before is left out.
async fn notify(desk: &desk::App, message: i64) -> anyhow::Result<Vec<i64>> {
    let report = desk.incident.message(message).await.context("a message just received")?;
    if !report.mediation {
        return Ok(Vec::new());
    }
    let query = IncidentQuery { message: Some(message), ..IncidentQuery::default() };
    let page = Page { before: None, limit: MOST };
    let incidents = desk.incident.incidents(&query, page).await?.into_iter().map(|incident| incident.id);
    Ok(desk.incident.draft(&incidents.collect::<Vec<_>>(), None, STAFF).await?.notifications)
}

fn arrival(message: SampleMessage) -> Arrival {
    Arrival {
        content: Content::Bytes(message.bytes),
        name: message.name,
        channel: Some(match message.way {
            Way::Mail => Channel::Mail,
            Way::Fax => Channel::Fax,
        }),
        when: When::At(message.received),
        receipt: None,
    }
}
