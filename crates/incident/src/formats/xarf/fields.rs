//! Fields of a JSON object, each with what it has to be. What isn't is noted, with its path.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::super::{found, time};

/// What is wrong with a document: path and reason.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(String, String)>);

impl Faults {
    pub(super) fn note(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        // More than this says nothing new.
        if self.0.len() < 1000 {
            self.0.push((path.into(), reason.into()));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_inner(self) -> Vec<(String, String)> {
        self.0
    }
}

/// An object with the path that leads to it.
#[derive(Debug, Clone)]
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    path: String,
}

impl<'a> Fields<'a> {
    pub(super) fn root(object: &'a Map<String, Value>) -> Self {
        Self { object, path: String::new() }
    }

    pub(super) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.object.keys().map(String::as_str)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name)
    }

    /// Notes that a field is missing.
    pub(super) fn need(&self, faults: &mut Faults, name: &str) {
        if !self.has(name) {
            faults.note(self.path(name), "it is missing");
        }
    }

    /// A value that a function makes of the JSON; noted as not being `what` where it can't.
    fn made<T>(
        &self,
        faults: &mut Faults,
        name: &str,
        what: &str,
        make: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.object.get(name)?;
        let made = make(value);
        if made.is_none() {
            faults.note(self.path(name), format!("{} is no {what}", found::short(&brief(value))));
        }
        made
    }

    pub(super) fn text(&self, faults: &mut Faults, name: &str) -> Option<&'a str> {
        self.made(faults, name, "text", Value::as_str)
    }

    /// Text that isn't blank.
    pub(super) fn filled(&self, faults: &mut Faults, name: &str) -> Option<&'a str> {
        self.need(faults, name);
        self.made(faults, name, "filled text", |v| v.as_str().filter(|text| !text.trim().is_empty()))
    }

    pub(super) fn flag(&self, faults: &mut Faults, name: &str) -> Option<bool> {
        self.made(faults, name, "true or false", Value::as_bool)
    }

    pub(super) fn whole(&self, faults: &mut Faults, name: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let what = format!("whole number from {} to {}", range.start(), range.end());
        self.made(faults, name, &what, |v| v.as_u64().filter(|number| range.contains(number)))
    }

    pub(super) fn port(&self, faults: &mut Faults, name: &str) -> Option<u16> {
        self.whole(faults, name, 1..=65_535).and_then(|number| u16::try_from(number).ok())
    }

    pub(super) fn address(&self, faults: &mut Faults, name: &str) -> Option<IpAddr> {
        self.made(faults, name, "address", |v| found::address(v.as_str()?))
    }

    pub(super) fn url(&self, faults: &mut Faults, name: &str) -> Option<&'a str> {
        self.made(faults, name, "URL of a site", |v| v.as_str().filter(|text| found::url(text).is_ok()))
    }

    /// Any URI: `magnet:` as well as `https:`.
    pub(super) fn uri(&self, faults: &mut Faults, name: &str) -> Option<&'a str> {
        self.made(faults, name, "URI", |v| v.as_str().filter(|text| Url::parse(text).is_ok()))
    }

    pub(super) fn host(&self, faults: &mut Faults, name: &str) -> Option<String> {
        self.made(faults, name, "host name", |v| found::host(v.as_str()?))
    }

    pub(super) fn time(&self, faults: &mut Faults, name: &str) -> Option<Timestamp> {
        self.made(faults, name, "time with a zone", |v| time::with_zone(v.as_str()?))
    }

    pub(super) fn mail_address(&self, faults: &mut Faults, name: &str) -> Option<&'a str> {
        self.made(faults, name, "mail address", |v| v.as_str().filter(|text| is_mail_address(text)))
    }

    pub(super) fn one_of(&self, faults: &mut Faults, name: &str, known: &[&str]) -> Option<&'a str> {
        let what = format!("one of {}", known.join(", "));
        self.made(faults, name, &what, |v| {
            v.as_str().filter(|text| known.iter().any(|known| known.eq_ignore_ascii_case(text)))
        })
    }

    /// An object within.
    pub(super) fn within(&self, faults: &mut Faults, name: &str) -> Option<Fields<'a>> {
        let object = self.made(faults, name, "object", Value::as_object)?;
        Some(Fields { object, path: self.path(name) })
    }

    pub(super) fn list(&self, faults: &mut Faults, name: &str) -> Option<&'a [Value]> {
        self.made(faults, name, "list", Value::as_array).map(Vec::as_slice)
    }

    /// The objects of a list, `limit` at most.
    pub(super) fn objects(&self, faults: &mut Faults, name: &str, limit: usize) -> Vec<Fields<'a>> {
        let mut objects = Vec::new();
        for (at, value) in self.list(faults, name).unwrap_or_default().iter().take(limit).enumerate() {
            let path = format!("{}[{at}]", self.path(name));
            match value.as_object() {
                Some(object) => objects.push(Fields { object, path }),
                None => faults.note(path, "it is no object"),
            }
        }
        objects
    }
}

/// A JSON value as a detail shows it: lists and objects are left to the original.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(list) => {
            let words: Option<Vec<&str>> = list.iter().take(20).map(Value::as_str).collect();
            words.map(|words| words.join(", "))
        }
        Value::Null | Value::Object(_) => None,
    }
}

fn brief(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

/// Something before and something after one `@`, without spaces.
fn is_mail_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, domain)| {
        !user.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}
