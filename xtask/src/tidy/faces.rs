//! The web sees values of the domains, never a table or a file of the lake.

use super::Finding;
use super::tree::Tree;

const FORBIDDEN: [&str; 5] = ["sea_orm", "sqlx", "rusqlite", "parquet", "::store::"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources().iter().filter(|s| s.crate_name() == "web") {
        for word in FORBIDDEN {
            let at =
                source.find(word).map(|at| Finding::new(source.place(at), format!("web mentions {word}")));
            findings.extend(at);
        }
    }
    findings
}
