//! `hinomi observe top`: the ports that were hit most.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use desk::answer::{PeriodHead, TopAnswer};
use kernel::Lang;
use observe::{By, Class, Sensors, TopQuery};

use crate::output::{self, counted};
use crate::period::PeriodArgs;

#[derive(Debug, Args)]
pub(crate) struct TopArgs {
    #[command(flatten)]
    period: PeriodArgs,
    /// What the first place is given for: packets per sensor that was alive, packets in all, or distinct source
    /// addresses.
    #[arg(long, value_enum, default_value_t = Rank::Average)]
    by: Rank,
    // There are some 130,000 ports; who wants a list of all of them wants `count`.
    /// How many places.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    limit: u16,
    /// Only packets of this class: scan, backscatter or other.
    #[arg(long)]
    class: Option<Class>,
    /// A table for people; csv and json for programs, with the fields of the site's /api/v1/observe/top.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

// Without words of their own, so that the help stays short; they stand at the option.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rank {
    Average,
    Packets,
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
        let zone = self.period.zone.or(&app.settings.zone);
        let period = self.period.period()?;
        let by = match self.by {
            Rank::Average => By::Average,
            Rank::Packets => By::Packets,
            Rank::Sources => By::Sources,
        };
        let hours = period.hours(&zone)?;
        let query = TopQuery { hours, by, limit: usize::from(self.limit), class: self.class };
        let top = app.observe.top(query).await?;
        let head = PeriodHead::new(period, &zone, &app.settings, Lang::En);
        let answer = TopAnswer::new(head, by, self.class, top);
        output::print(&match self.format {
            Format::Table => table(&answer),
            Format::Csv => output::csv(&TopAnswer::COLUMNS, answer.records())?,
            Format::Json => output::json(&answer)?,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn table(answer: &TopAnswer) -> String {
    let PeriodHead { from, to, time_zone, notice } = &answer.period;
    let mut text = format!("{from} to {to}, {time_zone}");
    if let Some(class) = answer.class {
        text.push_str(&format!(", class {class} only"));
    }
    text.push_str("\n\n");
    if answer.rows.is_empty() {
        text.push_str("no packets");
    } else {
        text.push_str(&places(answer));
        text.push_str(&format!("\n{} of all ports", counted(answer.packets, "packet")));
    }
    text.push_str(&listeners(&answer.sensors));
    if let Some(notice) = notice {
        text.push_str(&format!("\n{notice}"));
    }
    text + "\n"
}

fn places(answer: &TopAnswer) -> String {
    let with_sources = answer.by == By::Sources;
    let mut header = vec!["#", "port", "average", "packets"];
    if with_sources {
        header.push("sources");
    }
    header.extend(["sensors", "lowest", "median", "highest"]);
    let rows = answer.rows.iter().map(|row| {
        let mut cells = vec![
            row.rank.to_string(),
            row.port.to_string(),
            format!("{:.1}", row.average),
            output::thousands(row.packets),
        ];
        if with_sources {
            cells.push(row.sources.map(output::thousands).unwrap_or_default());
        }
        cells.extend([
            format!("{}/{}", row.spread.saw, answer.sensors.alive),
            output::thousands(row.spread.low),
            format!("{:.1}", row.spread.median),
            output::thousands(row.spread.high),
        ]);
        if row.spread.one_sensor {
            cells.push("one sensor saw more than half".to_owned());
        }
        cells
    });
    output::table(&header, &rows.collect::<Vec<_>>(), 2)
}

/// Who was listening, behind a comma or a semicolon.
fn listeners(sensors: &Sensors) -> String {
    // Nothing is withheld from who has the data folder.
    let Sensors { alive, fewest, most, dark_hours, withheld_hours: _ } = *sensors;
    if alive == 0 {
        return "; no sensor was alive".to_owned();
    }
    let at_a_time = if fewest == most { format!("{most}") } else { format!("{fewest} to {most}") };
    let mut text = format!("; {}, {at_a_time} alive at a time", counted(u64::from(alive), "sensor"));
    if dark_hours > 0 {
        text.push_str(&format!("; none in {}", counted(u64::from(dark_hours), "hour")));
    }
    text
}
