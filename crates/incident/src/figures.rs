//! What the activity report may ask: named figures, each with the question that lists its records.
//!
//! | figure | what is counted |
//! |---|---|
//! | `incident.reports` | messages about incidents |
//! | `incident.incidents` | incidents in them: one for an address, one for a site |
//! | `incident.kind.KIND` | incidents of one of the five kinds |
//! | `incident.refinement.KIND` | incidents of one of the later kinds, of those that occur in the period |
//! | `incident.scan.port.N`, `incident.scan.many-ports` | scan incidents with a port, or with many at once |
//! | `incident.sender.TLD` | reports by the sender's top-level domain |
//! | `incident.notifications` | our messages to those who can act that were sent, without reminders |
//! | `incident.other-messages` | questions, information, thanks |
//! | `incident.takedowns` | harmful sites that went away for the first time |
//! | `incident.takedown.days` | business days from report to that, on average; not there where no site went |
//!
//! All but ports and senders are there month by month, too, as `ID@2008-01`, where the period has several months.
//! A month has the same figures as the whole (with 0 where there is nothing), and they add up to it; means alone
//! do not, and are not there for a month in which no site went.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Figure, Period, Unit};
use url::form_urlencoded;

use crate::error::Error;
use crate::model::Disposition;
use crate::service::Service;
use crate::statistics::{Counts, Statistics};
use crate::watch::{Takedown, Takedowns};

impl Service {
    /// All figures of a period: the whole, and month by month.
    pub async fn figures(&self, period: Period) -> Result<Vec<Figure>, Error> {
        let statistics = self.statistics(period).await?;
        let takedowns = self.days_to_takedown(period, &self.inner.config.calendar).await?;
        let mut figures = counted(&statistics.whole);
        figures.extend(listed(&statistics));
        figures.extend(taken_down(period, &takedowns));
        if statistics.months.len() > 1 {
            let mut sites = self.by_month(takedowns);
            for month in &statistics.months {
                let mut counts = month.clone();
                for refinement in statistics.whole.refinements.keys() {
                    counts.refinements.entry(*refinement).or_default();
                }
                let gone = sites.remove(&month.period.from.first_of_month()).unwrap_or_default();
                let of_month = counted(&counts).into_iter().chain(taken_down(month.period, &gone));
                figures.extend(of_month.map(|mut figure| {
                    figure.id = format!("{}@{}", figure.id, month.period);
                    figure
                }));
            }
        }
        Ok(figures)
    }

    /// The sites by the first day of the month in which they went.
    fn by_month(&self, takedowns: Takedowns) -> BTreeMap<Date, Takedowns> {
        let mut months: BTreeMap<Date, Takedowns> = BTreeMap::new();
        let month = |site: &Takedown| self.day(site.gone).first_of_month();
        for site in takedowns.sites {
            months.entry(month(&site)).or_default().sites.push(site);
        }
        months
    }
}

/// One figure; `question` is its evidence without the period.
fn figure(id: String, period: Period, value: u64, unit: Unit, question: &Question) -> Figure {
    let evidence = question.of(period);
    // No number of records comes near the end of the numbers.
    Figure { id, period, value: i64::try_from(value).unwrap_or(i64::MAX), unit, evidence }
}

/// The list that is asked, and what narrows it besides the period.
struct Question(&'static str, Vec<(&'static str, String)>);

impl Question {
    fn of(&self, period: Period) -> String {
        let list = format!("{}?", self.0);
        let begins = list.len();
        let mut query = form_urlencoded::Serializer::for_suffix(list, begins);
        query.extend_pairs(&self.1).append_pair("period", &period.to_string());
        query.finish()
    }
}

/// What is counted for the whole and for each month alike.
fn counted(counts: &Counts) -> Vec<Figure> {
    let (period, word) = (counts.period, ToString::to_string);
    let others = Disposition::ALL.iter().filter(|disposition| disposition.is_other_message());
    let others = others.map(|disposition| ("disposition", word(disposition))).collect();
    let reports = Question("messages", vec![("disposition", word(&Disposition::Report))]);
    let mut figures: Vec<Figure> = [
        ("reports", counts.reports, Unit::Reports, reports),
        ("incidents", counts.incidents, Unit::Incidents, Question("incidents", Vec::new())),
        ("notifications", counts.notifications, Unit::Notifications, Question("notifications", Vec::new())),
        ("other-messages", counts.other_messages, Unit::Messages, Question("messages", others)),
    ]
    .into_iter()
    .map(|(of, value, unit, question)| figure(format!("incident.{of}"), period, value, unit, &question))
    .collect();
    figures.extend(counts.kinds.iter().map(|(kind, incidents)| {
        let question = Question("incidents", vec![("kind", kind.to_string())]);
        figure(format!("incident.kind.{kind}"), period, *incidents, Unit::Incidents, &question)
    }));
    figures.extend(counts.refinements.iter().map(|(refinement, incidents)| {
        let question = Question("incidents", vec![("refinement", refinement.to_string())]);
        figure(format!("incident.refinement.{refinement}"), period, *incidents, Unit::Incidents, &question)
    }));
    figures
}

/// The lists that a period has as a whole: ports of scans, domains of senders.
fn listed(statistics: &Statistics) -> Vec<Figure> {
    let period = statistics.whole.period;
    let scans = |narrower: (&'static str, String)| {
        Question("incidents", vec![("kind", crate::Kind::Scan.to_string()), narrower])
    };
    let mut figures = Vec::new();
    for (port, incidents) in &statistics.scan_ports {
        let question = scans(("port", port.to_string()));
        let id = format!("incident.scan.port.{port}");
        figures.push(figure(id, period, *incidents, Unit::Incidents, &question));
    }
    let many = scans(("many-ports", true.to_string()));
    let id = "incident.scan.many-ports".to_owned();
    figures.push(figure(id, period, statistics.scan_many_ports, Unit::Incidents, &many));
    for (tld, reports) in &statistics.senders {
        let narrower = vec![("disposition", Disposition::Report.to_string()), ("sender-tld", tld.clone())];
        let id = format!("incident.sender.{tld}");
        figures.push(figure(id, period, *reports, Unit::Reports, &Question("messages", narrower)));
    }
    figures
}

/// What became of harmful sites.
fn taken_down(period: Period, takedowns: &Takedowns) -> impl Iterator<Item = Figure> {
    let question = Question("takedowns", Vec::new());
    let sites = takedowns.sites.len() as u64;
    let went = figure("incident.takedowns".to_owned(), period, sites, Unit::Sites, &question);
    let days = takedowns
        .mean_days()
        .map(|days| figure("incident.takedown.days".to_owned(), period, days, Unit::BusinessDays, &question));
    [went].into_iter().chain(days)
}
