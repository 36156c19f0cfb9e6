//! The question behind a figure: a list of the desk and what narrows it, written as path and query.
//!
//! `incidents?kind=scan&port=80&period=2008Q1`. Pages and the API read the same words, so that a figure's
//! evidence is also the address of a page.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::Period;
use url::form_urlencoded;

use crate::error::Error;
use crate::notify::{NotificationQuery, Purpose};
use crate::query::{IncidentQuery, MessageQuery};

/// A list of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// Messages.
    Messages(MessageQuery),
    /// Incidents.
    Incidents(IncidentQuery),
    /// Notifications.
    Notifications(NotificationQuery),
    /// Incidents whose site was taken down at or after the first time, and before the second.
    Takedowns(Timestamp, Timestamp),
}

/// A word of a question that can't be understood.
fn wrong(key: &str, value: &str) -> Error {
    Error::Refused(format!("{key}={value}: no such question"))
}

fn read<T: std::str::FromStr>(key: &str, value: &str) -> Result<T, Error> {
    value.parse().map_err(|_| wrong(key, value))
}

impl Evidence {
    /// Reads a question; its days are those of `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, Error> {
        let (list, query) = text.split_once('?').unwrap_or((text, ""));
        let mut pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let mut span = (None, None);
        if let Some(place) = pairs.iter().position(|(key, _)| key == "period") {
            let (key, value) = pairs.remove(place);
            let (from, until) =
                read::<Period>(&key, &value)?.instants(zone).map_err(|_| wrong(&key, &value))?;
            span = (Some(from), Some(until));
        }
        match list {
            "messages" => {
                let mut query = MessageQuery { from: span.0, until: span.1, ..Default::default() };
                for (key, value) in &pairs {
                    match key.as_str() {
                        "disposition" => query.dispositions.push(read(key, value)?),
                        "channel" => query.channel = Some(read(key, value)?),
                        "state" => query.state = Some(read(key, value)?),
                        "sender-tld" => query.sender_tld = Some(value.clone()),
                        "assignee" => query.assignee = Some(value.clone()),
                        _ => return Err(wrong(key, value)),
                    }
                }
                Ok(Self::Messages(query))
            }
            "incidents" => {
                let mut query = IncidentQuery { from: span.0, until: span.1, ..Default::default() };
                for (key, value) in &pairs {
                    match key.as_str() {
                        "kind" => query.kind = Some(read(key, value)?),
                        "refinement" => query.refinement = Some(read(key, value)?),
                        "state" => query.state = Some(read(key, value)?),
                        "port" => query.port = Some(read(key, value)?),
                        "many-ports" => query.many_ports = Some(read(key, value)?),
                        "message" => query.message = Some(read(key, value)?),
                        _ => return Err(wrong(key, value)),
                    }
                }
                Ok(Self::Incidents(query))
            }
            "notifications" => {
                if let Some((key, value)) = pairs.first() {
                    return Err(wrong(key, value));
                }
                let purposes = Purpose::COUNTED.to_vec();
                let query = NotificationQuery {
                    purposes,
                    sent_from: span.0,
                    sent_until: span.1,
                    ..Default::default()
                };
                Ok(Self::Notifications(query))
            }
            "takedowns" => {
                if let Some((key, value)) = pairs.first() {
                    return Err(wrong(key, value));
                }
                let (from, until) = (span.0.unwrap_or(Timestamp::MIN), span.1.unwrap_or(Timestamp::MAX));
                Ok(Self::Takedowns(from, until))
            }
            _ => Err(Error::Refused(format!("there is no list {list:?}"))),
        }
    }
}
