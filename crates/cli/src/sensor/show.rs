//! `hinomi sensor show`: one sensor, with its addresses, as JSON.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The sensor.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Show {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let sensor = app.observe.fleet_sensor(&self.name).await?;
        output::print(&output::json(&sensor)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
