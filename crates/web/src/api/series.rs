//! `GET /api/v1/observe/series`: the course of chosen ports.

use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::{BucketSize, Lang};
use observe::{Point, Port, Sensors, Series, Spread};
use serde::Serialize;

use crate::api::{FORMATS, Format, MOST_PORTS, PeriodHead, TERMS, csv, json, rounded};
use crate::cache::{Document, Reader, off_thread};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::observation::question::{Question, Sources};
use crate::parameters::{Mistake, Parameters};
use crate::periods::{SIZES, size_name};
use crate::site::Site;
use crate::words::instant;

/// The address.
pub(crate) const PATH: &str = "/api/v1/observe/series";

/// Whether distinct sources are wanted, by name.
pub(crate) const SOURCES: [(&str, Sources); 2] = [("yes", Sources::Counted), ("no", Sources::Left)];

#[derive(Debug, Serialize)]
struct Answer {
    period: PeriodHead,
    bucket: BucketSize,
    class: Option<observe::Class>,
    buckets: Vec<BucketHead>,
    lines: Vec<Line>,
    terms: &'static str,
}

#[derive(Debug, Serialize)]
struct BucketHead {
    start: String,
    hours: u32,
    sensors: Sensors,
}

#[derive(Debug, Serialize)]
struct Line {
    port: Port,
    spread: Spread,
    points: Vec<Option<Point>>,
}

/// Reads the ports; at least one, [`MOST_PORTS`] at most.
pub(crate) fn ports(parameters: &mut Parameters) -> Vec<Port> {
    let written = parameters.all("port");
    if written.len() > MOST_PORTS {
        parameters.wrong("port", Mistake::MoreThan(MOST_PORTS));
        return Vec::new();
    }
    let mut ports = Vec::new();
    for one in written {
        match one.parse::<Port>() {
            Ok(port) if !ports.contains(&port) => ports.push(port),
            Ok(_) => {}
            Err(_) => parameters.wrong("port", Mistake::NoPort(one)),
        }
    }
    ports
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let (latest, _) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    let ports = ports(&mut parameters);
    if ports.is_empty() && parameters.errors.iter().all(|error| error.parameter != "port") {
        parameters.wrong("port", Mistake::Missing);
    }
    let size = parameters.choice("bucket", &SIZES).unwrap_or(BucketSize::Day);
    let sources = parameters.choice("sources", &SOURCES).unwrap_or(Sources::Left);
    let format = parameters.choice("format", &FORMATS).unwrap_or_default();
    parameters.nothing_else();
    parameters.finish(())?;
    let asked: Address = question.address(PATH).bucket(size).ports(&ports).with("format", format.name());
    let asked = asked.with("sources", if sources == Sources::Counted { "yes" } else { "no" });
    site.answer(&reader, asked.into(), draw(&site, reader.lang, question, ports, (size, sources), format))
        .await
}

async fn draw(
    site: &Site,
    lang: Lang,
    question: Question,
    ports: Vec<Port>,
    (size, sources): (BucketSize, Sources),
    format: Format,
) -> Result<Document, Failure> {
    let series = question.series(site, ports, size, sources).await?;
    let period = PeriodHead::new(question, site, lang);
    let zone = site.zone().clone();
    off_thread(move || match format {
        Format::Json => json(&Answer {
            period,
            bucket: size,
            class: question.class,
            buckets: heads(&series, &zone),
            lines: lines(&series),
            terms: TERMS,
        }),
        Format::Csv => as_csv(&series, size, &zone),
    })
    .await
}

fn heads(series: &Series, zone: &TimeZone) -> Vec<BucketHead> {
    let pairs = series.buckets.iter().zip(&series.sensors);
    pairs
        .map(|(bucket, sensors)| BucketHead {
            start: instant(bucket.hours.start, zone),
            hours: bucket.hours.len(),
            sensors: *sensors,
        })
        .collect()
}

fn lines(series: &Series) -> Vec<Line> {
    let points = |line: &observe::Line| {
        let rounding = |point: Point| Point { average: rounded(point.average), ..point };
        line.points.iter().map(|point| point.map(rounding)).collect()
    };
    series
        .lines
        .iter()
        .map(|line| Line { port: line.port, spread: line.spread, points: points(line) })
        .collect()
}

/// A row for each bucket and port; the figures of a gap are empty.
fn as_csv(series: &Series, size: BucketSize, zone: &TimeZone) -> Result<Document, Failure> {
    let head = "start,bucket,port,average,packets,sources,hours,sensors_fewest,sensors_most";
    let rows =
        series.buckets.iter().zip(&series.sensors).enumerate().flat_map(|(place, (bucket, sensors))| {
            let start = instant(bucket.hours.start, zone);
            series.lines.iter().map(move |line| {
                let figures = match line.points.get(place).copied().flatten() {
                    Some(Point { packets, average, sources, hours }) => {
                        let sources = sources.map(|n| n.to_string()).unwrap_or_default();
                        format!("{},{packets},{sources},{hours}", rounded(average))
                    }
                    None => ",,,0".to_owned(),
                };
                let Sensors { fewest, most, .. } = sensors;
                format!("{start},{},{},{figures},{fewest},{most}", size_name(size), line.port)
            })
        });
    csv(head, rows)
}
