//! The records behind a figure, as whoever asks may see them.

use desk::flows::activity_report::{self, ActivityError};
use kernel::{Figure, Lang, Period, Record, Records, Stretch};
use observe::Port;
use report::html::Which;
use serde::Serialize;

use super::{address, path_of};
use crate::error::Failure;
use crate::observation::address::{Address, encode, port_page};
use crate::site::Site;
use crate::words;

/// Records of a page.
pub(crate) const ROWS: u64 = 100;

/// A record in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    day: Option<String>,
    said: String,
    /// Its page, for whom it may lead there.
    address: Option<String>,
}

/// Part of the records behind a figure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Behind {
    pub(crate) total: u64,
    pub(crate) total_written: String,
    rows: Vec<Row>,
    pub(crate) page: u64,
    pub(crate) pages: u64,
}

impl Behind {
    /// Makes the list of page `page`, counted from 1.
    pub(crate) fn new(
        records: Records,
        page: u64,
        lang: Lang,
        is_staff: bool,
        (period, which): (Period, Which),
    ) -> Self {
        let row = |record: Record| Row {
            day: record.day.map(|day| words::days(Period { from: day, to: day }, lang)),
            said: record.public.get(lang).to_owned(),
            address: match record.sort {
                // A figure behind a figure is as public as that.
                "figure" => Some(address(which, &figure_path(period, &record.id)).into()),
                _ if is_staff => page_of(&record),
                _ => None,
            },
        };
        Self {
            total: records.total,
            total_written: words::count(records.total),
            rows: records.records.into_iter().map(row).collect(),
            page,
            pages: records.total.div_ceil(ROWS).max(1),
        }
    }
}

/// The path of a figure's page.
pub(crate) fn figure_path(period: Period, id: &str) -> String {
    format!("{}/figure/{}", path_of(period), encode(id).replace('/', "%2F").replace("%40", "@"))
}

/// Where programs find the records of a figure.
pub(crate) fn records_address(period: Period, id: &str, which: Which) -> String {
    let id = encode(id).replace('/', "%2F");
    address(which, &format!("/api/v1{}/figures/{id}/records", path_of(period))).into()
}

/// The unit's name in data.
pub(crate) fn unit_name(unit: kernel::Unit) -> String {
    serde_json::to_value(unit).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
}

/// The present minute. A public list of records is asked for once in it, however many want it: it may have to be
/// counted packet by packet.
pub(crate) fn minute(site: &Site) -> i64 {
    site.app.clock.now().as_second() / 60
}

/// Where staff find a record; none of a sort that has no page of its own.
fn page_of(record: &Record) -> Option<String> {
    let id = encode(&record.id);
    match record.sort {
        "incident" => Some(format!("/desk/incident/{id}")),
        "message" => Some(format!("/desk/message/{id}")),
        "notification" => Some(format!("/desk/notifications/{id}")),
        "organisation" | "event" | "training" | "support" | "lecture" | "article" | "engagement" => {
            Some(format!("/desk/community/{}/{id}", record.sort))
        }
        "packet" | "observed-day" => port_on(record),
        _ => None,
    }
}

/// The page of a port on the day of a record; the port is the first word of the record's id.
fn port_on(record: &Record) -> Option<String> {
    let port: Port = record.id.split(' ').next()?.parse().ok()?;
    let day = record.day?;
    Some(Address::new(&port_page(port)).period(Period { from: day, to: day }).into())
}

/// The records of `stretch`; none at all where the figure's domain lists none.
pub(crate) async fn behind(
    site: &Site,
    figure: &Figure,
    stretch: Stretch,
) -> Result<Option<Records>, Failure> {
    match activity_report::records(&site.app, figure, stretch).await {
        Ok(records) => Ok(Some(records)),
        Err(ActivityError::NoFigure(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_their_pages() {
        let period: Period = "2008Q1".parse().unwrap();
        let record = |sort, id: &str| {
            let public = kernel::Text { ja: "件".to_owned(), en: "one".to_owned() };
            Record { sort, id: id.to_owned(), day: Some(period.from), public }
        };
        let check = |sort, id: &str, which, is_staff, expect: Option<&str>| {
            let records = Records { total: 1, records: vec![record(sort, id)] };
            let behind = Behind::new(records, 1, Lang::En, is_staff, (period, which));
            assert_eq!(behind.rows[0].address.as_deref(), expect, "{sort} {id}");
            assert_eq!(behind.rows[0].day.as_deref(), Some("1 January 2008"));
        };
        check("incident", "12", Which::Newest, true, Some("/desk/incident/12"));
        check("incident", "12", Which::Newest, false, None);
        check("message", "3", Which::Newest, true, Some("/desk/message/3"));
        check("notification", "7", Which::Newest, true, Some("/desk/notifications/7"));
        check("lecture", "4", Which::Newest, true, Some("/desk/community/lecture/4"));
        check("sensor", "tokyo-1", Which::Newest, true, None);
        let port = Some("/observe/port/tcp/445?from=2008-01-01&to=2008-01-01");
        check("packet", "445/tcp 2008-01-01T00:00:00.5Z", Which::Newest, true, port);
        check("packet", "445/tcp 2008-01-01T00:00:00.5Z", Which::Newest, false, None);
        let figure = "incident.reports@2007Q4";
        check(
            "figure",
            figure,
            Which::Newest,
            false,
            Some("/activity/2008Q1/figure/incident.reports@2007Q4"),
        );
        let first = Some("/activity/2008Q1/figure/incident.reports@2007Q4?edition=1");
        check("figure", figure, Which::Edition(1), false, first);
    }
}
