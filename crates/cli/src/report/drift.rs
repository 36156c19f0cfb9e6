//! `hinomi report drift`: editions against the records.

use std::path::Path;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use desk::flows::activity_report::{PeriodDrift, drift, drift_of};
use kernel::Period;

use crate::output::{self, counted};

#[derive(Debug, Args)]
pub(crate) struct Drift {
    /// Only this period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 ...; every period with an edition unless said.
    period: Option<Period>,
}

impl Drift {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let all = match self.period {
            None => drift(&app).await?,
            Some(period) => match drift_of(&app, period).await? {
                Some(drift) => vec![drift],
                None => bail!("no report of {period} has been issued"),
            },
        };
        if all.is_empty() {
            output::say("no report has been issued yet");
        }
        output::print(&all.iter().map(told).collect::<String>())?;
        let drifted = all.iter().any(|one| !one.drift.is_empty());
        Ok(if drifted { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }
}

fn told(one: &PeriodDrift) -> String {
    let differ = match one.drift.len() as u64 {
        0 => "as issued".to_owned(),
        1 => "1 figure differs today".to_owned(),
        more => format!("{} differ today", counted(more, "figure")),
    };
    let lines = one.drift.iter().map(|drift| format!("  {}  [{}]\n", drift.said().en, drift.id));
    format!("{}, edition {}: {differ}\n", one.head.period, one.head.number) + &lines.collect::<String>()
}
