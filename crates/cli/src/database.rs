//! `hinomi database`: where the records are.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Subcommand;
use indicatif::ProgressBar;
use kernel::SystemClock;

use crate::output;

#[derive(Debug, Subcommand)]
pub(crate) enum Database {
    /// Moves the records of the data folder into the PostgreSQL database that settings.toml names. Nothing else may
    /// work with the folder meanwhile; hinomi.db stays, under another name.
    Move,
}

impl Database {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let Self::Move = self;
        let bar = ProgressBar::new_spinner().with_message("moving the records");
        bar.enable_steady_tick(Duration::from_millis(100));
        let moved = desk::move_records(data, Arc::new(SystemClock)).await;
        bar.finish_and_clear();
        let moved = moved?;
        let width = moved.iter().map(|copied| copied.table.len()).max().unwrap_or(0);
        let lines = moved.iter().map(|copied| format!("{:<width$} {:>12}\n", copied.table, copied.rows));
        output::print(&lines.collect::<String>())?;
        let rows: u64 = moved.iter().map(|copied| copied.rows).sum();
        output::say(&format!(
            "{rows} records of {} tables are in PostgreSQL now; hinomi.db.moved is what they were",
            moved.len()
        ));
        Ok(ExitCode::SUCCESS)
    }
}
