//! `GET /desk/statistics?period=2008Q1`: what came in, counted as the activity report counts it, each number with
//! the list behind it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::{Counts, Disposition, Kind, Statistics, Takedowns};
use jiff::tz::TimeZone;
use kernel::{Lang, Period};
use serde::Serialize;

use super::asked;
use crate::error::Failure;
use crate::observation::address::Address;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;
use crate::words;

/// The address.
const PATH: &str = "/desk/statistics";

/// Ports and senders listed at most: what the activity report has, and room.
const MOST_ROWS: usize = 30;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StatisticsPage {
    period: String,
    name: String,
    before: Option<Link>,
    after: Option<Link>,
    /// The head of the table of months.
    months: Vec<String>,
    rows: Vec<Row>,
    wide: Option<String>,
    narrow: Option<String>,
    ports: Vec<Counted>,
    senders: Vec<Counted>,
    dispositions: Vec<Counted>,
    refinements: Vec<Counted>,
    takedowns: Vec<Counted>,
    json: String,
    csv: String,
}

#[derive(Debug, Clone, Serialize)]
struct Link {
    address: String,
    name: String,
}

/// A line of the table of months.
#[derive(Debug, Clone, Serialize)]
struct Row {
    label: String,
    /// Whether it is one of the kinds that make up the line above.
    part: bool,
    cells: Vec<Cell>,
    whole: Cell,
}

/// A number and the list behind it.
#[derive(Debug, Clone, Serialize)]
struct Cell {
    number: String,
    address: String,
}

/// A number with its name.
#[derive(Debug, Clone, Serialize)]
struct Counted {
    label: String,
    cell: Cell,
}

fn cell(number: u64, address: Address) -> Cell {
    Cell { number: words::count(number), address: address.into() }
}

fn messages(dispositions: &[Disposition], period: Period) -> Address {
    let address = Address::new("/desk/messages");
    let address = dispositions.iter().fold(address, |address, one| address.with("disposition", one.name()));
    address.with("period", &period.to_string())
}

fn incidents(period: Period) -> Address {
    Address::new("/desk/incidents").with("period", &period.to_string())
}

/// The dispositions of the messages that are counted apart.
fn others() -> Vec<Disposition> {
    Disposition::ALL.iter().copied().filter(|disposition| disposition.is_other_message()).collect()
}

impl StatisticsPage {
    fn new(statistics: &Statistics, gone: &Takedowns, lang: Lang, zone: &TimeZone) -> Self {
        let period = statistics.whole.period;
        let row = |label: String, part, cell: &dyn Fn(&Counts) -> Cell| Row {
            label,
            part,
            cells: statistics.months.iter().map(cell).collect(),
            whole: cell(&statistics.whole),
        };
        let mut rows = vec![
            row(text(lang, "statistics-reports"), false, &|counts| {
                cell(counts.reports, messages(&[Disposition::Report], counts.period))
            }),
            row(text(lang, "statistics-incidents"), false, &|counts| {
                cell(counts.incidents, incidents(counts.period))
            }),
        ];
        rows.extend(Kind::ALL.iter().map(|kind| {
            row(text(lang, &format!("kind-{kind}")), true, &|counts| {
                let number = counts.kinds.get(kind).copied().unwrap_or(0);
                cell(number, incidents(counts.period).with("kind", kind.name()))
            })
        }));
        rows.push(row(text(lang, "notifications-title"), false, &|counts| {
            let address = Address::new("/desk/notifications").with("period", &counts.period.to_string());
            cell(counts.notifications, address)
        }));
        rows.push(row(text(lang, "statistics-others"), false, &|counts| {
            cell(counts.other_messages, messages(&others(), counts.period))
        }));
        let link = |period: Period| {
            let in_calendar = period.from.year() >= 1970 && period.to.year() < 2200;
            in_calendar.then(|| Link {
                address: Address::new(PATH).with("period", &period.to_string()).into(),
                name: words::months(period, lang),
            })
        };
        let scans = || incidents(period).with("kind", Kind::Scan.name());
        let port = |(port, number): &(u16, u64)| Counted {
            label: port.to_string(),
            cell: cell(*number, scans().with("port", &port.to_string())),
        };
        let mut ports: Vec<Counted> = statistics.scan_ports.iter().take(MOST_ROWS).map(port).collect();
        if statistics.scan_many_ports > 0 {
            let many = cell(statistics.scan_many_ports, scans().with("many-ports", "true"));
            ports.push(Counted { label: text(lang, "statistics-many-ports"), cell: many });
        }
        let sender = |(tld, number): &(String, u64)| Counted {
            label: format!(".{tld}"),
            cell: cell(*number, messages(&[Disposition::Report], period).with("sender-tld", tld)),
        };
        let picture = (statistics.months.len() > 1).then(|| chart(statistics, lang, zone));
        let draw = |size| {
            let drawing = chart::Drawing { svg: chart::Svg::Inline, size, heading: false };
            picture.as_ref().map(|picture| chart::line_chart(picture, &drawing))
        };
        let data = |path: &str, format| {
            let address = Address::new(path).with("period", &period.to_string());
            String::from(address.with("format", format))
        };
        Self {
            period: period.to_string(),
            name: words::months(period, lang),
            before: link(period.before()),
            after: link(period.after()),
            months: statistics.months.iter().map(|month| words::months(month.period, lang)).collect(),
            rows,
            wide: draw(chart::Size::Wide),
            narrow: draw(chart::Size::Narrow),
            ports,
            senders: statistics.senders.iter().take(MOST_ROWS).map(sender).collect(),
            dispositions: statistics
                .whole
                .dispositions
                .iter()
                .map(|(disposition, number)| Counted {
                    label: text(lang, &format!("disposition-{disposition}")),
                    cell: cell(*number, messages(&[*disposition], period)),
                })
                .collect(),
            refinements: statistics
                .whole
                .refinements
                .iter()
                .map(|(refinement, number)| Counted {
                    label: text(lang, &format!("refinement-{refinement}")),
                    cell: cell(*number, incidents(period).with("refinement", refinement.name())),
                })
                .collect(),
            takedowns: takedowns(gone, period, lang),
            json: data("/api/v1/incident/statistics", "json"),
            csv: data("/api/v1/incident/figures", "csv"),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let counts = |name: &str, scans| Counts {
            period: name.parse().unwrap(),
            reports: 5,
            incidents: scans,
            kinds: Kind::ALL
                .iter()
                .map(|kind| (*kind, if *kind == Kind::Scan { scans } else { 0 }))
                .collect(),
            refinements: [(incident::Refinement::MalwareSite, 1)].into(),
            other_messages: 2,
            notifications: 4,
            dispositions: [(Disposition::Report, 5), (Disposition::Question, 2)].into(),
        };
        let statistics = Statistics {
            whole: counts("2008Q1", 1300),
            months: vec![counts("2008-01", 400), counts("2008-02", 300), counts("2008-03", 600)],
            senders: vec![("jp".to_owned(), 4)],
            scan_ports: vec![(22, 1000), (80, 300)],
            scan_many_ports: 3,
        };
        Self::new(&statistics, &super::takedowns::sample_takedowns(), lang, &TimeZone::UTC)
    }
}

/// How many sites went away, and how long that took.
fn takedowns(gone: &Takedowns, period: Period, lang: Lang) -> Vec<Counted> {
    let counted = |key: &str, number: u64| {
        let address = Address::new("/desk/takedowns").with("period", &period.to_string());
        Counted { label: text(lang, key), cell: cell(number, address) }
    };
    let sites = counted("takedowns-number", gone.sites.len() as u64);
    let days = gone.mean_days().zip(gone.median_days()).map(|(mean, median)| {
        [counted("takedowns-mean", mean), counted("takedowns-median", u64::from(median))]
    });
    std::iter::once(sites).chain(days.into_iter().flatten()).collect()
}

fn chart(statistics: &Statistics, lang: Lang, zone: &TimeZone) -> chart::Chart {
    let point = |counts: &Counts| {
        let first = counts.period.from;
        chart::TimePoint {
            at: first.to_zoned(zone.clone()).map_or(0, |zoned| zoned.timestamp().as_second()),
            civil: chart::Civil { year: first.year(), month: first.month(), day: first.day(), hour: 0 },
            label: counts.period.to_string(),
        }
    };
    let line = |kind: &Kind| chart::Line {
        name: text(lang, &format!("kind-{kind}")),
        values: statistics
            .months
            .iter()
            .map(|counts| Some(counts.kinds.get(kind).copied().unwrap_or(0) as f64))
            .collect(),
    };
    chart::Chart {
        id: "kinds".to_owned(),
        title: text(lang, "statistics-chart"),
        description: text(lang, "statistics-chart"),
        x: chart::TimeAxis {
            title: String::new(),
            bucket: chart::Bucket::Month,
            points: statistics.months.iter().map(point).collect(),
        },
        y: chart::ValueAxis { title: text(lang, "statistics-incidents"), unit: String::new(), decimals: 0 },
        lines: Kind::ALL.iter().map(line).collect(),
        marks: Vec::new(),
        words: match lang {
            Lang::Ja => chart::Words::japanese(),
            Lang::En => chart::Words::english(),
        },
    }
}

/// The period of an address; the last whole quarter where it says none.
pub(crate) fn period(site: &Site, pairs: &mut Vec<(String, String)>) -> Result<Period, Failure> {
    match asked::take(pairs, "period")? {
        Some(written) => written
            .parse()
            .map_err(|error: kernel::PeriodNameError| Failure::Question(format!("period: {error}"))),
        None => Ok(Period::quarter_of(site.app.clock.now().to_zoned(site.zone().clone()).date())),
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let period = period(&site, &mut asked::pairs(&uri)?)?;
    let statistics = site.app.incident.statistics(period).await?;
    let gone = site.app.incident.days_to_takedown(period, &site.app.settings.calendar).await?;
    let page = StatisticsPage::new(&statistics, &gone, staff.lang, site.zone());
    let address = String::from(Address::new(PATH).with("period", &period.to_string()));
    site.staff_page(&staff, "desk_statistics.html", &text(staff.lang, "statistics-title"), &address, &page)
}
