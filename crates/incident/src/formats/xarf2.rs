//! X-ARF 0.2: a mail with the header field `X-XARF` (or `X-ARF`), whose second part is a flat YAML mapping and
//! whose third, if there is one, is the evidence.
//!
//! ```text
//! Report-Type: login-attack    Source: 192.0.2.1    Source-Type: ip-address
//! Date: Fri, 31 Jan 2014 07:19:02 +0100    Port: 22    Service: ssh
//! ```
//!
//! The mapping is read as YAML; where it is none, for a value that YAML would have in quotes, line by line.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, Scalar, Yaml};

use crate::candidate::{Candidate, Port, Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};
use crate::rsit;

use super::document::{Document, documents};
use super::{found, head, time};

/// Longest mapping, in bytes. Real ones have about 500.
const LONGEST: usize = 64 << 10;
/// So many characters that open something within one mapping. With these and [`INDENT`], what the YAML loader
/// builds and drops stays some hundred levels deep at most, whatever the text says.
const OPENERS: usize = 200;
/// Deepest indentation of a line.
const INDENT: usize = 64;

/// Fields that are kept as details.
const DETAILS: &[&str] = &[
    "report-type",
    "category",
    "service",
    "report-id",
    "reported-from",
    "user-agent",
    "schema-url",
    "domain",
    "download-link",
    "tlp",
];

/// Reads the reports of a mail: one for each YAML part (`X-XARF: BULK` has several).
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let mail = input.mail?;
    mail.header("X-XARF").or_else(|| mail.header("X-ARF"))?;
    let documents = documents(input);
    let reports: Vec<usize> = (0..documents.len()).filter(|&at| looks_like_report(&documents[at])).collect();
    if reports.is_empty() {
        return None;
    }
    let mut reading = Reading::new(Format::Xarf2, Disposition::Unreadable);
    for &at in &reports {
        let document = &documents[at];
        let fields = mapping(document, &mut reading);
        match candidate(&fields, document, input, &mut reading) {
            Ok(mut candidate) => {
                if fields.get("attachment").is_some_and(|kind| !kind.eq_ignore_ascii_case("none"))
                    && let Some(evidence) = documents.get(at + 1).filter(|_| !reports.contains(&(at + 1)))
                    && evidence.media_type.starts_with("text/")
                {
                    found::evidence(&mut candidate, &evidence.text());
                }
                reading.disposition = Disposition::Report;
                sink(candidate);
            }
            Err((field, reason)) => reading.problem(document.place(field), reason),
        }
    }
    Some(reading)
}

fn looks_like_report(document: &Document<'_>) -> bool {
    let text = document.text();
    let text = text.trim_start();
    let first = text.strip_prefix("---").unwrap_or(text);
    let has = |name: &str| {
        first
            .lines()
            .take(60)
            .any(|line| line.get(..name.len()).is_some_and(|l| l.eq_ignore_ascii_case(name)))
    };
    has("Report-Type:") && has("Source")
}

/// Names in lower case with their values.
fn mapping(document: &Document<'_>, reading: &mut Reading) -> BTreeMap<String, String> {
    let text = document.text();
    let refused = if text.len() > LONGEST {
        Some("it is too long".to_owned())
    } else if text.bytes().filter(|b| b"[{&*?".contains(b)).count() + text.matches("- ").count() > OPENERS
        || text.lines().any(|line| line.len() - line.trim_start().len() > INDENT)
    {
        Some("it nests more than a flat mapping does".to_owned())
    } else {
        match yaml(&text) {
            Ok(fields) => return fields,
            Err(reason) => Some(reason),
        }
    };
    if let Some(reason) = refused {
        reading.problem(document.place("YAML"), format!("{reason}; read line by line"));
    }
    let text = text.trim_start().strip_prefix("---").unwrap_or(&text);
    head::fields(text).into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect()
}

fn yaml(text: &str) -> Result<BTreeMap<String, String>, String> {
    let documents = Yaml::load_from_str(text.trim_start()).map_err(|error| error.to_string())?;
    let Some(Yaml::Mapping(mapping)) = documents.first() else { return Err("it is no mapping".to_owned()) };
    let pairs = mapping.iter().filter_map(|(key, value)| Some((scalar(key)?.to_lowercase(), scalar(value)?)));
    Ok(pairs.collect())
}

fn scalar(node: &Yaml<'_>) -> Option<String> {
    match node {
        Yaml::Representation(text, ..) => Some(text.to_string()),
        Yaml::Value(Scalar::String(text)) => Some(text.to_string()),
        Yaml::Value(Scalar::Integer(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::FloatingPoint(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::Boolean(flag)) => Some(flag.to_string()),
        _ => None,
    }
}

/// The RSIT type of a report type, or else of its category.
fn rsit(report_type: &str, category: &str) -> &'static str {
    match report_type.to_lowercase().as_str() {
        "login-attack" | "login_attack" | "brute-force" | "bruteforce" | "ssh" | "auth" => rsit::BRUTE_FORCE,
        "portscan" | "port-scan" | "scan" | "netscan" => rsit::SCANNER,
        "phishing" | "fraud" => rsit::PHISHING,
        "malware-attack" | "malware" | "malware-url" | "malware_distribution" => rsit::MALWARE_DISTRIBUTION,
        "botnet" | "bot" | "infection" | "infected" => rsit::INFECTED_SYSTEM,
        "dos" => rsit::DOS,
        "ddos" => rsit::DDOS,
        "spam" | "spamvertised" | "spamvertized" | "harvesting" | "regbot" | "badbot" | "badbots"
        | "comment-spam" | "mail" => rsit::SPAM,
        "rfi-attack" | "sql-injection" | "w00tw00t" | "exploit" | "web-attack" | "webattack" => {
            rsit::NEW_EXPLOIT
        }
        "hacked" | "defacement" | "compromised-website" => rsit::INFORMATION_MODIFICATION,
        "copyright" | "trademark" => rsit::COPYRIGHT,
        _ => match category.to_lowercase().as_str() {
            "fraud" => rsit::PHISHING,
            "auth" => rsit::BRUTE_FORCE,
            _ => rsit::UNDETERMINED,
        },
    }
}

fn candidate(
    fields: &BTreeMap<String, String>,
    document: &Document<'_>,
    input: &Input<'_>,
    reading: &mut Reading,
) -> Result<Candidate, (&'static str, String)> {
    let field = |name: &str| fields.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let report_type = field("report-type").unwrap_or_default();
    let id = rsit(report_type, field("category").unwrap_or_default());
    let source = field("source").ok_or_else(|| ("Source", "it is missing".to_owned()))?;
    let mut candidate = found::anything(source, id).map_err(|reason| ("Source", reason))?;
    // A site that hands out malware is told by the address and, beside it, by the link.
    if found::is_of_sites(id)
        && let Some(site) = field("download-link").or_else(|| field("uri")).or_else(|| field("url"))
        && let (Some(address), Ok(mut at)) = (candidate.address, found::site(site, id))
    {
        at.address = Some(address);
        candidate = at;
    }
    let date = field("date").ok_or_else(|| ("Date", "it is missing".to_owned()));
    match date.map(|date| (date, time::any(date, input.zone))) {
        Ok((_, Some((at, known)))) => (candidate.first, candidate.zone_known) = (Some(at), known),
        Ok((date, None)) => {
            reading.problem(document.place("Date"), format!("{}: no time", found::short(date)));
        }
        Err((field, reason)) => reading.problem(document.place(field), reason),
    }
    // The port of a site is part of its URL; that of an address is the one attacked there.
    if let (Some(port), "address") = (field("port"), candidate.subject.kind()) {
        match port.parse() {
            Ok(number) => {
                let protocol = field("protocol").or_else(|| field("transport")).unwrap_or_default();
                candidate.ports.push(Port { protocol: protocol.to_lowercase(), number });
            }
            Err(_) => reading.problem(document.place("Port"), format!("{}: no port", found::short(port))),
        }
    }
    candidate.victim = field("destination").map(str::to_owned);
    for name in DETAILS {
        found::detail(&mut candidate, name, field(name).unwrap_or_default());
    }
    Ok(candidate)
}
