//! `hinomi observe graph`: a graph as SVG.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use chart::{Drawing, Scheme, Size, Svg};
use clap::{Args, ValueEnum};
use kernel::{BucketSize, Lang};
use observe::{By, Class, GraphOptions, Port, SeriesQuery, TopQuery};

use super::series::BucketArg;
use crate::output;
use crate::period::PeriodArgs;

#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// A port (445/tcp), an ICMP type (8/icmp) or a protocol as a whole (icmp); several times for several.
    #[arg(long = "port", value_name = "PORT", required_unless_present = "top", conflicts_with = "top")]
    ports: Vec<Port>,
    /// Places of the top list, by average per sensor: 1-5, 6-10.
    #[arg(long, value_name = "FIRST-LAST", value_parser = places)]
    top: Option<(usize, usize)>,
    #[command(flatten)]
    period: PeriodArgs,
    /// How wide a point is; unless said, an hour up to a week, a day up to half a year, a week beyond.
    #[arg(long, value_enum)]
    bucket: Option<BucketArg>,
    /// Only packets of this class: scan, backscatter or other.
    #[arg(long)]
    class: Option<Class>,
    /// Language of the words.
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// Colours: auto follows the reader's preference; light is for paper.
    #[arg(long, value_enum, default_value_t = SchemeArg::Auto)]
    scheme: SchemeArg,
    /// Where to write it; - is standard output.
    #[arg(short, long, value_name = "FILE.svg")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemeArg {
    Auto,
    Light,
    Dark,
}

impl Graph {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let zone = self.period.zone.or(&app.settings.zone);
        let period = self.period.period()?;
        let ports = match self.top {
            None => self.ports,
            Some((first, last)) => {
                let hours = period.hours(&zone)?;
                let query = TopQuery { hours, by: By::Average, limit: last, class: self.class };
                let top = app.observe.top(query).await?;
                top.rows.into_iter().skip(first - 1).map(|row| row.port).collect()
            }
        };
        if ports.is_empty() {
            bail!("there are no packets in this period, so there is no such place in the top list");
        }
        let size = self.bucket.map_or_else(|| BucketSize::for_days(period.days()), BucketSize::from);
        let query = SeriesQuery {
            ports: ports.clone(),
            buckets: period.buckets(size, &zone)?,
            class: self.class,
            sources: false,
        };
        let series = app.observe.series(query).await?;
        let names: Vec<_> = ports.iter().map(|port| port.label(self.lang)).collect();
        let title = format!("{} ({} – {})", names.join(", "), period.from, period.to);
        let options = GraphOptions { id: "graph".to_owned(), title, size, zone, lang: self.lang };
        let scheme = match self.scheme {
            SchemeArg::Auto => Scheme::Auto,
            SchemeArg::Light => Scheme::Light,
            SchemeArg::Dark => Scheme::Dark,
        };
        let drawing = Drawing { svg: Svg::Standalone(scheme), size: Size::Wide, heading: true };
        let svg = chart::line_chart(&observe::graph(&series, options), &drawing);
        if self.output.as_os_str() == "-" {
            output::print(&svg)?;
        } else {
            std::fs::write(&self.output, svg).with_context(|| self.output.display().to_string())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads `1-5`.
fn places(text: &str) -> Result<(usize, usize), String> {
    let wrong = || format!("{text:?} is no range of places: write 1-5");
    let (first, last) = text.split_once('-').ok_or_else(wrong)?;
    match (first.parse(), last.parse()) {
        (Ok(first), Ok(last)) if 1 <= first && first <= last && last - first < 10 => Ok((first, last)),
        (Ok(first), Ok(last)) if 1 <= first && first <= last => {
            Err(format!("{text:?} are more than ten lines; nobody could tell them apart"))
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(places("1-5"), Ok((1, 5)));
        assert_eq!(places("6-10"), Ok((6, 10)));
        for wrong in ["", "5", "0-5", "5-1", "1-50", "a-b"] {
            assert!(places(wrong).is_err(), "{wrong}");
        }
    }
}
