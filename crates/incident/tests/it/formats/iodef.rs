//! IODEF.

use incident::{Disposition, Format, Kind, Refinement};

use super::files::file;

fn document(incident: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<i:IODEF-Document version=\"2.00\" xmlns:i=\"urn:ietf:params:xml:ns:iodef-2.0\">\
         <i:Incident purpose=\"reporting\"><i:IncidentID name=\"csirt.example\">17</i:IncidentID>{}</i:Incident>\
         </i:IODEF-Document>",
        incident.replace("<", "<i:").replace("<i:/", "</i:")
    )
}

const SCAN: &str = "<StartTime>2020-01-02T10:00:00+09:00</StartTime>\
    <Assessment><SystemImpact type=\"unknown\"/><IncidentCategory>information-gathering:scanner</IncidentCategory>\
    </Assessment><EventData><Flow><System category=\"source\"><Node>\
    <Address category=\"ipv4-addr\">192.0.2.200</Address><Address category=\"ipv6-addr\">2001:db8::1</Address>\
    </Node></System><System category=\"target\"><Node><Address category=\"ipv4-net\">198.51.100.0/24</Address>\
    </Node><Service ip-protocol=\"6\"><Portlist>22,80-81</Portlist></Service></System></Flow>\
    <Record><RecordData><RecordItem dtype=\"string\">a &lt;b&gt; &#x41;</RecordItem></RecordData></Record></EventData>";

#[test]
fn incidents_are_read() {
    let check = |incident: &str, expect: &str| {
        let outcome = file("", document(incident).as_bytes());
        assert_eq!(
            (outcome.format(), outcome.disposition()),
            (Some(Format::Iodef), Some(Disposition::Report))
        );
        assert_eq!(outcome.line(), expect, "{:?}", outcome.problems());
        outcome
    };
    let scan = check(
        SCAN,
        "192.0.2.200 information-gathering:scanner 2020-01-02T01:00:00Z 22/tcp,80/tcp,81/tcp; \
         2001:db8::1 information-gathering:scanner 2020-01-02T01:00:00Z 22/tcp,80/tcp,81/tcp",
    );
    let one = &scan.candidates[0];
    assert_eq!((one.evidence.as_str(), one.victim.as_deref()), ("a <b> A", Some("198.51.100.0/24")));
    assert_eq!(one.details["incident-id"], "csirt.example#17");
    let site = check(
        "<DetectTime>2020-01-02T10:00:00Z</DetectTime><Assessment><IncidentCategory>phishing</IncidentCategory>\
         </Assessment><EventData><EventData><Flow><System category=\"source\"><Node>\
         <Address category=\"ipv4-addr\">192.0.2.3</Address>\
         <Address category=\"site-uri\">http://bank.example/a?b=1&amp;c</Address></Node></System></Flow></EventData>\
         </EventData>",
        "http://bank.example/a?b=1&c fraud:phishing 2020-01-02T10:00:00Z",
    );
    assert_eq!(site.candidates[0].address.unwrap().to_string(), "192.0.2.3");
    let defaced = check(
        "<Assessment><IncidentCategory>web-defacement</IncidentCategory></Assessment><EventData><Flow><System>\
         <Node><DomainData system-status=\"unknown\" domain-status=\"unknown\"><Name>www.school.example</Name>\
         </DomainData></Node></System></Flow></EventData>",
        "www.school.example information-content-security:unauthorised-information-modification ?",
    );
    assert_eq!(defaced.candidates[0].kind, Kind::Intrusion);
    assert_eq!(defaced.candidates[0].refinement, Some(Refinement::WebDefacement));
    check(
        "<ReportTime>2020-01-02T10:00:00Z</ReportTime><Assessment><Impact type=\"dos\"/></Assessment><EventData>\
         <Flow><System category=\"source\"><Node><NodeName>bot.example</NodeName></Node><Service ip_protocol=\"17\">\
         <Port>53</Port></Service></System></Flow></EventData>",
        "bot.example availability:dos 2020-01-02T10:00:00Z 53/udp",
    );
    check(
        "<IndicatorData><Indicator><Observable><Address category=\"ipv4-addr\">192.0.2.9</Address></Observable>\
         <Observable><BulkObservable type=\"ipv4-addr\"><BulkObservableList>192.0.2.10\n192.0.2.11</BulkObservableList>\
         </BulkObservable></Observable></Indicator></IndicatorData>",
        "192.0.2.9 other:undetermined ?; 192.0.2.10 other:undetermined ?; 192.0.2.11 other:undetermined ?",
    );
    let many = file("", document(&SCAN.replace("22,80-81", "1-65535")).as_bytes());
    assert!(many.candidates[0].many_ports && many.candidates[0].ports.is_empty());
}

#[test]
fn what_would_expand_or_nest_is_refused() {
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><IODEF-Document>&b;</IODEF-Document>";
    let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><IODEF-Document/>";
    let deep = format!("<IODEF-Document>{}", "<EventData>".repeat(100_000));
    for (text, reason) in [
        (laughs.to_owned(), "document type"),
        (outside.to_owned(), "document type"),
        (deep, "deeper"),
        (document("&b;"), "entity"),
        ("<IODEF-Document><Incident>".to_owned(), "ends within"),
        ("<IODEF-Document></Incident>".to_owned(), "byte"),
        ("<IODEF-Document/>".to_owned(), "no incident"),
        (document("<EventData/>"), "names no source"),
    ] {
        let outcome = file("", text.as_bytes());
        assert_eq!(outcome.disposition(), Some(Disposition::Unreadable), "{reason}");
        assert!(outcome.problems()[0].contains(reason), "{:?}", outcome.problems());
    }
    assert!(file("", b"<html>IODEF</html>").reading.is_none());
}
