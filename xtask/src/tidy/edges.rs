//! Which crate may use which: the arrows of ARCHITECTURE.md.
//!
//! Cargo forbids circles only; this forbids a domain that knows another, or HTTP.

use toml::{Table, Value};

use super::Finding;
use super::tree::Tree;

/// Know nothing of CSIRT work and use no crate of ours.
pub(super) const TOOLS: [&str; 5] = ["capture", "chart", "fetch", "mail", "wire"];

/// Use the kernel and tools, never each other.
pub(super) const DOMAINS: [&str; 8] =
    ["account", "bots", "community", "incident", "observe", "publish", "report", "vulnerability"];

/// What a domain, the kernel or a tool must not know: the ways out of the program.
const HTTP: [&str; 4] = ["axum", "hyper", "tower", "tower-http"];

/// What the web must not know: how things are stored.
const STORAGE: [&str; 4] = ["parquet", "rusqlite", "sea-orm", "sqlx"];

/// Whether `from` may use `to` in the program itself.
fn allowed(from: &str, to: &str) -> bool {
    let inner = to == "kernel" || TOOLS.contains(&to);
    match from {
        "desk" => inner || DOMAINS.contains(&to) || to == "samples",
        "web" => inner || DOMAINS.contains(&to) || to == "desk",
        "cli" => inner || DOMAINS.contains(&to) || matches!(to, "desk" | "web" | "samples"),
        "sensor" => matches!(to, "capture" | "wire"),
        "testkit" => to == "kernel",
        "wire" => to == "capture",
        // To measure with.
        "xtask" => to == "samples",
        _ => DOMAINS.contains(&from) && inner,
    }
}

fn known(name: &str) -> bool {
    const OTHERS: [&str; 8] = ["kernel", "desk", "web", "cli", "sensor", "testkit", "samples", "xtask"];
    OTHERS.contains(&name) || TOOLS.contains(&name) || DOMAINS.contains(&name)
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ours: Vec<&str> = tree.crates().map(|(name, _)| name).collect();
    for (name, folder) in tree.crates() {
        let path = format!("{folder}/Cargo.toml");
        if !known(name) {
            findings
                .push(Finding::new(&path, format!("crate {name} is in no list of xtask/src/tidy/edges.rs")));
        }
        let manifest = match tree.text(&path).unwrap_or_default().parse::<Table>() {
            Ok(manifest) => manifest,
            Err(error) => {
                findings.push(Finding::new(&path, format!("can't be read: {error}")));
                continue;
            }
        };
        for (section, dependency) in dependencies(&manifest) {
            let for_tests = section == "dev-dependencies"
                && (dependency == "testkit" || (dependency == "samples" && DOMAINS.contains(&name)));
            if ours.contains(&dependency) && !for_tests && !allowed(name, dependency) {
                findings.push(Finding::new(&path, format!("{name} must not use {dependency} ({section})")));
            }
            let closed = name == "kernel" || TOOLS.contains(&name) || DOMAINS.contains(&name);
            if closed && HTTP.contains(&dependency) {
                findings.push(Finding::new(&path, format!("{name} must not know HTTP: {dependency}")));
            }
            if name == "web" && STORAGE.contains(&dependency) {
                findings.push(Finding::new(&path, format!("web must not know storage: {dependency}")));
            }
        }
    }
    findings
}

/// Section and name of every dependency, those of single targets included.
fn dependencies(manifest: &Table) -> Vec<(&str, &str)> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let tables = targets.into_iter().flat_map(|t| t.values().filter_map(Value::as_table));
    let mut found = Vec::new();
    for table in tables.chain([manifest]) {
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for name in table.get(section).and_then(Value::as_table).into_iter().flat_map(Table::keys) {
                found.push((section, name.as_str()));
            }
        }
    }
    found
}
