//! A figure: one number of the activity report, with its definition and its evidence.

use serde::Serialize;

use crate::civil::Period;

/// One number that a domain offers for a period.
///
/// A number without records behind it does not exist in this program: `evidence` asks the same domain for the
/// records that were counted, and they are exactly `value` many where the unit is a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its name within the report, such as `incident.kind.scan`.
    pub id: String,
    /// The days it is about.
    pub period: Period,
    /// The number.
    pub value: u64,
    /// What is counted.
    pub unit: Unit,
    /// The question that lists the records, as path and query of the domain: `incidents?kind=scan`.
    pub evidence: String,
}

/// What a figure's number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Messages about incidents.
    Reports,
    /// Incidents: one for an IP address, one for a site.
    Incidents,
    /// Our messages to somebody who can act.
    Notifications,
    /// Messages of any other sort.
    Messages,
    /// Working days, rounded to the nearest.
    BusinessDays,
    /// Harmful sites that went away.
    Sites,
}
