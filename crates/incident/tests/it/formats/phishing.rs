//! Lists of phishing URLs.

use std::collections::BTreeSet;

use incident::Format;
use incident::formats::{listings, relistings};

use super::files::{file, public};

#[test]
fn rows_of_every_sort_are_read() {
    let check = |row: &str, expect: &str| {
        for list in [
            format!("date,URL,description\n{row}\n"),
            format!("\u{feff}date,URL,description\r\n{row}\r\n"),
            format!("date,URL,description\r{row}\r"),
            format!("\"date\",\"url\",\"description\"\n\n{row}"),
        ] {
            let outcome = file("list.csv", list.as_bytes());
            assert_eq!(outcome.format(), Some(Format::PhishingList), "{list:?}");
            assert_eq!(outcome.line(), expect, "{list:?}: {:?}", outcome.problems());
        }
    };
    check(
        "2020/01/02 10:00:00,https://a.example,Bank",
        "https://a.example/ fraud:phishing 2020-01-02T01:00:00Z?",
    );
    check("2020/01/02,http://a.example/b,", "http://a.example/b fraud:phishing 2020-01-01T15:00:00Z?");
    check(",hxxp://a[.]example/b,銀行", "http://a.example/b fraud:phishing ?");
    check("someday,http://a.example/b,x", "http://a.example/b fraud:phishing ?");
    check("2020/01/02 10:00:00,http://,Bank", "");
    check("2020/01/02 10:00:00,=cmd(),Bank", "");
    check("2020/01/02 10:00:00", "");
    assert!(file("", b"date,URL\n").reading.is_none());
    let one = file("", "date,URL,description\n2020/01/02 10:00:00,http://日本.example/,銀行\n".as_bytes());
    let one = &one.candidates[0];
    assert_eq!((one.brand.as_deref(), one.host.as_deref()), (Some("銀行"), Some("xn--wgv71a.example")));
    assert_eq!(one.details["url-as-written"], "http://日本.example/");
}

/// The same figures by another way: sorted pairs instead of maps.
#[test]
fn public_lists_are_counted_alike_by_another_way() {
    let (mut all, mut naive, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for path in public("phishurl") {
        let bytes = std::fs::read(&path).unwrap();
        let (mut rows, mut bad) = listings(&bytes);
        let outcome = file("", &bytes);
        assert_eq!(outcome.candidates.len() + bad.len(), rows.len(), "{}", path.display());
        for record in csv::Reader::from_reader(bytes.as_slice()).into_records() {
            let record = record.unwrap();
            let day: String = record[0].chars().take(10).filter(char::is_ascii_digit).collect();
            // Some are mistyped: `htps://`, `ttps://`.
            let (scheme, rest) = record[1].split_once("://").unwrap();
            let meant = format!("{}://{rest}", if scheme.contains('s') { "https" } else { "http" });
            let host =
                url::Url::parse(&meant).ok().and_then(|u| Some((u.host_str()?.to_owned(), u.to_string())));
            naive.push((day, host));
        }
        all.append(&mut rows);
        problems.append(&mut bad);
    }
    if all.is_empty() {
        return;
    }
    let counted = relistings(&all);
    let day = |text: &str| jiff::civil::Date::strptime("%Y%m%d", text).unwrap();
    let again = |pairs: BTreeSet<(String, String)>, least: i32| {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let gap = |two: &[(String, String)]| (day(&two[1].1) - day(&two[0].1)).get_days();
        let back = pairs.windows(2).filter(|two| two[0].0 == two[1].0 && gap(two) >= least);
        back.map(|two| &two[0].0).collect::<BTreeSet<_>>().len() as u64
    };
    let whole: Vec<_> = naive.iter().filter_map(|(day, host)| Some((day, host.as_ref()?))).collect();
    let hosts: BTreeSet<_> = whole.iter().map(|(day, (host, _))| (host.clone(), (*day).clone())).collect();
    let urls: BTreeSet<_> = whole.iter().map(|(day, (_, url))| (url.clone(), (*day).clone())).collect();
    assert_eq!(counted.rows, naive.len() as u64);
    assert_eq!(counted.without_host, (naive.len() - whole.len()) as u64);
    assert_eq!(counted.hosts, hosts.iter().map(|(host, _)| host).collect::<BTreeSet<_>>().len() as u64);
    assert_eq!(counted.same_day, (whole.len() - urls.len()) as u64);
    for one in &counted.again {
        let days = i32::try_from(one.after_days).unwrap();
        assert_eq!(
            (one.hosts, one.urls),
            (again(hosts.clone(), days), again(urls.clone(), days)),
            "{days} days"
        );
    }
    assert_eq!(
        counted.brands.iter().map(|(_, rows)| rows).sum::<u64>(),
        all.iter().filter(|r| r.brand.is_some()).count() as u64
    );
    println!(
        "{:?} {} brands {problems:?}",
        incident::formats::Relistings { brands: counted.brands[..5].to_vec(), ..counted.clone() },
        counted.brands.len()
    );
}
