//! Out, and back in.

use std::collections::BTreeMap;

use incident::export::{Us, iodef, xarf4};
use incident::{Candidate, Incident, IncidentState, Kind, Port, Refinement, Rsit};
use jiff::Timestamp;
use serde_json::Value;

use super::files::{file, public};

fn us() -> Us {
    Us {
        organisation: "見本 & <CSIRT>".to_owned(),
        contact: "info@csirt.example".to_owned(),
        domain: "csirt.example".to_owned(),
    }
}

fn incident(subject: &str, subject_kind: &str, rsit: &str) -> Incident {
    let known = Rsit::parse(rsit).unwrap();
    Incident {
        id: 7,
        message: 3,
        received: "2020-01-03T00:00:00Z".parse().unwrap(),
        kind: known.kind,
        rsit: rsit.to_owned(),
        refinement: known.refinement,
        subject: subject.to_owned(),
        subject_kind: subject_kind.to_owned(),
        address: subject.parse().ok(),
        host: None,
        brand: None,
        ports: Vec::new(),
        many_ports: false,
        victim: None,
        first: Some("2020-01-02T01:00:00.5Z".parse().unwrap()),
        last: Some("2020-01-02T02:00:00Z".parse().unwrap()),
        zone_known: true,
        sightings: 1,
        evidence: "Jan  2 10:00:00 host \u{1}<log> & ]]>".to_owned(),
        details: BTreeMap::new(),
        state: IncidentState::Open,
        decided_by: None,
        merged_into: None,
    }
}

/// Incidents of every type, on addresses, sites and hosts, with and without what goes beside.
fn incidents() -> Vec<Incident> {
    let mut all = Vec::new();
    for rsit in incident::rsit::ALL {
        all.push(incident("192.0.2.1", "address", rsit.id));
        all.push(incident("http://bank.example/a?b=1&c=%22", "site", rsit.id));
        all.push(incident("www.example", "host", rsit.id));
    }
    let tcp = |number| Port { protocol: "tcp".to_owned(), number };
    let mut scan = incident("2001:db8::1", "address", "information-gathering:scanner");
    scan.ports = vec![tcp(22), tcp(80)];
    scan.victim = Some("198.51.100.9".to_owned());
    let mut many = incident("192.0.2.2", "address", "information-gathering:scanner");
    (many.many_ports, many.zone_known, many.kind) = (true, false, Kind::Other);
    let mut brute = incident("192.0.2.3", "address", "intrusion-attempts:brute-force");
    brute.ports = vec![tcp(22)];
    brute.details.insert("source-port".to_owned(), "40000".to_owned());
    let mut aimed = incident("192.0.2.0/24", "host", "malicious-code:infected-system");
    aimed.refinement = Some(Refinement::TargetedAttack);
    aimed.address = Some("192.0.2.0".parse().unwrap());
    aimed.details.insert("infection".to_owned(), "sample".to_owned());
    let mut site = incident("https://bank.example/", "site", "fraud:phishing");
    site.address = Some("192.0.2.5".parse().unwrap());
    site.host = Some("bank.example".to_owned());
    site.brand = Some("銀行".to_owned());
    all.extend([scan, many, brute, aimed, site]);
    all
}

type Essence =
    (String, Kind, Option<Refinement>, Vec<Port>, bool, Option<Timestamp>, Option<Timestamp>, bool, String);

fn of_incident(one: &Incident) -> Essence {
    let one = one.clone();
    (
        one.subject,
        one.kind,
        one.refinement,
        one.ports,
        one.many_ports,
        one.first,
        one.last,
        one.zone_known,
        one.rsit,
    )
}

fn of_candidate(one: &Candidate) -> Essence {
    let rsit = one.rsit.to_owned();
    let one = one.clone();
    let subject = one.subject.text();
    (subject, one.kind, one.refinement, one.ports, one.many_ports, one.first, one.last, one.zone_known, rsit)
}

#[test]
fn iodef_comes_back_as_it_went() {
    let all = incidents();
    let xml = iodef(&all, &us(), "2020-02-01T00:00:00Z".parse().unwrap());
    let back = file("out.xml", xml.as_bytes());
    assert_eq!(back.problems(), [""; 0]);
    assert_eq!(back.candidates.len(), all.len());
    for (went, came) in all.iter().zip(&back.candidates) {
        assert_eq!(of_candidate(came), of_incident(went));
        assert_eq!(came.evidence, went.evidence.replace('\u{1}', "\u{fffd}"));
    }
}

#[test]
fn xarf_4_comes_back_as_it_went() {
    for went in incidents() {
        let json = xarf4(&went, &us());
        let back = file("out.json", json.to_string().as_bytes());
        assert_eq!(back.problems(), [""; 0], "{json:#}");
        let came = &back.candidates[0];
        assert_eq!(of_candidate(came), of_incident(&went), "{json:#}");
        assert_eq!((&came.evidence, &came.brand), (&went.evidence, &went.brand));
    }
}

/// The schemas of the format's makers, where they are beside the checkout.
#[test]
fn xarf_4_is_valid_by_the_public_schemas() {
    let mut master = None;
    let mut registry = Vec::new();
    for path in
        public("xarf-v4/schemas").into_iter().filter(|path| path.extension().is_some_and(|e| e == "json"))
    {
        let schema: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        if path.file_stem().unwrap() == "xarf-v4-master" {
            master = Some(schema.clone());
        }
        registry.push((schema["$id"].as_str().unwrap().to_owned(), schema));
    }
    let Some(master) = master else { return };
    let registry = registry.into_iter().fold(jsonschema::Registry::new(), |registry, (id, schema)| {
        registry.add(id, jsonschema::Resource::from_contents(schema)).unwrap()
    });
    let registry = registry.prepare().unwrap();
    let validator =
        jsonschema::options().with_registry(&registry).should_validate_formats(true).build(&master).unwrap();
    let all = incidents();
    for one in &all {
        let json = xarf4(one, &us());
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{json:#}");
    }
    let wrong = serde_json::json!({"xarf_version": "4.2.0"});
    assert!(!validator.is_valid(&wrong), "the schemas are at work");
    println!("{} incidents of all types are valid", all.len());
}
