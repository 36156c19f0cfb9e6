//! `GET /desk/takedowns?period=2008Q1`: the sites that went away in a period, which the figures count, with the
//! business days that it took.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::{Takedown, Takedowns};
use jiff::tz::TimeZone;
use kernel::{Lang, Period};
use serde::Serialize;

use super::asked;
use super::statistics::period;
use super::words::minute;
use crate::error::Failure;
use crate::observation::address::Address;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;
use crate::words;

/// The address.
const PATH: &str = "/desk/takedowns";

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TakedownsPage {
    name: String,
    number: String,
    mean: Option<u64>,
    median: Option<u32>,
    rows: Vec<Row>,
    json: String,
    csv: String,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    #[serde(flatten)]
    site: Takedown,
    received_at: String,
    gone_at: String,
}

impl TakedownsPage {
    fn new(found: Takedowns, period: Period, lang: Lang, zone: &TimeZone) -> Self {
        let data = |format| {
            let address = Address::new("/api/v1/incident/takedowns").with("period", &period.to_string());
            String::from(address.with("format", format))
        };
        let row = |site: Takedown| Row {
            received_at: minute(site.received, zone),
            gone_at: minute(site.gone, zone),
            site,
        };
        Self {
            name: words::months(period, lang),
            number: words::count(found.sites.len() as u64),
            mean: found.mean_days(),
            median: found.median_days(),
            rows: found.sites.into_iter().map(row).collect(),
            json: data("json"),
            csv: data("csv"),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::new(sample_takedowns(), "2008Q1".parse().unwrap(), lang, &TimeZone::UTC)
    }
}

#[cfg(test)]
pub(super) fn sample_takedowns() -> Takedowns {
    let site = |incident, business_days| Takedown {
        incident,
        url: "javascript:alert(1)//<script>\u{200B}".to_owned(),
        received: jiff::Timestamp::UNIX_EPOCH,
        gone: jiff::Timestamp::UNIX_EPOCH,
        how: Some(incident::Gone::Dns),
        business_days,
        revived: true,
    };
    Takedowns { sites: vec![site(34, 2), site(35, 5)] }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let period = period(&site, &mut asked::pairs(&uri)?)?;
    let found = site.app.incident.days_to_takedown(period, &site.app.settings.calendar).await?;
    let page = TakedownsPage::new(found, period, staff.lang, site.zone());
    let here = String::from(Address::new(PATH).with("period", &period.to_string()));
    site.staff_page(&staff, "desk_takedowns.html", &text(staff.lang, "takedowns-title"), &here, &page)
}
