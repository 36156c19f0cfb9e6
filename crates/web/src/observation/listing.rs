//! The list of ports that were hit most, and how the sensors differ.

use kernel::Lang;
use observe::{Sensors, Spread, Top, TopRow};
use serde::Serialize;

use crate::observation::address::port_page;
use crate::observation::question::Question;
use crate::words;
use observe::services::usual;

/// One place of the list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Place {
    rank: usize,
    port: String,
    /// The port's page, with the same days.
    address: String,
    /// The usual service's short name.
    service: &'static str,
    /// The usual service in words.
    about: &'static str,
    /// Average per sensor over the whole period.
    average: String,
    packets: String,
    spread: Differences,
}

/// How differently the sensors saw a port.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Differences {
    low: String,
    median: String,
    high: String,
    saw: u32,
    one_sensor: bool,
}

impl From<Spread> for Differences {
    fn from(spread: Spread) -> Self {
        Self {
            low: words::count(spread.low),
            median: words::figure(spread.median),
            high: words::count(spread.high),
            saw: spread.saw,
            one_sensor: spread.one_sensor,
        }
    }
}

/// How many sensors it all rests on.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Listeners {
    alive: u32,
    fewest: u32,
    most: u32,
    /// Hours without a sensor.
    dark_hours: u32,
    /// Hours that are not public.
    withheld_hours: u32,
}

impl From<Sensors> for Listeners {
    fn from(sensors: Sensors) -> Self {
        let Sensors { alive, fewest, most, dark_hours, withheld_hours } = sensors;
        Self { alive, fewest, most, dark_hours: dark_hours - withheld_hours, withheld_hours }
    }
}

/// The places of a top list.
pub(crate) fn places(top: &Top, question: Question, lang: Lang) -> Vec<Place> {
    top.rows.iter().enumerate().map(|(place, row)| one(place + 1, row, question, lang)).collect()
}

fn one(rank: usize, row: &TopRow, question: Question, lang: Lang) -> Place {
    let service = usual(row.port);
    Place {
        rank,
        port: row.port.label(lang),
        address: question.address(&port_page(row.port)).into(),
        service: service.map_or("", |s| s.name),
        about: service.map_or("", |s| s.about(lang)),
        average: words::figure(row.average),
        packets: words::count(row.packets),
        spread: row.spread.into(),
    }
}
