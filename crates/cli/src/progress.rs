//! A bar for everything that takes over a second; nothing where nobody looks.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

/// The bar of an import: files, and bytes of the present file.
#[derive(Debug)]
pub(crate) struct ImportBar {
    bar: ProgressBar,
    files: Mutex<(u64, u64)>,
}

impl ImportBar {
    /// A bar for so many files.
    pub(crate) fn new(files: usize) -> Self {
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {elapsed}  {msg}") {
            bar.set_style(style);
        }
        Self { bar, files: Mutex::new((0, files as u64)) }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl observe::Progress for ImportBar {
    fn begin(&self, name: &str, _bytes: Option<u64>) {
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.bar.set_position(files.0);
        files.0 += 1;
        self.bar.set_message(name.rsplit('/').next().unwrap_or(name).to_owned());
    }

    fn at(&self, bytes: u64) {
        let files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.bar.set_message(format!("{} MB", bytes >> 20));
        drop(files);
        self.bar.tick();
    }

    fn settling(&self) {
        let files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.bar.set_position(files.1);
        self.bar.set_message("deriving series");
    }
}

/// A bar that counts up to nobody knows what.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that counts these things.
    pub(crate) fn counting(things: &str) -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template(&format!("{{spinner}} {{pos}} {things}  {{elapsed}}"))
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many are done.
    pub(crate) fn at(&self, done: u64) {
        self.0.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
