//! `hinomi incident watch`: a look at the harmful sites that are due.

use std::path::Path;
use std::process::ExitCode;

use incident::WatchEvent;

use crate::output::{self, counted};

pub(crate) async fn run(data: &Path) -> anyhow::Result<ExitCode> {
    let app = crate::open(data).await?;
    let round = desk::schedule::look(&app).await?;
    output::say(&format!("{} looked at", counted(round.looks, "site")));
    for event in &round.events {
        output::say(&match event {
            WatchEvent::FirstUp { incident } => format!("incident {incident}: up"),
            WatchEvent::Changed { incident } => format!("incident {incident}: changed"),
            WatchEvent::Gone { incident, how, .. } => format!("incident {incident}: gone ({how})"),
            WatchEvent::Revived { incident, .. } => format!("incident {incident}: back again"),
            WatchEvent::Ended { incident, why } => {
                format!("incident {incident}: not watched any more: {why}")
            }
        });
    }
    if round.doubted {
        output::say("no site could be reached: the fault is taken to be ours, and nothing was concluded");
    }
    Ok(if round.doubted { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
