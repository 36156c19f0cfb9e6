//! A list's question as it stands in an address: the words of `incident::Evidence`, and which page of the list.
//!
//! So the address of a figure's evidence is the address of a page, and of an answer for programs.

use axum::extract::Query;
use axum::http::Uri;
use incident::notify::NotificationQuery;
use incident::{Evidence, IncidentQuery, MessageQuery, Page};
use jiff::tz::TimeZone;

use crate::error::Failure;
use crate::observation::address::Address;

/// Rows of a page of the desk.
pub(crate) const ROWS: u64 = 50;

/// A question about one of the lists.
#[derive(Debug, Clone)]
pub(crate) struct Asked<Q> {
    /// What narrows the list.
    pub(crate) query: Q,
    /// Where this page of it begins, and how long it is.
    pub(crate) page: Page,
    /// What was asked, without the place of the page; in the order of the address.
    pairs: Vec<(String, String)>,
}

/// The parameters of an address that are filled in.
pub(crate) fn pairs(uri: &Uri) -> Result<Vec<(String, String)>, Failure> {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
    let mut pairs = pairs.map_err(|error| Failure::Question(error.body_text()))?.0;
    pairs.retain(|(name, value)| name != "lang" && !value.is_empty());
    Ok(pairs)
}

/// Takes a parameter out of the others.
pub(crate) fn take(pairs: &mut Vec<(String, String)>, name: &str) -> Result<Option<String>, Failure> {
    let mut found = pairs.extract_if(.., |(key, _)| key == name).map(|(_, value)| value);
    let (first, second) = (found.next(), found.next());
    drop(found);
    if second.is_some() { Err(Failure::Question(format!("{name} is given twice"))) } else { Ok(first) }
}

/// The place after a row: its time in microseconds, and its number.
pub(crate) fn cursor(received: jiff::Timestamp, id: i64) -> String {
    format!("{}.{id}", received.as_microsecond())
}

fn place(cursor: &str) -> Result<(i64, i64), Failure> {
    let read = || {
        let (time, id) = cursor.split_once('.')?;
        Some((time.parse().ok()?, id.parse().ok()?))
    };
    read().ok_or_else(|| Failure::Question(format!("after={cursor}: no place of a list")))
}

/// Which page is asked for. `most` bounds what `limit` may say.
pub(crate) fn page(pairs: &mut Vec<(String, String)>, usual: u64, most: u64) -> Result<Page, Failure> {
    let before = take(pairs, "after")?.as_deref().map(place).transpose()?;
    let limit = match take(pairs, "limit")? {
        None => usual,
        Some(written) => written
            .parse()
            .ok()
            .filter(|limit| (1..=most).contains(limit))
            .ok_or_else(|| Failure::Question(format!("limit={written}: 1 to {most}")))?,
    };
    Ok(Page { before, limit })
}

/// One row more than is shown: it tells whether there is another page.
pub(crate) fn one_more(page: Page) -> Page {
    Page { limit: page.limit.saturating_add(1), ..page }
}

/// Takes the row too many off; says whether it was there.
pub(crate) fn cut<T>(rows: &mut Vec<T>, limit: u64) -> bool {
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > shown;
    rows.truncate(shown);
    more
}

fn question(list: &str, pairs: &[(String, String)], zone: &TimeZone) -> Result<Evidence, Failure> {
    let address = pairs.iter().fold(Address::new(list), |address, (name, value)| address.with(name, value));
    Evidence::parse(&String::from(address), zone).map_err(|error| match error {
        incident::Error::Refused(reason) => Failure::Question(reason),
        error => error.into(),
    })
}

/// Reads a question about messages.
pub(crate) fn messages(
    mut pairs: Vec<(String, String)>,
    (usual, most): (u64, u64),
    zone: &TimeZone,
) -> Result<Asked<MessageQuery>, Failure> {
    let page = page(&mut pairs, usual, most)?;
    match question("messages", &pairs, zone)? {
        Evidence::Messages(query) => Ok(Asked { query, page, pairs }),
        _ => Err(Failure::Question("no question about messages".to_owned())),
    }
}

/// Reads a question about incidents.
pub(crate) fn incidents(
    mut pairs: Vec<(String, String)>,
    (usual, most): (u64, u64),
    zone: &TimeZone,
) -> Result<Asked<IncidentQuery>, Failure> {
    let page = page(&mut pairs, usual, most)?;
    match question("incidents", &pairs, zone)? {
        Evidence::Incidents(query) => Ok(Asked { query, page, pairs }),
        _ => Err(Failure::Question("no question about incidents".to_owned())),
    }
}

/// Reads a question about notifications: those that went out in a period, or all.
pub(crate) fn notifications(
    pairs: &[(String, String)],
    zone: &TimeZone,
) -> Result<NotificationQuery, Failure> {
    if pairs.is_empty() {
        return Ok(NotificationQuery::default());
    }
    match question("notifications", pairs, zone)? {
        Evidence::Notifications(query) => Ok(query),
        _ => Err(Failure::Question("no question about notifications".to_owned())),
    }
}

/// Takes a whole number out of the parameters.
pub(crate) fn number(pairs: &mut Vec<(String, String)>, name: &str) -> Result<Option<i64>, Failure> {
    let written = take(pairs, name)?;
    let read = |written: String| {
        written.parse().map_err(|_| Failure::Question(format!("{name}={written}: no whole number")))
    };
    written.map(read).transpose()
}

impl<Q> Asked<Q> {
    /// The page asked for, with one row more.
    pub(crate) fn one_more(&self) -> Page {
        one_more(self.page)
    }

    /// The address of this question at `path`.
    pub(crate) fn address(&self, path: &str) -> Address {
        self.pairs.iter().fold(Address::new(path), |address, (name, value)| address.with(name, value))
    }

    /// What a parameter says; empty where it is not there.
    pub(crate) fn said(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use incident::{Disposition, Kind};

    use super::*;

    fn read(address: &str) -> Result<Asked<IncidentQuery>, String> {
        let pairs = pairs(&address.parse().unwrap()).unwrap();
        incidents(pairs, (50, 500), &TimeZone::UTC).map_err(|failure| match failure {
            Failure::Question(reason) => reason,
            failure => panic!("{failure}"),
        })
    }

    #[test]
    fn an_address_is_a_question_and_back() {
        let asked = read("/x?kind=scan&state=&lang=ja&after=1199113200000000.12&limit=7").unwrap();
        assert_eq!(asked.query.kind, Some(Kind::Scan));
        assert_eq!(asked.page, Page { before: Some((1_199_113_200_000_000, 12)), limit: 7 });
        assert_eq!(String::from(asked.address("/y")), "/y?kind=scan");
        assert_eq!(cursor("2008-01-01T00:00:00+09:00".parse().unwrap(), 12), "1199113200000000.12");
        let pairs = pairs(&"/x?disposition=question&disposition=thanks".parse().unwrap()).unwrap();
        let asked = messages(pairs, (50, 500), &TimeZone::UTC).unwrap();
        assert_eq!(asked.query.dispositions, [Disposition::Question, Disposition::Thanks]);
    }

    #[test]
    fn what_is_no_question_is_named() {
        for (address, said) in [
            ("/x?kind=scam", "kind=scam"),
            ("/x?colour=red", "colour"),
            ("/x?after=12", "after=12"),
            ("/x?after=a.b", "after"),
            ("/x?limit=0", "limit=0"),
            ("/x?limit=501", "1 to 500"),
            ("/x?limit=5&limit=6", "twice"),
            ("/x?period=2008Q5", "period"),
        ] {
            let reason = read(address).unwrap_err();
            assert!(reason.contains(said), "{address}: {reason}");
        }
    }
}
