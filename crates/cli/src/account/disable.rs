//! `hinomi account disable`, `hinomi account enable`: keeps somebody out, or lets them in again.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::WHO;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// The user.
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Enable {
    /// The user.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Disable {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        app.account.set_disabled(&self.name, true, WHO).await?;
        output::say(&format!("{}: disabled; all sessions have ended", self.name));
        Ok(ExitCode::SUCCESS)
    }
}

impl Enable {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        app.account.set_disabled(&self.name, false, WHO).await?;
        output::say(&format!("{}: enabled", self.name));
        Ok(ExitCode::SUCCESS)
    }
}
