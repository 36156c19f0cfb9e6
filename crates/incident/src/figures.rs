//! What the activity report may ask: named figures, each with the question that lists its records.
//!
//! | figure | what is counted |
//! |---|---|
//! | `incident.reports` | messages about incidents |
//! | `incident.incidents` | incidents in them: one for an address, one for a site |
//! | `incident.kind.KIND` | incidents of one of the five kinds |
//! | `incident.refinement.KIND` | incidents of one of the later kinds |
//! | `incident.scan.port.N`, `incident.scan.many-ports` | scan incidents with a port, or with many at once |
//! | `incident.sender.TLD` | reports by the sender's top-level domain |
//! | `incident.notifications` | our messages to those who can act that were sent, without reminders |
//! | `incident.other-messages` | questions, information, thanks |
//! | `incident.takedowns` | harmful sites that went away for the first time |
//! | `incident.takedown.days` | business days from report to that, on average; not there where no site went |

use kernel::{Figure, Period, Unit};

use crate::error::Error;
use crate::model::Disposition;
use crate::service::Service;
use crate::statistics::Counts;

impl Service {
    /// All figures of a period: the whole, and its kinds month by month (as `ID@2008-01`).
    pub async fn figures(&self, period: Period) -> Result<Vec<Figure>, Error> {
        let statistics = self.statistics(period).await?;
        let mut figures = counted(&statistics.whole);
        for (port, incidents) in &statistics.scan_ports {
            let id = format!("incident.scan.port.{port}");
            let evidence = format!("incidents?kind=scan&port={port}&period={period}");
            figures.push(Figure { id, period, value: count(*incidents), unit: Unit::Incidents, evidence });
        }
        figures.push(Figure {
            id: "incident.scan.many-ports".to_owned(),
            period,
            value: count(statistics.scan_many_ports),
            unit: Unit::Incidents,
            evidence: format!("incidents?kind=scan&many-ports=true&period={period}"),
        });
        for (tld, reports) in &statistics.senders {
            let id = format!("incident.sender.{tld}");
            let evidence = format!("messages?disposition=report&sender-tld={tld}&period={period}");
            figures.push(Figure { id, period, value: count(*reports), unit: Unit::Reports, evidence });
        }
        let takedowns = self.days_to_takedown(period, &self.inner.config.calendar).await?;
        let evidence = format!("takedowns?period={period}");
        figures.push(Figure {
            id: "incident.takedowns".to_owned(),
            period,
            value: count(takedowns.sites.len() as u64),
            unit: Unit::Sites,
            evidence: evidence.clone(),
        });
        if let Some(value) = takedowns.mean_days() {
            let id = "incident.takedown.days".to_owned();
            figures.push(Figure { id, period, value: count(value), unit: Unit::BusinessDays, evidence });
        }
        if statistics.months.len() > 1 {
            for month in &statistics.months {
                figures.extend(counted(month).into_iter().map(|mut figure| {
                    figure.id = format!("{}@{}", figure.id, month.period);
                    figure
                }));
            }
        }
        Ok(figures)
    }
}

/// A number of records as a figure's value.
fn count(records: u64) -> i64 {
    i64::try_from(records).unwrap_or(i64::MAX)
}

/// The figures of one stretch of days.
fn counted(counts: &Counts) -> Vec<Figure> {
    let period = counts.period;
    let figure = |id: String, value, unit, question: String| {
        let evidence = format!("{question}period={period}");
        Figure { id, period, value: count(value), unit, evidence }
    };
    let others = Disposition::ALL.iter().filter(|disposition| disposition.is_other_message());
    let others: String = others.map(|disposition| format!("disposition={disposition}&")).collect();
    let mut figures = vec![
        figure(
            "incident.reports".to_owned(),
            counts.reports,
            Unit::Reports,
            "messages?disposition=report&".to_owned(),
        ),
        figure("incident.incidents".to_owned(), counts.incidents, Unit::Incidents, "incidents?".to_owned()),
        figure(
            "incident.notifications".to_owned(),
            counts.notifications,
            Unit::Notifications,
            "notifications?".to_owned(),
        ),
        figure(
            "incident.other-messages".to_owned(),
            counts.other_messages,
            Unit::Messages,
            format!("messages?{others}"),
        ),
    ];
    figures.extend(counts.kinds.iter().map(|(kind, incidents)| {
        let question = format!("incidents?kind={kind}&");
        figure(format!("incident.kind.{kind}"), *incidents, Unit::Incidents, question)
    }));
    figures.extend(counts.refinements.iter().map(|(refinement, incidents)| {
        let question = format!("incidents?refinement={refinement}&");
        figure(format!("incident.refinement.{refinement}"), *incidents, Unit::Incidents, question)
    }));
    figures
}
