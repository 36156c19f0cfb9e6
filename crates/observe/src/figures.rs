//! What the activity report may ask: named figures, each with the question that lists its records.
//!
//! | figure | what it says |
//! |---|---|
//! | `observe.packets` | packets of all sensors and ports |
//! | `observe.sensors` | sensors that were alive |
//! | `observe.average.PORT` | a port's average per sensor over the period |
//! | `observe.packets.PORT` | a port's packets |
//! | `observe.change.PORT` | its average per sensor and observed day, against the period before |
//!
//! PORT is the protocol and the number, as `tcp.445`, or the protocol alone, as `icmp`. There is a figure for each of
//! the ten ports that come first in the period and in the year that ends with it (then with `@` and the year), for
//! ICMP month by month, and for each watched port, also of the period before. A period in which no sensor was alive
//! has no averages: a gap is no zero.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use kernel::{Bucket, Figure, Period, Unit};

use crate::error::Error;
use crate::port::Port;
use crate::query::{By, Point, SeriesQuery, Top, TopQuery};
use crate::records::Question;
use crate::service::Service;
use capture::proto;

/// Ports in a list of the first: two charts of five, as a report has them.
const FIRST: usize = 10;

impl Service {
    /// All figures of a period, whose days are those of `zone`: each id once.
    pub async fn figures(&self, period: Period, zone: &TimeZone) -> Result<Vec<Figure>, Error> {
        let top = self.first_ports(period, zone).await?;
        let mut figures = Figures::new(period);
        figures.put(
            "observe.packets",
            period,
            count(top.packets),
            Unit::Packets,
            Question::Packets { port: None, period },
        );
        figures.put(
            "observe.sensors",
            period,
            i64::from(top.sensors.alive),
            Unit::Sensors,
            Question::Sensors { period },
        );
        figures.top(&top, period);
        let year = period.year_ending_with();
        if year != period {
            figures.top(&self.first_ports(year, zone).await?, year);
        }
        self.icmp(&mut figures, zone).await?;
        for watched in
            self.watched(period, zone).await?.into_iter().filter(crate::watched::WatchedInPeriod::is_printed)
        {
            for port in watched.ports {
                figures.extend(port.figures());
            }
        }
        Ok(figures.list)
    }

    /// The ports that were hit most.
    async fn first_ports(&self, period: Period, zone: &TimeZone) -> Result<Top, Error> {
        let hours = period.hours(zone)?;
        self.top(TopQuery { hours, by: By::Average, limit: FIRST, class: None }).await
    }

    /// ICMP as a whole: the period and its months.
    async fn icmp(&self, figures: &mut Figures, zone: &TimeZone) -> Result<(), Error> {
        let port = Port::whole(proto::ICMP);
        let months = figures.period.months();
        let points = self.points(port, &months, zone).await?;
        figures.point(port, figures.period, together(&points));
        if months.len() > 1 {
            for (month, point) in months.into_iter().zip(points) {
                figures.point(port, month, point);
            }
        }
        Ok(())
    }

    /// A port's packets and average in each of `periods`, which are in order and without overlap.
    pub(crate) async fn points(
        &self,
        port: Port,
        periods: &[Period],
        zone: &TimeZone,
    ) -> Result<Vec<Option<Point>>, Error> {
        let buckets = periods
            .iter()
            .map(|period| Ok(Bucket { first_day: Some(period.from), hours: period.hours(zone)? }))
            .collect::<Result<_, Error>>()?;
        let query = SeriesQuery { ports: vec![port], buckets, class: None, sources: false };
        let series = self.series(query).await?;
        Ok(series.lines.into_iter().next().map_or_else(Vec::new, |line| line.points))
    }
}

/// Points that follow each other as one; none where no sensor was alive in any.
pub(crate) fn together(points: &[Option<Point>]) -> Option<Point> {
    points.iter().flatten().copied().reduce(|a, b| Point {
        packets: a.packets + b.packets,
        average: a.average + b.average,
        sources: None,
        hours: a.hours + b.hours,
    })
}

/// A port's average over a period.
pub(crate) fn average_of(report: Period, port: Port, period: Period, average: f64) -> Figure {
    let evidence = Question::Days { port, period };
    figure(
        report,
        &format!("observe.average.{}", port_id(port)),
        period,
        tenths(average),
        Unit::PacketsPerSensor,
        evidence,
    )
}

/// A port's packets in a period.
fn packets_of(report: Period, port: Port, period: Period, packets: u64) -> Figure {
    let evidence = Question::Packets { port: Some(port), period };
    figure(
        report,
        &format!("observe.packets.{}", port_id(port)),
        period,
        count(packets),
        Unit::Packets,
        evidence,
    )
}

/// How a port's average changed against the period before.
pub(crate) fn change_of(period: Period, port: Port, per_cent: i64) -> Figure {
    let both = Period { from: period.before().from, to: period.to };
    let evidence = Question::Days { port, period: both };
    figure(
        period,
        &format!("observe.change.{}", port_id(port)),
        period,
        per_cent,
        Unit::PercentChange,
        evidence,
    )
}

/// What a port's point says as figures.
pub(crate) fn of_point(report: Period, port: Port, period: Period, point: &Point) -> [Figure; 2] {
    [average_of(report, port, period, point.average), packets_of(report, port, period, point.packets)]
}

/// A figure of a report about `report`: one about another period says so in its id.
fn figure(report: Period, name: &str, period: Period, value: i64, unit: Unit, evidence: Question) -> Figure {
    let id = if period == report { name.to_owned() } else { format!("{name}@{period}") };
    Figure { id, period, value, unit, evidence: evidence.written() }
}

/// A port as part of a figure's id: `tcp.445`, `icmp`.
pub fn port_id(port: Port) -> String {
    let written = port.to_string();
    match written.split_once('/') {
        Some((number, protocol)) => format!("{protocol}.{number}"),
        None => written,
    }
}

/// A port from a figure's id.
pub(crate) fn port_of(id: &str) -> Option<Port> {
    match id.split_once('.') {
        Some((protocol, number)) => format!("{number}/{protocol}").parse().ok(),
        None => id.parse().ok(),
    }
}

/// A number of records as a figure's value.
fn count(records: u64) -> i64 {
    i64::try_from(records).unwrap_or(i64::MAX)
}

/// An average in tenths, rounded to the nearest.
fn tenths(average: f64) -> i64 {
    (average * 10.0).round() as i64
}

/// Figures in order, each id once.
struct Figures {
    period: Period,
    list: Vec<Figure>,
    ids: HashSet<String>,
}

impl Figures {
    fn new(period: Period) -> Self {
        Self { period, list: Vec::new(), ids: HashSet::new() }
    }

    fn extend(&mut self, figures: impl IntoIterator<Item = Figure>) {
        for figure in figures {
            if self.ids.insert(figure.id.clone()) {
                self.list.push(figure);
            }
        }
    }

    fn put(&mut self, name: &str, period: Period, value: i64, unit: Unit, evidence: Question) {
        self.extend([figure(self.period, name, period, value, unit, evidence)]);
    }

    fn top(&mut self, top: &Top, period: Period) {
        for row in &top.rows {
            let figures = [
                average_of(self.period, row.port, period, row.average),
                packets_of(self.period, row.port, period, row.packets),
            ];
            self.extend(figures);
        }
    }

    fn point(&mut self, port: Port, period: Period, point: Option<Point>) {
        if let Some(point) = point {
            self.extend(of_point(self.period, port, period, &point));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_an_id_is_read_back() {
        let check = |port: &str, written: &str| {
            let port: Port = port.parse().unwrap();
            assert_eq!(port_id(port), written);
            assert_eq!(port_of(written), Some(port));
        };
        check("445/tcp", "tcp.445");
        check("icmp", "icmp");
        check("8/icmp", "icmp.8");
        check("0/47", "47.0");
        check("47", "47");
        assert_eq!(port_of("tcp.99999"), None);
        assert_eq!(port_of(""), None);
    }
}
