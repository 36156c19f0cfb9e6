//! Only `cli` and `desk` read settings: the environment and `settings.toml`. Others take values.
//!
//! Tests look for their tools in the environment, and `testkit` for their database; `xtask` is a tool of its own.

use super::Finding;
use super::tree::Tree;

const READERS: [&str; 4] = ["cli", "desk", "testkit", "xtask"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources().iter().filter(|s| !READERS.contains(&s.crate_name()) && !s.is_test()) {
        for word in ["env::var", "env::args"] {
            let at = source.find(word).map(|at| Finding::new(source.place(at), format!("reads {word}")));
            findings.extend(at);
        }
        let files = source.strings.iter().filter(|(_, text)| text.contains("settings.toml"));
        findings.extend(files.map(|(at, _)| Finding::new(source.place(*at), "reads settings.toml")));
    }
    findings
}
