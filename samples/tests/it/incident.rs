//! The messages say, together, what was published.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use samples::incident::{Counts, Kind, SampleMessage, Topic, Way, messages, published};

fn month(counts: &Counts) -> Vec<SampleMessage> {
    let first = date(counts.year, counts.month, 1);
    messages(first, first.last_of_month()).collect()
}

fn quarter(year: i16, month: i8) -> Vec<SampleMessage> {
    let first = date(year, month, 1);
    messages(first, date(year, month + 2, 1).last_of_month()).collect()
}

fn incidents(messages: &[SampleMessage], kind: Kind) -> u32 {
    messages.iter().flat_map(|one| &one.truth.incidents).filter(|one| one.kind == kind).count() as u32
}

fn reports(messages: &[SampleMessage]) -> impl Iterator<Item = &SampleMessage> {
    messages.iter().filter(|one| one.truth.topic == Topic::Report)
}

#[test]
fn each_month_has_its_published_figures() {
    for counts in published() {
        let messages = month(counts);
        let at = format!("{}-{:02}", counts.year, counts.month);
        assert_eq!(reports(&messages).count() as u32, counts.reports, "{at}");
        assert!(reports(&messages).all(|one| !one.truth.incidents.is_empty()), "{at}");
        assert_eq!(incidents(&messages, Kind::Scan), counts.scan, "{at}");
        assert_eq!(incidents(&messages, Kind::Intrusion), counts.defacement, "{at}");
        assert_eq!(incidents(&messages, Kind::Phishing), counts.phishing, "{at}");
        assert_eq!(incidents(&messages, Kind::Other), counts.malware + counts.other, "{at}");
        assert_eq!(incidents(&messages, Kind::Forged), counts.forged(), "{at}");
        let malware = messages.iter().flat_map(|one| &one.truth.incidents).filter(|one| one.malware_site);
        assert_eq!(malware.count() as u32, counts.malware, "{at}");
        let mut notifications = 0;
        for one in reports(&messages).filter(|one| one.truth.mediation) {
            let mut contacts: Vec<usize> = one.truth.incidents.iter().map(|one| one.contact).collect();
            contacts.sort_unstable();
            contacts.dedup();
            assert_eq!(contacts.len(), one.truth.contacts, "{at}");
            notifications += contacts.len() as u32;
        }
        assert_eq!(notifications, counts.notifications, "{at}");
    }
}

/// Where more reports than incidents are published, and how many.
#[test]
fn forged_mail_is_what_no_type_accounts_for() {
    let forged: Vec<_> = published()
        .iter()
        .filter(|counts| counts.forged() > 0)
        .map(|counts| (counts.year, counts.month, counts.forged()))
        .collect();
    assert_eq!(forged, [(2004, 6, 1), (2004, 9, 65), (2005, 3, 1), (2005, 12, 9), (2006, 12, 2)]);
}

fn senders(messages: &[SampleMessage]) -> BTreeMap<&str, u32> {
    let mut senders = BTreeMap::new();
    for one in reports(messages) {
        *senders.entry(one.truth.sender_tld.unwrap_or("FAX")).or_default() += 1;
    }
    senders
}

#[test]
fn the_quarter_of_the_seed_has_its_figures() {
    let messages = quarter(2008, 1);
    assert_eq!((messages.len(), reports(&messages).count()), (630, 545));
    let kinds = [Kind::Scan, Kind::Forged, Kind::Intrusion, Kind::Phishing, Kind::Other];
    assert_eq!(kinds.map(|kind| incidents(&messages, kind)), [300, 0, 10, 188, 186]);
    let senders = senders(&messages);
    let six = ["jp", "org", "com", "br", "pl", "edu"].map(|tld| senders[tld]);
    assert_eq!(six, [228, 135, 82, 41, 19, 12]);
    assert!(senders.iter().all(|(tld, number)| *number < 12 || six.contains(number) && *tld != "FAX"));

    let scans: Vec<_> = messages.iter().flat_map(|one| &one.truth.incidents).collect();
    let with = |port: u16| scans.iter().filter(|one| one.ports.contains(&port)).count();
    assert_eq!([80, 22, 5900, 10_000, 21, 20_000].map(with), [151, 123, 6, 4, 3, 3]);
    assert_eq!(scans.iter().filter(|one| one.many_ports).count(), 11);
    assert_eq!(scans.iter().filter(|one| one.ports.len() == 2).count(), 1);
}

#[test]
fn another_quarter_of_which_senders_are_published() {
    let messages = quarter(2004, 4);
    assert_eq!(reports(&messages).count(), 920);
    let senders = senders(&messages);
    assert_eq!(["au", "jp", "net", "com"].map(|tld| senders[tld]), [451, 225, 189, 19]);
}

#[test]
fn a_day_is_the_same_whatever_days_are_asked_for() {
    let day = date(2007, 8, 20);
    let alone: Vec<_> = messages(day, day).collect();
    assert!(alone.len() > 3);
    let within: Vec<_> = messages(date(2007, 5, 1), date(2007, 10, 31))
        .filter(|one| one.name.starts_with("2007-08-20"))
        .collect();
    assert_eq!(alone, within);
    assert_eq!(messages(Date::MIN, date(2004, 3, 31)).count(), 0);
    assert_eq!(messages(date(2008, 4, 1), Date::MAX).count(), 0);
}

/// No two messages may be taken for one.
#[test]
fn all_are_different_and_arrive_in_order() {
    let all: Vec<_> = messages(date(2004, 4, 1), date(2008, 3, 31)).collect();
    let total: u32 = published().iter().map(|counts| counts.reports).sum();
    assert_eq!(reports(&all).count() as u32, total);
    assert!(all.is_sorted_by_key(|one| one.received));
    let mut names: Vec<_> = all.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    let mut bytes: Vec<_> = all.iter().map(|one| one.bytes.as_slice()).collect();
    bytes.sort_unstable();
    assert!(bytes.windows(2).all(|pair| pair[0] != pair[1]));
}

/// What a character set does not have would be written as a numeric reference.
#[test]
fn every_character_is_in_the_character_set_of_its_mail() {
    for message in quarter(2008, 1) {
        let text = String::from_utf8_lossy(&message.bytes);
        assert!(!text.contains("&#"), "{}: {text}", message.name);
    }
}

#[test]
fn mails_are_mails() {
    for message in quarter(2008, 1).iter().filter(|one| one.way == Way::Mail) {
        let head_ends = message.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&message.bytes[..head_ends]);
        for field in ["Received: ", "Date: ", "Message-ID: ", "From: ", "To: ", "Subject: "] {
            assert!(head.lines().any(|line| line.starts_with(field)), "{field} in {head}");
        }
        let tld = message.truth.sender_tld.unwrap();
        assert!(head.contains(&format!(".{tld}>")), "{tld} in {head}");
        let lines = message.bytes.split(|&byte| byte == b'\n');
        assert!(lines.clone().all(|line| line.len() <= 999), "{}", message.name);
        let ended = lines.clone().filter(|line| line.ends_with(b"\r")).count();
        assert_eq!(ended + 1, lines.count(), "{}: every line ends in CRLF", message.name);
    }
}

/// Nothing is taken from a month's styles by chance: all of them are there.
#[test]
fn the_quarter_is_told_in_many_styles() {
    let mut styles: BTreeMap<&str, u32> = BTreeMap::new();
    for message in quarter(2008, 1) {
        *styles.entry(message.truth.style).or_default() += 1;
    }
    assert!(styles.len() >= 30, "{styles:?}");
}

/// Domain or network, and who answers for it, from the book as anybody would read it.
fn scopes() -> Vec<(String, String)> {
    let book = samples::incident::contact_book();
    let lines = book.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    lines
        .flat_map(|line| {
            line[6].split(' ').map(|scope| (scope.to_owned(), line[2].to_owned())).collect::<Vec<_>>()
        })
        .collect()
}

fn answers_for(scopes: &[(String, String)], subject: &str) -> String {
    let host = subject.split_once("://").map_or(subject, |(_, rest)| rest.split(['/', ':']).next().unwrap());
    let of = |scope: &str| match (scope.split_once('/'), host.parse::<std::net::Ipv4Addr>()) {
        (Some((first, length)), Ok(address)) => {
            let first: std::net::Ipv4Addr = first.parse().unwrap();
            let shift = 32 - length.parse::<u32>().unwrap();
            address.to_bits() >> shift == first.to_bits() >> shift
        }
        (None, Err(_)) => host.ends_with(&format!(".{scope}")),
        _ => false,
    };
    let found: Vec<&String> =
        scopes.iter().filter(|(scope, _)| of(scope)).map(|(_, contact)| contact).collect();
    assert_eq!(found.len(), 1, "{subject}: {found:?}");
    found[0].clone()
}

#[test]
fn the_contact_book_answers_for_every_incident_once() {
    let scopes = scopes();
    assert_eq!(scopes.len(), 2 * 102);
    let mut notifications = 0;
    for report in reports(&quarter(2008, 1)) {
        let contacts = report.truth.incidents.iter().map(|incident| answers_for(&scopes, &incident.subject));
        let contacts: std::collections::BTreeSet<String> = contacts.collect();
        assert_eq!(contacts.len(), report.truth.contacts, "{}", report.name);
        notifications += if report.truth.mediation { contacts.len() } else { 0 };
    }
    assert_eq!(notifications, 492);
}
