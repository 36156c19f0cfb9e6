#![no_main]

mod reports;

/// As it is, as a zip that stores it, and behind a header.
const HEAD: &[u8] = b"timestamp,ip,protocol,port,hostname,tag\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reports::file("2020-01-01-scan_dns-x.csv", bytes);
    reports::file("2020-01-01-scan_dns-x.csv.zip", &[b"PK", bytes].concat());
    reports::file("", &[HEAD, bytes].concat());
});
