//! Inputs to the readers, and what came of them.

use std::path::PathBuf;

use incident::intake::Input;
use incident::{Candidate, Disposition, Format, Reading};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What the readers made of an input.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub reading: Option<Reading>,
    pub candidates: Vec<Candidate>,
}

impl Outcome {
    pub(crate) fn format(&self) -> Option<Format> {
        self.reading.as_ref().map(|reading| reading.format)
    }

    pub(crate) fn disposition(&self) -> Option<Disposition> {
        self.reading.as_ref().map(|reading| reading.disposition)
    }

    /// The problems as `place: reason`.
    pub(crate) fn problems(&self) -> Vec<String> {
        let problems = self.reading.iter().flat_map(|reading| &reading.problems);
        problems.map(|problem| format!("{}: {}", problem.place, problem.reason)).collect()
    }

    /// The only candidate, in a line: subject, type, first time, ports.
    pub(crate) fn line(&self) -> String {
        let lines: Vec<String> = self.candidates.iter().map(line).collect();
        lines.join("; ")
    }
}

pub(crate) fn line(candidate: &Candidate) -> String {
    let ports: Vec<String> =
        candidate.ports.iter().map(|port| format!("{}/{}", port.number, port.protocol)).collect();
    let first = candidate.first.map(|at| at.to_string()).unwrap_or_default();
    let zone = if candidate.zone_known { "" } else { "?" };
    let line = format!("{} {} {first}{zone} {}", candidate.subject.text(), candidate.rsit, ports.join(","));
    line.trim_end().to_owned()
}

/// Reads a file.
pub(crate) fn file(name: &str, bytes: &[u8]) -> Outcome {
    read(name, bytes, None)
}

/// Reads a mail.
pub(crate) fn mail(bytes: &[u8]) -> Outcome {
    let mail = mail::read(bytes);
    read("", bytes, Some(&mail))
}

fn read(name: &str, bytes: &[u8], mail: Option<&mail::Message>) -> Outcome {
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let received: Timestamp = "2020-04-07T00:00:00Z".parse().unwrap();
    let input = Input { bytes, name, mail, zone: &zone, received };
    let mut candidates = Vec::new();
    let reading = incident::formats::read(&input, &mut |candidate| candidates.push(candidate));
    Outcome { reading, candidates }
}

/// Public files of this folder and those below it, by name; nothing, and a word about it, where they aren't here.
pub(crate) fn public(folder: &str) -> Vec<PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/incident");
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(root).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    if found.is_empty() {
        println!("left out: the public files of {folder} are not beside the checkout");
    }
    found.sort();
    found
}
