use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// The time at the beginning of a line, as an instant to read, or the error.
fn header(times: &mut Times, line: &str) -> String {
    match times.header(line.as_bytes()) {
        Ok((micros, length)) => {
            format!("{}|{}", jiff::Timestamp::from_microsecond(micros).unwrap(), &line[length..])
        }
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn every_header_is_read() {
    let check = |line: &str, expect: &str| {
        let mut times = Times::new(zone("Asia/Tokyo"), Some(2024));
        assert_eq!(header(&mut times, line), expect, "{line}");
    };
    check("Mar 15 20:55:15 h k", "2024-03-15T11:55:15Z| h k");
    check("Mar  5 20:55:15.25 h", "2024-03-05T11:55:15.25Z| h");
    check("Mar 5 20:55:15 h", "2024-03-05T11:55:15Z| h");
    check("Mar  5 2007 20:55:15 h", "2007-03-05T11:55:15Z| h");
    check("Tue Mar  5 20:55:15 2007 kern.warn kernel:", "2007-03-05T11:55:15Z| kern.warn kernel:");
    check("[Tue Mar  5 20:55:15 2007] DROP", "2007-03-05T11:55:15Z| DROP");
    check("<4>Mar 15 20:55:15 h", "2024-03-15T11:55:15Z| h");
    check("<4>1 2024-03-15T20:55:15.003Z h kernel - - -", "2024-03-15T20:55:15.003Z| h kernel - - -");
    check("2024-03-15T20:55:15.123456+09:00 h", "2024-03-15T11:55:15.123456Z| h");
    check("2024-03-15T20:55:15+0900 h", "2024-03-15T11:55:15Z| h");
    check("2024-03-15T20:55:15-03 h", "2024-03-15T23:55:15Z| h");
    check("2024-03-15 20:55:15 -05:00 h", "2024-03-16T01:55:15Z| h");
    check("2024-03-15 20:55:15 h", "2024-03-15T11:55:15Z| h");
    check("2024-03-15 20:55:15,5 UTC h", "2024-03-15T20:55:15.5Z| h");
    check("2024-03-15 20:55:15 UTC-gate k", "2024-03-15T11:55:15Z| UTC-gate k");
    check("2024/03/15 20:55:15Z", "2024-03-15T20:55:15Z|");
    check("1556668800 h kernel:", "2019-05-01T00:00:00Z| h kernel:");
    check("1556668800.25 h", "2019-05-01T00:00:00.25Z| h");
    check("2016-12-31T23:59:60Z h", "2017-01-01T00:00:00Z| h");
    check("Feb 30 20:55:15 h", "NoSuchTime");
    check("2024-13-01T00:00:00Z", "NoSuchTime");
    check("2024-01-01T24:00:00Z", "NoSuchTime");
    check("1969-12-31T23:59:59Z", "OutOfRange");
    check("9999999999 h", "OutOfRange");
    check("[  449.059606] DROP", "Uptime");
    for line in
        ["", "DROP IN=", "Mrz 15 20:55:15", "Mar 15 20:55", "2024-03-15", "1433 h", "Mar 015 20:55:15 h"]
    {
        check(line, "Unknown");
    }
}

#[test]
fn without_a_year_there_is_no_time() {
    let mut times = Times::new(TimeZone::UTC, None);
    assert_eq!(header(&mut times, "Mar 15 20:55:15 h"), "NoYear");
    assert_eq!(header(&mut times, "Mar 15 2007 20:55:15 h"), "2007-03-15T20:55:15Z| h");
}

#[test]
fn the_year_goes_on_at_its_turn() {
    let mut times = Times::new(TimeZone::UTC, Some(2007));
    let mut year = |month: &str| header(&mut times, &format!("{month} 15 00:00:00"))[..4].to_owned();
    let months = ["Nov", "Dec", "Jan", "Dec", "Jan", "Mar", "Feb", "Dec", "Feb", "Nov", "Jan", "Aug", "Jul"];
    let years: Vec<String> = months.iter().map(|month| year(month)).collect();
    assert_eq!(
        years,
        [
            "2007", "2007", "2008", "2007", "2008", "2008", "2008", "2008", "2009", "2009", "2010", "2010",
            "2010"
        ]
    );
}

#[test]
fn a_december_before_the_first_january_is_not_last_year() {
    let mut times = Times::new(TimeZone::UTC, Some(2007));
    assert!(header(&mut times, "Jan 15 00:00:00").starts_with("2007"));
    assert!(header(&mut times, "Dec 15 00:00:00").starts_with("2007"));
}

#[test]
fn the_hours_that_a_zone_has_twice_and_never() {
    let mut times = Times::new(zone("Europe/Berlin"), None);
    let mut check = |text: &str, expect: &str| {
        let micros = times.whole(text.as_bytes()).unwrap();
        assert_eq!(jiff::Timestamp::from_microsecond(micros).unwrap().to_string(), expect);
    };
    check("2007-03-25 01:59:59", "2007-03-25T00:59:59Z");
    check("2007-03-25 02:30:00", "2007-03-25T01:30:00Z");
    check("2007-03-25 03:00:00", "2007-03-25T01:00:00Z");
    check("2007-10-28 02:30:00", "2007-10-28T00:30:00Z");
    check("2007-10-28 03:00:00", "2007-10-28T02:00:00Z");
}

#[test]
fn a_whole_field_is_a_time_or_is_not() {
    let mut times = Times::new(TimeZone::UTC, None);
    let mut check =
        |text: &str, expect: Option<i64>| assert_eq!(times.whole(text.as_bytes()).ok(), expect, "{text}");
    check("2013-03-03 21:53:59", Some(1_362_347_639_000_000));
    check(" 1362347639 ", Some(1_362_347_639_000_000));
    check("1362347639.1234567", Some(1_362_347_639_123_456));
    check("1362347639123", Some(1_362_347_639_123_000));
    check("1362347639123456", Some(1_362_347_639_123_456));
    check("1362347639123456789", Some(1_362_347_639_123_456));
    for text in ["", "6000", "2013-03-03", "2013-03-03 21:53:59 x", "1362347639x", "1.36e9", "-1362347639"] {
        check(text, None);
    }
}

#[test]
fn civil_days_agree_with_jiff() {
    for year in YEARS {
        for month in 1..=12 {
            let first = jiff::civil::date(year, month, 1);
            let days = first.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second() / 86400;
            assert_eq!(days_before(year, month), days, "{year}-{month}");
            assert_eq!(days_in(year, month), first.days_in_month(), "{year}-{month}");
        }
    }
}
