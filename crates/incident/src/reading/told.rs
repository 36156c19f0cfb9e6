//! What a form tells: fields that say themselves what they are.

use super::clean::clean;
use super::lines::{Line, Place, split};
use super::message::texts;
use super::time::{Clock, said};
use super::walk::Known;
use super::words::Topic;
use super::{judge, own_domains};
use crate::candidate::{Reading, Sink};
use crate::intake::Input;

/// The fields of a form that are about the incident.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    /// What was marked; none where nothing was.
    pub topic: Option<Topic>,
    pub zone: &'a str,
    pub when: &'a str,
    pub sources: &'a [String],
    pub targets: &'a [String],
    pub description: &'a str,
    pub logs: &'a str,
}

/// Reads them, and text files attached to the mail.
pub(crate) fn read_told(input: &Input<'_>, told: &Told<'_>, reading: &mut Reading, sink: &mut Sink<'_>) {
    let mut lines = Vec::new();
    split(told.description, Place::Own, &mut lines);
    let entries = |place| move |entry: &'_ String| (entry.clone(), place);
    let fields: Vec<(String, Place)> = told
        .sources
        .iter()
        .map(entries(Place::Source))
        .chain(told.targets.iter().map(entries(Place::Target)))
        .collect();
    lines.extend(fields.iter().map(|(entry, place)| Line { raw: entry, text: clean(entry), place: *place }));
    // A blank line: the logs are a paragraph of their own.
    lines.push(Line { raw: "", text: "".into(), place: Place::Attached });
    let attached = input.mail.map(texts).unwrap_or_default();
    let files = attached.texts.iter().filter(|text| text.place == Place::Attached);
    let mut cut = split(told.logs, Place::Attached, &mut lines);
    for file in files {
        cut |= split(&file.text, Place::Attached, &mut lines);
    }
    if cut {
        reading.problem("logs", "too many lines; the first ones are read");
    }
    let clock = Clock { zone: input.zone, declared: said(&clean(told.zone)), received: input.received };
    if !told.zone.is_empty() && clock.declared.is_none() {
        reading.problem("time zone", format!("{:?} is no known time zone", told.zone));
    }
    let known = Known {
        own_domains: own_domains(input),
        times: clock.all(&clean(told.when), 2),
        topic: told.topic,
        ..Known::default()
    };
    if !told.when.is_empty() && known.times.is_empty() {
        reading.problem("when", format!("no date with a time in {:?}", told.when));
    }
    judge(clock, &lines, &known, reading, sink);
    for entry in told.sources {
        let found = super::indicator::find(&clean(entry));
        if found.is_empty() {
            reading.problem("sources", format!("no address, URL or host name in {entry:?}"));
        }
    }
}
