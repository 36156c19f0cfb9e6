//! Which report a table is, and what its rows mean in the taxonomy.
//!
//! A report is told by the file's name (`2019-10-15-scan_dns-example-asn.csv`); where that says nothing, by a
//! column that only it has, or by the tag of its first row, which for scans is the report's name.

use crate::rsit;

/// Reports by name, in the alphabet's order within a family. A name with a `*` stands for all that begin so.
const FEEDS: &[(&str, &str)] = &[
    // Services that answer small questions with large answers.
    ("scan_ard", rsit::DDOS_AMPLIFIER),
    ("scan_chargen", rsit::DDOS_AMPLIFIER),
    ("scan_coap", rsit::DDOS_AMPLIFIER),
    ("scan_db2", rsit::DDOS_AMPLIFIER),
    ("scan_ddos_middlebox", rsit::DDOS_AMPLIFIER),
    ("scan_dns", rsit::DDOS_AMPLIFIER),
    ("scan_dvr_dhcpdiscover", rsit::DDOS_AMPLIFIER),
    ("scan_ldap_udp", rsit::DDOS_AMPLIFIER),
    ("scan_mdns", rsit::DDOS_AMPLIFIER),
    ("scan_memcached", rsit::DDOS_AMPLIFIER),
    ("scan_mssql", rsit::DDOS_AMPLIFIER),
    ("scan_netbios", rsit::DDOS_AMPLIFIER),
    ("scan_ntp", rsit::DDOS_AMPLIFIER),
    ("scan_ntpmonitor", rsit::DDOS_AMPLIFIER),
    ("scan_openresolver", rsit::DDOS_AMPLIFIER),
    ("scan_portmapper", rsit::DDOS_AMPLIFIER),
    ("scan_qotd", rsit::DDOS_AMPLIFIER),
    ("scan_rdpeudp", rsit::DDOS_AMPLIFIER),
    ("scan_msrdpeudp", rsit::DDOS_AMPLIFIER),
    ("scan_sip", rsit::DDOS_AMPLIFIER),
    ("scan_slp", rsit::DDOS_AMPLIFIER),
    ("scan_ssdp", rsit::DDOS_AMPLIFIER),
    ("scan_stun", rsit::DDOS_AMPLIFIER),
    ("scan_tftp", rsit::DDOS_AMPLIFIER),
    ("scan_ubiquiti", rsit::DDOS_AMPLIFIER),
    ("scan_ws_discovery", rsit::DDOS_AMPLIFIER),
    ("scan_xdmcp", rsit::DDOS_AMPLIFIER),
    // Services that may show what is inside.
    ("scan_couchdb", rsit::DISCLOSURE),
    ("scan_docker", rsit::DISCLOSURE),
    ("scan_elasticsearch", rsit::DISCLOSURE),
    ("scan_epmd", rsit::DISCLOSURE),
    ("scan_hadoop", rsit::DISCLOSURE),
    ("scan_mongodb", rsit::DISCLOSURE),
    ("scan_mqtt_anon", rsit::DISCLOSURE),
    ("scan_redis", rsit::DISCLOSURE),
    ("scan_rsync", rsit::DISCLOSURE),
    ("scan_snmp", rsit::DISCLOSURE),
    // Weak ciphers.
    ("scan_ssl_freak", rsit::WEAK_CRYPTO),
    ("scan_ssl_poodle", rsit::WEAK_CRYPTO),
    // Known weaknesses.
    ("scan_exchange", rsit::VULNERABLE_SYSTEM),
    ("scan_http_vulnerable", rsit::VULNERABLE_SYSTEM),
    ("scan_isakmp", rsit::VULNERABLE_SYSTEM),
    ("scan_netis_router", rsit::VULNERABLE_SYSTEM),
    ("scan_smtp_vulnerable", rsit::VULNERABLE_SYSTEM),
    ("scan_post_exploitation_framework", rsit::C2_SERVER),
    ("scan_synfulknock", rsit::SYSTEM_COMPROMISE),
    ("scan_tls_*", rsit::WEAK_CRYPTO),
    // All other scans find services that are open.
    ("scan_*", rsit::OPEN_SERVICE),
    ("population_*", rsit::OPEN_SERVICE),
    ("device_id*", rsit::UNDETERMINED),
    ("ip_spoofer", rsit::VULNERABLE_SYSTEM),
    ("caida_ip_spoofer", rsit::VULNERABLE_SYSTEM),
    // Infected machines, by what they connected to.
    ("sinkhole_http_referer*", rsit::UNDETERMINED),
    ("sinkhole*", rsit::INFECTED_SYSTEM),
    ("microsoft_sinkhole*", rsit::INFECTED_SYSTEM),
    ("botnet_drone*", rsit::INFECTED_SYSTEM),
    ("drone_brute_force", rsit::BRUTE_FORCE),
    ("drone*", rsit::INFECTED_SYSTEM),
    ("cc_ip", rsit::C2_SERVER),
    ("ddos_cc", rsit::C2_SERVER),
    // What honeypots and darknets saw.
    ("honeypot_brute_force", rsit::BRUTE_FORCE),
    ("honeypot_darknet*", rsit::SCANNER),
    ("darknet*", rsit::SCANNER),
    ("honeypot_ddos*", rsit::DDOS),
    ("honeypot_*", rsit::SCANNER),
    ("hp_*", rsit::SCANNER),
    ("ddos_participant", rsit::DDOS),
    ("ddos_*", rsit::DDOS),
    ("spam_url*", rsit::SPAM),
    ("phish_url*", rsit::PHISHING),
    ("malware_url*", rsit::MALWARE_DISTRIBUTION),
    ("sandbox_*", rsit::UNDETERMINED),
    ("compromised_website*", rsit::APPLICATION_COMPROMISE),
    ("compromised_account*", rsit::UNPRIVILEGED_ACCOUNT),
    ("compromised_*", rsit::SYSTEM_COMPROMISE),
    ("outdated_dnssec_key*", rsit::MISCONFIGURATION),
    ("blocklist", rsit::OTHER),
    ("blacklist", rsit::OTHER),
    ("special", rsit::UNDETERMINED),
    ("netcore*", rsit::VULNERABLE_SYSTEM),
];

/// Columns that only one report has, for tables without a name and without a tag.
const COLUMNS: &[(&[&str], &str)] = &[
    (&["ipmi_version"], "scan_ipmi"),
    (&["sysdesc"], "scan_snmp"),
    (&["packets", "size"], "scan_ntpmonitor"),
    (&["http_referer_ip"], "sinkhole_http_referer"),
    (&["routedspoof"], "ip_spoofer"),
    (&["md5hash", "request"], "sandbox_dns"),
    (&["source", "reason"], "blocklist"),
    (
        &["device_vendor", "hostname", "ip", "port", "protocol", "sector", "sic", "tag", "device_model"],
        "device_id",
    ),
    (&["public_source", "status", "detail"], "special"),
    (&["query_type", "query", "infection"], "sinkhole_dns"),
    (&["service", "username", "password"], "honeypot_brute_force"),
    (&["attack", "dst_netmask"], "honeypot_ddos"),
    (&["proxy_authenticate", "via"], "population_http_proxy"),
    (&["url", "sha256"], "malware_url"),
    (&["ip", "cc_port"], "botnet_drone"),
    (&["http_url", "infection"], "sinkhole_http"),
    (&["freak_vulnerable"], "scan_ssl_freak"),
    (&["initiator_spi"], "scan_isakmp"),
    (&["http", "build_date", "detail"], "scan_http_vulnerable"),
    (&["min_amplification"], "scan_dns"),
    (&["serverid_raw"], "scan_ssh"),
    (&["raw_response", "hex_code"], "scan_mqtt_anon"),
    (&["infection"], "sinkhole"),
];

/// Names that tags have for reports of another name.
const TAGS: &[(&str, &str)] = &[
    ("openresolver", "scan_dns"),
    ("ntpversion", "scan_ntp"),
    ("socks4", "scan_socks"),
    ("socks5", "scan_socks"),
    ("telnet_alt", "scan_telnet"),
    ("smtp", "scan_smtp_vulnerable"),
    ("http_connect_proxy", "population_http_proxy"),
];

/// A report, as far as its rows are read differently from another's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Feed {
    /// Its name, without `event4_` and the like.
    pub name: String,
    /// What its rows are in the taxonomy.
    pub rsit: &'static str,
    /// Whether the table above knows it.
    pub known: bool,
}

impl Feed {
    fn of(name: &str) -> Self {
        let rsit = known(name);
        Self { name: name.to_owned(), rsit: rsit.unwrap_or(rsit::UNDETERMINED), known: rsit.is_some() }
    }

    /// Tells the report by the file's name.
    pub(super) fn by_name(file: &str) -> Option<Self> {
        let name = file.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
        let name = undated(&name);
        let end = name.find(['-', '.', ' ']).unwrap_or(name.len());
        let name = plain(&name[..end]);
        known(&name).map(|_| Self::of(&name))
    }

    /// Tells the report by its columns, or else by the tag of its first row.
    pub(super) fn by_content(columns: &[String], tag: Option<&str>) -> Option<Self> {
        let has = |name: &&str| columns.iter().any(|column| column == name);
        let by_columns = COLUMNS.iter().find(|(names, _)| names.iter().all(has)).map(|(_, feed)| *feed);
        if let Some(name) = by_columns {
            return Some(Self::of(name));
        }
        for tag in tag?.split([',', ';']) {
            let tag = tag.trim().to_ascii_lowercase().replace('-', "_");
            if let Some((_, name)) = TAGS.iter().find(|(known, _)| tag.starts_with(known)) {
                return Some(Self::of(name));
            }
            let scan = format!("scan_{tag}");
            if FEEDS.iter().any(|(known, _)| *known == scan) {
                return Some(Self::of(&scan));
            }
        }
        // Services as such: what is seen is that they are open.
        has(&"port").then(|| Self::of("scan_service"))
    }
}

fn known(name: &str) -> Option<&'static str> {
    let fits = |known: &str| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == known,
    };
    FEEDS.iter().find(|(known, _)| fits(known)).map(|(_, rsit)| *rsit)
}

/// A file's name without the date before it.
fn undated(name: &str) -> &str {
    let date = name.get(..11).filter(|date| {
        date.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 | 10 => b == b'-',
            _ => b.is_ascii_digit(),
        })
    });
    date.map_or(name, |date| &name[date.len()..])
}

/// A report's name without what tells the version of its columns and of the protocol: `event4_`, `scan6_`.
fn plain(name: &str) -> String {
    let name = ["event4_", "event6_", "event46_"].iter().find_map(|e| name.strip_prefix(e)).unwrap_or(name);
    match name.split_once('_') {
        Some((family, rest)) if family.ends_with('6') => format!("{}_{rest}", family.trim_end_matches('6')),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_told_by_their_file() {
        let check = |file: &str, expect: Option<(&str, &str)>| {
            let feed = Feed::by_name(file).map(|feed| (feed.name, feed.rsit));
            assert_eq!(feed, expect.map(|(name, rsit)| (name.to_owned(), rsit)), "{file}");
        };
        check("2019-10-15-scan_dns-sample-asn.csv", Some(("scan_dns", rsit::DDOS_AMPLIFIER)));
        check(
            "2022-01-01-event4_honeypot_brute_force-japan.csv",
            Some(("honeypot_brute_force", rsit::BRUTE_FORCE)),
        );
        check("C:\\x\\2022-01-01-scan6_ftp-x.csv", Some(("scan_ftp", rsit::OPEN_SERVICE)));
        check("sinkhole_http_drone.csv", Some(("sinkhole_http_drone", rsit::INFECTED_SYSTEM)));
        check("scan_ssl.csv", Some(("scan_ssl", rsit::OPEN_SERVICE)));
        check("phish_url.csv", Some(("phish_url", rsit::PHISHING)));
        check("accounts-2022.csv", None);
        check("2022-01-01", None);
        check("日本語日本語.csv", None);
        check("", None);
    }
}
