//! Version 3: `{"Version": "3", "ReporterInfo": {..}, "Report": {..}}`.

use serde_json::{Map, Value};

use crate::candidate::{Candidate, Port, Subject};
use crate::model::Format;
use crate::rsit;

use super::fields::{Faults, Fields, plain};
use super::{Judged, SAMPLES, found, sample, v3_rules};

/// Judges a document that says it is of version 3 or earlier.
pub(super) fn judge(object: &Map<String, Value>) -> Judged {
    let root = Fields::root(object);
    let mut faults = Faults::default();
    v3_rules::check(&root, &mut faults);
    // Whatever is wrong has been noted by the rules.
    let mut quiet = Faults::default();
    let candidate = match faults.is_empty() {
        true => root.within(&mut quiet, "Report").and_then(|report| candidate(&report, &mut faults)),
        false => None,
    };
    let reporter = root.within(&mut quiet, "ReporterInfo");
    let mut said = |names: [&str; 2]| {
        let reporter = reporter.as_ref()?;
        names.iter().find_map(|name| reporter.text(&mut quiet, name)).map(str::to_owned)
    };
    Judged {
        format: Format::Xarf3,
        candidate,
        reporter: said(["ReporterOrgEmail", "ReporterContactEmail"]),
        reporter_name: said(["ReporterOrg", "ReporterContactName"]),
        faults,
    }
}

/// The RSIT type of a report type.
fn rsit(report: &Fields<'_>, kind: &str, class: &str) -> &'static str {
    match kind {
        "Spam" => rsit::SPAM,
        "Phishing" => rsit::PHISHING,
        "Fraud" => rsit::UNAUTHORISED_USE,
        // An address that asks for names of malware is infected; content that is malware is handed out.
        "Malware" if class == "Activity" => rsit::INFECTED_SYSTEM,
        "Malware" => rsit::MALWARE_DISTRIBUTION,
        "Botnet" => rsit::INFECTED_SYSTEM,
        "LoginAttack" => rsit::BRUTE_FORCE,
        "PortScan" | "WebCrawler" => rsit::SCANNER,
        "DOS" => rsit::DOS,
        "Exploit" if report.has("CVE") => rsit::KNOWN_EXPLOIT,
        "Exploit" => rsit::NEW_EXPLOIT,
        "Harassment" => rsit::HARMFUL_SPEECH,
        "PotentiallyCompromisedAccount" => rsit::UNPRIVILEGED_ACCOUNT,
        "Copyright" | "Trademark" => rsit::COPYRIGHT,
        "ChildAbuse" | "ChildSexualAbuseMaterial" => rsit::VIOLENCE,
        "OpenService" => rsit::OPEN_SERVICE,
        _ => rsit::UNDETERMINED,
    }
}

/// What of the report is kept as a detail.
const DETAILS: &[(&str, &str)] = &[
    ("ReportType", "report-type"),
    ("ReportSubType", "report-subtype"),
    ("ReporterCaseID", "case"),
    ("ReporterSeverity", "severity"),
    ("ReporterNotes", "notes"),
    ("SourceUrl", "url"),
    ("SourcePort", "source-port"),
    ("AttackerPort", "source-port"),
    ("BotnetName", "botnet"),
    ("MalwareName", "malware"),
    ("RpzDomain", "domain"),
    ("ServiceName", "service"),
    ("ServiceVersion", "service-version"),
    ("CVE", "cve"),
    ("InfringedMaterial", "material"),
    ("TrademarkedMaterial", "material"),
    ("Harasser", "harasser"),
    ("HarassmentDescription", "description"),
    ("SmtpMailFromAddress", "mail-from"),
    ("SmtpRcptToAddress", "rcpt-to"),
    ("ByteCount", "bytes"),
    ("PacketCount", "packets"),
    ("Ongoing", "ongoing"),
];

fn candidate(report: &Fields<'_>, faults: &mut Faults) -> Option<Candidate> {
    let kind = report.text(faults, "ReportType")?;
    let class = report.text(faults, "ReportClass")?;
    let id = rsit(report, kind, class);
    let account = kind == "PotentiallyCompromisedAccount";
    let destination = report.address(faults, "DestinationIp");
    let attacker = report.address(faults, "AttackerIp");
    let source = if account { attacker.or(destination) } else { report.address(faults, "SourceIp") };
    let site = report.url(faults, "SourceUrl").and_then(|url| found::site(url, id).ok());
    let mut candidate = match (source, site) {
        (source, Some(mut site)) if found::is_of_sites(id) || source.is_none() => {
            site.address = source.or(site.address);
            site
        }
        (Some(source), _) => found::of(Subject::Address(source), id),
        (None, _) => return None,
    };
    if destination != source {
        candidate.victim = destination.map(|address| address.to_string());
    }
    let protocol = ["TransportProtocol", "Protocol"].iter().find_map(|name| report.text(faults, name));
    // An open service is at the source; all else is aimed at the destination.
    let port = if kind == "OpenService" { "SourcePort" } else { "DestinationPort" };
    if let Some(number) = report.port(faults, port) {
        let protocol = protocol.unwrap_or_default().to_lowercase();
        candidate.ports.push(Port { protocol, number });
    }
    let times: Vec<_> =
        ["FirstSeen", "Date", "LastSeen"].iter().filter_map(|name| report.time(faults, name)).collect();
    candidate.first = times.iter().min().copied();
    candidate.last = times.iter().max().copied();
    candidate.zone_known = true;
    for (name, key) in DETAILS {
        if let Some(value) = report.get(name).and_then(plain) {
            found::detail(&mut candidate, key, value);
        }
    }
    if let Some(account) = report.within(faults, "Account") {
        for (name, key) in [("AccountName", "account"), ("AccountEmail", "account-mail")] {
            if let Some(value) = account.get(name).and_then(plain) {
                found::detail(&mut candidate, key, value);
            }
        }
    }
    for one in report.objects(faults, "Samples", SAMPLES) {
        let media_type = one.text(faults, "ContentType").unwrap_or_default();
        let payload = one.text(faults, "Payload").unwrap_or_default();
        let base64 = one.flag(faults, "Base64Encoded").unwrap_or(false);
        sample(&mut candidate, media_type, payload, base64);
    }
    Some(candidate)
}
