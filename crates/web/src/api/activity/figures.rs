//! `GET /api/v1/activity/{period}/figures`: every number of a report, with what it means and where its records are.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use kernel::Definition;
use report::Reported;
use serde::Serialize;

use super::Asker;
use crate::activity::{Shown, period_of, records_address, take_which, unit_name};
use crate::api::incident::{format, nothing_else, table};
use crate::api::{Format, json};
use crate::cache::{Document, Media, Reader};
use crate::desk::asked;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;

#[derive(Debug, Serialize)]
struct Figures {
    period: String,
    /// None of a draft.
    edition: Option<u32>,
    figures: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    period: String,
    value: i64,
    /// As it is printed.
    written: String,
    unit: String,
    /// Digits of `value` after the decimal point.
    decimals: u8,
    definition: Definition,
    records: String,
}

/// The columns of CSV; names and meanings are in the language that is asked for.
const COLUMNS: [&str; 8] = ["id", "name", "period", "value", "decimals", "unit", "meaning", "records"];

pub(crate) async fn get(
    State(site): State<Site>,
    Path(period): Path<String>,
    uri: Uri,
    asker: Asker,
    reader: Reader,
) -> Result<Response, Failure> {
    let period = period_of(&period)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let which = take_which(&mut pairs)?;
    nothing_else(&pairs)?;
    let shown = Shown::find(&site, period, which, asker.is_staff).await?;
    let named = |reported: Reported| Named {
        written: reported.figure.written(),
        period: reported.figure.period.to_string(),
        value: reported.figure.value,
        unit: unit_name(reported.figure.unit),
        decimals: reported.figure.unit.decimals(),
        records: records_address(period, &reported.figure.id, which),
        definition: reported.definition,
        id: reported.figure.id,
    };
    let edition = shown.head.as_ref().map(|head| head.number);
    let figures = shown.report.figures.into_iter().map(named);
    let document = match format {
        Format::Json => json(&Figures { period: period.to_string(), edition, figures: figures.collect() })?,
        Format::Csv => {
            let row = |one: Named| {
                let Definition { name, meaning, .. } = one.definition;
                let (name, meaning) = (name.get(reader.lang).to_owned(), meaning.get(reader.lang).to_owned());
                let (value, decimals) = (one.value.to_string(), one.decimals.to_string());
                [one.id, name, one.period, value, decimals, one.unit, meaning, one.records]
            };
            Document::new(Media::Csv, table(COLUMNS, figures.map(row)))?
        }
    };
    Ok(if asker.is_staff { reader.send_to_staff(&document) } else { reader.send(&document) })
}
