//! Which report a page is about.

use axum::http::Uri;
use desk::flows::activity_report;
use kernel::Period;
use report::html::Which;
use report::{ActivityReport, EditionHead};

use crate::desk::asked;
use crate::error::Failure;
use crate::observation::address::Address;
use crate::site::Site;
use crate::words::count;

/// Years of periods that there are reports of; what lies outside is no period to anybody.
const YEARS: std::ops::Range<i16> = 1970..2200;
/// Days of a period at most. A draft of more would ask the records of a lifetime.
const MOST_DAYS: u32 = 5 * 366;

/// Takes `edition` out of the parameters: which report of a period is asked for.
pub(crate) fn take_which(pairs: &mut Vec<(String, String)>) -> Result<Which, Failure> {
    match asked::take(pairs, "edition")?.as_deref() {
        None => Ok(Which::Newest),
        Some("draft") => Ok(Which::Draft),
        Some(number) => match number.parse() {
            Ok(number) if number > 0 => Ok(Which::Edition(number)),
            _ => Err(Failure::Question(format!("edition={number}: a number from 1"))),
        },
    }
}

/// Which report an address asks for; other parameters, such as a newsletter's marks, do no harm.
pub(crate) fn which_of(uri: &Uri) -> Result<Which, Failure> {
    take_which(&mut asked::pairs(uri)?)
}

/// The address that asks for this report.
pub(crate) fn address(which: Which, path: &str) -> Address {
    let address = Address::new(path);
    match which.asked() {
        None => address,
        Some(edition) => address.with("edition", &edition),
    }
}

/// The period of an address: one that can be asked for, whatever of its names is written.
pub(crate) fn period_of(name: &str) -> Result<Period, Failure> {
    let period: Period = name.parse().map_err(|_| Failure::NotFound)?;
    let known = YEARS.contains(&period.from.year()) && YEARS.contains(&period.to.year());
    if known && period.days() <= MOST_DAYS { Ok(period) } else { Err(Failure::NotFound) }
}

/// The path of a period's report.
pub(crate) fn path_of(period: Period) -> String {
    format!("/activity/{period}")
}

/// A report, and its place among the editions.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// What was asked for.
    pub(crate) which: Which,
    /// The report.
    pub(crate) report: ActivityReport,
    /// The edition; none where it is a draft.
    pub(crate) head: Option<EditionHead>,
    /// All editions of the period, the newest first.
    pub(crate) editions: Vec<EditionHead>,
}

impl Shown {
    /// The report that is asked for, as far as whoever asks may see it.
    pub(crate) async fn find(
        site: &Site,
        period: Period,
        which: Which,
        is_staff: bool,
    ) -> Result<Self, Failure> {
        let service = &site.app.report;
        let editions = service.editions_of(period).await?;
        let number = match which {
            Which::Newest => editions.first().map(|head| head.number),
            Which::Edition(number) => Some(number),
            Which::Draft => None,
        };
        if number.is_some() {
            let issued = service.edition(period, number).await?.ok_or(Failure::NotFound)?;
            return Ok(Self { which, report: issued.report, head: Some(issued.head), editions });
        }
        if !is_staff {
            return Err(Failure::NotFound);
        }
        let report = activity_report::draft(&site.app, period).await?;
        Ok(Self { which, report, head: None, editions })
    }

    /// The days of the report.
    pub(crate) fn period(&self) -> Period {
        self.report.period
    }

    /// The newest edition's number, where this is another edition.
    pub(crate) fn newer(&self) -> Option<u32> {
        let head = self.head.as_ref()?;
        self.editions.first().map(|newest| newest.number).filter(|newest| *newest != head.number)
    }

    /// What tells this report, and its place among the editions, from all others.
    pub(crate) fn mark(&self) -> Option<String> {
        let head = self.head.as_ref()?;
        Some(format!("{} of {}", head.sha256, self.editions.len()))
    }
}

/// A length in bytes, for people who think about taking a file.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", count(bytes.div_ceil(1000))),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_that_can_be_asked_for() {
        for (name, known) in [
            ("2008Q1", true),
            ("2008H1", true),
            ("FY2007", true),
            ("2008-01-01..2008-03-31", true),
            ("1969", false),
            ("2200Q1", false),
            ("2000-01-01..2010-01-01", false),
            ("2008Q5", false),
            ("figure", false),
        ] {
            assert_eq!(period_of(name).is_ok(), known, "{name}");
        }
    }

    #[test]
    fn editions_that_can_be_asked_for() {
        let check = |query: &str, expect: Option<Which>| {
            let uri: Uri = format!("/activity/2008Q1{query}").parse().unwrap();
            assert_eq!(which_of(&uri).ok(), expect, "{query}");
        };
        check("", Some(Which::Newest));
        check("?edition=&lang=ja", Some(Which::Newest));
        check("?edition=2", Some(Which::Edition(2)));
        check("?edition=draft", Some(Which::Draft));
        check("?edition=0", None);
        check("?edition=-1", None);
        check("?edition=1&edition=2", None);
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!([0, 1, 999_999, 1_250_000].map(size), ["0 kB", "1 kB", "1,000 kB", "1.2 MB"]);
    }
}
