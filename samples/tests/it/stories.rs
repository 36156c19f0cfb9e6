//! Each story can be counted in the captures: its level in a time lies in bounds.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::census::census;

const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP: u8 = 1;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Packets per sensor and day to a port or of a type, from one day to another, both included.
fn check((proto, port): (u8, u16), from: &str, to: &str, expected: RangeInclusive<f64>) {
    let level = census().level(proto, port, day(from), day(to));
    assert!(expected.contains(&level), "{port}/{proto} {from} to {to}: {level:.2} not in {expected:?}");
}

#[test]
fn windows_ports_are_in_front_this_quarter() {
    let top = census().top(day("2008-01-01"), day("2008-03-31"));
    let first: Vec<_> = top.iter().map(|(key, _)| *key).take(7).collect();
    assert_eq!(first, [(TCP, 135), (TCP, 445), (TCP, 139), (TCP, 1433), (UDP, 1026), (ICMP, 8), (UDP, 1027)]);
    let ten: Vec<_> = top.iter().map(|(key, _)| *key).filter(|key| key.0 != ICMP).take(10).collect();
    for port in [22, 80, 5900] {
        assert!(ten.contains(&(TCP, port)), "{port} not in {ten:?}");
    }
}

#[test]
fn windows_ports_are_in_front_all_year() {
    let top = census().top(day("2007-04-01"), day("2008-03-31"));
    let first: Vec<_> = top.iter().map(|(key, _)| *key).take(3).collect();
    assert_eq!(first, [(TCP, 135), (TCP, 445), (ICMP, 8)]);
    check((TCP, 135), "2007-04-01", "2007-06-30", 48.0..=57.0);
    check((TCP, 135), "2008-01-01", "2008-03-31", 40.0..=48.0);
    check((TCP, 1433), "2006-11-01", "2007-01-31", 13.0..=18.0);
    check((TCP, 1433), "2008-01-01", "2008-03-31", 18.0..=24.0);
}

#[test]
fn tcp_2967_rises_in_december_2006_and_ebbs() {
    let port = (TCP, 2967);
    check(port, "2006-11-01", "2006-12-02", 0.0..=0.0);
    check(port, "2006-12-03", "2006-12-05", 0.5..=8.0);
    check(port, "2006-12-08", "2006-12-14", 8.0..=18.0);
    check(port, "2007-01-08", "2007-01-16", 20.0..=32.0);
    check(port, "2007-02-01", "2007-02-08", 9.0..=17.0);
    check(port, "2007-03-03", "2007-03-09", 16.0..=27.0);
    check(port, "2007-08-01", "2007-08-31", 5.0..=10.0);
    check(port, "2008-01-01", "2008-03-31", 1.5..=2.6);
}

#[test]
fn tcp_5900_has_a_bump_of_three_weeks_this_quarter() {
    let port = (TCP, 5900);
    check(port, "2006-11-01", "2007-12-31", 4.0..=6.5);
    check(port, "2008-01-01", "2008-02-05", 3.0..=5.5);
    check(port, "2008-02-12", "2008-02-20", 17.0..=28.0);
    check(port, "2008-02-28", "2008-03-31", 3.0..=5.5);
}

#[test]
fn icmp_echo_is_many_from_november_2006_and_half_from_november_2007() {
    let echo = (ICMP, 8);
    check(echo, "2006-11-01", "2006-11-03", 10.0..=24.0);
    check(echo, "2006-11-10", "2007-02-28", 31.0..=39.0);
    check(echo, "2007-03-01", "2007-10-31", 33.0..=39.0);
    check(echo, "2007-11-09", "2007-12-31", 16.0..=20.0);
    check(echo, "2008-01-01", "2008-01-31", 16.0..=20.0);
    check(echo, "2008-03-01", "2008-03-31", 16.0..=20.0);
}

#[test]
fn tcp_5168_begins_on_22_august_2007_and_calms_down() {
    let port = (TCP, 5168);
    check(port, "2006-11-01", "2007-08-21", 0.0..=0.0);
    check(port, "2007-08-22", "2007-08-22", 2.0..=5.5);
    check(port, "2007-08-24", "2007-08-24", 9.0..=19.0);
    check(port, "2007-09-10", "2007-09-16", 0.8..=2.5);
    check(port, "2007-10-10", "2007-12-31", 0.05..=0.4);
    check(port, "2008-01-01", "2008-03-31", 0.01..=0.1);
    let of = |date| census().level(TCP, 5168, day(date), day(date));
    let times = of("2007-08-24") / of("2007-08-22");
    assert!((3.0..=5.5).contains(&times), "four times as many in three days: {times:.1}");
}

#[test]
fn one_port_is_made_by_one_sensor() {
    let by_sensor = census().by_sensor(UDP, 38293, day("2008-01-01"), day("2008-03-31"));
    let all: u32 = by_sensor.iter().sum();
    assert!(by_sensor[2] * 10 > all * 8, "{by_sensor:?}");
    assert!(by_sensor.iter().all(|&packets| packets > 0), "{by_sensor:?}");
}

/// In a port's average no sensor weighs as much as half, else every port had the mark.
#[test]
fn other_ports_are_made_by_all_sensors() {
    for (proto, port) in [(TCP, 135), (TCP, 445), (TCP, 1433), (UDP, 1026), (TCP, 22), (TCP, 5900), (ICMP, 8)]
    {
        let by_sensor = census().by_sensor(proto, port, day("2008-01-01"), day("2008-03-31"));
        let all: u32 = by_sensor.iter().sum();
        assert!(by_sensor.iter().all(|&packets| packets * 5 < all), "{port}/{proto}: {by_sensor:?}");
        assert!(by_sensor.iter().all(|&packets| packets * 40 > all), "{port}/{proto}: {by_sensor:?}");
    }
}

#[test]
fn scanners_and_backscatter_use_the_services_of_the_time() {
    for port in [23, 80, 3389, 4899, 8080, 10000, 21, 25] {
        check((TCP, port), "2008-01-01", "2008-03-31", 1.0..=8.0);
    }
    check((UDP, 1434), "2008-01-01", "2008-03-31", 5.0..=7.5);
    check((UDP, 137), "2008-01-01", "2008-03-31", 4.3..=6.5);
    check((ICMP, 3), "2008-01-01", "2008-03-31", 1.8..=3.0);
    check((ICMP, 11), "2008-01-01", "2008-03-31", 0.4..=1.0);
}
