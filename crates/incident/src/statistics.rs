//! What came in during a period, counted as the activity report counts it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Period, Transaction};
use serde::Serialize;

use crate::error::Error;
use crate::kind::{Kind, Refinement};
use crate::model::Disposition;
use crate::query::IncidentQuery;
use crate::service::Service;
use crate::store::{incident, notification, tally};

/// The counts of one stretch of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The days, such as `2008Q1`.
    #[serde(serialize_with = "name")]
    pub period: Period,
    /// Messages about incidents.
    pub reports: u64,
    /// Incidents in them.
    pub incidents: u64,
    /// Incidents by kind; all five kinds are here.
    pub kinds: BTreeMap<Kind, u64>,
    /// Incidents by later kind, as far as there are any.
    pub refinements: BTreeMap<Refinement, u64>,
    /// Our messages to those who can act that were sent.
    pub notifications: u64,
    /// Messages other than reports that somebody had to deal with.
    pub other_messages: u64,
    /// All messages by what they turned out to be.
    pub dispositions: BTreeMap<Disposition, u64>,
}

/// The statistics of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// The period as a whole.
    pub whole: Counts,
    /// Month by month.
    pub months: Vec<Counts>,
    /// Reports by the sender's top-level domain, the most frequent first.
    pub senders: Vec<(String, u64)>,
    /// Scan incidents by destination port, the most frequent first. One with two ports is in two rows.
    pub scan_ports: Vec<(u16, u64)>,
    /// Scan incidents over many ports at once.
    pub scan_many_ports: u64,
}

impl Counts {
    /// Nothing yet; all five kinds are there.
    fn none(period: Period) -> Self {
        Self {
            period,
            reports: 0,
            incidents: 0,
            kinds: Kind::ALL.iter().map(|kind| (*kind, 0)).collect(),
            refinements: BTreeMap::new(),
            notifications: 0,
            other_messages: 0,
            dispositions: BTreeMap::new(),
        }
    }

    /// Adds what came in during other days.
    fn add(&mut self, other: &Self) {
        self.reports += other.reports;
        self.incidents += other.incidents;
        self.notifications += other.notifications;
        self.other_messages += other.other_messages;
        add(&mut self.kinds, &other.kinds);
        add(&mut self.refinements, &other.refinements);
        add(&mut self.dispositions, &other.dispositions);
    }
}

fn add<K: Copy + Ord>(sum: &mut BTreeMap<K, u64>, other: &BTreeMap<K, u64>) {
    for (key, number) in other {
        *sum.entry(*key).or_default() += number;
    }
}

fn name<S: serde::Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(period)
}

impl Service {
    /// The statistics of a period, whose days are those of the organisation's time zone.
    pub async fn statistics(&self, period: Period) -> Result<Statistics, Error> {
        // One transaction, so that all numbers are of one moment.
        let db = self.inner.database.begin().await?;
        let (from, until) = self.instants(period)?;
        let many = IncidentQuery {
            from: Some(from),
            until: Some(until),
            kind: Some(Kind::Scan),
            many_ports: Some(true),
            ..Default::default()
        };
        let mut months = Vec::new();
        // The months lie side by side and fill the period, so that their sum is its count.
        let mut whole = Counts::none(period);
        for month in period.months() {
            let counts = self.counts(&db, month).await?;
            whole.add(&counts);
            months.push(counts);
        }
        Ok(Statistics {
            whole,
            months,
            senders: tally::senders(&db, from, until).await?,
            scan_ports: tally::scan_ports(&db, from, until).await?,
            scan_many_ports: incident::count(&db, &many).await?,
        })
    }

    /// The instants between which a period lies.
    pub(crate) fn instants(&self, period: Period) -> Result<(Timestamp, Timestamp), Error> {
        period.instants(&self.inner.config.zone).map_err(|error| Error::Refused(error.to_string()))
    }

    async fn counts(&self, db: &Transaction, period: Period) -> Result<Counts, Error> {
        let (from, until) = self.instants(period)?;
        let dispositions: BTreeMap<_, _> = tally::dispositions(db, from, until).await?.into_iter().collect();
        let sent = self.counted_notifications(period)?;
        let mut counts = Counts::none(period);
        for (kind, refinement, number) in tally::kinds(db, from, until).await? {
            *counts.kinds.entry(kind).or_default() += number;
            if let Some(refinement) = refinement {
                *counts.refinements.entry(refinement).or_default() += number;
            }
        }
        let others = dispositions.iter().filter(|(disposition, _)| disposition.is_other_message());
        Ok(Counts {
            reports: dispositions.get(&Disposition::Report).copied().unwrap_or(0),
            incidents: counts.kinds.values().sum(),
            notifications: notification::count(db, &sent).await?,
            other_messages: others.map(|(_, number)| number).sum(),
            dispositions,
            ..counts
        })
    }
}
