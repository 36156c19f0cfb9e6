//! The order of the house, held by a test.
//!
//! Each file beside this one is one rule: a function over a [`Tree`] of files, so that its own tests can show
//! it a made-up tree in which the rule is broken. A rule that is not seen to fail holds nothing.
//! `cargo test` runs all of them on the real tree, and so does `cargo xtask tidy`.

mod clock;
mod edges;
mod faces;
mod links;
mod locales;
mod map;
mod places;
mod settings;
mod sizes;
mod source;
mod speech;
mod tables;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt;
use std::path::Path;

use anyhow::{Result, bail};

use tree::Tree;

/// One place that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// File and, where there is one, line.
    place: String,
    what: String,
    /// A warning is said, and lets the check pass.
    warning: bool,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), warning: false }
    }

    fn warning(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { warning: true, ..Self::new(place, what) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.warning { "warning" } else { "error" };
        write!(f, "{kind}: {}: {}", self.place, self.what)
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

/// Every rule, by the name under which it is reported.
const RULES: [(&str, Rule); 11] = [
    ("edges", edges::check),
    ("faces", faces::check),
    ("tables", tables::check),
    ("clock", clock::check),
    ("settings", settings::check),
    ("speech", speech::check),
    ("sizes", sizes::check),
    ("map", map::check),
    ("links", links::check),
    ("locales", locales::check),
    ("places", places::check),
];

/// Applies every rule to the tree at `root`, says what it finds, and fails where one is broken.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let mut errors = 0;
    for (name, rule) in RULES {
        for finding in rule(&tree) {
            errors += u32::from(!finding.warning);
            println!("{name}: {finding}");
        }
    }
    if errors > 0 {
        bail!("{errors} places are out of order");
    }
    println!("{} rules hold over {} files", RULES.len(), tree.len());
    Ok(())
}
