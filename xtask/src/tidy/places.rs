//! No file names a package registry's host or an absolute path of one machine.
//!
//! The project must build from whatever registry a team uses, in whatever folder it lies.

use super::Finding;
use super::source::is_word;
use super::tree::{Tree, line_of};

const REGISTRIES: [&str; 9] = [
    "index.crates.io",
    "static.crates.io",
    "//crates.io",
    "registry.npmjs.org",
    "//pypi.org",
    "pypi.python.org",
    "files.pythonhosted.org",
    "proxy.golang.org",
    "registry.yarnpkg.com",
];

const FOLDERS: [&str; 3] = ["/root/", "/home/", "/Users/"];

/// Where the names stand because they are forbidden, or are written by Cargo.
const EXCEPT: [&str; 2] = ["xtask/src/tidy/places.rs", "Cargo.lock"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| !EXCEPT.contains(path)) {
        for name in REGISTRIES {
            for (at, _) in text.match_indices(name) {
                findings.push(Finding::new(place(path, text, at), format!("names a registry: {name}")));
            }
        }
        for folder in FOLDERS {
            let absolute = text.match_indices(folder).filter(|(at, _)| begins_a_path(text, *at));
            findings.extend(absolute.map(|(at, _)| {
                Finding::new(place(path, text, at), format!("names a path of one machine: {folder}"))
            }));
        }
    }
    findings
}

fn place(path: &str, text: &str, at: usize) -> String {
    format!("{path}:{}", line_of(text, at))
}

/// Whether the slash at `at` is a path's first: `../home/x` and `example.org/home/` are none of ours.
fn begins_a_path(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| !is_word(c) && !matches!(c, '.' | '-' | '/' | '}' | '>' | '~'))
}
