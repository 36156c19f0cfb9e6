//! What a report of version 3 has to be.
//!
//! Found out from the format's documentation and from what its makers refuse: a type belongs to a class; some types
//! ask for a field more; whatever is there is of the right sort.

use serde_json::Value;

use super::SAMPLES;
use super::fields::{Faults, Fields};

/// Classes with their types.
pub(super) const TYPES: &[(&str, &[&str])] = &[
    (
        "Activity",
        &[
            "Spam",
            "Malware",
            "LoginAttack",
            "PortScan",
            "DOS",
            "WebCrawler",
            "Exploit",
            "Harassment",
            "PotentiallyCompromisedAccount",
        ],
    ),
    (
        "Content",
        &[
            "Phishing",
            "Malware",
            "Botnet",
            "Copyright",
            "Trademark",
            "ChildAbuse",
            "ChildSexualAbuseMaterial",
            "Fraud",
        ],
    ),
    ("Vulnerability", &["OpenService"]),
];

/// Checks a whole document.
pub(super) fn check(root: &Fields<'_>, faults: &mut Faults) {
    root.text(faults, "Version");
    root.flag(faults, "Disclosure");
    match root.has("ReporterInfo") {
        true => {
            if let Some(reporter) = root.within(faults, "ReporterInfo") {
                check_reporter(&reporter, faults);
            }
        }
        false => root.need(faults, "ReporterInfo"),
    }
    if let Some(complainant) = root.within(faults, "OnBehalfOf") {
        for name in ["ComplainantOrg", "ComplainantContactName", "ComplainantContactPhone"] {
            complainant.text(faults, name);
        }
        complainant.host(faults, "ComplainantOrgDomain");
        for name in ["ComplainantOrgEmail", "ComplainantContactEmail"] {
            complainant.mail_address(faults, name);
        }
    }
    check_internal(root, faults);
    root.need(faults, "Report");
    if let Some(report) = root.within(faults, "Report") {
        check_report(&report, root.text(&mut Faults::default(), "Version").unwrap_or_default(), faults);
    }
}

fn check_reporter(reporter: &Fields<'_>, faults: &mut Faults) {
    let person = reporter.one_of(faults, "ReporterType", &["Org", "Person"]) == Some("Person");
    let names = ["ReporterOrg", "ReporterContactName", "ReporterContactEmail"];
    if person && !names.iter().any(|name| reporter.has(name)) {
        faults.note(reporter.path("ReporterContactName"), "the person has no name and no address");
    }
    if !person {
        for name in ["ReporterOrg", "ReporterOrgDomain", "ReporterOrgEmail"] {
            reporter.need(faults, name);
        }
    }
    for name in ["ReporterOrg", "ReporterContactName", "ReporterContactPhone"] {
        reporter.text(faults, name);
    }
    reporter.host(faults, "ReporterOrgDomain");
    for name in ["ReporterOrgEmail", "ReporterContactEmail"] {
        reporter.mail_address(faults, name);
    }
}

/// What one's own systems noted: identifiers and tags are text.
fn check_internal(root: &Fields<'_>, faults: &mut Faults) {
    let Some(internal) = root.within(faults, "InternalProcessing") else { return };
    for name in ["SubscriberInformation", "ContractInformation"] {
        if let Some(information) = internal.within(faults, name) {
            information.text(faults, "ID");
        }
    }
    for tag in internal.list(faults, "EventTags").unwrap_or_default() {
        if !tag.is_string() {
            faults.note(internal.path("EventTags"), format!("{tag} is no text"));
        }
    }
}

fn check_report(report: &Fields<'_>, version: &str, faults: &mut Faults) {
    let class = report.filled(faults, "ReportClass").unwrap_or_default();
    let kind = report.filled(faults, "ReportType").unwrap_or_default();
    let known = TYPES.iter().find(|(known, _)| *known == class).map_or(&[][..], |(_, types)| types);
    if !kind.is_empty() && !known.contains(&kind) {
        faults.note(report.path("ReportType"), format!("there is no {kind:?} of the class {class:?}"));
    }
    report.need(faults, "Date");
    for name in ["Date", "FirstSeen", "LastSeen"] {
        report.time(faults, name);
    }
    for name in ["SourceIp", "DestinationIp", "AttackerIp"] {
        report.address(faults, name);
    }
    for name in ["SourcePort", "DestinationPort", "AttackerPort"] {
        report.port(faults, name);
    }
    report.url(faults, "SourceUrl");
    report.uri(faults, "CourtOrder");
    report.host(faults, "RpzDomain");
    report.flag(faults, "Ongoing");
    for name in ["ByteCount", "PacketCount", "FileSize"] {
        report.whole(faults, name, 0..=u64::MAX);
    }
    report.whole(faults, "ASN", 0..=u64::from(u32::MAX));
    for name in ["SmtpMailFromAddress", "SmtpRcptToAddress"] {
        report.mail_address(faults, name);
    }
    for name in [
        "ReportSubType",
        "ReporterCaseID",
        "ReporterNotes",
        "BotnetName",
        "MalwareName",
        "ServiceName",
        "ServiceVersion",
        "InfringedMaterial",
        "TrademarkedMaterial",
        "MaterialType",
        "FileName",
        "RegistrationOffice",
        "RegistrationNumber",
        "Harasser",
        "HarassmentType",
        "HarassmentLocation",
        "HarassmentDescription",
    ] {
        report.text(faults, name);
    }
    report.one_of(faults, "ReporterSeverity", &["low", "medium", "high", "critical"]);
    for name in ["TransportProtocol", "Protocol"] {
        report.one_of(faults, name, &["tcp", "udp", "icmp", "sctp"]);
    }
    // Until version 3 it was the bare hash.
    if report.get("FileHash").is_some_and(|hash| !hash.is_string())
        && let Some(hash) = report.within(faults, "FileHash")
    {
        hash.filled(faults, "HashValue");
        hash.need(faults, "HashAlgorithm");
        hash.one_of(
            faults,
            "HashAlgorithm",
            &["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "ssdeep"],
        );
    }
    if let Some(custom) = report.within(faults, "Custom") {
        for name in custom.names() {
            if custom.get(name).is_some_and(|value| value.is_array() || value.is_object()) {
                faults.note(custom.path(name), "it is no single value");
            }
        }
    }
    check_weakness(report, faults);
    check_samples(report, faults);
    check_by_type(report, kind, version, faults);
}

/// CVE number and CVSS vector.
fn check_weakness(report: &Fields<'_>, faults: &mut Faults) {
    if let Some(cve) = report.text(faults, "CVE")
        && !is_cve(cve)
    {
        faults.note(report.path("CVE"), format!("{cve:?} is no CVE number"));
    }
    let Some(cvss) = report.within(faults, "CVSS") else { return };
    let version = cvss.one_of(faults, "Version", &["2", "2.0", "3", "3.0", "3.1", "4", "4.0"]);
    let score =
        cvss.get("Score").is_none_or(|score| score.as_f64().is_some_and(|s| (0.0..=10.0).contains(&s)));
    if !score {
        faults.note(cvss.path("Score"), "it is no number from 0 to 10");
    }
    // Of version 2 a vector names no version; later ones begin with theirs.
    if let (Some(vector), Some(version)) = (cvss.text(faults, "Vector"), version) {
        let said = vector.strip_prefix("CVSS:").and_then(|rest| rest.split('/').next()).unwrap_or("2");
        if said.trim_end_matches(".0") != version.trim_end_matches(".0") {
            faults.note(cvss.path("Vector"), format!("a vector of version {said}, not {version}"));
        }
    }
}

fn is_cve(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: Option<&str>, least: usize| {
        part.is_some_and(|part| part.len() >= least && part.bytes().all(|b| b.is_ascii_digit()))
    };
    parts.next() == Some("CVE") && digits(parts.next(), 4) && digits(parts.next(), 4)
}

fn check_samples(report: &Fields<'_>, faults: &mut Faults) {
    for sample in report.objects(faults, "Samples", SAMPLES) {
        for name in ["ContentType", "Payload"] {
            sample.need(faults, name);
            sample.text(faults, name);
        }
        sample.flag(faults, "Base64Encoded");
        for name in ["Description", "FileName"] {
            sample.text(faults, name);
        }
    }
}

/// What some types ask for, and one forbids.
fn check_by_type(report: &Fields<'_>, kind: &str, version: &str, faults: &mut Faults) {
    let needed: &[&str] = match kind {
        "OpenService" => &["SourceIp", "ServiceName"],
        "Copyright" => &["InfringedMaterial"],
        "Trademark" => &["SourceUrl"],
        "Harassment" => &["SourceUrl", "Harasser", "HarassmentDescription"],
        "Phishing" => &["SourceUrl"],
        // Since the third version malware may be reported by its address alone.
        "Malware"
            if matches!(version, "1" | "2") && report.get("ReportClass") == Some(&Value::from("Content")) =>
        {
            &["SourceUrl"]
        }
        "PotentiallyCompromisedAccount" => &["Account"],
        _ => &[],
    };
    for name in needed {
        report.need(faults, name);
    }
    if kind != "PotentiallyCompromisedAccount" {
        if !["SourceIp", "SourceUrl"].iter().any(|name| report.has(name)) {
            faults.note(report.path("SourceIp"), "neither address nor URL of the source is there");
        }
        return;
    }
    // The account is what may be compromised, at the destination; who used it is the attacker, not the source.
    for name in ["SourceIp", "SourceUrl", "SourcePort"] {
        if report.has(name) {
            faults.note(report.path(name), "an account has no source; the attacker's address is AttackerIp");
        }
    }
    if !["DestinationIp", "AttackerIp"].iter().any(|name| report.has(name)) {
        faults.note(report.path("DestinationIp"), "neither destination nor attacker is there");
    }
    if let Some(account) = report.within(faults, "Account") {
        if account.is_empty() {
            faults.note(report.path("Account"), "it is empty");
        }
        account.mail_address(faults, "AccountEmail");
        account.text(faults, "AccountName");
    }
}
