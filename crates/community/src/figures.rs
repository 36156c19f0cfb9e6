//! What the activity report may ask: named figures, each with the question that lists its records.
//!
//! | figure | what is counted |
//! |---|---|
//! | `community.events`, `community.events.ROLE` | events that began in the period, and those that we held, joined, helped to organise |
//! | `community.trainings` | trainings that began in the period |
//! | `community.countries` | countries that took part in these, each once |
//! | `community.training.N.countries`, `.days` | countries and days of the training with this number |
//! | `community.support`, `community.support.SORT` | help given to those who build a team, by the sort of organisation |
//! | `community.lectures`, `community.articles` | lectures given, articles published |
//! | `community.organisations` | organisations in the register at the period's end |
//! | `community.organisations.countries` | countries where these are, each once |
//! | `community.members.ASSOCIATION` | those of them that are members of an association |
//!
//! A record counts in the period in which its first day lies; one of a month by the month's first day; one without a
//! date in none.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Figure, Period, Unit};

use crate::error::Error;
use crate::kind::Kind;
use crate::kinds::organisation::slug;
use crate::kinds::{Role, Sort};
use crate::query::EntryQuery;
use crate::service::Service;
use crate::store;
use crate::verbs::last_day;

impl Service {
    /// All figures of a period: the whole, and where it has several months, what is counted in each (as `ID@2008-01`).
    pub async fn figures(&self, period: Period) -> Result<Vec<Figure>, Error> {
        let mut figures = self.counted(period).await?;
        figures.extend(self.read(period).await?);
        let months = period.months();
        if months.len() > 1 {
            for month in months {
                figures.extend(self.counted(month).await?.into_iter().map(|mut figure| {
                    figure.id = format!("{}@{month}", figure.id);
                    figure
                }));
            }
        }
        Ok(figures)
    }

    /// What the database counts.
    async fn counted(&self, period: Period) -> Result<Vec<Figure>, Error> {
        let db = self.inner.database.begin().await?;
        let mut figures = Vec::new();
        let mut add = |id: String, value: u64, unit: Unit, question: String| {
            figures.push(figure(&id, period, value, unit, &question));
        };
        for (kind, unit, plural) in [
            (Kind::Event, Unit::Events, "events"),
            (Kind::Training, Unit::Trainings, "trainings"),
            (Kind::Support, Unit::Supports, "support"),
            (Kind::Lecture, Unit::Lectures, "lectures"),
            (Kind::Article, Unit::Articles, "articles"),
        ] {
            let query = EntryQuery { period: Some(period), ..EntryQuery::default() };
            let all = store::entry::count(&db, kind, &query).await?;
            add(format!("community.{plural}"), all, unit, format!("{kind}?"));
            let (cell, words): (_, Vec<&str>) = match kind {
                Kind::Event => ("role", Role::ALL.iter().map(|role| role.word()).collect()),
                Kind::Support => ("sort", Sort::ALL.iter().map(|sort| sort.word()).collect()),
                _ => continue,
            };
            let counts: BTreeMap<String, u64> =
                store::entry::count_by(&db, kind, cell, period).await?.into_iter().collect();
            for word in words {
                let value = counts.get(word).copied().unwrap_or(0);
                add(format!("community.{plural}.{word}"), value, unit, format!("{kind}?{cell}={word}&"));
            }
        }
        let query = EntryQuery { period: Some(last_day(period)), ..EntryQuery::default() };
        let all = store::entry::count(&db, Kind::Organisation, &query).await?;
        add("community.organisations".to_owned(), all, Unit::Organisations, "organisation?".to_owned());
        let by = store::entry::count_by(&db, Kind::Organisation, "associations", last_day(period)).await?;
        let mut members: BTreeMap<String, u64> = BTreeMap::new();
        for (associations, organisations) in by {
            let slugs: BTreeSet<String> = associations.lines().map(slug).collect();
            for slug in slugs {
                *members.entry(slug).or_default() += organisations;
            }
        }
        for (slug, value) in members {
            let question = format!("organisation?association={slug}&");
            add(format!("community.members.{slug}"), value, Unit::Organisations, question);
        }
        let by = store::entry::count_by(&db, Kind::Organisation, "country", last_day(period)).await?;
        let countries = by.iter().filter(|(country, _)| !country.is_empty()).count() as u64;
        let id = "community.organisations.countries".to_owned();
        add(id, countries, Unit::Countries, "countries?of=organisations&".to_owned());
        Ok(figures)
    }

    /// What the trainings of the period say themselves.
    async fn read(&self, period: Period) -> Result<Vec<Figure>, Error> {
        let trainings = self.trainings(period).await?;
        let all: BTreeSet<&str> =
            trainings.iter().flat_map(|training| &training.countries).map(|country| country.code).collect();
        let count = all.len() as u64;
        let mut figures =
            vec![figure("community.countries", period, count, Unit::Countries, "countries?of=trainings&")];
        for training in &trainings {
            let id = training.id;
            let question = format!("countries?of=training&number={id}&");
            let name = format!("community.training.{id}.countries");
            figures.push(figure(&name, period, training.countries.len() as u64, Unit::Countries, &question));
            if let Some(days) = training.days {
                let (name, question) =
                    (format!("community.training.{id}.days"), format!("training?number={id}&"));
                figures.push(figure(&name, period, u64::from(days), Unit::Days, &question));
            }
        }
        Ok(figures)
    }
}

fn figure(id: &str, period: Period, value: u64, unit: Unit, question: &str) -> Figure {
    Figure {
        id: id.to_owned(),
        period,
        value: i64::try_from(value).unwrap_or(i64::MAX),
        unit,
        evidence: format!("{question}period={period}"),
    }
}
