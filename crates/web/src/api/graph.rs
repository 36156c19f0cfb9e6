//! `GET /api/v1/observe/graph.svg`: the picture by itself.

use axum::extract::State;
use axum::response::Response;
use kernel::{BucketSize, Lang};
use observe::{By, GraphOptions, Port};

use crate::api::series::ports;
use crate::cache::{Document, Media, Reader, off_thread};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::observation::question::{Question, Sources};
use crate::parameters::{Mistake, Parameters};
use crate::periods::SIZES;
use crate::site::Site;
use crate::texts::{text, text_with};

/// The address.
pub(crate) const PATH: &str = "/api/v1/observe/graph.svg";

/// Which places of the list are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// 1 to 5.
    First,
    /// 6 to 10.
    Second,
}

/// The places by name.
pub(crate) const PLACES: [(&str, Places); 2] = [("1-5", Places::First), ("6-10", Places::Second)];

/// The shapes by name.
pub(crate) const SHAPES: [(&str, chart::Size); 2] =
    [("wide", chart::Size::Wide), ("narrow", chart::Size::Narrow)];

/// The colours by name.
pub(crate) const SCHEMES: [(&str, chart::Scheme); 3] =
    [("auto", chart::Scheme::Auto), ("light", chart::Scheme::Light), ("dark", chart::Scheme::Dark)];

#[derive(Debug, Clone)]
enum What {
    Ports(Vec<Port>),
    Places(Places),
}

#[derive(Debug, Clone, Copy)]
struct Look {
    lang: Lang,
    size: BucketSize,
    shape: chart::Size,
    scheme: chart::Scheme,
}

pub(crate) async fn get(
    State(site): State<Site>,
    reader: Reader,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let (latest, _) = site.latest_quarter().await?;
    let question = Question::read(&mut parameters, latest);
    let errors = parameters.errors.len();
    let named = ports(&mut parameters);
    let places = parameters.choice("top", &PLACES);
    let what = match (named.is_empty(), places) {
        (true, Some(places)) => What::Places(places),
        (false, None) => What::Ports(named),
        _ => {
            if parameters.errors.len() == errors {
                // Neither or both: the one has to be chosen.
                parameters.wrong("port", Mistake::PortsOrTop);
            }
            What::Ports(Vec::new())
        }
    };
    let lang = parameters.choice("lang", &Lang::ALL.map(|lang| (lang.tag(), lang))).unwrap_or(reader.lang);
    let look = Look {
        lang,
        size: parameters
            .choice("bucket", &SIZES)
            .unwrap_or_else(|| BucketSize::for_days(question.period.days())),
        shape: parameters.choice("shape", &SHAPES).unwrap_or(chart::Size::Wide),
        scheme: parameters.choice("scheme", &SCHEMES).unwrap_or(chart::Scheme::Auto),
    };
    parameters.nothing_else();
    parameters.finish(())?;
    let asked = asked(question, &what, look);
    site.answer(&reader, asked, draw(&site, question, what, look)).await
}

fn asked(question: Question, what: &What, look: Look) -> String {
    let address = question.address(PATH).bucket(look.size).lang(look.lang);
    let address = match what {
        What::Ports(ports) => address.ports(ports),
        What::Places(places) => Address::with(address, "top", &format!("{places:?}")),
    };
    let shape = format!("{:?}", look.shape);
    address.with("shape", &shape).with("scheme", &format!("{:?}", look.scheme)).into()
}

async fn draw(site: &Site, question: Question, what: What, look: Look) -> Result<Document, Failure> {
    let lang = look.lang;
    let (ports, title) = match what {
        What::Ports(ports) => {
            let names: Vec<_> = ports.iter().map(|port| port.label(lang)).collect();
            (ports, names.join(if lang == Lang::Ja { "、" } else { ", " }))
        }
        What::Places(places) => {
            let (skip, key) = if places == Places::First { (0, "top-1-5") } else { (5, "top-6-10") };
            let top = question.top(site, By::Average, skip + 5).await?;
            (top.rows.iter().skip(skip).map(|row| row.port).collect(), text(lang, key))
        }
    };
    let series = question.series(site, ports, look.size, Sources::Left).await?;
    let zone = site.zone().clone();
    let notice = site.notice(lang);
    off_thread(move || {
        let days = question.days(lang);
        let title = text_with(lang, "figure-heading", [("title", &title), ("days", &days)]);
        let title = match notice {
            Some(notice) => format!("{title} {notice}"),
            None => title,
        };
        let options = GraphOptions { id: "graph".to_owned(), title, size: look.size, zone, lang };
        let chart = observe::graph(&series, options);
        let drawing =
            chart::Drawing { svg: chart::Svg::Standalone(look.scheme), size: look.shape, heading: true };
        Document::new(Media::Svg, chart::line_chart(&chart, &drawing))
    })
    .await
}
