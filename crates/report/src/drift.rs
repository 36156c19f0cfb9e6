//! Drift: figures of an edition that would come out differently today.

use std::collections::BTreeMap;

use kernel::{Figure, Lang, Text, words};
use serde::Serialize;

use crate::model::{ActivityReport, Reported};

/// A figure that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The figure's id.
    pub id: String,
    /// Its name, with its days where they are not the report's.
    pub name: Text,
    /// As it was issued; none where there was no such figure.
    pub issued: Option<Figure>,
    /// As it comes out now; none where there is no such figure any more.
    pub now: Option<Figure>,
}

impl Drift {
    /// What changed, as readers are told: `Reports: 545 → 546`.
    pub fn said(&self) -> Text {
        let number = |figure: &Option<Figure>| figure.as_ref().map_or("–".to_owned(), Figure::written);
        let (issued, now) = (number(&self.issued), number(&self.now));
        let say = |name: &str, colon: &str| format!("{name}{colon}{issued} → {now}");
        Text { ja: say(&self.name.ja, ":"), en: say(&self.name.en, ": ") }
    }
}

/// What is different between a report as `issued` and as it comes out `now`, in the order of the report: first
/// the figures that were issued, then those that are new.
pub fn drift(issued: &ActivityReport, now: &ActivityReport) -> Vec<Drift> {
    let (before, after) = (by_id(issued), by_id(now));
    let gone_or_changed = issued.figures.iter().filter_map(|old| {
        let new = after.get(old.figure.id.as_str()).copied();
        let same =
            new.is_some_and(|new| (new.figure.value, new.figure.unit) == (old.figure.value, old.figure.unit));
        (!same).then(|| Drift {
            id: old.figure.id.clone(),
            name: name(new.unwrap_or(old), now),
            issued: Some(old.figure.clone()),
            now: new.map(|new| new.figure.clone()),
        })
    });
    let come = now.figures.iter().filter(|new| !before.contains_key(new.figure.id.as_str())).map(|new| {
        Drift { id: new.figure.id.clone(), name: name(new, now), issued: None, now: Some(new.figure.clone()) }
    });
    gone_or_changed.chain(come).collect()
}

fn by_id(report: &ActivityReport) -> BTreeMap<&str, &Reported> {
    report.figures.iter().map(|reported| (reported.figure.id.as_str(), reported)).collect()
}

/// A figure's name; with its days where the report is about others.
fn name(reported: &Reported, report: &ActivityReport) -> Text {
    let name = &reported.definition.name;
    let period = reported.figure.period;
    if period == report.period {
        return name.clone();
    }
    let days = |lang| words::months(period, lang);
    Text { ja: format!("{}({})", name.ja, days(Lang::Ja)), en: format!("{} ({})", name.en, days(Lang::En)) }
}
