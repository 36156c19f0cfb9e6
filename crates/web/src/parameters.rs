//! The query of an address, read strictly: what is wrong is said with the parameter's name.

use std::borrow::Cow;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::civil::Date;
use kernel::Lang;

use crate::error::Failure;
use crate::texts::{text, text_with};

/// One parameter that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParameterError {
    /// Its name, as it was written.
    pub(crate) parameter: Cow<'static, str>,
    /// What is wrong.
    pub(crate) mistake: Mistake,
}

/// What can be wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// Needed, and not there.
    Missing,
    /// There more often than once.
    Repeated,
    /// Nothing has this name here.
    Unknown,
    /// No date of the form 2008-03-31 between 1970 and 2199.
    NoDate(String),
    /// None of these.
    NoneOf(String, String),
    /// No port or ICMP type.
    NoPort(String),
    /// No whole number from 1 to this.
    NotUpTo(String, usize),
    /// More values than this.
    MoreThan(usize),
    /// Ports or places of the list: one of the two is needed, and only one.
    PortsOrTop,
    /// The period ends before it begins.
    Backwards,
    /// The buckets would be more than this many points.
    TooFine(usize),
    /// Hours are offered up to this many days.
    TooLongForHours(u32),
    /// Days of the time zone do not begin at whole hours.
    Zone(String),
}

impl ParameterError {
    pub(crate) const fn new(parameter: &'static str, mistake: Mistake) -> Self {
        Self { parameter: Cow::Borrowed(parameter), mistake }
    }

    /// The mistake in words.
    pub(crate) fn says(&self, lang: Lang) -> String {
        let name = self.parameter.as_ref();
        let named = |key| text_with(lang, key, [("name", name)]);
        let given = |key, value: &str| text_with(lang, key, [("name", name), ("value", value)]);
        let most = |key, most: usize| text_with(lang, key, [("name", name), ("most", &most.to_string())]);
        match &self.mistake {
            Mistake::Missing => named("parameter-missing"),
            Mistake::Repeated => named("parameter-repeated"),
            Mistake::Unknown => named("parameter-unknown"),
            Mistake::NoDate(value) => given("parameter-no-date", value),
            Mistake::NoneOf(value, choices) => {
                text_with(lang, "parameter-none-of", [("name", name), ("value", value), ("choices", choices)])
            }
            Mistake::NoPort(value) => given("parameter-no-port", value),
            Mistake::NotUpTo(value, most) => text_with(
                lang,
                "parameter-not-up-to",
                [("name", name), ("value", value), ("most", &most.to_string())],
            ),
            Mistake::MoreThan(number) => most("parameter-more-than", *number),
            Mistake::PortsOrTop => text(lang, "parameter-ports-or-top"),
            Mistake::Backwards => text(lang, "parameter-backwards"),
            Mistake::TooFine(number) => most("parameter-too-fine", *number),
            Mistake::TooLongForHours(days) => most("parameter-too-long-for-hours", *days as usize),
            Mistake::Zone(value) => given("parameter-zone", value),
        }
    }
}

/// The query's pairs, and what was found wrong with those that were read so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    /// What is wrong.
    pub(crate) errors: Vec<ParameterError>,
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|e| Failure::Internal(e.to_string()))?;
        // The language is every page's parameter and is read in `language`.
        Ok(Self { pairs: pairs.0, known: vec!["lang"], errors: Vec::new() })
    }
}

impl Parameters {
    /// Notes a mistake.
    pub(crate) fn wrong(&mut self, parameter: &'static str, mistake: Mistake) {
        self.errors.push(ParameterError::new(parameter, mistake));
    }

    /// All values of `name`. An empty one, as a form sends it, is as good as none.
    pub(crate) fn all(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        let of_name = self.pairs.iter().filter(|(key, value)| key == name && !value.is_empty());
        of_name.map(|(_, value)| value.clone()).collect()
    }

    /// The value of `name`.
    pub(crate) fn one(&mut self, name: &'static str) -> Option<String> {
        let mut values = self.all(name);
        if values.len() > 1 {
            self.wrong(name, Mistake::Repeated);
        }
        values.pop()
    }

    /// A date, written 2008-03-31.
    ///
    /// Years outside of 1970 to 2199 are refused, as the lake's hours are counted from 1970 and a mistyped year
    /// would otherwise be asked for in earnest.
    pub(crate) fn date(&mut self, name: &'static str) -> Option<Date> {
        let value = self.one(name)?;
        let date = if value.len() == 10 { Date::strptime("%Y-%m-%d", &value).ok() } else { None };
        let date = date.filter(|date| (1970..2200).contains(&date.year()));
        if date.is_none() {
            self.wrong(name, Mistake::NoDate(value));
        }
        date
    }

    /// One of `choices` by its name.
    pub(crate) fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.one(name)?;
        let found = choices.iter().find(|(choice, _)| *choice == value).map(|(_, chosen)| *chosen);
        if found.is_none() {
            let names: Vec<_> = choices.iter().map(|(choice, _)| *choice).collect();
            self.wrong(name, Mistake::NoneOf(value, names.join(", ")));
        }
        found
    }

    /// A whole number from 1 to `most`.
    pub(crate) fn up_to(&mut self, name: &'static str, most: usize) -> Option<usize> {
        let value = self.one(name)?;
        let number = usize::from_str(&value).ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            self.wrong(name, Mistake::NotUpTo(value, most));
        }
        number
    }

    /// Refuses what nobody asked after.
    pub(crate) fn nothing_else(&mut self) {
        for (name, _) in &self.pairs {
            if !self.known.iter().any(|known| known == name) {
                let parameter = Cow::Owned(name.chars().take(60).collect());
                self.errors.push(ParameterError { parameter, mistake: Mistake::Unknown });
            }
        }
    }

    /// `value`, if nothing was wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Failure> {
        if self.errors.is_empty() { Ok(value) } else { Err(Failure::Parameters(self.errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Parameters {
        let pairs = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Parameters { pairs, ..Parameters::default() }
    }

    #[track_caller]
    fn check_date(value: &str, good: bool) {
        let mut parameters = of(&[("from", value)]);
        assert_eq!(parameters.date("from").is_some(), good, "{value:?}");
        assert_eq!(parameters.errors.is_empty(), good, "{value:?}");
    }

    #[test]
    fn dates_are_written_in_one_way() {
        check_date("2008-02-29", true);
        for wrong in ["2007-02-29", "2008-2-9", "20080229", "1969-12-31", "2200-01-01", "2008-02-29T00", "x"]
        {
            check_date(wrong, false);
        }
    }

    #[test]
    fn twice_unknown_and_out_of_range_are_named() {
        let mut parameters =
            of(&[("by", "average"), ("by", "packets"), ("limit", "0"), ("form", "2008-01-01")]);
        parameters.choice("by", &[("average", 1), ("packets", 2)]);
        parameters.up_to("limit", 100);
        parameters.nothing_else();
        let names: Vec<_> = parameters.errors.iter().map(|e| e.parameter.as_ref()).collect();
        assert_eq!(names, ["by", "limit", "form"]);
        for error in &parameters.errors {
            assert!(error.says(Lang::Ja).contains(error.parameter.as_ref()), "{}", error.says(Lang::Ja));
        }
    }
}
