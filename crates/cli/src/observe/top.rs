//! `hinomi observe top`: the ports that were hit most.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use observe::{By, Class, Top, TopQuery};

use crate::output;
use crate::period::PeriodArgs;

#[derive(Debug, Args)]
pub(crate) struct TopArgs {
    #[command(flatten)]
    period: PeriodArgs,
    /// What the first place is given for.
    #[arg(long, value_enum, default_value_t = Rank::Average)]
    by: Rank,
    /// How many places.
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Only packets of this class: scan, backscatter or other.
    #[arg(long)]
    class: Option<Class>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rank {
    /// Packets per sensor that was alive.
    Average,
    /// Packets in all.
    Packets,
    /// Distinct source addresses.
    Sources,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

impl TopArgs {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let hours = self.period.period()?.hours(&self.period.zone.or(&app.settings.zone))?;
        let by = match self.by {
            Rank::Average => By::Average,
            Rank::Packets => By::Packets,
            Rank::Sources => By::Sources,
        };
        let top = app.observe.top(TopQuery { hours, by, limit: self.limit, class: self.class }).await?;
        output::print(&match self.format {
            Format::Table => table(&top),
            Format::Csv => csv(&top)?,
            Format::Json => output::json(&top)?,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn table(top: &Top) -> String {
    let with_sources = top.rows.iter().any(|row| row.sources.is_some());
    let mut header = vec!["#", "port", "average", "packets"];
    if with_sources {
        header.push("sources");
    }
    header.extend(["sensors", "lowest", "median", "highest"]);
    let rows = top.rows.iter().enumerate().map(|(i, row)| {
        let mut cells = vec![
            format!("{}", i + 1),
            row.port.to_string(),
            format!("{:.1}", row.average),
            output::thousands(row.packets),
        ];
        cells.extend(row.sources.filter(|_| with_sources).map(output::thousands));
        cells.extend([
            format!("{}/{}", row.spread.saw, top.sensors.alive),
            output::thousands(row.spread.low),
            format!("{:.1}", row.spread.median),
            output::thousands(row.spread.high),
        ]);
        if row.spread.one_sensor {
            cells.push("one sensor saw more than half".to_owned());
        }
        cells
    });
    let mut text = output::table(&header, &rows.collect::<Vec<_>>(), 2);
    let sensors = &top.sensors;
    text.push_str(&format!(
        "\n{} packets of all ports; {} sensors, {} to {} alive at a time",
        output::thousands(top.packets),
        sensors.alive,
        sensors.fewest,
        sensors.most
    ));
    if sensors.dark_hours > 0 {
        text.push_str(&format!("; no sensor in {} hours", sensors.dark_hours));
    }
    text.push('\n');
    text
}

fn csv(top: &Top) -> anyhow::Result<String> {
    let header = [
        "rank",
        "port",
        "average",
        "packets",
        "sources",
        "sensors_saw",
        "sensors_alive",
        "lowest",
        "median",
        "highest",
        "one_sensor",
    ];
    output::csv(
        &header,
        top.rows.iter().enumerate().map(|(i, row)| {
            [
                (i + 1).to_string(),
                row.port.to_string(),
                format!("{:.3}", row.average),
                row.packets.to_string(),
                row.sources.map(|sources| sources.to_string()).unwrap_or_default(),
                row.spread.saw.to_string(),
                top.sensors.alive.to_string(),
                row.spread.low.to_string(),
                row.spread.median.to_string(),
                row.spread.high.to_string(),
                row.spread.one_sensor.to_string(),
            ]
        }),
    )
}
