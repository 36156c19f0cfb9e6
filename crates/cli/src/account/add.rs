//! `hinomi account add`: somebody who may use the desk.

use std::path::Path;
use std::process::ExitCode;

use account::NewUser;
use clap::Args;
use kernel::Lang;

use super::prompt::PasswordFrom;
use super::{Role, WHO};
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Name to sign in with: 2 to 32 of a-z, 0-9, dot, hyphen, underscore.
    #[arg(value_name = "NAME")]
    name: String,
    /// What the user may do.
    #[arg(long)]
    role: Role,
    /// Name that pages show; the user name unless said.
    #[arg(long, value_name = "NAME")]
    display: Option<String>,
    /// Language that pages speak: ja or en.
    #[arg(long, value_name = "LANG", default_value = "ja")]
    language: Lang,
    #[command(flatten)]
    password: PasswordFrom,
}

impl Add {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let password = self.password.read()?;
        let new = NewUser {
            name: &self.name,
            display: self.display.as_deref().unwrap_or(&self.name),
            role: self.role.into(),
            lang: self.language,
            password: &password,
        };
        let user = app.account.add_user(new, WHO).await?;
        output::say(&format!("{}: added as {}", user.name, user.role));
        Ok(ExitCode::SUCCESS)
    }
}
