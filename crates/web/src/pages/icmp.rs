//! `GET /observe/icmp`: ICMP as a whole, and by type.

use axum::extract::State;
use axum::response::Response;
use kernel::{BucketSize, HourRange, Lang};
use observe::{Line, Port, Series, proto};
use serde::Serialize;

use crate::cache::{Document, Reader};
use crate::error::Failure;
use crate::observation::address::port_page;
use crate::observation::figure::{Figure, Plan};
use crate::observation::form::{Filled, Form};
use crate::observation::listing::Differences;
use crate::observation::question::{Question, Sources, page_size};
use crate::pages::Layout;
use crate::parameters::Parameters;
use crate::site::Site;
use crate::texts::text;
use crate::words;
use observe::services::usual;

/// The address.
pub(crate) const PATH: &str = "/observe/icmp";

/// The types that are asked for, each a line: all that RFC 792 and RFC 950 define. Packets of any other type
/// are in the whole, and are said as the rest.
const TYPES: [u16; 13] = [0, 3, 4, 5, 8, 11, 12, 13, 14, 15, 16, 17, 18];

/// How many types are drawn: more lines can't be told apart.
const DRAWN: usize = 5;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Icmp {
    days: String,
    form: Form,
    /// None where the question was wrong.
    heard: Option<Heard>,
}

/// What the sensors heard.
#[derive(Debug, Clone, Serialize)]
struct Heard {
    whole: Figure,
    /// None where no type was heard.
    by_type: Option<Figure>,
    types: Vec<Type>,
    packets: String,
    /// Packets of types that have no line.
    rest: Option<String>,
}

/// One type.
#[derive(Debug, Clone, Serialize)]
struct Type {
    name: String,
    address: String,
    about: &'static str,
    average: String,
    packets: String,
    spread: Differences,
}

impl Icmp {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use crate::observation::sample;
        use jiff::tz::TimeZone;
        let question = sample::question();
        let span = question.period.hours(&TimeZone::UTC).ok();
        let size = Some(BucketSize::Day);
        let filled = Filled { action: PATH, question, size, span, errors: &[] };
        let mut whole = sample::series();
        whole.lines.truncate(1);
        let mut types = sample::series();
        types.lines[0].port = Port::new(proto::ICMP, 8);
        types.lines[1].port = Port::new(proto::ICMP, 16);
        types.lines[1].points[0] = None;
        let asked = Asked { question, size: BucketSize::Day };
        Self {
            days: words::days(question.period, lang),
            form: Form::new(filled, lang, &TimeZone::UTC),
            heard: Some(heard(asked, &whole, types, lang, &TimeZone::UTC)),
        }
    }
}

/// What is asked of this page.
#[derive(Debug, Clone, Copy)]
struct Asked {
    question: Question,
    size: BucketSize,
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let (latest, span) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    let size = page_size(&mut parameters, question.period);
    let asked = Asked { question, size };
    if !parameters.errors.is_empty() {
        return refuse(&site, asked, reader.lang, span, parameters);
    }
    let address = question.address(PATH).bucket(size).into();
    site.answer(&reader, address, draw(&site, asked, reader.lang, span)).await
}

async fn draw(site: &Site, asked: Asked, lang: Lang, span: Option<HourRange>) -> Result<Document, Failure> {
    let Asked { question, size } = asked;
    let whole = question.series(site, vec![Port::whole(proto::ICMP)], size, Sources::Left).await?;
    let ports = TYPES.map(|number| Port::new(proto::ICMP, number)).to_vec();
    let types = question.series(site, ports, size, Sources::Left).await?;
    let address = String::from(question.address(PATH).bucket(size));
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "icmp-title"), &address);
    let zone = site.zone().clone();
    site.draw("icmp.html", layout, move || {
        let filled = Filled { action: PATH, question, size: Some(size), span, errors: &[] };
        Icmp {
            days: words::days(question.period, lang),
            form: Form::new(filled, lang, &zone),
            heard: Some(heard(asked, &whole, types, lang, &zone)),
        }
    })
    .await
}

fn packets(line: &Line) -> u64 {
    line.points.iter().flatten().map(|point| point.packets).sum()
}

fn average(line: &Line) -> f64 {
    line.points.iter().flatten().map(|point| point.average).sum()
}

fn heard(asked: Asked, whole: &Series, mut types: Series, lang: Lang, zone: &jiff::tz::TimeZone) -> Heard {
    let Asked { question, size } = asked;
    let plan = |id, key| Plan { id, title: text(lang, key), question, size };
    types.lines.retain(|line| packets(line) > 0);
    types.lines.sort_by(|a, b| average(b).total_cmp(&average(a)));
    let all: u64 = whole.lines.iter().map(packets).sum();
    let typed: u64 = types.lines.iter().map(packets).sum();
    let rows = types.lines.iter().map(|line| Type {
        name: line.port.label(lang),
        address: question.address(&port_page(line.port)).into(),
        about: usual(line.port).map_or("", |s| s.about(lang)),
        average: words::figure(average(line)),
        packets: words::count(packets(line)),
        spread: line.spread.into(),
    });
    let rows = rows.collect();
    types.lines.truncate(DRAWN);
    Heard {
        whole: Figure::draw(&plan("whole", "icmp-whole"), whole, lang, zone),
        by_type: (!types.lines.is_empty())
            .then(|| Figure::draw(&plan("types", "icmp-by-type"), &types, lang, zone)),
        types: rows,
        packets: words::count(all),
        rest: all.checked_sub(typed).filter(|rest| *rest > 0).map(words::count),
    }
}

/// The form again, with what is wrong beside its fields.
fn refuse(
    site: &Site,
    asked: Asked,
    lang: Lang,
    span: Option<HourRange>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let errors = parameters.errors.clone();
    let filled =
        Filled { action: PATH, question: asked.question, size: Some(asked.size), span, errors: &errors };
    let form = Form::new(filled, lang, site.zone()).filled_as_written(&mut parameters);
    let page = Icmp { days: words::days(asked.question.period, lang), form, heard: None };
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "icmp-title"), PATH);
    Err(Failure::Form(site.templates.render("icmp.html", &layout, &page)?))
}
