//! Observation: the ports that were hit most in the period and in the year that ends with it, and the ports that
//! people watch, with what they are thought to be.

use kernel::{BucketSize, Figure, Lang, Period};
use observe::{
    By, GraphOptions, Port, PortInPeriod, Series, SeriesQuery, State, Top, TopQuery, WatchedInPeriod, port_id,
};
use report::{Block, Cell, ChartBlock, Link, Phrase, Section, Table, Value};

use super::error::ActivityError;
use super::figures::{Figures, of};
use super::{paragraph, section};
use crate::app::App;

/// Ports in a chart: more lines than that can't be told apart.
const PORTS_IN_CHART: usize = 5;

pub(super) async fn section_of(app: &App, figures: &mut Figures) -> Result<Section, ActivityError> {
    let period = figures.period;
    figures.add(app.observe.figures(period, &app.settings.zone).await?, observe::define);
    let blocks = vec![paragraph(Phrase::new("observation-said"))];
    let mut whole = section("observation", "observation-title", blocks);
    whole.parts.push(ports(app, figures).await?);
    whole.parts.extend(watched(app, figures).await?);
    Ok(whole)
}

/// The ports of the period and of the year.
async fn ports(app: &App, figures: &Figures) -> Result<Section, ActivityError> {
    let period = figures.period;
    let said = match figures.value("observe.sensors") {
        Some(sensors) if sensors > 0 => Phrase::new("observation-sensors")
            .figure("sensors", "observe.sensors")
            .figure("packets", "observe.packets"),
        _ => Phrase::new("observation-none"),
    };
    let mut blocks = vec![paragraph(said)];
    let year = period.year_ending_with();
    for (which, days) in [("period", period), ("year", year)] {
        if which == "period" || year != period {
            blocks.extend(most_hit(app, figures, which, days).await?);
        }
    }
    Ok(section("observation-ports", "observation-ports-title", blocks))
}

/// The ten that were hit most: a table, and two charts of five.
async fn most_hit(
    app: &App,
    figures: &Figures,
    which: &str,
    period: Period,
) -> Result<Vec<Block>, ActivityError> {
    let zone = &app.settings.zone;
    let hours = period.hours(zone)?;
    let query = TopQuery { hours, by: By::Average, limit: 2 * PORTS_IN_CHART, class: None };
    let top = app.observe.top(query).await?;
    if top.rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![Block::Table(table(figures, which, period, &top))];
    let ports: Vec<Port> = top.rows.iter().map(|row| row.port).collect();
    for (five, name) in ports.chunks(PORTS_IN_CHART).zip(["top-1-5", "top-6-10"]) {
        let size = BucketSize::for_days(period.days());
        let buckets = period.buckets(size, zone)?;
        let query = SeriesQuery { ports: five.to_vec(), buckets, class: None, sources: false };
        let series = app.observe.series(query).await?;
        let caption = Phrase::new(name).with("days", Value::Days(period.from, period.to));
        blocks.push(charted(app, format!("observation-{which}-{name}"), caption, period, &series, size));
    }
    Ok(blocks)
}

fn table(figures: &Figures, which: &str, period: Period, top: &Top) -> Table {
    let id = |what: &str, port: Port| {
        let id = format!("observe.{what}.{}", port_id(port));
        if period == figures.period { id } else { of(&id, period) }
    };
    let row = |port: Port| {
        let name = Phrase::said(&kernel::Text { ja: port.label(Lang::Ja), en: port.label(Lang::En) });
        vec![Cell::Words(name), figures.cell(&id("average", port)), figures.cell(&id("packets", port))]
    };
    Table {
        id: format!("observation-{which}-table"),
        caption: Phrase::new("top-caption").with("days", Value::Days(period.from, period.to)),
        header: ["top-port", "top-average", "top-packets"].map(Phrase::new).into(),
        rows: top.rows.iter().map(|place| row(place.port)).collect(),
        notes: Vec::new(),
    }
}

/// The course of ports as a chart, with the address of its numbers.
fn charted(
    app: &App,
    id: String,
    caption: Phrase,
    period: Period,
    series: &Series,
    size: BucketSize,
) -> Block {
    let draw = |lang: Lang| {
        let title = caption.text().get(lang).to_owned();
        let zone = app.settings.zone.clone();
        observe::graph(series, GraphOptions { id: id.clone(), title, size, zone, lang })
    };
    let ports: Vec<String> = series.lines.iter().map(|line| format!("port={}", line.port)).collect();
    let data = format!(
        "/api/v1/observe/series?from={}&to={}&bucket={}&{}&format=csv",
        period.from,
        period.to,
        size.name(),
        ports.join("&")
    );
    let (ja, en) = (draw(Lang::Ja), draw(Lang::En));
    Block::Chart(Box::new(ChartBlock { id, caption, ja, en, data: Some(data) }))
}

/// The watched ports, a part each.
async fn watched(app: &App, figures: &Figures) -> Result<Option<Section>, ActivityError> {
    let all = app.observe.watched(figures.period, &app.settings.zone).await?;
    let printed = all.into_iter().filter(WatchedInPeriod::is_printed);
    let parts: Vec<Section> = printed.map(|watched| watched_port(app, figures, watched)).collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let blocks = vec![paragraph(Phrase::new("watched-said"))];
    Ok(Some(Section { parts, ..section("watched", "watched-title", blocks) }))
}

fn watched_port(app: &App, figures: &Figures, watched: WatchedInPeriod) -> Section {
    let is = &watched.watched.is;
    let mut blocks = Vec::new();
    if let Some(day) = is.first_seen {
        blocks.push(paragraph(Phrase::new("watched-first-seen").with("day", Value::Day(day))));
    }
    blocks.push(Block::Written { text: is.thought.clone() });
    blocks.extend(watched.ports.iter().map(|port| paragraph(course(figures, port))));
    blocks.extend(watched.note.iter().map(|note| Block::Written { text: note.clone() }));
    match watched.state {
        State::Carried => {}
        State::Proposed => blocks.push(paragraph(Phrase::new("watched-proposed"))),
        State::Dropped => blocks.push(paragraph(Phrase::new("watched-dropped"))),
    }
    blocks.push(Block::Written { text: is.advice.clone() });
    let id = format!("watched-{}", watched.watched.id);
    let from = if is.chart_from <= watched.period.to { is.chart_from } else { watched.period.from };
    let charted_days = Period { from, to: watched.period.to };
    let caption = Phrase::new("watched-chart")
        .with("title", Value::Text(is.title.clone()))
        .with("days", Value::Days(charted_days.from, charted_days.to));
    blocks.push(charted(app, id.clone(), caption, charted_days, &watched.series, watched.size));
    if !is.references.is_empty() {
        let link = |reference: &observe::Reference| Link {
            title: reference.title.clone(),
            url: reference.url.clone(),
        };
        blocks.push(Block::Links { links: is.references.iter().map(link).collect() });
    }
    Section { title: Phrase::said(&is.title), ..section(&id, "said", blocks) }
}

/// A port's average, beside that of the period before.
fn course(figures: &Figures, port: &PortInPeriod) -> Phrase {
    let label = kernel::Text { ja: port.port.label(Lang::Ja), en: port.port.label(Lang::En) };
    let known = |figure: &Option<Figure>| {
        let id = &figure.as_ref()?.id;
        figures.get(id).map(|_| id.clone())
    };
    let (now, before, change) = (known(&port.now), known(&port.before), known(&port.change));
    let phrase = match (now, before, change) {
        (Some(now), Some(before), Some(change)) => Phrase::new("watched-course")
            .figure("now", &now)
            .figure("before", &before)
            .figure("change", &change),
        (Some(now), _, _) => Phrase::new("watched-average").figure("now", &now),
        (None, _, _) => Phrase::new("watched-gap"),
    };
    phrase.with("port", Value::Text(label))
}
