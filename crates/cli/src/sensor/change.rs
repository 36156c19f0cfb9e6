//! `hinomi sensor rename|retire|reinstate|revoke`

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::account::WHO;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Rename {
    /// The sensor.
    #[arg(value_name = "NAME")]
    name: String,
    /// What people call it from now on.
    #[arg(value_name = "TITLE")]
    title: String,
}

#[derive(Debug, Args)]
pub(crate) struct Retire {
    /// The sensor.
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Reinstate {
    /// The sensor.
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// The sensor.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Rename {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        app.observe.rename_sensor(&self.name, &self.title, WHO).await?;
        output::say(&format!("{}: {}", self.name, self.title.trim()));
        Ok(ExitCode::SUCCESS)
    }
}

impl Retire {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        crate::open(data).await?.observe.retire_sensor(&self.name, WHO).await?;
        output::say(&format!("{}: retired", self.name));
        Ok(ExitCode::SUCCESS)
    }
}

impl Reinstate {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        crate::open(data).await?.observe.reinstate_sensor(&self.name, WHO).await?;
        output::say(&format!("{}: in use again", self.name));
        Ok(ExitCode::SUCCESS)
    }
}

impl Revoke {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        crate::open(data).await?.observe.revoke_sensor(&self.name, WHO).await?;
        output::say(&format!("{}: its key is revoked; invite it again to give it a new one", self.name));
        Ok(ExitCode::SUCCESS)
    }
}
