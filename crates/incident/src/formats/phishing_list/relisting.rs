//! What came back: hosts and URLs that lists name again, and what else such lists are counted by.
//!
//! That a site is listed again is no proof that it was gone in between; that is for the watch to tell.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use url::{Host, Url};

use super::Listing;

/// After so many days without a listing something counts as listed again.
const AFTER: [u32; 4] = [1, 7, 30, 90];

/// How many were listed again after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relisted {
    /// So many days, at least, lie between two listings that follow each other.
    pub after_days: u32,
    /// How many hosts.
    pub hosts: u64,
    /// How many URLs.
    pub urls: u64,
}

/// What lists of phishing URLs come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relistings {
    /// All rows.
    pub rows: u64,
    /// Different URLs.
    pub urls: u64,
    /// Different hosts.
    pub hosts: u64,
    /// Rows without a date.
    pub without_date: u64,
    /// Rows whose URL has no host, or is none.
    pub without_host: u64,
    /// Rows whose host is an address.
    pub with_address: u64,
    /// Rows whose host is an international name.
    pub international: u64,
    /// Rows that repeat a URL of the same day.
    pub same_day: u64,
    /// What was listed again, after longer and longer.
    pub again: Vec<Relisted>,
    /// Rows by brand, the most first.
    pub brands: Vec<(String, u64)>,
}

/// Counts the rows of one or several lists, in whatever order they come.
pub fn relistings<'a>(listings: impl IntoIterator<Item = &'a Listing>) -> Relistings {
    let mut counted = Relistings::default();
    let mut urls: HashMap<&str, HashSet<Date>> = HashMap::new();
    let mut hosts: HashMap<&str, HashSet<Date>> = HashMap::new();
    let mut brands: BTreeMap<&str, u64> = BTreeMap::new();
    for listing in listings {
        counted.rows += 1;
        let day = listing.at.map(jiff::civil::DateTime::date);
        counted.without_date += u64::from(day.is_none());
        let days = urls.entry(&listing.url).or_default();
        if let Some(day) = day {
            counted.same_day += u64::from(!days.insert(day));
        }
        if let Some(brand) = &listing.brand {
            *brands.entry(brand).or_default() += 1;
        }
        let Some(host) = &listing.host else {
            counted.without_host += 1;
            continue;
        };
        hosts.entry(host).or_default().extend(day);
        counted.with_address += u64::from(is_address(&listing.url));
        counted.international += u64::from(host.split('.').any(|label| label.starts_with("xn--")));
    }
    (counted.urls, counted.hosts) = (urls.len() as u64, hosts.len() as u64);
    let gaps = |known: HashMap<&str, HashSet<Date>>| known.into_values().map(longest_gap).collect::<Vec<_>>();
    let (urls, hosts) = (gaps(urls), gaps(hosts));
    let again = |gaps: &[u32], days: u32| gaps.iter().filter(|gap| **gap >= days).count() as u64;
    counted.again = AFTER
        .into_iter()
        .map(|after_days| Relisted {
            after_days,
            hosts: again(&hosts, after_days),
            urls: again(&urls, after_days),
        })
        .collect();
    counted.brands = brands.into_iter().map(|(brand, rows)| (brand.to_owned(), rows)).collect();
    counted.brands.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counted
}

fn is_address(url: &str) -> bool {
    let url = Url::parse(url);
    url.is_ok_and(|url| matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_))))
}

/// The most days between two listings that follow each other; 0 for a single day.
fn longest_gap(days: HashSet<Date>) -> u32 {
    let mut days: Vec<Date> = days.into_iter().collect();
    days.sort_unstable();
    let gaps =
        days.windows(2).map(|two| two[0].until(two[1]).map_or(0, |span| span.get_days().unsigned_abs()));
    gaps.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::listings;
    use super::*;

    #[test]
    fn what_comes_back_is_counted_by_its_longest_absence() {
        let list = "date,URL,description\n\
            2020/01/01 10:00:00,http://a.example/1,Bank\n\
            2020/01/01 11:00:00,http://a.example/1,Bank\n\
            2020/01/05 11:00:00,http://A.example:80/1,Bank\n\
            2020/02/20,http://a.example/2,Post\n\
            ,http://192.0.2.1/,\n\
            2020-02-21,https://例え.example/,Post\n\
            2020/02/21 00:00:00,nonsense,Bank\n";
        let (rows, problems) = listings(list.as_bytes());
        let counted = relistings(&rows);
        assert_eq!(problems.len(), 1);
        assert_eq!((counted.rows, counted.urls, counted.hosts), (7, 5, 3));
        assert_eq!((counted.without_date, counted.without_host, counted.same_day), (1, 1, 1));
        assert_eq!((counted.with_address, counted.international), (1, 1));
        let again: Vec<_> = counted.again.iter().map(|one| (one.after_days, one.hosts, one.urls)).collect();
        assert_eq!(again, [(1, 1, 1), (7, 1, 0), (30, 1, 0), (90, 0, 0)]);
        assert_eq!(counted.brands, [("Bank".to_owned(), 4), ("Post".to_owned(), 2)]);
    }
}
