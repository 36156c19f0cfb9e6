//! XARF version 4: one JSON document for an incident.
//!
//! Each type of the format asks for fields of its own. Where an incident has what the type asks for, that type is
//! written; else `reputation/threat_intelligence`, which asks for nothing that has to be made up. In all of them the
//! tags say the RSIT type, the kind and the refinement: what is read back is the same.

use base64::Engine as _;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Us;
use crate::candidate::Port;
use crate::formats::xarf::V4_TYPES;
use crate::query::Incident;
use crate::rsit;

/// The version of the format that is written.
const VERSION: &str = "4.2.0";

/// Writes an incident.
pub fn xarf4(incident: &Incident, us: &Us) -> Value {
    let party = json!({"org": us.organisation, "contact": us.contact, "domain": us.domain});
    // When it was seen (last); failing that, when we heard of it.
    let seen = incident.last.or(incident.first);
    let timestamp = seen.unwrap_or(incident.received);
    let mut report = Map::new();
    let mut set = |name: &str, value: Value| {
        report.insert(name.to_owned(), value);
    };
    set("xarf_version", json!(VERSION));
    set("report_id", json!(identifier(incident, us)));
    set("timestamp", json!(timestamp.to_string()));
    set("reporter", party.clone());
    set("sender", party);
    let source = match (incident.address, incident.subject_kind.as_str(), &incident.host) {
        (_, "host", _) => incident.subject.clone(),
        (Some(address), ..) => address.to_string(),
        (None, _, Some(host)) => host.clone(),
        (None, _, None) => incident.subject.clone(),
    };
    set("source_identifier", json!(source));
    if incident.subject_kind == "site" {
        set("url", json!(incident.subject));
    }
    if let Some(first) = incident.first {
        set("first_seen", json!(first.to_string()));
    }
    if let Some(last) = incident.last {
        set("last_seen", json!(last.to_string()));
    }
    if let Some(brand) = &incident.brand {
        set("target_brand", json!(brand));
    }
    if let Some(port) = source_port(incident) {
        set("source_port", json!(port));
    }
    if let Some(victim) = incident.victim.as_ref().filter(|victim| victim.parse::<std::net::IpAddr>().is_ok())
    {
        set("destination_ip", json!(victim));
    }
    let numbers: Vec<u16> =
        incident.ports.iter().map(|port| port.number).filter(|number| *number > 0).collect();
    match numbers.as_slice() {
        [] => {}
        [one] => set("destination_port", json!(one)),
        many => set("targeted_ports", json!(many)),
    }
    set("tags", json!(tags(incident)));
    if !incident.evidence.is_empty() {
        set("evidence", json!([evidence(&incident.evidence)]));
    }
    let (category, name, more) = kind(incident, timestamp);
    set("category", json!(category));
    set("type", json!(name));
    report.extend(more);
    Value::Object(report)
}

/// The tags by which what the format has no field for comes back. Each is `namespace:word`.
fn tags(incident: &Incident) -> Vec<String> {
    let mut tags = vec![incident.rsit.clone(), format!("kind:{}", incident.kind.name())];
    tags.extend(incident.refinement.map(|refinement| format!("refinement:{}", refinement.name())));
    if incident.many_ports {
        tags.push("ports:many".to_owned());
    }
    if incident.first.is_some() && !incident.zone_known {
        tags.push("zone:assumed".to_owned());
    }
    tags
}

fn source_port(incident: &Incident) -> Option<u16> {
    incident.details.get("source-port")?.parse().ok().filter(|port| *port > 0)
}

/// The one protocol of all ports.
fn protocol(ports: &[Port]) -> Option<&str> {
    let protocol = ports.first()?.protocol.as_str();
    let same = ports.iter().all(|port| port.protocol == protocol);
    (same && matches!(protocol, "tcp" | "udp" | "icmp")).then_some(protocol)
}

/// Category, type, and the fields that the type asks for.
fn kind(incident: &Incident, timestamp: Timestamp) -> (&'static str, &'static str, Map<String, Value>) {
    let first_seen = incident.first.unwrap_or(timestamp).to_string();
    let site = incident.subject_kind == "site";
    let protocol = protocol(&incident.ports);
    let source_port = source_port(incident);
    let detail = |name: &str| incident.details.get(name).filter(|value| !value.is_empty());
    let (name, more) = match incident.rsit.as_str() {
        rsit::PHISHING if site => ("phishing", json!({})),
        rsit::MALWARE_DISTRIBUTION if site => ("malware", json!({})),
        rsit::INFORMATION_MODIFICATION if site => {
            ("remote_compromise", json!({"compromise_type": "defacement"}))
        }
        // A scan that doesn't say from which port is one of ports none the less.
        rsit::SCANNER => (
            "vulnerability_scan",
            json!({"scan_type": "port_scan", "protocol": protocol.unwrap_or("mixed"), "first_seen": first_seen}),
        ),
        rsit::BRUTE_FORCE if protocol.is_some() && source_port.is_some() => {
            ("login_attack", json!({"protocol": protocol, "first_seen": first_seen}))
        }
        rsit::DDOS if protocol.is_some() && source_port.is_some() => {
            ("ddos", json!({"protocol": protocol, "first_seen": first_seen}))
        }
        rsit::SPAM if source_port.is_some() && detail("mail-from").is_some_and(|from| from.contains('@')) => {
            (
                "spam",
                json!({"protocol": "smtp", "smtp_from": detail("mail-from").map(|f| f.trim_matches(['<', '>']))}),
            )
        }
        rsit::SPAM => ("spam", json!({"protocol": "other"})),
        rsit::OPEN_SERVICE if detail("service").is_some() => {
            ("open_service", json!({"service": detail("service")}))
        }
        rsit::INFECTED_SYSTEM if detail("infection").or(detail("malware")).is_some() => {
            ("botnet", json!({"compromise_evidence": detail("infection").or(detail("malware"))}))
        }
        _ => ("threat_intelligence", json!({"threat_type": incident.rsit})),
    };
    let known = V4_TYPES.iter().find(|known| known.name == name);
    let category = known.map_or("reputation", |known| known.category);
    let more = match more {
        Value::Object(more) => more,
        _ => Map::new(),
    };
    (category, name, more)
}

fn evidence(text: &str) -> Value {
    let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "content_type": "text/plain",
        "description": "As it was reported",
        "payload": base64::engine::general_purpose::STANDARD.encode(text),
        "hash": format!("sha256:{hash}"),
        "size": text.len(),
    })
}

/// A UUID (RFC 9562, version 8) that is the same whenever this incident is written: from our domain and its number.
fn identifier(incident: &Incident, us: &Us) -> String {
    let digest = Sha256::digest(format!("{}\n{}", us.domain, incident.id).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
