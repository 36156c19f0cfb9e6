//! The question behind a figure: `event?role=held&period=2008Q1`, and the records that answer it.
//!
//! They are found by going through all records of the kind and looking at each, not by the way in which the figure was
//! counted: so that a test that compares the two says something.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Period, Record, Records, Stretch};
use url::form_urlencoded;

use crate::country::Country;
use crate::entry::Entry;
use crate::error::Error;
use crate::kind::Kind;
use crate::kinds::organisation::slug;
use crate::query::EntryQuery;
use crate::service::Service;
use crate::store;
use crate::verbs::last_day;

/// Records between two questions to the database.
const STEP: u64 = 500;

/// A question, taken apart.
struct Question {
    list: String,
    period: Period,
    narrow: Vec<(String, String)>,
}

impl Question {
    fn parse(text: &str) -> Result<Self, Error> {
        let refused = || Error::Refused(format!("{text:?}: no such question"));
        let (list, query) = text.split_once('?').ok_or_else(refused)?;
        let mut narrow: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let place = narrow.iter().position(|(key, _)| key == "period").ok_or_else(refused)?;
        let period = narrow.remove(place).1.parse().map_err(|_| refused())?;
        let known = |key: &str| match list {
            "countries" => matches!(key, "of" | "number"),
            "event" => key == "role",
            "support" => key == "sort",
            "organisation" => key == "association",
            "training" => key == "number",
            _ => false,
        };
        if narrow.iter().any(|(key, _)| !known(key)) {
            return Err(refused());
        }
        Ok(Self { list: list.to_owned(), period, narrow })
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.narrow.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Whether a record is one of those that are asked for.
    fn takes(&self, entry: &Entry) -> bool {
        let in_time = match entry.is.kind.is_dated() {
            true => entry.is.first_day().is_some_and(|day| self.period.from <= day && day <= self.period.to),
            false => stood(entry, last_day(self.period)),
        };
        let narrowed = self.narrow.iter().all(|(key, value)| match key.as_str() {
            "association" => entry.is.list("associations").any(|association| slug(association) == *value),
            "number" => entry.id.to_string() == *value,
            "of" => true,
            cell => entry.is.cell(cell) == value,
        });
        in_time && narrowed
    }
}

/// Whether a record of a kind that stands did so on a day of the period.
fn stood(entry: &Entry, period: Period) -> bool {
    let begun = entry.is.first_day().is_none_or(|day| day <= period.to);
    let over = entry.is.last_day().is_some_and(|day| day < period.from);
    begun && !over
}

impl Service {
    /// The records behind a figure.
    pub async fn records(&self, question: &str, stretch: Stretch) -> Result<Records, Error> {
        let question = Question::parse(question)?;
        let all = match question.list.as_str() {
            "countries" => self.countries(&question).await?,
            kind => self.taken(kind.parse()?, &question).await?.iter().map(record).collect(),
        };
        let total = all.len() as u64;
        let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let records = all.into_iter().skip(place(stretch.skip)).take(place(stretch.limit)).collect();
        Ok(Records { total, records })
    }

    /// The records of a kind that a question takes.
    async fn taken(&self, kind: Kind, question: &Question) -> Result<Vec<Entry>, Error> {
        let db = self.inner.database.begin().await?;
        let mut taken = Vec::new();
        let mut skip = 0;
        loop {
            let query = EntryQuery { skip, limit: STEP, ..EntryQuery::default() };
            let some = store::entry::list(&db, kind, &query).await?;
            if some.is_empty() {
                return Ok(taken);
            }
            taken.extend(some.into_iter().filter(|entry| question.takes(entry)));
            skip += STEP;
        }
    }

    /// The countries of the records that a question takes, each once and by the names of their letters.
    async fn countries(&self, question: &Question) -> Result<Vec<Record>, Error> {
        let (kind, cell) = match question.value("of") {
            Some("organisations") => (Kind::Organisation, "country"),
            Some("trainings" | "training") => (Kind::Training, "countries"),
            _ => {
                return Err(Error::Refused(
                    "countries of trainings, of a training or of organisations".to_owned(),
                ));
            }
        };
        let entries = self.taken(kind, question).await?;
        let mut countries: BTreeMap<&str, (&Country, Option<Date>)> = BTreeMap::new();
        for entry in &entries {
            // A register has no day on which a country would have been there.
            let day = entry.is.first_day().filter(|_| kind.is_dated());
            for country in entry.is.list(cell).filter_map(Country::find) {
                countries.entry(country.code).or_insert((country, day));
            }
        }
        let record = |(country, day): (&Country, Option<Date>)| Record {
            sort: "country",
            id: country.code.to_owned(),
            day,
            public: country.text(),
        };
        Ok(countries.into_values().map(record).collect())
    }
}

fn record(entry: &Entry) -> Record {
    let day = entry.is.first_day();
    Record { sort: entry.is.kind.name(), id: entry.id.to_string(), day, public: entry.is.public() }
}
