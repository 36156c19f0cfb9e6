#![no_main]

use jiff::Timestamp;
use jiff::tz::TimeZone;

// Any bytes as a body: whatever is found, a report is what has incidents.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let input = incident::intake::Input {
        bytes,
        name: "",
        mail: None,
        zone: &TimeZone::UTC,
        received: Timestamp::UNIX_EPOCH,
    };
    let mut found = 0;
    let reading = incident::reading::read(&input, &mut |_| found += 1);
    assert_eq!(reading.disposition == incident::Disposition::Report, found > 0);
});
