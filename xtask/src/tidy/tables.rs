//! Only `store/` touches tables, and only those of its own prefix.
//!
//! Then a table can be changed by looking at one folder, and one domain's tables never join another's.

use super::Finding;
use super::edges::DOMAINS;
use super::source::{Source, is_word};
use super::tree::{Tree, crate_of, line_of};

/// What of SeaORM a domain may name outside `store/`: connection and error, to hand them on; no query.
const HANDED_ON: [&str; 2] = ["DbErr", "self"];

/// How a statement begins, and what it then also has: a literal with both is SQL. The beginning alone is not
/// enough, since a firewall's log lines begin with DROP.
const STATEMENTS: [(&str, &[&str]); 9] = [
    ("SELECT ", &[""]),
    ("INSERT ", &[" INTO "]),
    ("REPLACE ", &[" INTO "]),
    ("UPDATE ", &[" SET "]),
    ("DELETE ", &["FROM "]),
    ("WITH ", &[" AS "]),
    ("CREATE ", MADE),
    ("ALTER ", MADE),
    ("DROP ", MADE),
];

const MADE: &[&str] = &[" TABLE ", " INDEX ", " VIEW ", " TRIGGER "];

/// How the databases' own tables begin, which tell of the others.
const CATALOGUES: [&str; 4] = ["information_schema", "pg_", "pragma_", "sqlite_"];

/// The words before a table's name.
const BEFORE_A_TABLE: [&str; 6] = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "REFERENCES"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources().iter().filter(|s| !s.is_test() && keeps_records(s.crate_name())) {
        let in_store = source.path.contains("/src/store/") || source.path.ends_with("/src/store.rs");
        let is_kernel = source.crate_name() == "kernel";
        if !in_store && !is_kernel {
            findings.extend(queries(source));
        }
        // What is said to a ClickHouse cluster is about no table of the database.
        let of_cluster = source.path.contains("/src/engine/clickhouse/");
        for (at, text) in source.strings.iter().filter(|(_, text)| !of_cluster && is_sql(text)) {
            if !in_store && !is_kernel {
                findings.push(Finding::new(source.place(*at), "SQL outside store/"));
            }
            let foreign = foreign_tables(text, source.crate_name());
            findings.extend(foreign.into_iter().map(|(_, what)| Finding::new(source.place(*at), what)));
        }
        findings.extend(entities(source));
    }
    for (path, text) in
        tree.files().filter(|(path, _)| path.ends_with(".sql") && keeps_records(crate_of(path)))
    {
        let foreign = foreign_tables(text, crate_of(path));
        let place = |at| format!("{path}:{}", line_of(text, at));
        findings.extend(foreign.into_iter().map(|(at, what)| Finding::new(place(at), what)));
    }
    findings
}

fn keeps_records(name: &str) -> bool {
    name == "kernel" || name == "desk" || name == "cli" || DOMAINS.contains(&name)
}

/// Names of SeaORM that make or run a query.
fn queries(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in source.find("sea_orm::") {
        let rest = &source.code[at + "sea_orm::".len()..];
        let end = if rest.starts_with('{') { rest.find('}') } else { rest.find(|c| !is_word(c)) };
        let names = rest[..end.unwrap_or(rest.len())].split(|c| !is_word(c)).filter(|name| !name.is_empty());
        let foreign = names.filter(|name| !HANDED_ON.contains(name));
        findings.extend(
            foreign.map(|name| Finding::new(source.place(at), format!("sea_orm::{name} outside store/"))),
        );
    }
    findings
}

/// `#[sea_orm(table_name = "...")]` of another prefix.
fn entities(source: &Source) -> Vec<Finding> {
    let prefix = format!("{}_", source.crate_name());
    let names = source.find("table_name").filter_map(|at| {
        let (_, name) = source.strings.iter().find(|(start, _)| *start > at)?;
        (!name.starts_with(&prefix)).then(|| Finding::new(source.place(at), foreign(name, &prefix)))
    });
    names.collect()
}

fn foreign(name: &str, prefix: &str) -> String {
    format!("table {name} does not begin with {prefix}")
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    let mut found = STATEMENTS.iter().filter(|(start, _)| text.starts_with(start));
    found.any(|(_, then)| then.iter().any(|word| text.contains(word)))
}

/// Tables and indexes that `sql` names and that are not `domain`'s, with their offsets.
fn foreign_tables(sql: &str, domain: &str) -> Vec<(usize, String)> {
    let prefix = format!("{domain}_");
    let words = words(sql);
    let made: Vec<&str> = words.windows(2).filter(|w| w[1].1 == "AS").map(|w| w[0].1).collect();
    let mut findings = Vec::new();
    for (index, (_, word)) in words.iter().enumerate() {
        let index_name = *word == "INDEX" && words[..index].iter().rev().take(2).any(|w| w.1 == "CREATE");
        if !BEFORE_A_TABLE.contains(word) && !index_name {
            continue;
        }
        let after = words[index + 1..].iter().find(|w| !matches!(w.1, "IF" | "NOT" | "EXISTS" | "ONLY"));
        let Some((at, name)) = after else { continue };
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase());
        let free = name.starts_with(&prefix) || CATALOGUES.iter().any(|own| name.starts_with(own));
        if is_name && !free && !made.contains(name) {
            findings.push((*at, foreign(name, &prefix)));
        }
    }
    findings
}

/// The words of a statement with their offsets; comments and quoted values left out, keywords in capitals.
fn words(sql: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in sql.split_inclusive('\n') {
        let code = line.split("--").next().unwrap_or_default();
        let mut word_start = None;
        let mut quoted = false;
        for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
            quoted ^= c == '\'';
            match (is_word(c) && !quoted, word_start) {
                (true, None) => word_start = Some(at),
                (false, Some(start)) => {
                    found.push((line_start + start, &code[start..at]));
                    word_start = None;
                }
                _ => {}
            }
        }
        line_start += line.len();
    }
    found
}
