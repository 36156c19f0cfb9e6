//! `/desk/watched-ports`: the ports that the activity report follows from quarter to quarter.
//!
//! How a record stands is the rule's answer from the packets, unless a person decided for the quarter. The list
//! also says which ports nobody watches and might.

mod filled;
pub(crate) mod list;
pub(crate) mod one;

use kernel::Lang;
use observe::{Change, Quarter, WatchedInPeriod, Why};
use serde::Serialize;

use crate::error::Failure;
use crate::observation::address::Address;
use crate::site::Site;
use crate::texts::{text, text_with};
use crate::words;

/// The address.
const PATH: &str = "/desk/watched-ports";

/// The quarter that is asked for; where none is, the newest that has data.
async fn quarter(site: &Site, asked: Option<String>) -> Result<Quarter, Failure> {
    match asked {
        Some(name) => {
            name.trim().parse().map_err(|error: observe::QuarterError| Failure::Question(error.to_string()))
        }
        None => {
            let (latest, _) = site.latest_quarter().await?;
            Ok(Quarter::of(latest.from))
        }
    }
}

/// A way to the same page of another quarter.
#[derive(Debug, Clone, Serialize)]
struct Link {
    address: String,
    name: String,
}

fn link(path: &str, quarter: Quarter) -> Link {
    let name = quarter.to_string();
    Link { address: Address::new(path).with("quarter", &name).into(), name }
}

/// How a record stands in a quarter, in words.
#[derive(Debug, Clone, Serialize)]
struct Standing {
    /// `carried`, `proposed` or `dropped`.
    state: &'static str,
    /// What the packets say; empty where they were not asked.
    seen: String,
    /// Whether a person decided it.
    decided: bool,
    /// Packets per sensor and day; empty where no sensor was alive.
    now: String,
    before: String,
    /// The change with its sign and `%`; empty where there was nothing to compare with.
    change: String,
}

impl Standing {
    fn new(one: &WatchedInPeriod, lang: Lang) -> Self {
        let rate = |rate: Option<f64>| rate.map_or_else(String::new, words::figure);
        Self {
            state: one.state.name(),
            seen: seen(one.seen(), lang),
            decided: one.decided().is_some(),
            now: rate(one.now),
            before: rate(one.before),
            change: one.change.map_or_else(String::new, |change| {
                format!("{}%", kernel::Unit::PercentChange.written(change))
            }),
        }
    }
}

/// What a quarter's packets say, in words.
fn seen(change: Option<Change>, lang: Lang) -> String {
    match change {
        None => String::new(),
        Some(change @ Change::Notable(Why::RoseInWeek(week))) => {
            let week = kernel::words::day(week, lang);
            text_with(lang, &format!("watched-ports-seen-{}", change.name()), [("week", &week)])
        }
        Some(change) => text(lang, &format!("watched-ports-seen-{}", change.name())),
    }
}

/// A port watched in the quarter of the sample, with harm in what people wrote.
#[cfg(test)]
fn sample() -> WatchedInPeriod {
    use jiff::civil::date;
    use kernel::{BucketSize, Text};
    use observe::{Choice, Decision, Port, Reference, State, Watched, WatchedPort};

    let harm =
        |words: &str| Text { ja: format!("<b>{words}\u{202E}"), en: format!("<script>{words}\u{202E}") };
    let quarter: Quarter = "2008Q1".parse().unwrap();
    let is = WatchedPort {
        title: harm("Scans of TCP port 135"),
        ports: vec![Port::tcp(135), Port::udp(1026)],
        first_seen: Some(date(2006, 12, 2)),
        chart_from: date(2006, 11, 1),
        thought: harm("</textarea>"),
        advice: harm("update"),
        references: vec![Reference { title: harm("Alert"), url: "https://csirt.example/\"><b>".to_owned() }],
        entered: "2007Q4".parse().unwrap(),
    };
    let decision = Decision { quarter, choice: Choice::Keep, note: harm("note"), who: "aoki".to_owned() };
    let standing = |quarter, state, change, decided| observe::Standing { quarter, state, change, decided };
    let week = Change::Notable(Why::RoseInWeek(date(2008, 2, 12)));
    WatchedInPeriod {
        watched: Watched { id: 3, is, decisions: vec![decision] },
        period: quarter.period(),
        quarter,
        state: State::Carried,
        life: vec![
            standing(quarter.before(), State::Proposed, Some(Change::Quiet), None),
            standing(quarter, State::Carried, Some(week), Some(Choice::Keep)),
        ],
        note: Some(harm("note")),
        ports: Vec::new(),
        now: Some(7.81),
        before: None,
        change: Some(94),
        series: crate::observation::sample::series(),
        size: BucketSize::Day,
    }
}
