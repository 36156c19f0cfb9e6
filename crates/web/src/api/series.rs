//! `GET /api/v1/observe/series`: the course of chosen ports.

use axum::extract::State;
use axum::response::Response;
use desk::answer::SeriesAnswer;
use kernel::{BucketSize, Lang};
use observe::Port;

use crate::api::{FORMATS, Format, MOST_PORTS, TERMS, csv, json};
use crate::cache::{Document, Reader, off_thread};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::observation::question::{Question, Sources};
use crate::parameters::{Mistake, Parameters};
use crate::periods::SIZES;
use crate::site::Site;

/// The address.
pub(crate) const PATH: &str = "/api/v1/observe/series";

/// Whether distinct sources are wanted, by name.
pub(crate) const SOURCES: [(&str, Sources); 2] = [("yes", Sources::Counted), ("no", Sources::Left)];

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
    let answer = SeriesAnswer::new(site.period(question, lang), size, question.class, series, site.zone());
    off_thread(move || match format {
        Format::Json => json(&SeriesAnswer { terms: Some(TERMS), ..answer }),
        Format::Csv => csv(&SeriesAnswer::COLUMNS, answer.records()),
    })
    .await
}
