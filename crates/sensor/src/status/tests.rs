use super::*;

const NOW: i64 = 1_700_000_000_000_000;

fn report() -> Report {
    Report {
        sensor: SensorId([7; 16]),
        name: "tokyo-1".to_owned(),
        version: "0.1.0".to_owned(),
        collector: "collector.example:4739".to_owned(),
        certificate: "ab".to_owned(),
        interface: "eth0".to_owned(),
        is_listening: true,
        has_ended: false,
        addresses: 2,
        started_us: NOW - 3_600_000_000,
        written_us: NOW - 1_000_000,
        packets: 5_000,
        dropped: 0,
        acknowledged: 360,
        delivered: 4_990,
        waiting_frames: 1,
        waiting_bytes: 4096,
        waiting_since_us: Some(NOW - 10_000_000),
        lost: BTreeMap::new(),
        untold: 0,
        delivery: Standing {
            answered_us: Some(NOW - 2_000_000),
            offset_us: Some(3_000),
            ..Standing::default()
        },
    }
}

#[test]
fn a_sensor_that_is_well_has_no_complaints() {
    assert_eq!(report().complaints(NOW), Vec::<String>::new());
    assert!(report().text(NOW).contains("tokyo-1 (07070707"));
}

#[test]
fn what_is_wrong_is_said() {
    let check = |change: fn(&mut Report), expect: &str| {
        let mut report = report();
        change(&mut report);
        let complaints = report.complaints(NOW);
        assert!(complaints.len() == 1 && complaints[0].contains(expect), "{expect}: {complaints:?}");
        assert!(report.text(NOW).contains("NOT WELL"));
    };
    check(|report| report.has_ended = true, "was stopped");
    check(|report| report.written_us = NOW - 60_000_000, "does not run");
    check(|report| report.is_listening = false, "eth0 is down");
    check(|report| report.addresses = 0, "has no address");
    check(|report| report.delivery.is_refused = true, "does not take deliveries");
    check(|report| report.untold = 3, "3 packets lost");
    check(|report| report.delivery.offset_us = Some(-3_600_000_000), "3600 s slow");
    check(
        |report| {
            report.delivery.trouble = Some("no answer".to_owned());
            report.delivery.answered_us = Some(NOW - 301_000_000);
        },
        "nothing was delivered for 301 s: no answer",
    );
}
