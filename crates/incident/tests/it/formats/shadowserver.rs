//! Shadowserver's tables.

use std::collections::BTreeMap;

use incident::{Disposition, Format, Rsit};

use super::files::{file, mail, public};

const HEAD: &str = "\"timestamp\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\",\"asn\"\n";

/// A zip with one stored file, encrypted or not as its flag says.
fn zip(name: &str, content: &[u8], encrypted: bool) -> Vec<u8> {
    let mut crc = 0xffff_ffff_u32;
    for byte in content {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
    let mut common = Vec::new();
    common.extend([20, 0, u8::from(encrypted), 0, 0, 0, 0, 0, 0x21, 0x28]);
    common.extend((!crc).to_le_bytes());
    common.extend(length);
    common.extend(length);
    common.extend(name_length);
    common.extend([0, 0]);
    let mut zip =
        [b"PK\x03\x04".to_vec(), common.clone(), name.as_bytes().to_vec(), content.to_vec()].concat();
    let directory = u32::try_from(zip.len()).unwrap();
    zip.extend(b"PK\x01\x02\x14\x00");
    zip.extend(common);
    zip.extend([0; 14]);
    zip.extend(name.as_bytes());
    let size = u32::try_from(zip.len()).unwrap() - directory;
    zip.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00");
    zip.extend(size.to_le_bytes());
    zip.extend(directory.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

#[test]
fn rows_give_address_kind_port_and_time() {
    let check = |name: &str, table: &str, expect: &str| {
        let outcome = file(name, table.as_bytes());
        assert_eq!(outcome.format(), Some(Format::Shadowserver), "{name}");
        assert_eq!(outcome.line(), expect, "{name}: {:?}", outcome.problems());
        outcome
    };
    let dns =
        format!("{HEAD}\"2019-10-15 01:09:24\",\"192.0.2.195\",\"udp\",53,\"-\",\"openresolver\",64501\n");
    let line = "192.0.2.195 vulnerable:ddos-amplifier 2019-10-15T01:09:24Z 53/udp";
    let named = check("2019-10-15-scan_dns-sample-asn.csv", &dns, line);
    assert_eq!(
        named.candidates[0].evidence,
        "timestamp: 2019-10-15 01:09:24 UTC; ip: 192.0.2.195; protocol: udp; port: 53; hostname: -; \
         tag: openresolver; asn: 64501"
    );
    check("", &dns, line);
    check("", &format!("\u{feff}{}", dns.replace('\n', "\r\n")), line);
    check(
        "event4_honeypot_brute_force.csv",
        "timestamp,protocol,src_ip,src_port,dst_ip,dst_port,service\n\
         2021-03-27 00:00:00,tcp,2001:db8::9,30123,198.51.100.9,22,ssh\n",
        "2001:db8::9 intrusion-attempts:brute-force 2021-03-27T00:00:00Z 22/tcp",
    );
    check(
        "malware_url.csv",
        "timestamp,url,host,ip\n2022-01-07 00:02:07,http://192.0.2.3:8080/x,192.0.2.3,192.0.2.3\n",
        "http://192.0.2.3:8080/x malicious-code:malware-distribution 2022-01-07T00:02:07Z",
    );
    let cell = format!("{HEAD}2019-10-15 01:09:24,192.0.2.1,udp,53,=HYPERLINK(1),\"@x,y\",-1\n");
    let cell =
        check("scan_dns.csv", &cell, "192.0.2.1 vulnerable:ddos-amplifier 2019-10-15T01:09:24Z 53/udp");
    assert_eq!(cell.candidates[0].host.as_deref(), Some("=HYPERLINK(1)"), "a cell is data");
    assert_eq!(cell.candidates[0].details["tag"], "@x,y");
}

#[test]
fn a_bad_row_costs_no_other() {
    let table = format!(
        "{HEAD}2019-10-15 01:09:24,nonsense,udp,53\n2019-10-15 25:09:24,192.0.2.2,udp,53\n\
         2019-10-15 01:09:24,192.0.2.3,udp,99999\nx\n\"open,192.0.2.4\n2019-10-15 01:09:24,192.0.2.5,udp,53\n"
    );
    let outcome = file("scan_dns.csv", table.as_bytes());
    assert_eq!(outcome.line(), "192.0.2.5 vulnerable:ddos-amplifier 2019-10-15T01:09:24Z 53/udp");
    assert_eq!(
        outcome.problems(),
        [
            "line 2: \"nonsense\" is no address",
            "line 3: \"2019-10-15 25:09:24\" is no time",
            "line 4: \"99999\" is no port",
            "line 5: too few columns",
            "line 6: a quote is not closed",
        ]
    );
    for other in ["timestamp,amount\n2020-01-01 00:00:00,5\n", "date,URL,description\n", "timestamp", ""] {
        assert!(file("x.csv", other.as_bytes()).reading.is_none_or(|r| r.format != Format::Shadowserver));
    }
}

#[test]
fn archives_are_read_and_encrypted_ones_stay_closed() {
    let table = format!("{HEAD}2019-10-15 01:09:24,192.0.2.195,udp,53,,openresolver,64501\n");
    let name = "2019-10-15-scan_dns-sample-asn.csv";
    let open = file("x.zip", &zip(name, table.as_bytes(), false));
    assert_eq!(open.line(), "192.0.2.195 vulnerable:ddos-amplifier 2019-10-15T01:09:24Z 53/udp");
    let closed = file("x.zip", &zip(name, table.as_bytes(), true));
    assert_eq!((closed.disposition(), closed.candidates.len()), (Some(Disposition::Unreadable), 0));
    assert_eq!(closed.problems(), [format!("x.zip/{name}: it is encrypted, and stays closed")]);
    assert!(file("x.zip", &zip("sample.exe", b"MZ", true)).reading.is_none());
    assert!(file("x.zip", b"PK\x03\x04 and no more").reading.is_none());
    let torn = file("2019-10-15-scan_dns-x.csv.zip", b"PK\x03\x04 and no more");
    assert_eq!(torn.disposition(), Some(Disposition::Unreadable));
}

/// What the public samples are, by their makers' words.
const KINDS: &[(&str, &str)] = &[
    ("event4_honeypot_brute_force", "intrusion-attempts:brute-force"),
    ("event4_honeypot_ddos", "availability:ddos"),
    ("event4_honeypot_ddos_target", "availability:ddos"),
    ("event4_microsoft_sinkhole_http", "malicious-code:infected-system"),
    ("event4_sinkhole_dns", "malicious-code:infected-system"),
    ("malware_url", "malicious-code:malware-distribution"),
    ("scan_chargen", "vulnerable:ddos-amplifier"),
    ("scan_ntp", "vulnerable:ddos-amplifier"),
    ("scan_ftp", "vulnerable:potentially-unwanted-accessible"),
    ("scan_mongodb", "vulnerable:information-disclosure"),
    ("scan_ssl_freak", "vulnerable:weak-crypto"),
    ("scan_smtp_vulnerable", "vulnerable:vulnerable-system"),
    ("special", "intrusions:system-compromise"),
    ("blocklist", "other:other"),
];

#[test]
fn public_tables_all_have_a_kind_by_name_and_by_content() {
    let known: BTreeMap<&str, &str> = KINDS.iter().copied().collect();
    let mut rows = 0;
    for path in public("shadowserver") {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let by_name = file(path.file_name().unwrap().to_str().unwrap(), &bytes);
        assert_eq!(by_name.problems(), [""; 0], "{name}");
        // A general CSV reader counts the rows.
        let expect = csv::Reader::from_reader(bytes.as_slice()).into_byte_records().count();
        assert_eq!(by_name.candidates.len(), expect, "{name}");
        rows += expect;
        let first = &by_name.candidates[0];
        assert!(first.zone_known && first.first.is_some() && Rsit::parse(first.rsit).is_some(), "{name}");
        if let Some(rsit) = known.get(name) {
            assert_eq!(first.rsit, *rsit, "{name}");
        }
        let by_content = file("", &bytes);
        assert_eq!(by_content.problems(), [""; 0], "{name}");
        assert_eq!(by_content.candidates[0].rsit, first.rsit, "{name} by its columns");
        println!("{name}: {}", super::files::line(first));
    }
    println!("{rows} rows");
}

#[test]
fn public_mails_with_archives() {
    for path in public("notifier-mails/shadowserver") {
        let outcome = mail(&std::fs::read(&path).unwrap());
        assert_eq!(outcome.disposition(), Some(Disposition::Report), "{}", path.display());
        assert_eq!(outcome.problems(), [""; 0]);
        println!(
            "{}: {} x {}",
            path.display(),
            outcome.candidates.len(),
            super::files::line(&outcome.candidates[0])
        );
    }
    for path in public("notifier-mails/abusehub") {
        let outcome = mail(&std::fs::read(&path).unwrap());
        assert_eq!(
            outcome.line(),
            "172.16.10.13 malicious-code:infected-system 2015-03-02T00:45:59Z 16465/udp"
        );
    }
}
