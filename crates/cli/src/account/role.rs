//! `hinomi account role`: another role.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::{Role, WHO};
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct SetRole {
    /// The user.
    #[arg(value_name = "NAME")]
    name: String,
    /// What the user may do from now on.
    role: Role,
}

impl SetRole {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let role = self.role.into();
        app.account.set_role(&self.name, role, WHO).await?;
        output::say(&format!("{}: {role}", self.name));
        Ok(ExitCode::SUCCESS)
    }
}
