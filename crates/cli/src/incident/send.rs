//! `hinomi incident send`: what was approved goes out.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use incident::notify::{NotificationQuery, NotificationState};

use crate::output::{self, counted};

pub(crate) async fn run(data: &Path) -> anyhow::Result<ExitCode> {
    let app = crate::open(data).await?;
    if app.settings.outgoing.is_none() {
        bail!("settings.toml names no way out: [mail] wants smtp or folder");
    }
    let round = desk::schedule::send(&app).await?;
    output::say(&format!("{} sent", counted(round.sent.len() as u64, "notification")));
    if let Some(why) = &round.unreachable {
        output::say(&format!("the mail server could not be reached: {why}"));
    }
    let mut problems = u64::from(round.unreachable.is_some());
    for (state, meaning) in [
        (
            NotificationState::InDoubt,
            "in doubt: nobody knows whether the mail server took it; a person decides",
        ),
        (NotificationState::Failed, "not taken by the mail server"),
    ] {
        let query = NotificationQuery { states: vec![state], ..NotificationQuery::default() };
        let number = app.incident.count_notifications(&query).await?;
        if number > 0 {
            output::say(&format!("{} {meaning}", counted(number, "notification")));
        }
        problems += number;
    }
    if !round.later.is_empty() {
        output::say(&format!("{} will be tried again", counted(round.later.len() as u64, "notification")));
    }
    Ok(if problems == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
