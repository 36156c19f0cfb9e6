//! What is said in one language is said in the other: same Fluent files, same messages, same variables.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::source::is_word;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".ftl")) {
        let (this, other) = if path.contains("/locales/ja/") {
            ("/locales/ja/", "/locales/en/")
        } else if path.contains("/locales/en/") {
            ("/locales/en/", "/locales/ja/")
        } else {
            findings.push(Finding::new(path, "lies in neither locales/ja nor locales/en"));
            continue;
        };
        let counterpart = path.replacen(this, other, 1);
        let Some(there) = tree.text(&counterpart) else {
            findings.push(Finding::new(counterpart, format!("is missing; {path} is there")));
            continue;
        };
        let there = messages(there);
        for (message, variables) in messages(text) {
            match there.get(&message) {
                None => findings.push(Finding::new(&counterpart, format!("lacks {message}"))),
                Some(others) if *others != variables && this.contains("ja") => {
                    let what = format!("{message} takes {variables:?} here and {others:?} in {counterpart}");
                    findings.push(Finding::new(path, what));
                }
                Some(_) => {}
            }
        }
    }
    findings
}

/// Each message, term or attribute (`message.attribute`), with the variables in its text.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    let (mut message, mut current) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let indented = line.starts_with([' ', '\t']);
        let name = line.split_once('=').map(|(name, _)| name.trim());
        match name {
            Some(name) if !indented && is_identifier(name.trim_start_matches('-')) => {
                name.clone_into(&mut message);
                name.clone_into(&mut current);
            }
            Some(name) if indented && name.strip_prefix('.').is_some_and(is_identifier) => {
                current = format!("{message}{name}");
            }
            _ => {}
        }
        if !current.is_empty() {
            let variables: &mut BTreeSet<String> = found.entry(current.clone()).or_default();
            // What only chooses a plural's form (`$reports-number`), only languages with plurals need.
            let used = line.split('$').skip(1).map(variable);
            variables.extend(used.filter(|variable| !variable.ends_with("-number")));
        }
    }
    found
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| is_word(c) || c == '-')
}

fn variable(after: &str) -> String {
    after.chars().take_while(|c| is_word(*c) || *c == '-').collect()
}
