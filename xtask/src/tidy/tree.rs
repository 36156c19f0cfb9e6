//! The files of the project, in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};

use super::source::Source;

/// Text files by path from the root, with `/` between the parts.
#[derive(Debug)]
pub(super) struct Tree {
    files: BTreeMap<String, String>,
    sources: Vec<Source>,
}

/// Folders that hold no file of the project, as in `.gitignore`.
const SKIPPED: [&str; 8] =
    [".git", "target", "hinomi-data", "corpus", "artifacts", "coverage", "node_modules", ".venv"];

impl Tree {
    /// Reads the tree below `root`; what is not UTF-8 is left out.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        walk(root, "", &mut files).with_context(|| format!("could not read {}", root.display()))?;
        Ok(Self::of(files))
    }

    /// A tree of these files.
    pub(super) fn of(files: BTreeMap<String, String>) -> Self {
        let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let mut sources: Vec<Source> = rust.map(|(path, text)| Source::of(path, text)).collect();
        Source::mark_test_modules(&mut sources);
        Self { files, sources }
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Path and text of every file.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every Rust file.
    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The workspace's crates: name and folder. The fuzz targets are a workspace of their own.
    pub(super) fn crates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.keys().filter_map(|path| {
            let folder = path.strip_suffix("/Cargo.toml")?;
            let name = folder.strip_prefix("crates/").unwrap_or(folder);
            (!name.contains('/') && name != "fuzz").then_some((name, folder))
        })
    }
}

/// The crate that a file belongs to, by its folder.
pub(super) fn crate_of(path: &str) -> &str {
    let rest = path.strip_prefix("crates/").unwrap_or(path);
    rest.split_once('/').map_or("", |(name, _)| name)
}

/// The line, counted from 1, that byte `at` of `text` lies in.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    // Cargo marks its target folders so, whatever they are called.
    if folder.join("CACHEDIR.TAG").exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file()
            && !name.ends_with(".snap.new")
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            files.insert(path, text);
        }
    }
    Ok(())
}
