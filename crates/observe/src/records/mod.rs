//! The records behind a figure, listed one by one.
//!
//! A figure is summed from series and totals; here the same question is answered from what these were derived
//! from: the packets' own rows, the days, the sensors' hours. The public line of a record says port, hour and class,
//! or numbers of packets and sensors: never a sensor's name, an address or the moment to the second, by which
//! whoever sent a packet could tell which sensor saw it.

mod days;
mod packets;
mod question;
mod sensors;

use jiff::tz::TimeZone;
use kernel::{Records, Stretch};

pub(crate) use question::Question;

use crate::error::Error;
use crate::service::Service;

/// The most records in one answer; a figure may have millions. More are had by asking for the next stretch.
pub const RECORDS_AT_ONCE: u64 = 1000;

impl Service {
    /// The records behind a figure, newest first: how many in all, and those of `stretch` (of
    /// [`RECORDS_AT_ONCE`] at most). Days are those of `zone`.
    pub async fn records(&self, question: &str, zone: &TimeZone, stretch: Stretch) -> Result<Records, Error> {
        let stretch = Stretch { limit: stretch.limit.min(RECORDS_AT_ONCE), ..stretch };
        let zone = zone.clone();
        match Question::parse(question)? {
            Question::Packets { port, period } => {
                let hours = period.hours(&zone)?;
                self.ask(move |snapshot| packets::packets(snapshot, port, hours, &zone, stretch)).await
            }
            Question::Days { port, period } => {
                let buckets = period.buckets(kernel::BucketSize::Day, &zone)?;
                self.ask(move |snapshot| days::days(snapshot, port, &buckets, stretch)).await
            }
            Question::Sensors { period } => {
                let hours = period.hours(&zone)?;
                self.ask(move |snapshot| Ok(sensors::sensors(snapshot, hours, &zone, stretch))).await
            }
        }
    }
}

/// The stretch of `all`.
fn cut<T>(all: Vec<T>, stretch: Stretch) -> Vec<T> {
    let skip = usize::try_from(stretch.skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(stretch.limit).unwrap_or(usize::MAX);
    all.into_iter().skip(skip).take(limit).collect()
}
