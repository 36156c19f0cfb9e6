//! `hinomi account remove-second-factor`: for who has lost app and recovery codes.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::WHO;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct RemoveSecondFactor {
    /// The user.
    #[arg(value_name = "NAME")]
    name: String,
}

impl RemoveSecondFactor {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        app.account.reset_second_factor(&self.name, WHO).await?;
        output::say(&format!("{}: no second factor", self.name));
        Ok(ExitCode::SUCCESS)
    }
}
