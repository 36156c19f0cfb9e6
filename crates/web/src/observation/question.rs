//! What a reader asks: which days, which packets, how finely cut.

use jiff::tz::TimeZone;
use kernel::{BucketSize, HourRange, Lang, Period};
use observe::{By, Class, Port, Series, SeriesQuery, Top, TopQuery};

use crate::error::Failure;
use crate::observation::address::Address;
use crate::parameters::{Mistake, Parameters};
use crate::periods;
use crate::site::Site;
use crate::texts::text_with;
use crate::words;

/// The classes by name.
pub(crate) const CLASSES: [(&str, Class); 3] =
    [("scan", Class::Scan), ("backscatter", Class::Backscatter), ("other", Class::Other)];

/// Whether distinct sources are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sources {
    Counted,
    Left,
}

/// The days and the packets that a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question {
    /// The days.
    pub(crate) period: Period,
    /// Only packets of this class; all where none.
    pub(crate) class: Option<Class>,
}

impl Question {
    /// Reads it; `default` are the days where none are given.
    pub(crate) fn read(parameters: &mut Parameters, default: Period) -> Self {
        let period = periods::from_parameters(parameters, default);
        Self { period, class: parameters.choice("class", &CLASSES) }
    }

    /// What is asked, in words: its days, and its class where there is one.
    pub(crate) fn days(self, lang: Lang) -> String {
        self.of_class(words::days(self.period, lang), lang)
    }

    /// The same by months, where the days are whole ones.
    pub(crate) fn months(self, lang: Lang) -> String {
        self.of_class(words::months(self.period, lang), lang)
    }

    fn of_class(self, period: String, lang: Lang) -> String {
        match self.class {
            None => period,
            Some(class) => {
                let class = words::class(class, lang);
                text_with(lang, "period-of-class", [("period", &period), ("class", &class)])
            }
        }
    }

    /// The address of `path` with this question.
    pub(crate) fn address(self, path: &str) -> Address {
        Address::new(path).period(self.period).class(self.class)
    }

    /// The hours of the days.
    pub(crate) fn hours(self, zone: &TimeZone) -> Result<HourRange, Failure> {
        periods::hours(self.period, zone).map_err(|error| Failure::Parameters(vec![error]))
    }

    /// Which ports were hit most, as far as that is public.
    pub(crate) async fn top(self, site: &Site, by: By, limit: usize) -> Result<Top, Failure> {
        let query = TopQuery { hours: self.hours(site.zone())?, by, limit, class: self.class };
        Ok(site.app.observe.public_top(query, site.publication()).await?)
    }

    /// The public course of `ports`; with distinct sources only where they are to be shown, as they cost most.
    pub(crate) async fn series(
        self,
        site: &Site,
        ports: Vec<Port>,
        size: BucketSize,
        sources: Sources,
    ) -> Result<Series, Failure> {
        let buckets =
            periods::cut(self.period, size, site.zone()).map_err(|error| Failure::Parameters(vec![error]))?;
        let query = SeriesQuery { ports, buckets, class: self.class, sources: sources == Sources::Counted };
        Ok(site.app.observe.public_series(query, site.publication()).await?)
    }
}

/// How finely a page cuts: as asked, as long as hours do not become too many.
pub(crate) fn page_size(parameters: &mut Parameters, period: Period) -> BucketSize {
    let usual = BucketSize::for_days(period.days());
    let size = parameters.choice("bucket", &periods::SIZES).unwrap_or(usual);
    if size == BucketSize::Hour && period.days() > periods::DAYS_IN_HOURS {
        parameters.wrong("bucket", Mistake::TooLongForHours(periods::DAYS_IN_HOURS));
        return usual;
    }
    if period.days() as usize > periods::MOST_POINTS {
        parameters.wrong("to", Mistake::TooFine(periods::MOST_POINTS));
    }
    size
}
