//! IODEF version 2 (RFC 7970): one document, an `Incident` for each.

use jiff::Timestamp;
use quick_xml::escape::escape;

use super::Us;
use crate::candidate::Port;
use crate::formats::iodef::ZONE_UNKNOWN;
use crate::query::Incident;

/// Writes incidents as one document, generated at `at`.
pub fn iodef(incidents: &[Incident], us: &Us, at: Timestamp) -> String {
    let mut xml = Xml(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    xml.open("IODEF-Document version=\"2.00\" xml:lang=\"en\" xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\"");
    for one in incidents {
        incident(&mut xml, one, us, at);
    }
    xml.close("IODEF-Document");
    xml.0
}

/// A document as it grows. Elements are written in the order that the schema asks for.
struct Xml(String);

impl Xml {
    fn open(&mut self, start: &str) {
        self.0 += &format!("<{start}>\n");
    }

    fn close(&mut self, name: &str) {
        self.0 += &format!("</{name}>\n");
    }

    /// An element with text; `start` is its name with its attributes.
    fn text(&mut self, start: &str, text: &str) {
        let name = start.split(' ').next().unwrap_or(start);
        self.0 += &format!("<{start}>{}</{name}>\n", escaped(text));
    }
}

/// Text as it may stand in XML: control characters may not, in any form (XML 1.0, 2.2).
fn escaped(text: &str) -> String {
    let clean: String = text.chars().map(|c| if is_character(c) { c } else { '\u{fffd}' }).collect();
    escape(clean.as_str()).into_owned()
}

fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn incident(xml: &mut Xml, one: &Incident, us: &Us, at: Timestamp) {
    xml.open("Incident purpose=\"reporting\" xml:lang=\"en\"");
    xml.text(&format!("IncidentID name=\"{}\"", escaped(&us.domain)), &one.id.to_string());
    if let Some(first) = one.first {
        xml.text("StartTime", &first.to_string());
    }
    if let Some(last) = one.last {
        xml.text("EndTime", &last.to_string());
    }
    xml.text("ReportTime", &one.received.to_string());
    xml.text("GenerationTime", &at.to_string());
    xml.open("Assessment");
    let refinement = one.refinement.map(crate::kind::Refinement::name);
    let zone = (one.first.is_some() && !one.zone_known).then_some(ZONE_UNKNOWN);
    let categories = [Some(one.rsit.as_str()), Some(one.kind.name()), refinement, zone];
    for category in categories.into_iter().flatten() {
        xml.text("IncidentCategory", category);
    }
    xml.open("SystemImpact type=\"unknown\"");
    xml.close("SystemImpact");
    xml.close("Assessment");
    xml.open("Contact role=\"creator\" type=\"organization\"");
    xml.text("ContactName", &us.organisation);
    xml.open("Email");
    xml.text("EmailTo", &us.contact);
    xml.close("Email");
    xml.close("Contact");
    event(xml, one);
    xml.close("Incident");
}

fn event(xml: &mut Xml, one: &Incident) {
    xml.open("EventData");
    // A victim that is neither address nor host has no place as a system.
    let victim = one.victim.as_deref();
    let target = victim.filter(|victim| is_name(victim) || victim.parse::<std::net::IpAddr>().is_ok());
    if let Some(victim) = victim.filter(|_| target.is_none()) {
        xml.text("Description", &format!("Attacked: {victim}"));
    }
    xml.open("Flow");
    xml.open("System category=\"source\"");
    source(xml, one);
    if target.is_none() {
        services(xml, one);
    }
    xml.close("System");
    if let Some(target) = target {
        xml.open("System category=\"target\"");
        xml.open("Node");
        node(xml, target);
        xml.close("Node");
        services(xml, one);
        xml.close("System");
    }
    xml.close("Flow");
    if !one.evidence.is_empty() {
        xml.open("Record");
        xml.open("RecordData");
        xml.text("RecordItem dtype=\"string\"", &one.evidence);
        xml.close("RecordData");
        xml.close("Record");
    }
    xml.close("EventData");
}

fn source(xml: &mut Xml, one: &Incident) {
    xml.open("Node");
    // The schema has domains before addresses, and a network among the addresses.
    let network = one.subject.contains('/') && one.subject_kind == "host";
    if let Some(host) = one.host.as_deref().filter(|host| is_name(host)) {
        domain(xml, host);
    } else if one.subject_kind == "host" && !network {
        domain(xml, &one.subject);
    }
    if network {
        let category = if one.subject.contains(':') { "ipv6-net" } else { "ipv4-net" };
        xml.text(&format!("Address category=\"{category}\""), &one.subject);
    } else if let Some(address) = one.address {
        node(xml, &address.to_string());
    }
    if one.subject_kind == "site" {
        xml.text("Address category=\"site-uri\"", &one.subject);
    }
    xml.close("Node");
}

/// An address or a name.
fn node(xml: &mut Xml, text: &str) {
    match text.parse() {
        Ok(std::net::IpAddr::V4(_)) => xml.text("Address category=\"ipv4-addr\"", text),
        Ok(std::net::IpAddr::V6(_)) => xml.text("Address category=\"ipv6-addr\"", text),
        Err(_) => domain(xml, text),
    }
}

fn domain(xml: &mut Xml, name: &str) {
    xml.open("DomainData system-status=\"unknown\" domain-status=\"unknown\"");
    xml.text("Name", name);
    xml.close("DomainData");
}

fn is_name(text: &str) -> bool {
    text.contains('.')
        && text.parse::<std::net::IpAddr>().is_err()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

fn services(xml: &mut Xml, one: &Incident) {
    if one.many_ports {
        xml.open("Service");
        xml.text("Portlist", "1-65535");
        xml.close("Service");
    }
    for Port { protocol, number } in &one.ports {
        let protocol = match protocol.as_str() {
            "tcp" => " ip-protocol=\"6\"",
            "udp" => " ip-protocol=\"17\"",
            "icmp" => " ip-protocol=\"1\"",
            "sctp" => " ip-protocol=\"132\"",
            _ => "",
        };
        xml.open(&format!("Service{protocol}"));
        xml.text("Port", &number.to_string());
        xml.close("Service");
    }
}
