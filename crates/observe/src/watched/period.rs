//! Watched ports as a period's report has them.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use kernel::{Bucket, BucketSize, Figure, Period, Text};
use serde::Serialize;

use super::life::{Standing, State, life};
use super::model::{Choice, Watched};
use super::notable::{Change, Day, judge};
use super::quarter::Quarter;
use crate::error::Error;
use crate::figures;
use crate::port::Port;
use crate::query::{Line, Point, Series, SeriesQuery};
use crate::service::Service;
use crate::snapshot::Snapshot;
use crate::{answer, store};

/// A watched port in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WatchedInPeriod {
    /// The record.
    pub watched: Watched,
    /// The days.
    pub period: Period,
    /// The quarter by which it stands as it does: that of the period's last day.
    pub quarter: Quarter,
    /// How it stands in that quarter.
    pub state: State,
    /// Its life up to then, oldest first.
    pub life: Vec<Standing>,
    /// What the person who decided for that quarter wants printed.
    pub note: Option<Text>,
    /// Its ports, each with the period's numbers.
    pub ports: Vec<PortInPeriod>,
    /// Packets per sensor and day of observation, of all its ports; none where no sensor was alive.
    pub now: Option<f64>,
    /// The same in the period before.
    pub before: Option<f64>,
    /// The change from `before` to `now`, in per cent; none where there was nothing to compare with.
    pub change: Option<i64>,
    /// Its course, a line for each port, from the day its chart begins with to the period's end; over the period
    /// where the chart begins later.
    pub series: Series,
    /// How wide the points of the course are.
    pub size: BucketSize,
}

/// One port of a watched record in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PortInPeriod {
    /// The port.
    pub port: Port,
    /// `observe.average.PORT` of the period.
    pub now: Option<Figure>,
    /// `observe.average.PORT` of the period before.
    pub before: Option<Figure>,
    /// `observe.change.PORT`; none where there was nothing to compare with.
    pub change: Option<Figure>,
    /// `observe.packets.PORT` of both periods, where sensors were alive.
    pub packets: Vec<Figure>,
}

impl WatchedInPeriod {
    /// Whether the report has it: until it is dropped, and in the quarter in which a person drops it with words.
    pub fn is_printed(&self) -> bool {
        self.state != State::Dropped || (self.decided() == Some(Choice::Drop) && self.note.is_some())
    }

    /// What was decided for the quarter.
    pub fn decided(&self) -> Option<Choice> {
        self.life.last().and_then(|standing| standing.decided)
    }

    /// What the quarter's packets say; none where that was not looked at, as it was dropped before.
    pub fn seen(&self) -> Option<Change> {
        self.life.last().and_then(|standing| standing.change)
    }

    /// When it was entered for this very quarter.
    pub fn is_new(&self) -> bool {
        self.watched.is.entered == self.quarter
    }
}

impl PortInPeriod {
    /// Its figures.
    pub fn figures(self) -> impl Iterator<Item = Figure> {
        [self.now, self.before, self.change].into_iter().flatten().chain(self.packets)
    }
}

impl Service {
    /// The watched ports that were entered by the end of `period`, those that are dropped among them, in the order
    /// of their entry.
    pub async fn watched(&self, period: Period, zone: &TimeZone) -> Result<Vec<WatchedInPeriod>, Error> {
        let all = store::watched::all(self.inner.database.connection()).await?;
        let quarter = Quarter::of(period.to);
        let entered: Vec<Watched> = all.into_iter().filter(|one| one.is.entered <= quarter).collect();
        let zone = zone.clone();
        self.ask(move |snapshot| entered.iter().map(|one| in_period(snapshot, one, period, &zone)).collect())
            .await
    }
}

fn in_period(
    snapshot: &Snapshot,
    watched: &Watched,
    period: Period,
    zone: &TimeZone,
) -> Result<WatchedInPeriod, Error> {
    let quarter = Quarter::of(period.to);
    let mut quarters = Quarters { snapshot, ports: &watched.is.ports, zone, read: HashMap::new() };
    let decided = |quarter| watched.decided(quarter).map(|decision| decision.choice);
    let life = life(watched.is.entered, quarter, decided, |quarter| quarters.judge(quarter))?;
    let state = life.last().map_or(State::Dropped, |standing| standing.state);
    let note =
        watched.decided(quarter).map(|decision| decision.note.clone()).filter(|note| !note.ja.is_empty());

    let lines = two_periods(snapshot, &watched.is.ports, period, zone)?;
    let both = |place: usize| together_over_ports(&lines, place).and_then(rate);
    let (before, now) = (both(0), both(1));

    let from = watched.is.chart_from;
    let chart = Period { from: if from <= period.to { from } else { period.from }, to: period.to };
    let size = BucketSize::for_days(chart.days());
    let series = answer::series(
        snapshot,
        &SeriesQuery {
            ports: watched.is.ports.clone(),
            buckets: chart.buckets(size, zone)?,
            class: None,
            sources: false,
        },
    )?;
    Ok(WatchedInPeriod {
        watched: watched.clone(),
        period,
        quarter,
        state,
        life,
        note,
        ports: lines.iter().map(|line| port_in_period(line, period)).collect(),
        now,
        before,
        change: per_cent(now, before),
        series,
        size,
    })
}

/// The ports' points of the period before and of the period.
fn two_periods(
    snapshot: &Snapshot,
    ports: &[Port],
    period: Period,
    zone: &TimeZone,
) -> Result<Vec<Line>, Error> {
    let buckets = [period.before(), period]
        .into_iter()
        .map(|of| Ok(Bucket { first_day: Some(of.from), hours: of.hours(zone)? }))
        .collect::<Result<Vec<_>, Error>>()?;
    let query = SeriesQuery { ports: ports.to_vec(), buckets, class: None, sources: false };
    Ok(answer::series(snapshot, &query)?.lines)
}

/// A point of all lines together: they are of the same hours.
fn together_over_ports(lines: &[Line], place: usize) -> Option<Point> {
    let points = lines.iter().filter_map(|line| *line.points.get(place)?);
    points.reduce(|a, b| Point {
        packets: a.packets + b.packets,
        average: a.average + b.average,
        sources: None,
        hours: a.hours,
    })
}

/// Packets per sensor and day of observation.
pub(super) fn rate(point: Point) -> Option<f64> {
    (point.hours > 0).then(|| point.average * 24.0 / f64::from(point.hours))
}

/// The change in per cent, rounded to the nearest.
fn per_cent(now: Option<f64>, before: Option<f64>) -> Option<i64> {
    let (now, before) = (now?, before.filter(|before| *before > 0.0)?);
    Some(((now / before - 1.0) * 100.0).round() as i64)
}

fn port_in_period(line: &Line, period: Period) -> PortInPeriod {
    let point = |place: usize| line.points.get(place).copied().flatten();
    let (before, now) = (point(0), point(1));
    let of = |period_of: Period, point: Option<Point>| {
        point.map_or((None, None), |point| {
            let [average, packets] = figures::of_point(period, line.port, period_of, &point);
            (Some(average), Some(packets))
        })
    };
    let (before_average, before_packets) = of(period.before(), before);
    let (now_average, now_packets) = of(period, now);
    let change = per_cent(now.and_then(rate), before.and_then(rate));
    PortInPeriod {
        port: line.port,
        now: now_average,
        before: before_average,
        change: change.map(|change| figures::change_of(period, line.port, change)),
        packets: now_packets.into_iter().chain(before_packets).collect(),
    }
}

/// A record's quarters, day by day, each read once and only when it is asked for.
struct Quarters<'a> {
    snapshot: &'a Snapshot,
    ports: &'a [Port],
    zone: &'a TimeZone,
    read: HashMap<Quarter, Vec<Day>>,
}

impl Quarters<'_> {
    fn judge(&mut self, quarter: Quarter) -> Result<Change, Error> {
        self.days(quarter.before())?;
        self.days(quarter)?;
        let of = |quarter| self.read.get(&quarter).map_or(&[][..], Vec::as_slice);
        let change = judge(of(quarter), of(quarter.before()));
        self.read.retain(|read, _| *read == quarter);
        Ok(change)
    }

    fn days(&mut self, quarter: Quarter) -> Result<(), Error> {
        if self.read.contains_key(&quarter) {
            return Ok(());
        }
        let buckets = quarter.period().buckets(BucketSize::Day, self.zone)?;
        let query = SeriesQuery { ports: self.ports.to_vec(), buckets, class: None, sources: false };
        let series = answer::series(self.snapshot, &query)?;
        let days = series.buckets.iter().enumerate().filter_map(|(place, bucket)| {
            Some((bucket.first_day?, together_over_ports(&series.lines, place)))
        });
        self.read.insert(quarter, days.collect());
        Ok(())
    }
}
