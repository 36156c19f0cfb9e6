//! A figure: one number of the activity report, with its definition and its evidence.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::civil::Period;
use crate::lang::Text;

/// One number that a domain offers for a period.
///
/// A number without records behind it does not exist in this program: `evidence` asks the same domain for the
/// records that were counted, and they are exactly `value` many where [`Unit::counts_records`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name within the report: the domain's name, then what it is, such as `incident.kind.scan`. One that is
    /// about another period than the report has that after an `@`: `incident.kind.scan@2008-01`.
    pub id: String,
    /// The days it is about.
    pub period: Period,
    /// The number, in the unit's smallest step: tenths where [`Unit::decimals`] is 1.
    pub value: i64,
    /// What is counted.
    pub unit: Unit,
    /// The question that lists the records, as path and query of the domain: `incidents?kind=scan`.
    pub evidence: String,
}

impl Figure {
    /// Its name without the period: what its definition is found by.
    pub fn name(&self) -> &str {
        self.id.split_once('@').map_or(&self.id, |(name, _)| name)
    }

    /// The number as it is printed in both languages: `1,234`, `12.5`, `-3`; changes always with their sign.
    pub fn written(&self) -> String {
        self.unit.written(self.value)
    }
}

/// What a figure's number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Packets that sensors saw.
    Packets,
    /// Packets divided by the sensors that were alive, in tenths.
    PacketsPerSensor,
    /// Sensors that listened.
    Sensors,
    /// Organisations, partner teams among them.
    Organisations,
    /// Times that somebody was helped to build a team.
    Supports,
    /// Events held or joined.
    Events,
    /// Trainings held.
    Trainings,
    /// Countries that took part.
    Countries,
    /// Days of the calendar.
    Days,
    /// Lectures given.
    Lectures,
    /// Articles published.
    Articles,
    /// Change against another period, in per cent of that period's value.
    PercentChange,
}

impl Unit {
    /// The name in data: as it is serialised.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Incidents => "incidents",
            Self::Notifications => "notifications",
            Self::Messages => "messages",
            Self::BusinessDays => "business-days",
            Self::Sites => "sites",
            Self::Packets => "packets",
            Self::PacketsPerSensor => "packets-per-sensor",
            Self::Sensors => "sensors",
            Self::Organisations => "organisations",
            Self::Supports => "supports",
            Self::Events => "events",
            Self::Trainings => "trainings",
            Self::Countries => "countries",
            Self::Days => "days",
            Self::Lectures => "lectures",
            Self::Articles => "articles",
            Self::PercentChange => "percent-change",
        }
    }

    /// Digits after the decimal point; the value is a whole number of such steps.
    pub const fn decimals(self) -> u8 {
        match self {
            Self::PacketsPerSensor => 1,
            _ => 0,
        }
    }

    /// Whether the number says how many records there are. The others are computed from records: means, changes,
    /// and what a record itself says (its days, its countries).
    pub const fn counts_records(self) -> bool {
        !matches!(self, Self::BusinessDays | Self::PacketsPerSensor | Self::Days | Self::PercentChange)
    }

    /// A value in this unit, as it is printed.
    pub fn written(self, value: i64) -> String {
        let steps = 10_u64.pow(u32::from(self.decimals()));
        let (whole, part) = (value.unsigned_abs() / steps, value.unsigned_abs() % steps);
        let sign = match self {
            _ if value < 0 => "-",
            Self::PercentChange if value > 0 => "+",
            _ => "",
        };
        let grouped = Grouped(whole);
        match usize::from(self.decimals()) {
            0 => format!("{sign}{grouped}"),
            decimals => format!("{sign}{grouped}.{part:0decimals$}"),
        }
    }
}

/// A number with commas between thousands.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

/// What a figure is, in words that a reader of the report understands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// A short name, such as "scan incidents".
    pub name: Text,
    /// What it means.
    pub meaning: Text,
    /// How it comes about: which records are taken, and what is done with them.
    pub computed: Text,
}

/// Records behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// How many there are in all, counted by listing them and not by the figure's own way.
    pub total: u64,
    /// Those that were asked for, newest first.
    pub records: Vec<Record>,
}

/// One record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The sort of record, such as `incident`: with `id` it leads staff to its page.
    pub sort: &'static str,
    /// Its number or name within its sort. For staff.
    pub id: String,
    /// Its day in the organisation's time zone.
    pub day: Option<Date>,
    /// What anybody may know of it: its kind, its port; never who reported, whom it concerns, or an address.
    pub public: Text,
}

/// Which of the records behind a figure are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// How many are passed over.
    pub skip: u64,
    /// How many are wanted at most.
    pub limit: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_printed() {
        for (unit, value, written) in [
            (Unit::Reports, 0, "0"),
            (Unit::Reports, 545, "545"),
            (Unit::Packets, 1_234_567, "1,234,567"),
            (Unit::PacketsPerSensor, 12_345, "1,234.5"),
            (Unit::PacketsPerSensor, 4, "0.4"),
            (Unit::PercentChange, 12, "+12"),
            (Unit::PercentChange, 0, "0"),
            (Unit::PercentChange, -1200, "-1,200"),
        ] {
            assert_eq!(unit.written(value), written);
        }
    }

    #[test]
    fn a_figure_of_another_period_has_the_same_name() {
        let period = "2008-01".parse().unwrap();
        let figure = |id: &str| Figure {
            id: id.to_owned(),
            period,
            value: 1,
            unit: Unit::Incidents,
            evidence: String::new(),
        };
        assert_eq!(figure("incident.kind.scan@2008-01").name(), "incident.kind.scan");
        assert_eq!(figure("incident.kind.scan").name(), "incident.kind.scan");
    }
}
