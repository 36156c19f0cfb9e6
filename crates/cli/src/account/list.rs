//! `hinomi account list`: all users.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Form of the list.
    #[arg(long, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// For programs.
    Json,
}

impl List {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let users = app.account.users().await?;
        if self.format == Format::Json {
            output::print(&format!("{}\n", serde_json::to_string_pretty(&users)?))?;
            return Ok(ExitCode::SUCCESS);
        }
        let day = |at: Timestamp| at.to_zoned(app.settings.zone.clone()).strftime("%Y-%m-%d").to_string();
        let width = users.iter().map(|user| user.name.len()).max().unwrap_or(0).max("name".len());
        let mut text =
            format!("{:width$}  {:11}  {:8}  {:10}  displayed as\n", "name", "role", "factors", "added");
        for user in &users {
            let factors = if user.second_factor { "2" } else { "1" };
            let disabled = if user.disabled { " (disabled)" } else { "" };
            text.push_str(&format!(
                "{:width$}  {:11}  {factors:8}  {:10}  {}{disabled}\n",
                user.name,
                user.role.name(),
                day(user.created),
                user.display,
            ));
        }
        output::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}
