//! `GET /observe/port/{protocol}/{number}`: one port's course over a chosen period, its usual service, and how
//! the sensors differ.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{BucketSize, HourRange, Lang};
use observe::{Port, Spread};
use serde::Serialize;

use crate::cache::{Document, Reader};
use crate::error::Failure;
use crate::observation::address::port_page;
use crate::observation::figure::{Figure, Plan};
use crate::observation::form::{Filled, Form};
use crate::observation::listing::{Differences, Listeners};
use crate::observation::question::{Question, Sources, page_size};
use crate::pages::Layout;
use crate::parameters::Parameters;
use crate::path::Path;
use crate::site::Site;
use crate::texts::text_with;
use crate::words;
use observe::services::usual;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PortPage {
    port: String,
    service: &'static str,
    about: &'static str,
    days: String,
    form: Form,
    /// None where the question was wrong.
    heard: Option<Heard>,
}

/// What the sensors heard.
#[derive(Debug, Clone, Serialize)]
struct Heard {
    figure: Figure,
    packets: String,
    average: String,
    per_day: String,
    /// None where no sensor was listening.
    busiest: Option<Busiest>,
    spread: Differences,
    sensors: Listeners,
}

/// The point with the highest figure.
#[derive(Debug, Clone, Serialize)]
struct Busiest {
    label: String,
    value: String,
    sources: Option<String>,
}

impl PortPage {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use crate::observation::sample;
        use jiff::tz::TimeZone;
        let question = sample::question();
        let span = question.period.hours(&TimeZone::UTC).ok();
        let size = Some(BucketSize::Day);
        let port = Port::tcp(135);
        let filled = Filled { action: &port_page(port), question, size, span, errors: &[] };
        let asked = Asked { port, question, size: BucketSize::Day };
        let mut series = sample::series();
        series.lines.truncate(1);
        Self {
            heard: Some(heard(asked, &series, sample::top().sensors, lang, &TimeZone::UTC)),
            ..Self::empty(asked, Form::new(filled, lang, &TimeZone::UTC), lang)
        }
    }

    fn empty(asked: Asked, form: Form, lang: Lang) -> Self {
        let service = usual(asked.port);
        Self {
            port: asked.port.label(lang),
            service: service.map_or("", |s| s.name),
            about: service.map_or("", |s| s.about(lang)),
            days: asked.question.days(lang),
            form,
            heard: None,
        }
    }
}

/// What is asked of this page.
#[derive(Debug, Clone, Copy)]
struct Asked {
    port: Port,
    question: Question,
    size: BucketSize,
}

pub(crate) async fn get(
    State(site): State<Site>,
    Path((protocol, number)): Path<(String, String)>,
    uri: Uri,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let port: Port = format!("{number}/{protocol}").parse().map_err(|_| Failure::NotFound)?;
    let path = port_page(port);
    let (latest, span) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    let size = page_size(&mut parameters, question.period);
    if path != format!("/observe/port/{protocol}/{number}") {
        // One page, one address: 00445 and TCP lead to 445 and tcp.
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(Redirect::permanent(&format!("{path}{query}")).into_response());
    }
    let asked = Asked { port, question, size };
    if !parameters.errors.is_empty() {
        return refuse(&site, asked, reader.lang, span, parameters);
    }
    let address = question.address(&path).bucket(size).into();
    site.answer(&reader, address, draw(&site, asked, reader.lang, span)).await
}

async fn draw(site: &Site, asked: Asked, lang: Lang, span: Option<HourRange>) -> Result<Document, Failure> {
    let Asked { port, question, size } = asked;
    let series = question.series(site, vec![port], size, Sources::Counted).await?;
    // Only who listened is asked for here: one row costs least.
    let sensors = question.top(site, observe::By::Average, 1).await?.sensors;
    let address = String::from(question.address(&port_page(port)).bucket(size));
    let layout = Layout::new(&site.app.settings, lang, &title(port, lang), &address);
    let zone = site.zone().clone();
    site.draw("port.html", layout, move || {
        let path = port_page(port);
        let filled = Filled { action: &path, question, size: Some(size), span, errors: &[] };
        PortPage {
            heard: Some(heard(asked, &series, sensors, lang, &zone)),
            ..PortPage::empty(asked, Form::new(filled, lang, &zone), lang)
        }
    })
    .await
}

fn heard(
    asked: Asked,
    series: &observe::Series,
    sensors: observe::Sensors,
    lang: Lang,
    zone: &jiff::tz::TimeZone,
) -> Heard {
    let Asked { port, question, size } = asked;
    let points = || series.lines.iter().flat_map(|line| &line.points);
    let average: f64 = points().flatten().map(|point| point.average).sum();
    let hours: u32 = points().flatten().map(|point| point.hours).sum();
    let busiest = series
        .buckets
        .iter()
        .zip(points())
        .filter_map(|(bucket, point)| {
            let point = (*point)?;
            Some((bucket, point, observe::rate(point, size)))
        })
        .max_by(|a, b| a.2.total_cmp(&b.2))
        .map(|(bucket, point, value)| Busiest {
            label: words::bucket(bucket, zone),
            value: words::figure(value),
            sources: point.sources.map(words::count),
        });
    let nothing = Spread { low: 0, median: 0.0, high: 0, saw: 0, one_sensor: false };
    let plan = Plan { id: "course", title: port.label(lang), question, size };
    Heard {
        figure: Figure::draw(&plan, series, lang, zone),
        packets: words::count(points().flatten().map(|point| point.packets).sum()),
        average: words::figure(average),
        per_day: words::figure(if hours == 0 { 0.0 } else { average * 24.0 / f64::from(hours) }),
        busiest,
        spread: series.lines.first().map_or(nothing, |line| line.spread).into(),
        sensors: sensors.into(),
    }
}

fn title(port: Port, lang: Lang) -> String {
    text_with(lang, "port-title", [("port", &port.label(lang))])
}

/// The form again, with what is wrong beside its fields.
fn refuse(
    site: &Site,
    asked: Asked,
    lang: Lang,
    span: Option<HourRange>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let path = port_page(asked.port);
    let errors = parameters.errors.clone();
    let filled =
        Filled { action: &path, question: asked.question, size: Some(asked.size), span, errors: &errors };
    let form = Form::new(filled, lang, site.zone()).filled_as_written(&mut parameters);
    let page = PortPage::empty(asked, form, lang);
    let layout = Layout::new(&site.app.settings, lang, &title(asked.port, lang), &path);
    Err(Failure::Form(site.templates.render("port.html", &layout, &page)?))
}
