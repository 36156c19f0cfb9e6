//! `GET /api/v1/observe/top`: the ports that were hit most.

use axum::extract::State;
use axum::response::Response;
use desk::answer::TopAnswer;
use kernel::Lang;
use observe::By;

use crate::api::{FORMATS, Format, MOST_PLACES, TERMS, csv, json};
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
    let answer = TopAnswer::new(site.period(question, lang), by, question.class, top);
    off_thread(move || match format {
        Format::Json => json(&TopAnswer { terms: Some(TERMS), ..answer }),
        Format::Csv => csv(&TopAnswer::COLUMNS, answer.records()),
    })
    .await
}
