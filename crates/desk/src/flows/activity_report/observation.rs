//! Observation: the ports that were hit most in the period and in the year that ends with it.

use kernel::{BucketSize, Lang, Period};
use observe::{By, GraphOptions, Port, SeriesQuery, TopQuery};
use report::{Block, ChartBlock, Phrase, Section, Value};

use super::error::ActivityError;
use super::figures::Figures;
use super::{paragraph, section};
use crate::app::App;

/// Ports in a chart: more lines than that can't be told apart.
const PORTS_IN_CHART: usize = 5;

pub(super) async fn section_of(app: &App, figures: &mut Figures) -> Result<Section, ActivityError> {
    let period = figures.period;
    let mut blocks = vec![paragraph(Phrase::new("observation-said"))];
    for (which, period) in [("period", period), ("year", period.year_ending_with())] {
        blocks.extend(top(app, which, period).await?);
    }
    Ok(section("observation", "observation-title", blocks))
}

async fn top(app: &App, which: &str, period: Period) -> Result<Vec<Block>, ActivityError> {
    let zone = &app.settings.zone;
    let hours = period.hours(zone)?;
    let query = TopQuery { hours, by: By::Average, limit: 2 * PORTS_IN_CHART, class: None };
    let top = app.observe.top(query).await?;
    let ports: Vec<Port> = top.rows.iter().map(|row| row.port).collect();
    let mut blocks = Vec::new();
    for (place, five) in ports.chunks(PORTS_IN_CHART).enumerate() {
        let size = BucketSize::for_days(period.days());
        let buckets = period.buckets(size, zone)?;
        let query = SeriesQuery { ports: five.to_vec(), buckets, class: None, sources: false };
        let series = app.observe.series(query).await?;
        let key = ["top-1-5", "top-6-10"].get(place).copied().unwrap_or("top-6-10");
        let caption = Phrase::new(key).with("days", Value::Days(period.from, period.to));
        let id = format!("observation-{which}-{key}");
        let draw = |lang: Lang| {
            let title = caption.text().get(lang).to_owned();
            let id = id.clone();
            observe::graph(&series, GraphOptions { id, title, size, zone: zone.clone(), lang })
        };
        let block = ChartBlock {
            id: id.clone(),
            ja: draw(Lang::Ja),
            en: draw(Lang::En),
            data: None,
            caption: caption.clone(),
        };
        blocks.push(Block::Chart(Box::new(block)));
    }
    Ok(blocks)
}
