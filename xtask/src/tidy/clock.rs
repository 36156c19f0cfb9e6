//! Only `kernel::clock` asks the time: everything else is handed a clock, so that a test can set it.
//!
//! A stopwatch is not the time of day: `Instant` is free.

use super::Finding;
use super::source::is_word;
use super::tree::Tree;

const CLOCK: &str = "crates/kernel/src/clock.rs";

/// SQL has clocks of its own.
const SQL_CLOCKS: [&str; 5] =
    ["CURRENT_TIMESTAMP", "CURRENT_DATE", "datetime('now'", "unixepoch('now'", "strftime('%s','now'"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources().iter().filter(|s| s.path != CLOCK) {
        for (at, _) in source.code.match_indices("::now(") {
            let before = &source.code[..at];
            let owner = before.rsplit(|c| !is_word(c)).next().unwrap_or_default();
            if owner != "Instant" {
                findings.push(Finding::new(source.place(at), format!("asks the time by {owner}::now")));
            }
        }
        if !source.path.starts_with("xtask/") {
            for (at, text) in &source.strings {
                findings.extend(sql(text).map(|word| Finding::new(source.place(*at), word)));
            }
        }
    }
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".sql")) {
        findings.extend(sql(text).map(|word| Finding::new(path, word)));
    }
    findings
}

fn sql(text: &str) -> impl Iterator<Item = String> {
    SQL_CLOCKS
        .iter()
        .filter(|word| text.contains(**word))
        .map(|word| format!("asks the time in SQL by {word}"))
}
