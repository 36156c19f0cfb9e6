//! `hinomi sensor alarms`: what somebody should look at.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use observe::fleet::Alarm;

use super::minute;
use crate::output;

/// How many are listed at most.
const MOST: u64 = 200;

#[derive(Debug, Args)]
pub(crate) struct Alarms {
    /// Those that are over, too.
    #[arg(long)]
    all: bool,
}

impl Alarms {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let observe = &app.observe;
        let alarms = if self.all { observe.alarms(None, MOST).await? } else { observe.open_alarms().await? };
        let zone = &app.settings.zone;
        let row = |alarm: &Alarm| {
            vec![
                alarm.kind.name().to_owned(),
                alarm.sensor.clone().unwrap_or_else(|| "unknown".to_owned()),
                minute(alarm.since, zone),
                alarm.until.map_or_else(|| "holds".to_owned(), |until| minute(until, zone)),
                alarm.seen_by.clone().unwrap_or_default(),
                alarm.detail.clone(),
            ]
        };
        let rows: Vec<_> = alarms.iter().map(row).collect();
        let header = ["alarm", "sensor", "since", "until", "seen by", "detail"];
        output::print(&output::table(&header, &rows, header.len()))?;
        Ok(ExitCode::SUCCESS)
    }
}
