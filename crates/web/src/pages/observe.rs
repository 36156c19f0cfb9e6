//! `GET /observe`: the ports that were hit most in a period and in the year that ends with it, five to a
//! figure, as the activity report has them.

use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use kernel::{BucketSize, HourRange, Lang};
use observe::{By, Port, Series, Top};
use serde::Serialize;

use crate::cache::{Document, Reader};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::observation::figure::{Figure, Plan};
use crate::observation::form::{Filled, Form};
use crate::observation::listing::{Listeners, Place, places};
use crate::observation::question::{Question, Sources};
use crate::pages::Layout;
use crate::parameters::Parameters;
use crate::periods::MOST_POINTS;
use crate::site::Site;
use crate::texts::text;
use crate::words;

/// The address.
pub(crate) const PATH: &str = "/observe";

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Observe {
    /// The period's name.
    name: String,
    days: String,
    form: Form,
    packets: String,
    sensors: Option<Listeners>,
    places: Vec<Place>,
    /// The ten as data.
    csv: String,
    json: String,
    /// The period, then the year.
    parts: Vec<Part>,
}

/// The figures of a period.
#[derive(Debug, Clone, Serialize)]
struct Part {
    heading: String,
    figures: Vec<Figure>,
}

impl Part {
    fn new(heard: &Heard, ids: [&'static str; 2], lang: Lang, zone: &TimeZone) -> Self {
        let Heard { question, .. } = *heard;
        let size = BucketSize::for_days(question.period.days());
        let plans = ids.into_iter().zip(["top-1-5", "top-6-10"]);
        let plans = plans.map(|(id, key)| Plan { id, title: text(lang, key), question, size });
        Self {
            heading: question.months(lang),
            figures: heard
                .series
                .iter()
                .zip(plans)
                .map(|(series, plan)| Figure::draw(&plan, series, lang, zone))
                .collect(),
        }
    }
}

impl Observe {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use crate::observation::sample;

        let (question, top) = (sample::question(), sample::top());
        let span = question.period.hours(&TimeZone::UTC).ok();
        let filled = Filled { action: PATH, question, size: None, span, errors: &[] };
        let part = |ids: [&'static str; 2]| Part {
            heading: "part".to_owned(),
            figures: ids.map(|id| Figure::sample(id, lang)).into(),
        };
        Self {
            name: question.months(lang),
            days: question.days(lang),
            form: Form::new(filled, lang, &TimeZone::UTC),
            packets: words::count(top.packets),
            sensors: Some(top.sensors.into()),
            places: places(&top, question, lang),
            csv: "/csv".to_owned(),
            json: "/json".to_owned(),
            parts: vec![part(["a", "b"]), part(["c", "d"])],
        }
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let (latest, span) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    if question.period.days() as usize > MOST_POINTS {
        parameters.wrong("to", crate::parameters::Mistake::TooFine(MOST_POINTS));
    }
    let asked = question.address(PATH).into();
    if !parameters.errors.is_empty() {
        return refuse(&site, reader.lang, question, span, parameters);
    }
    site.answer(&reader, asked, draw(&site, reader.lang, question, span)).await
}

/// A period with its list and the course of each port in it.
struct Heard {
    question: Question,
    top: Top,
    /// Five ports each.
    series: Vec<Series>,
}

/// Five ports to a figure: more lines than that can't be told apart.
const PORTS_IN_FIGURE: usize = 5;

async fn hear(site: &Site, question: Question) -> Result<Heard, Failure> {
    let top = question.top(site, By::Average, 2 * PORTS_IN_FIGURE).await?;
    let ports: Vec<Port> = top.rows.iter().map(|row| row.port).collect();
    let mut series = Vec::new();
    for five in ports.chunks(PORTS_IN_FIGURE) {
        series.push(
            question
                .series(site, five.to_vec(), BucketSize::for_days(question.period.days()), Sources::Left)
                .await?,
        );
    }
    Ok(Heard { question, top, series })
}

async fn draw(
    site: &Site,
    lang: Lang,
    question: Question,
    span: Option<HourRange>,
) -> Result<Document, Failure> {
    let chosen = hear(site, question).await?;
    let year = question.period.year_ending_with();
    // A period as long as the year has said it all.
    let year = if question.period.from <= year.from || chosen.top.rows.is_empty() {
        None
    } else {
        Some(hear(site, Question { period: year, ..question }).await?)
    };
    let layout = layout(site, lang, question);
    let zone = site.zone().clone();
    site.draw("observe.html", layout, move || {
        let filled = Filled { action: PATH, question, size: None, span, errors: &[] };
        let data = || question.address("/api/v1/observe/top").with("limit", "10");
        let part = |heard: &Heard, ids| Part::new(heard, ids, lang, &zone);
        let parts = [
            Some(part(&chosen, ["period-1-5", "period-6-10"])),
            year.as_ref().map(|year| part(year, ["year-1-5", "year-6-10"])),
        ];
        let top = &chosen.top;
        Observe {
            name: question.months(lang),
            days: question.days(lang),
            form: Form::new(filled, lang, &zone),
            packets: words::count(top.packets),
            sensors: Some(top.sensors.into()),
            places: places(top, question, lang),
            csv: Address::with(data(), "format", "csv").into(),
            json: Address::with(data(), "format", "json").into(),
            parts: parts.into_iter().flatten().filter(|part| !part.figures.is_empty()).collect(),
        }
    })
    .await
}

fn layout(site: &Site, lang: Lang, question: Question) -> Layout {
    let title = format!("{} {}", text(lang, "observe-title"), question.months(lang));
    Layout::new(&site.app.settings, lang, &title, &String::from(question.address(PATH)))
}

/// The form again, with what is wrong beside its fields.
fn refuse(
    site: &Site,
    lang: Lang,
    question: Question,
    span: Option<HourRange>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let errors = parameters.errors.clone();
    let filled = Filled { action: PATH, question, size: None, span, errors: &errors };
    let page = Observe {
        name: question.months(lang),
        days: question.days(lang),
        form: Form::new(filled, lang, site.zone()).filled_as_written(&mut parameters),
        packets: String::new(),
        sensors: None,
        places: Vec::new(),
        csv: String::new(),
        json: String::new(),
        parts: Vec::new(),
    };
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "form-wrong-title"), PATH);
    Err(Failure::Form(site.templates.render("observe.html", &layout, &page)?))
}
