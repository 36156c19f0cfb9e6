//! A link from one paper to another leads somewhere.

use super::Finding;
use super::tree::{Tree, line_of};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".md")) {
        for (at, _) in text.match_indices("](") {
            let rest = &text[at + 2..];
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let wanted = resolve(path, target);
            if !tree.files().any(|(file, _)| file == wanted || file.starts_with(&format!("{wanted}/"))) {
                let place = format!("{path}:{}", line_of(text, at));
                findings.push(Finding::new(place, format!("leads to {target}, which is not there")));
            }
        }
    }
    findings
}

/// The path from the root of `target` as written in the file `from`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            name => parts.push(name),
        }
    }
    parts.join("/")
}
