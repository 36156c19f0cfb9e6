//! `GET /api/v1/activity/{period}/figures/{id}/records`: the records behind a number, as they are now.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use jiff::civil::Date;
use kernel::{Record, Stretch, Text};
use serde::Serialize;

use super::Asker;
use crate::activity::{Shown, behind, minute, period_of, records_address, take_which, unit_name};
use crate::api::incident::{format, nothing_else, table};
use crate::api::{Format, json};
use crate::cache::{Document, Media, Reader};
use crate::desk::asked;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;

/// Records of an answer where nobody says how many, and at most.
pub(super) const ROWS: (u64, u64) = (100, 1000);

#[derive(Debug, Serialize)]
struct Behind {
    id: String,
    value: i64,
    unit: String,
    /// How many there are now.
    total: u64,
    skip: u64,
    records: Vec<One>,
}

/// A record as whoever asks may see it.
#[derive(Debug, Serialize)]
struct One {
    sort: &'static str,
    /// Its number. For staff, and of a figure behind a figure.
    id: Option<String>,
    day: Option<Date>,
    public: Text,
}

fn number(
    pairs: &mut Vec<(String, String)>,
    name: &str,
    known: std::ops::RangeInclusive<u64>,
) -> Result<Option<u64>, Failure> {
    let Some(written) = asked::take(pairs, name)? else { return Ok(None) };
    let number = written.parse().ok().filter(|number| known.contains(number));
    let (least, most) = (known.start(), known.end());
    number.map(Some).ok_or_else(|| Failure::Question(format!("{name}={written}: {least} to {most}")))
}

/// The farthest that anybody may skip; there are no more records anywhere.
pub(super) const MOST_SKIPPED: u64 = 1_000_000_000;

pub(crate) async fn get(
    State(site): State<Site>,
    Path((period, id)): Path<(String, String)>,
    uri: Uri,
    asker: Asker,
    reader: Reader,
) -> Result<Response, Failure> {
    let period = period_of(&period)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let which = take_which(&mut pairs)?;
    let limit = number(&mut pairs, "count", 1..=ROWS.1)?.unwrap_or(ROWS.0);
    let skip = number(&mut pairs, "skip", 0..=MOST_SKIPPED)?.unwrap_or(0);
    nothing_else(&pairs)?;
    let is_staff = asker.is_staff;
    let shown = Shown::find(&site, period, which, is_staff).await?;
    let reported = shown.report.figure(&id).cloned().ok_or(Failure::NotFound)?;
    let address = records_address(period, &id, which);
    let key = shown
        .mark()
        .map(|mark| format!("{address} {} {skip} {limit} {mark} {}", format.name(), minute(&site)));
    let (asking, lang) = (site.clone(), reader.lang);
    let draw = async move {
        let stretch = Stretch { skip, limit };
        let records = behind(&asking, &reported.figure, stretch).await?.ok_or(Failure::NotFound)?;
        let one = |record: Record| One {
            id: (is_staff || record.sort == "figure").then_some(record.id),
            sort: record.sort,
            day: record.day,
            public: record.public,
        };
        let (total, listed) = (records.total, records.records.into_iter().map(one));
        match format {
            Format::Json => json(&Behind {
                id: reported.figure.id,
                value: reported.figure.value,
                unit: unit_name(reported.figure.unit),
                total,
                skip,
                records: listed.collect(),
            }),
            Format::Csv => {
                let row = |one: One| {
                    let day = one.day.map(|day| day.to_string()).unwrap_or_default();
                    [one.sort.to_owned(), one.id.unwrap_or_default(), day, one.public.get(lang).to_owned()]
                };
                Document::new(Media::Csv, table(["sort", "id", "day", "public"], listed.map(row)))
            }
        }
    };
    match key {
        Some(key) if !is_staff => site.answer(&reader, key, draw).await,
        _ => Ok(reader.send_to_staff(&draw.await?)),
    }
}
