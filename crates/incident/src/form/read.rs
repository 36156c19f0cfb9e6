//! The reader of the form, whether it came by mail, by the web, by FAX or by telephone.

use mail::Message;

use super::{FormReport, Happened, parse};
use crate::candidate::{Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};
use crate::reading::{self, Told, Topic};

/// Reads a mail or text that has our form in it.
pub fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let (report, problems) = match input.mail {
        Some(mail) => bodies(mail).find_map(parse)?,
        None => {
            let text = String::from_utf8_lossy(input.bytes);
            parse(&text)?
        }
    };
    let mut reading = Reading::new(Format::Form, Disposition::Question);
    for problem in problems {
        reading.problem(problem.place, problem.reason);
    }
    let told = Told {
        topic: report.happened.map(topic),
        zone: &report.zone,
        when: &report.when,
        sources: &report.sources,
        targets: &report.targets,
        description: &report.description,
        logs: &report.logs,
    };
    reading::read_told(input, &told, &mut reading, sink);
    // What was marked counts, whatever the words say.
    reading.mediation = report.mediation;
    if reading.disposition != Disposition::Report && is_empty(&report) {
        reading.problem("form", "nothing is filled in");
    }
    reading.reporter = address(&report.mail);
    reading.reporter_name = (!report.name.is_empty()).then_some(report.name);
    Some(reading)
}

/// The texts of a mail, the plain ones first.
fn bodies(mail: &Message) -> impl Iterator<Item = &str> {
    let texts = |html: bool| {
        let parts = mail.parts.iter().filter(move |part| (part.media_type == "text/html") == html);
        parts.filter_map(|part| part.text.as_deref())
    };
    texts(false).chain(texts(true))
}

fn is_empty(report: &FormReport) -> bool {
    report.sources.is_empty() && report.logs.is_empty() && report.description.is_empty()
}

/// The address in a field that may also have a name.
fn address(field: &str) -> Option<String> {
    let narrow: String = field
        .chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect();
    let words =
        narrow.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"'));
    words.map(|word| word.strip_prefix("mailto:").unwrap_or(word)).find_map(|word| {
        let (local, domain) = word.rsplit_once('@')?;
        (!local.is_empty() && domain.contains('.') && word.is_ascii()).then(|| word.to_owned())
    })
}

/// What it is about, by the mark.
const fn topic(happened: Happened) -> Topic {
    match happened {
        Happened::Scan => Topic::Scan,
        Happened::Intrusion => Topic::Intrusion,
        Happened::WebDefacement => Topic::Defacement,
        Happened::Phishing => Topic::Phishing,
        Happened::MalwareSite => Topic::MalwareSite,
        Happened::Malware => Topic::Infection,
        Happened::DenialOfService => Topic::DenialOfService,
        Happened::ForgedMail => Topic::Forged,
        Happened::TargetedAttack => Topic::Targeted,
        Happened::ControlSystem => Topic::ControlSystem,
        Happened::Other => Topic::Other,
    }
}
