//! The records behind a figure, whichever domain has them.

use kernel::{Definition, Figure, Record, Records, Stretch, Text};

use super::error::ActivityError;
use super::figures::COMPARE;
use crate::app::App;

/// The records behind `figure`.
pub async fn records(app: &App, figure: &Figure, stretch: Stretch) -> Result<Records, ActivityError> {
    if figure.id.starts_with(COMPARE) {
        return Ok(compared(&figure.evidence, stretch));
    }
    match figure.id.split_once('.') {
        Some(("incident", _)) => Ok(app.incident.records(&figure.evidence, stretch).await?),
        Some(("observe", _)) => {
            Ok(app.observe.records(&figure.evidence, &app.settings.zone, stretch).await?)
        }
        Some(("community", _)) => Ok(app.community.records(&figure.evidence, stretch).await?),
        _ => Err(ActivityError::NoFigure(figure.id.clone())),
    }
}

/// The figures behind a comparison: `figures?ID=VALUE&ID=VALUE`.
fn compared(evidence: &str, stretch: Stretch) -> Records {
    let pairs = evidence.split_once('?').map_or("", |(_, pairs)| pairs).split('&');
    let all: Vec<Record> = pairs
        .filter_map(|pair| pair.split_once('='))
        .map(|(id, value)| {
            let name = name(id);
            let say = |name: &str| format!("{name}: {value}");
            let public = Text { ja: say(&name.ja), en: say(&name.en) };
            Record { sort: "figure", id: id.to_owned(), day: None, public }
        })
        .collect();
    let skip = usize::try_from(stretch.skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(stretch.limit).unwrap_or(usize::MAX);
    Records { total: all.len() as u64, records: all.into_iter().skip(skip).take(limit).collect() }
}

/// What a figure is called, with the period that it is about where that is not the report's.
fn name(id: &str) -> Text {
    let (name, period) = id.split_once('@').unwrap_or((id, ""));
    let known = define(name).map(|definition| definition.name);
    let mut text = known.unwrap_or_else(|| Text { ja: id.to_owned(), en: id.to_owned() });
    if let Ok(period) = period.parse::<kernel::Period>() {
        text.ja = format!("{} ({})", text.ja, kernel::words::months(period, kernel::Lang::Ja));
        text.en = format!("{} ({})", text.en, kernel::words::months(period, kernel::Lang::En));
    }
    text
}

/// What a figure is, whichever domain has it.
fn define(name: &str) -> Option<Definition> {
    incident::define(name).or_else(|| observe::define(name)).or_else(|| community::define(name))
}
