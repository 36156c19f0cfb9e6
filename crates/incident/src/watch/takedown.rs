//! How long it took until sites were gone.

use jiff::Timestamp;
use kernel::{Calendar, Period};
use serde::Serialize;

use super::model::Gone;
use crate::error::Error;
use crate::service::Service;
use crate::store;

/// A site that was taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Takedown {
    /// Its incident.
    pub incident: i64,
    /// Where it was.
    pub url: String,
    /// When its incident was received.
    pub received: Timestamp,
    /// When it first went away.
    pub gone: Timestamp,
    /// How it went, the last time.
    pub how: Option<Gone>,
    /// Business days from the one to the other: 0 on the same day.
    pub business_days: u32,
    /// Whether it came back since.
    pub revived: bool,
}

/// The sites that were taken down within a period. Those that nobody ever saw up are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Takedowns {
    /// In the order in which they went.
    pub sites: Vec<Takedown>,
}

impl Takedowns {
    /// Business days on average, rounded to the nearest; none where no site was taken down.
    pub fn mean_days(&self) -> Option<u64> {
        let count = self.sites.len() as u64;
        let total: u64 = self.sites.iter().map(|site| u64::from(site.business_days)).sum();
        (2 * total + count).checked_div(2 * count)
    }

    /// The business days that half of the sites did not exceed.
    pub fn median_days(&self) -> Option<u32> {
        let mut days: Vec<u32> = self.sites.iter().map(|site| site.business_days).collect();
        days.sort_unstable();
        days.get(days.len().checked_sub(1)? / 2).copied()
    }
}

impl Service {
    /// The sites that went away for the first time within the days of `period`, with the business days that it took
    /// since their incident was received.
    pub async fn days_to_takedown(&self, period: Period, calendar: &Calendar) -> Result<Takedowns, Error> {
        let zone = &self.inner.config.zone;
        let begin = |day: jiff::civil::Date| {
            let begin = day.to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
            begin.map_err(|error| Error::Refused(format!("{day}: {error}")))
        };
        let after =
            period.to.tomorrow().map_err(|error| Error::Refused(format!("{}: {error}", period.to)))?;
        let db = self.inner.database.connection();
        let rows = store::watch::taken_down(db, begin(period.from)?, begin(after)?).await?;
        let mut sites = Vec::with_capacity(rows.len());
        for (watch, incident) in rows {
            let Some(gone) = watch.takedown_us.map(store::time) else { continue };
            let received = store::time(incident.received_us);
            let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
            sites.push(Takedown {
                incident: incident.id,
                url: watch.url,
                received,
                gone,
                how: watch.gone_how.map(|word| word.parse()).transpose()?,
                business_days: calendar.business_days_between(day(received), day(gone)),
                revived: watch.revived > 0,
            });
        }
        Ok(Takedowns { sites })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: &[u32], mean: Option<u64>, median: Option<u32>) {
        let site = |business_days: &u32| Takedown {
            incident: 1,
            url: String::new(),
            received: Timestamp::UNIX_EPOCH,
            gone: Timestamp::UNIX_EPOCH,
            how: None,
            business_days: *business_days,
            revived: false,
        };
        let takedowns = Takedowns { sites: days.iter().map(site).collect() };
        assert_eq!((takedowns.mean_days(), takedowns.median_days()), (mean, median), "{days:?}");
    }

    #[test]
    fn means_are_rounded_and_medians_are_days_that_occur() {
        check(&[], None, None);
        check(&[3], Some(3), Some(3));
        check(&[0, 1], Some(1), Some(0));
        check(&[9, 0, 1], Some(3), Some(1));
        check(&[1, 1, 2], Some(1), Some(1));
        check(&[0, 0, 1, 9], Some(3), Some(0));
    }
}
