//! `hinomi sensor ...`

mod alarms;
mod change;
mod invite;
mod list;
mod show;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[derive(Debug, Subcommand)]
pub(crate) enum Sensor {
    /// Makes a one-time token for a new sensor, or for a new key of one that is there; printed this once.
    Invite(invite::Invite),
    /// All sensors, those with alarms first.
    List(list::List),
    /// One sensor with all that is known of it.
    Show(show::Show),
    /// Gives a sensor another title; its name stays.
    Rename(change::Rename),
    /// Takes a sensor out of use: its deliveries are refused.
    Retire(change::Retire),
    /// Takes a retired sensor into use again.
    Reinstate(change::Reinstate),
    /// Trusts a sensor's key no more, for ever.
    Revoke(change::Revoke),
    /// Alarms, newest first.
    Alarms(alarms::Alarms),
}

impl Sensor {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Invite(invite) => invite.run(data).await,
            Self::List(list) => list.run(data).await,
            Self::Show(show) => show.run(data).await,
            Self::Rename(rename) => rename.run(data).await,
            Self::Retire(retire) => retire.run(data).await,
            Self::Reinstate(reinstate) => reinstate.run(data).await,
            Self::Revoke(revoke) => revoke.run(data).await,
            Self::Alarms(alarms) => alarms.run(data).await,
        }
    }
}

/// An instant in the organisation's zone.
fn minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}
