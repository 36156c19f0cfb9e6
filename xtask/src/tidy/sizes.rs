//! Files that can be read in one sitting, and a kernel that stays one.

use super::Finding;
use super::tree::{Tree, crate_of};

/// From here on a file is an alarm.
const ALARM: usize = 500;
/// Beyond this it fails.
const LIMIT: usize = 800;
/// The kernel holds what two domains must agree on. One that grows past this has become a drawer of useful
/// things, which every crate then waits for when it is built.
const KERNEL_LIMIT: usize = 3000;

/// Files that no person writes or reads through; each by name.
const GENERATED: [&str; 0] = [];

const WRITTEN: [&str; 9] = ["rs", "html", "css", "js", "sql", "ftl", "py", "sh", "svg"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut kernel = 0;
    for (path, text) in tree.files() {
        let lines = text.lines().count();
        if crate_of(path) == "kernel" && path.ends_with(".rs") {
            kernel += lines;
        }
        let written = path.rsplit_once('.').is_some_and(|(_, ending)| WRITTEN.contains(&ending));
        if !written || GENERATED.contains(&path) {
            continue;
        }
        if lines > LIMIT {
            findings
                .push(Finding::new(path, format!("{lines} lines; a file of more than {LIMIT} must be cut")));
        } else if lines > ALARM {
            findings.push(Finding::warning(path, format!("{lines} lines; over {ALARM} is an alarm")));
        }
    }
    if kernel > KERNEL_LIMIT {
        findings.push(Finding::new("crates/kernel", format!("{kernel} lines; {KERNEL_LIMIT} at most")));
    }
    findings
}
