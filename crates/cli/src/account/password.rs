//! `hinomi account password`: another password for a user.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::WHO;
use super::prompt::PasswordFrom;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Password {
    /// The user.
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    password: PasswordFrom,
}

impl Password {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        // Nobody types a password for a user that there is none of.
        app.account.user(&self.name).await?;
        let password = self.password.read()?;
        app.account.reset_password(&self.name, &password, WHO).await?;
        output::say(&format!("{}: the password is changed; all sessions have ended", self.name));
        Ok(ExitCode::SUCCESS)
    }
}
