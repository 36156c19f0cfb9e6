//! `hinomi sensor list`: all sensors.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use observe::fleet::{FleetSensor, LossSum};

use super::minute;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Form of the list.
    #[arg(long, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading.
    Table,
    /// For programs.
    Json,
}

/// The columns: words, then numbers.
const HEADER: [&str; 10] =
    ["name", "state", "place", "version", "seen", "lag s", "packets/h", "lost 24h", "lost", "listened h"];

/// How many columns are words.
const WORDS: usize = 5;

impl List {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let fleet = app.observe.fleet().await?;
        if self.format == Format::Json {
            output::print(&output::json(&fleet.sensors)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        let zone = &app.settings.zone;
        let row = |sensor: &FleetSensor| {
            let sum = |losses: &[LossSum]| losses.iter().map(|loss| loss.packets).sum::<u64>();
            let place: Vec<_> = sensor
                .country
                .clone()
                .into_iter()
                .chain(sensor.network.map(|kind| kind.to_string()))
                .collect();
            let alarms: Vec<_> = sensor.alarms.iter().map(|alarm| alarm.kind.name()).collect();
            vec![
                sensor.name.clone(),
                sensor.state.name().to_owned(),
                place.join(" "),
                sensor.version.clone().unwrap_or_default(),
                sensor.seen.map_or_else(|| "never".to_owned(), |seen| minute(seen, zone)),
                sensor.lag_seconds.map_or_else(String::new, |lag| lag.to_string()),
                sensor.packets_per_hour().map_or_else(String::new, |rate| format!("{rate:.1}")),
                sum(&sensor.lost_lately).to_string(),
                sum(&sensor.lost).to_string(),
                format!("{}/{}", sensor.covered.hours, sensor.covered.of),
                if alarms.is_empty() { String::new() } else { format!("! {}", alarms.join(" ")) },
            ]
        };
        let rows: Vec<_> = fleet.sensors.iter().map(row).collect();
        output::print(&output::table(&HEADER, &rows, WORDS))?;
        for one in &fleet.invitations {
            let until = if one.expired { "expired".to_owned() } else { minute(one.expires, zone) };
            output::say(&format!("invited, not yet enrolled: {} (until {until})", one.name));
        }
        Ok(ExitCode::SUCCESS)
    }
}
