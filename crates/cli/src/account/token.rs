//! `hinomi account token`: a token for a program.

use std::path::Path;
use std::process::ExitCode;

use account::{NewToken, Scope};
use clap::Args;

use super::{Role, WHO};
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Token {
    /// The user in whose name the program speaks.
    #[arg(value_name = "NAME")]
    name: String,
    /// What to call the token, such as the program's name.
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// What the program may do, at most what the user may.
    #[arg(long, default_value = "reader")]
    role: Role,
    /// Let the program change things as well.
    #[arg(long)]
    write: bool,
    /// Days that the token is valid for, 366 at most.
    #[arg(long, value_name = "N", default_value_t = 90)]
    days: u16,
}

impl Token {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let scope = if self.write { Scope::Write } else { Scope::Read };
        let new = NewToken { name: &self.label, role: self.role.into(), scope, days: self.days };
        let token = app.account.add_token(&self.name, new, WHO).await?;
        output::say(&format!("{}: a token for {} days; it is not shown again", self.name, self.days));
        output::print(&format!("{}\n", token.expose()))?;
        Ok(ExitCode::SUCCESS)
    }
}
