//! No `unwrap`, `expect` or `panic!` outside tests; no `print!` outside tests and the programs people type.
//!
//! Clippy denies the same. This also sees code that no build of this machine compiles, and a crate that forgot
//! `[lints] workspace = true`. What is proven may stay under `#[expect(clippy::.., reason = "..")]`.

use super::Finding;
use super::source::Source;
use super::tree::Tree;

const FAILING: [&str; 7] =
    [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];

const PRINTING: [&str; 4] = ["print!(", "println!(", "eprint!(", "eprintln!("];

/// How many lines above a place its `#[expect(clippy::..)]` may stand.
const REASON_WITHIN: usize = 4;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources().iter().filter(|s| !s.is_test()) {
        let speaks = matches!(source.crate_name(), "cli" | "xtask");
        let printing = PRINTING.iter().filter(|_| !speaks);
        for word in FAILING.iter().chain(printing) {
            let open = source.find(word).filter(|at| !is_reasoned(source, *at));
            findings.extend(open.map(|at| Finding::new(source.place(at), format!("{word} outside tests"))));
        }
    }
    for (name, folder) in tree.crates() {
        let path = format!("{folder}/Cargo.toml");
        if !tree.text(&path).unwrap_or_default().contains("[lints]\nworkspace = true") {
            findings.push(Finding::new(path, format!("{name} does not take the workspace's lints")));
        }
    }
    findings
}

fn is_reasoned(source: &Source, at: usize) -> bool {
    let lines: Vec<&str> = source.code[..at].lines().collect();
    lines.iter().rev().take(REASON_WITHIN).any(|line| line.contains("expect(clippy::"))
}
