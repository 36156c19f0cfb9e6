//! `GET /`: who this is, the newest activity report, and what the sensors heard in the last quarter.

use axum::extract::State;
use axum::response::Response;
use kernel::{BucketSize, Lang};
use observe::By;
use serde::Serialize;

use crate::activity::list::OfPeriod;
use crate::cache::Reader;
use crate::error::Failure;
use crate::observation::figure::{Figure, Plan};
use crate::observation::listing::{Listeners, Place, places};
use crate::observation::question::{Question, Sources};
use crate::pages::Layout;
use crate::site::Site;
use crate::texts::text;
use crate::words;

/// The home page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Home {
    /// The last quarter that has data.
    quarter: String,
    /// None where the lake is empty.
    figure: Option<Figure>,
    places: Vec<Place>,
    packets: String,
    sensors: Listeners,
    /// The newest report of the newest period; none before the first.
    report: Option<OfPeriod>,
}

impl Home {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let top = crate::observation::sample::top();
        Self {
            quarter: "2008-1".to_owned(),
            figure: Some(Figure::sample("f1", lang)),
            places: places(&top, crate::observation::sample::question(), lang),
            packets: words::count(top.packets),
            sensors: top.sensors.into(),
            report: Some(OfPeriod::sample(lang)),
        }
    }
}

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let (period, _) = site.latest_quarter().await?;
    let question = Question { period, class: None };
    let editions = site.app.report.editions().await?;
    let newest = editions.first().map_or("", |head| head.sha256.as_str());
    let asked = format!("{} {newest}", String::from(question.address("/")));
    let report = OfPeriod::all(&editions, reader.lang, site.zone()).into_iter().next();
    site.answer(&reader, asked, draw(&site, reader.lang, question, report)).await
}

async fn draw(
    site: &Site,
    lang: Lang,
    question: Question,
    report: Option<OfPeriod>,
) -> Result<crate::cache::Document, Failure> {
    let top = question.top(site, By::Average, 10).await?;
    let ports = top.rows.iter().take(5).map(|row| row.port).collect();
    let series = question.series(site, ports, BucketSize::Day, Sources::Left).await?;
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "home-title"), "/");
    let zone = site.zone().clone();
    site.draw("home.html", layout, move || {
        let title = text(lang, "top-1-5");
        let plan = Plan { id: "latest", title, question, size: BucketSize::Day };
        Home {
            quarter: words::months(question.period, lang),
            figure: (!top.rows.is_empty()).then(|| Figure::draw(&plan, &series, lang, &zone)),
            places: places(&top, question, lang),
            packets: words::count(top.packets),
            sensors: top.sensors.into(),
            report,
        }
    })
    .await
}
