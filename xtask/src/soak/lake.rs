//! What a lake says: the one place that decides whether two lakes are equal.
//!
//! By the program's own answers, and, where a Python with DuckDB is found, by every row of every file. The second
//! does not trust our own reading, and it sees a file that the program left behind and does not list.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::command::{output, python_with};

/// The days of the measuring captures, with room on both sides for any time zone.
const PERIOD: [&str; 4] = ["--from", "2023-12-31", "--to", "2024-01-04"];

/// Answers, each under the question that it was given to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said(Vec<(String, String)>);

impl Said {
    /// The questions.
    pub(super) fn by(&self) -> String {
        self.0.iter().map(|(question, _)| question.as_str()).collect::<Vec<_>>().join("; ")
    }

    /// The first line in which an answer differs from the other's.
    pub(super) fn difference(&self, other: &Self) -> String {
        for ((question, ours), (_, theirs)) in self.0.iter().zip(&other.0) {
            let lines = ours.lines().chain(["(end)"]).zip(theirs.lines().chain(["(end)"]));
            if let Some((our, their)) = { lines }.find(|(our, their)| our != their) {
                return format!("{question}: {our:?} instead of {their:?}");
            }
        }
        "no answer differs".to_owned()
    }
}

/// Asks the lake in `data` everything.
pub(super) fn says(root: &Path, hinomi: &Path, data: &Path) -> Result<Said> {
    let mut answers = Vec::new();
    // Every packet, in the lake's own order.
    let mut digest = Command::new(hinomi);
    let answer = output(digest.args(["observe", "digest", "--data"]).arg(data))?;
    answers.push(("observe digest".to_owned(), String::from_utf8(answer.stdout)?));
    for words in [
        &["top", "--by", "average", "--limit", "1000"][..],
        &["top", "--by", "sources", "--limit", "100"],
        &["series", "--port", "23/tcp", "--port", "445/tcp", "--port", "icmp", "--bucket", "hour"],
    ] {
        let mut command = Command::new(hinomi);
        command.arg("observe").args(words).args(PERIOD).args(["--format", "csv", "--data"]).arg(data);
        let answer = output(&mut command)?;
        answers.push((format!("observe {}", words.join(" ")), String::from_utf8(answer.stdout)?));
    }
    match python_with(root, "duckdb") {
        Some(python) => {
            let mut command = Command::new(python);
            let answer = output(command.args(["-c", EVERY_ROW]).arg(data.join("lake")))?;
            answers.push(("every row by DuckDB".to_owned(), String::from_utf8(answer.stdout)?));
        }
        None => println!("LEFT OUT: no Python with DuckDB: rows are not compared one by one"),
    }
    for kind in ["lake", "originals"] {
        answers.push((format!("folders of {kind}"), folders(&data.join(kind))?.join("\n")));
    }
    Ok(Said(answers))
}

/// The folder of each file, so that a file more or less is seen: names tell of the commits that made them, and may
/// differ.
fn folders(top: &Path) -> Result<Vec<String>> {
    let below =
        |file: &PathBuf| file.parent()?.strip_prefix(top).ok().map(|folder| folder.display().to_string());
    let mut folders: Vec<String> = files(top)?.iter().filter_map(below).collect();
    folders.sort();
    Ok(folders)
}

/// Every file below a folder, but for those that a killed process was still taking: the next one removes them.
pub(super) fn files(top: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(top)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if !path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Count and two sums of hashes over all rows of each kind of file: the same whatever their order.
const EVERY_ROW: &str = r#"
import sys, glob, duckdb
lake = sys.argv[1]
for kind in ("packets", "series", "totals"):
    files = sorted(glob.glob(f"{lake}/{kind}/*/*.parquet") + glob.glob(f"{lake}/staging/{kind}/*/*.parquet"))
    if not files:
        print(kind, "none")
        continue
    rows = f"read_parquet({files!r}, hive_partitioning = false, union_by_name = true)"
    question = f"SELECT count(*), bit_xor(hash(t)), sum(hash(t)::HUGEINT) FROM {rows} t"
    print(kind, duckdb.execute(question).fetchall())
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        let said = |rows: &str| Said(vec![("top".to_owned(), rows.to_owned())]);
        assert_eq!(said("a\nb").difference(&said("a\nc")), "top: \"b\" instead of \"c\"");
        assert_eq!(said("a").difference(&said("a\nc")), "top: \"(end)\" instead of \"c\"");
        assert_eq!(said("a").difference(&said("a")), "no answer differs");
    }
}
