//! `GET /api/v1/observe/top`: the ports that were hit most.

use axum::extract::State;
use axum::response::Response;
use kernel::Lang;
use observe::{By, Port, Sensors, Spread, Top, TopRow};
use serde::Serialize;

use crate::api::{FORMATS, Format, MOST_PLACES, PeriodHead, TERMS, csv, json, rounded};
use crate::cache::{Document, Reader, off_thread};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::observation::question::Question;
use crate::parameters::Parameters;
use crate::site::Site;

/// The address.
pub(crate) const PATH: &str = "/api/v1/observe/top";

/// The rankings by name.
pub(crate) const RANKINGS: [(&str, By); 3] =
    [("average", By::Average), ("packets", By::Packets), ("sources", By::Sources)];

/// Places where nobody says how many.
const USUAL_PLACES: usize = 10;

#[derive(Debug, Serialize)]
struct Answer {
    period: PeriodHead,
    by: By,
    class: Option<observe::Class>,
    packets: u64,
    sensors: Sensors,
    rows: Vec<Row>,
    terms: &'static str,
}

#[derive(Debug, Serialize)]
struct Row {
    rank: usize,
    port: Port,
    protocol: u8,
    number: Option<u16>,
    average: f64,
    packets: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<u64>,
    spread: Spread,
}

impl Row {
    fn new(rank: usize, row: &TopRow) -> Self {
        Self {
            rank,
            port: row.port,
            protocol: row.port.proto,
            number: row.port.number,
            average: rounded(row.average),
            packets: row.packets,
            sources: row.sources,
            spread: row.spread,
        }
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let (latest, _) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    let by = parameters.choice("by", &RANKINGS).unwrap_or_default();
    let limit = parameters.up_to("limit", MOST_PLACES).unwrap_or(USUAL_PLACES);
    let format = parameters.choice("format", &FORMATS).unwrap_or_default();
    parameters.nothing_else();
    parameters.finish(())?;
    let by_name = RANKINGS.iter().find(|(_, ranking)| *ranking == by).map_or("", |(name, _)| name);
    let asked = Address::with(question.address(PATH), "by", by_name)
        .with("limit", &limit.to_string())
        .with("format", format.name());
    site.answer(&reader, asked.into(), draw(&site, reader.lang, question, by, limit, format)).await
}

async fn draw(
    site: &Site,
    lang: Lang,
    question: Question,
    by: By,
    limit: usize,
    format: Format,
) -> Result<Document, Failure> {
    let top = question.top(site, by, limit).await?;
    let period = PeriodHead::new(question, site, lang);
    off_thread(move || match format {
        Format::Json => json(&Answer {
            period,
            by,
            class: question.class,
            packets: top.packets,
            sensors: top.sensors,
            rows: top.rows.iter().enumerate().map(|(place, row)| Row::new(place + 1, row)).collect(),
            terms: TERMS,
        }),
        Format::Csv => as_csv(&top),
    })
    .await
}

fn as_csv(top: &Top) -> Result<Document, Failure> {
    let head =
        "rank,port,average,packets,sources,sensor_low,sensor_median,sensor_high,sensors_saw,one_sensor";
    let rows = top.rows.iter().enumerate().map(|(place, row)| {
        let TopRow { port, average, packets, sources, spread } = row;
        let sources = sources.map(|n| n.to_string()).unwrap_or_default();
        let Spread { low, median, high, saw, one_sensor } = spread;
        let (rank, average) = (place + 1, rounded(*average));
        format!("{rank},{port},{average},{packets},{sources},{low},{median},{high},{saw},{one_sensor}")
    });
    csv(head, rows)
}
