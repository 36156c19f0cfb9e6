//! The sample's messages to an incident desk: any days of April 2004 to March 2008.
//!
//! ```text
//! published counts -> what each message is to say (plan) -> a letter in somebody's style -> bytes of mail or form
//! ```
//!
//! Only the counts are real; see [`published`]. Whoever receives the messages of a month finds that month's
//! published figures in them: reports, incidents by type, and, where they are published, ports and senders.

mod archive;
mod charset;
mod contacts;
mod counts;
mod deal;
mod form;
mod harm;
mod logs;
mod machine;
mod mail;
mod message;
mod people;
mod phishing;
mod plan;
mod scan;
mod subjects;
mod talk;
mod writing;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

pub use contacts::contact_book;
pub use counts::{Counts, OTHER_MESSAGES_2008_Q1, published};
pub use message::{Incident, Kind, SampleMessage, Topic, Truth, Way};

use crate::random::Random;
use people::{Language, somebody};
use plan::Plan;
use writing::Writing;

/// The messages that arrive from `from` to `to`, both included, days of Asia/Tokyo, in the order of their arrival.
///
/// Days that nothing is published of have none. A day's messages are the same whatever days are asked for.
pub fn messages(from: Date, to: Date) -> impl Iterator<Item = SampleMessage> {
    published()
        .chunk_by(|one, other| one.quarter() == other.quarter())
        .filter(move |months| {
            let ends = (months.first().map(Counts::first_day), months.last().map(Counts::first_day));
            matches!(ends, (Some(first), Some(last)) if first <= to && last.last_of_month() >= from)
        })
        .flat_map(plan::quarter)
        .filter(move |plan| (from..=to).contains(&plan.day))
        .map(|plan| written(&plan))
}

/// The message of a plan.
fn written(plan: &Plan) -> SampleMessage {
    let mut random = Random::of(&[plan.seed]);
    let midnight = TimeZone::fixed(Offset::constant(9))
        .to_timestamp(plan.day.to_datetime(jiff::civil::Time::midnight()));
    let received =
        midnight.unwrap_or(Timestamp::UNIX_EPOCH) + SignedDuration::from_secs(i64::from(plan.second));
    let tld = plan.truth.sender_tld;
    let person = somebody(tld, &mut random);
    let offset = match tld {
        None | Some("jp" | "kr") => 9,
        Some("br") => -3,
        Some("pl" | "de" | "fr") => 1,
        Some("edu") => -5,
        Some("au") => 10,
        Some("tw") => 8,
        Some(_) => random.pick([0, 0, -5, -8, 1]),
    };
    let says_zone = plan.truth.mediation || random.below(2) == 0;
    let mut writing = Writing { truth: &plan.truth, person, received, offset, says_zone, random };
    let mut truth = plan.truth.clone();
    let stem = format!("{}-{:08x}", plan.day, plan.seed >> 32);
    if truth.topic == Topic::Report && tld.is_none() {
        truth.style = "fax";
        let bytes = form::text(&mut writing, true).into_bytes();
        return SampleMessage { way: Way::Fax, received, name: format!("{stem}.txt"), bytes, truth };
    }
    let (letter, style) = letter(&mut writing);
    truth.style = style;
    let delay = SignedDuration::from_secs(i64::from(writing.random.between(2, 900)));
    let envelope = mail::Envelope { from: &writing.person, received, written: received - delay, offset };
    let bytes = mail::write(&letter, envelope, &mut writing.random);
    SampleMessage { way: Way::Mail, received, name: format!("{stem}.eml"), bytes, truth }
}

/// The letter in one of the styles that suit what it says.
fn letter(writing: &mut Writing<'_>) -> (mail::Letter, &'static str) {
    if writing.truth.topic != Topic::Report {
        return talk::write(writing);
    }
    if writing.random.below(2) == 0
        && let Some(letter) = machine::write(writing)
    {
        return letter;
    }
    let likes_forms = matches!(writing.person.language, Language::Japanese | Language::English);
    if likes_forms && form::fits(writing) && writing.random.below(8) == 0 {
        return form::letter(writing);
    }
    match writing.incidents().first().map(|incident| incident.kind) {
        Some(Kind::Scan) => scan::write(writing),
        Some(Kind::Phishing) => phishing::write(writing),
        _ => harm::write(writing),
    }
}
