//! `hinomi sensor invite`: a token for a host.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use desk::flows::sensor::invite;
use observe::fleet::{About, Invitation, NetworkKind};

use crate::account::WHO;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Invite {
    /// The sensor's name for ever, such as tokyo-1. That of a sensor that is there gives it a new key.
    #[arg(long)]
    name: String,
    /// What people call it; the name where this is not given.
    #[arg(long, default_value = "", hide_default_value = true)]
    title: String,
    /// Two letters of ISO 3166-1, such as JP.
    #[arg(long)]
    country: Option<String>,
    /// Kind of network: university, provider, home, company, government, cloud or other.
    #[arg(long, value_parser = network)]
    network: Option<NetworkKind>,
    /// An address or network that it listens on; may be repeated.
    #[arg(long = "address", value_name = "ADDRESS")]
    addresses: Vec<String>,
    /// Who hosts it, whom to call.
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
}

fn network(word: &str) -> Result<NetworkKind, String> {
    word.parse().map_err(|error: observe::Error| error.to_string())
}

impl Invite {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let Self { name, title, country, network, addresses, note } = self;
        let about = About { title, country, network, addresses, note };
        let invited = invite(&app, Invitation { name: name.clone(), about }, WHO).await?;
        let hours = app.settings.sensors.token.as_hours();
        let [enroll, start] = invited.commands();
        output::say(&format!("{name}: a token for {hours} hours, good once; it is not shown again"));
        output::say(&format!("for its host:\n  {enroll}\n  {start}"));
        output::print(&format!("{}\n", invited.token))?;
        Ok(ExitCode::SUCCESS)
    }
}
