//! Words and log lines of people: what no machine format is.
//!
//! ```text
//! mail -> texts (message) -> lines -> clean lines
//!      -> survey: indicators, words, log lines of each; what it is about; in which tone
//!      -> walk: whose part each indicator had -> findings -> candidates
//! ```
//!
//! Everything is linear in the text, and bounded by constants that say what they cost.

mod brand;
mod clean;
mod gather;
mod indicator;
mod lines;
mod log;
mod message;
mod port;
mod role;
mod survey;
mod time;
mod told;
mod tone;
mod topic;
mod walk;
mod words;

use std::borrow::Cow;
use std::net::IpAddr;

pub(crate) use told::{Told, read_told};
pub(crate) use words::Topic;

use crate::candidate::{Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};

use lines::{Line, MOST_LINES, Place};
use message::{MOST_ATTACHED, Text, Texts};
use time::Clock;
use walk::Known;

/// Reads free text.
pub fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Reading {
    let texts = match input.mail {
        Some(mail) => message::texts(mail),
        None => Texts {
            texts: vec![Text { text: String::from_utf8_lossy(input.bytes), place: Place::Own }],
            ..Texts::default()
        },
    };
    let mut reading = Reading::new(Format::FreeText, Disposition::Question);
    for part in &texts.cut {
        reading
            .problem(format!("part {part}"), format!("only its first {} MiB are read", MOST_ATTACHED >> 20));
    }
    let mut lines = Vec::new();
    for text in &texts.texts {
        if lines::split(&text.text, text.place, &mut lines) {
            reading.problem("text", format!("only its first {MOST_LINES} lines are read"));
        }
    }
    let known = Known {
        own_domains: own_domains(input),
        is_reply: input.mail.is_some_and(is_reply),
        handed_over: texts
            .handed_over
            .iter()
            .filter_map(|value| log::received(value))
            .collect::<Vec<IpAddr>>(),
        ..Known::default()
    };
    let clock = Clock { zone: input.zone, declared: None, received: input.received };
    judge(clock, &lines, &known, &mut reading, sink);
    reading
}

/// Surveys and walks, and says what the message is.
fn judge(
    mut clock: Clock<'_>,
    lines: &[Line<'_>],
    known: &Known,
    reading: &mut Reading,
    sink: &mut Sink<'_>,
) {
    let survey = survey::survey(lines, &mut clock, known.is_reply);
    let walk::Outcome { findings, open } = walk::walk(lines, &survey, &clock, known);
    if findings.left_out > 0 {
        reading.problem("text", format!("{} more addresses and URLs than are read", findings.left_out));
        reading.problem_count += findings.left_out - 1;
    }
    // Thanks that name what they thank for are no new report.
    let thanks = known.is_reply && survey.tones.is_thanks() && !survey.logged;
    if findings.all.is_empty() || thanks {
        reading.disposition = survey.tones.disposition(survey.topic.or(survey.refines));
    } else {
        reading.disposition = Disposition::Report;
        let refinement = survey.refines.and_then(|refines| refines.classified().2);
        for finding in findings.all {
            let mut candidate = finding.candidate();
            if candidate.kind == crate::kind::Kind::Other {
                candidate.refinement = candidate.refinement.or(refinement);
            }
            sink(candidate);
        }
    }
    reading.open = open;
    reading.mediation =
        reading.disposition == Disposition::Report && survey.tones.mediate > 0 && !declines(lines);
}

/// What takes back that somebody should be told.
const DECLINES: &[&str] = &[
    "情報提供のみ",
    "仲介は不要",
    "連絡は不要",
    "連絡は必要ありません",
    "対応は不要",
    "no action is required",
    "no action required",
    "no action needed",
    "no action is requested",
    "no action requested",
    "仲介の必要はありません",
    "仲介は希望しません",
    "連絡は希望しません",
    "連絡不要",
    "対応不要",
    "仲介不要",
    "通知は不要",
    "for your information only",
    "no need to contact",
];

fn declines(lines: &[Line<'_>]) -> bool {
    let own = lines.iter().filter(|line| matches!(line.place, Place::Own | Place::Subject));
    own.take(500).any(|line| {
        let lower: Cow<'_, str> = if line.text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(line.text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(&line.text)
        };
        DECLINES.iter().any(|word| lower.contains(word))
    })
}

/// The domains of the writer and of those written to.
fn own_domains(input: &Input<'_>) -> Vec<String> {
    let mailboxes =
        input.mail.into_iter().flat_map(|mail| mail.from.iter().chain(&mail.reply_to).chain(&mail.to));
    let mut domains: Vec<String> = mailboxes
        .take(20)
        .filter_map(|mailbox| mailbox.address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase()))
        .collect();
    domains.sort();
    domains.dedup();
    domains
}

/// Whether a mail answers another.
fn is_reply(mail: &mail::Message) -> bool {
    let subject = mail.subject.trim_start();
    let answers = ["re:", "re：", "re ", "aw:", "返信", "ｒｅ："]
        .iter()
        .any(|word| subject.to_lowercase().starts_with(word));
    let forwards = ["fw:", "fwd:", "転送"].iter().any(|word| subject.to_lowercase().starts_with(word));
    !forwards && (answers || !mail.answers.is_empty())
}
