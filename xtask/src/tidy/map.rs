//! The papers say what is there: the map names every crate, README the two commands, each domain its story.

use super::Finding;
use super::edges::DOMAINS;
use super::tree::Tree;

/// What a newcomer types.
const COMMANDS: [&str; 2] = ["cargo run --release -- demo", "cargo xtask check"];

const PAPERS: [&str; 8] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "deny.toml",
    ".ci/run",
];

const CRATE_DOC: &str = "#![doc = include_str!(\"../README.md\")]";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let missing = PAPERS.iter().filter(|path| tree.text(path).is_none_or(|text| text.trim().is_empty()));
    let mut findings: Vec<Finding> = missing.map(|path| Finding::new(*path, "is missing")).collect();

    let map = tree.text("ARCHITECTURE.md").unwrap_or_default();
    for (name, folder) in tree.crates() {
        if !map.contains(&format!("`{folder}`")) && !map.contains(&format!("`{folder}/`")) {
            findings.push(Finding::new("ARCHITECTURE.md", format!("does not name `{folder}` ({name})")));
        }
        if DOMAINS.contains(&name) {
            findings.extend(own_story(tree, name, folder));
        }
    }
    let readme = tree.text("README.md").unwrap_or_default();
    for command in COMMANDS.iter().filter(|command| !readme.contains(**command)) {
        findings.push(Finding::new("README.md", format!("does not tell `{command}`")));
    }
    findings
}

/// A domain's README is its crate's documentation.
fn own_story(tree: &Tree, name: &str, folder: &str) -> Option<Finding> {
    let readme = format!("{folder}/README.md");
    if tree.text(&readme).is_none() {
        return Some(Finding::new(readme, format!("domain {name} does not say what it is")));
    }
    let lib = format!("{folder}/src/lib.rs");
    let included = tree.text(&lib).is_some_and(|text| text.contains(CRATE_DOC));
    (!included).then(|| Finding::new(lib, format!("does not begin with {CRATE_DOC}")))
}
