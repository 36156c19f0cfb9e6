//! XARF.

use incident::{Disposition, Format};
use serde_json::{Value, json};

use super::files::{file, mail, public};

fn v3(report: Value) -> Vec<u8> {
    json!({
        "Version": "3",
        "ReporterInfo": {
            "ReporterOrg": "Sample",
            "ReporterOrgDomain": "reporter.example",
            "ReporterOrgEmail": "reports@reporter.example",
        },
        "Disclosure": true,
        "Report": report,
    })
    .to_string()
    .into_bytes()
}

fn v4(report: Value) -> Vec<u8> {
    let party = json!({"org": "Sample", "contact": "reports@reporter.example", "domain": "reporter.example"});
    let mut whole = json!({
        "xarf_version": "4.2.0",
        "report_id": "01234567-89ab-4cde-8f01-23456789abcd",
        "timestamp": "2020-01-11T09:21:23+09:00",
        "reporter": party,
        "sender": party,
        "source_identifier": "192.0.2.7",
    });
    whole.as_object_mut().unwrap().extend(report.as_object().unwrap().clone());
    whole.to_string().into_bytes()
}

#[test]
fn version_3_gives_source_kind_and_time() {
    let check = |report: Value, expect: &str| {
        let outcome = file("", &v3(report));
        assert_eq!(outcome.problems(), [""; 0]);
        assert_eq!(outcome.format(), Some(Format::Xarf3));
        assert_eq!(outcome.line(), expect);
    };
    check(
        json!({"ReportClass": "Activity", "ReportType": "PortScan", "Date": "2020-02-05T14:17:10+09:00",
            "SourceIp": "192.0.2.55", "DestinationIp": "198.51.100.3", "DestinationPort": 22}),
        "192.0.2.55 information-gathering:scanner 2020-02-05T05:17:10Z 22/",
    );
    check(
        json!({"ReportClass": "Content", "ReportType": "Phishing", "Date": "2020-02-05T14:17:10Z",
            "SourceIp": "192.0.2.55", "SourcePort": 80, "SourceUrl": "http://bank.example/login"}),
        "http://bank.example/login fraud:phishing 2020-02-05T14:17:10Z",
    );
    check(
        json!({"ReportClass": "Vulnerability", "ReportType": "OpenService", "Date": "2020-02-05T14:17:10Z",
            "FirstSeen": "2020-02-04T00:00:00Z", "SourceIp": "2001:db8::5", "SourcePort": 6379,
            "ServiceName": "redis", "TransportProtocol": "TCP"}),
        "2001:db8::5 vulnerable:potentially-unwanted-accessible 2020-02-04T00:00:00Z 6379/tcp",
    );
    check(
        json!({"ReportClass": "Activity", "ReportType": "PotentiallyCompromisedAccount",
            "Date": "2020-02-05T14:17:10Z", "DestinationIp": "198.51.100.3", "Account": {"AccountName": "aoki"}}),
        "198.51.100.3 intrusions:unprivileged-account-compromise 2020-02-05T14:17:10Z",
    );
}

#[test]
fn version_3_is_refused_with_the_reason() {
    let check = |report: Value, reason: &str| {
        let outcome = file("", &v3(report));
        assert_eq!(outcome.disposition(), Some(Disposition::Unreadable));
        assert!(outcome.candidates.is_empty());
        assert!(outcome.problems().contains(&reason.to_owned()), "{:?}", outcome.problems());
    };
    check(json!({}), "Report.ReportType: it is missing");
    let spam = |more: Value| {
        let mut report = json!({"ReportClass": "Activity", "ReportType": "Spam", "Date": "2020-02-05T14:17:10Z",
            "SourceIp": "192.0.2.55"});
        report.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        report
    };
    check(spam(json!({"Date": "yesterday"})), "Report.Date: \"yesterday\" is no time with a zone");
    check(
        spam(json!({"SourcePort": 70000})),
        "Report.SourcePort: \"70000\" is no whole number from 1 to 65535",
    );
    check(
        spam(json!({"ReportType": "Ham"})),
        "Report.ReportType: there is no \"Ham\" of the class \"Activity\"",
    );
    check(spam(json!({"Samples": {}})), "Report.Samples: \"an object\" is no list");
    check(
        spam(json!({"CVSS": {"Version": "2", "Vector": "CVSS:3.1/AV:N"}})),
        "Report.CVSS.Vector: a vector of version 3.1, not 2",
    );
}

#[test]
fn version_4_takes_what_says_who_what_and_when() {
    let check = |report: Value, expect: &str| {
        let outcome = file("", &v4(report));
        assert_eq!(
            (outcome.format(), outcome.disposition()),
            (Some(Format::Xarf4), Some(Disposition::Report))
        );
        assert_eq!(outcome.line(), expect);
    };
    check(
        json!({"category": "connection", "type": "login_attack", "protocol": "tcp", "destination_port": 22,
            "first_seen": "2020-01-11T00:00:00Z"}),
        "192.0.2.7 intrusion-attempts:brute-force 2020-01-11T00:00:00Z 22/tcp",
    );
    check(
        json!({"category": "content", "type": "phishing", "url": "https://bank.example/a"}),
        "https://bank.example/a fraud:phishing 2020-01-11T00:21:23Z",
    );
    check(
        json!({"category": "content", "type": "remote_compromise", "url": "https://school.example/",
            "compromise_type": "defacement"}),
        "https://school.example/ information-content-security:unauthorised-information-modification \
         2020-01-11T00:21:23Z",
    );
    check(
        json!({"category": "reputation", "type": "threat_intelligence", "threat_type": "x",
            "tags": ["malicious-code:c2-server"]}),
        "192.0.2.7 malicious-code:c2-server 2020-01-11T00:21:23Z",
    );
    let refused = file("", &v4(json!({"category": "content", "type": "spam", "timestamp": 5})));
    assert_eq!(refused.disposition(), Some(Disposition::Unreadable));
    assert_eq!(
        refused.problems(),
        ["timestamp: \"5\" is no time with a zone", "type: there is no \"spam\" of the category \"content\""]
    );
}

#[test]
fn reports_are_found_in_mails_and_other_json_is_left_alone() {
    let report = v4(json!({"category": "content", "type": "phishing", "url": "https://bank.example/a"}));
    let message = format!(
        "From: a@reporter.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n\
         --b\r\nContent-Type: application/json; name=xarf.json\r\n\r\n{}\r\n--b--\r\n",
        String::from_utf8(report).unwrap()
    );
    let outcome = mail(message.as_bytes());
    assert_eq!(outcome.line(), "https://bank.example/a fraud:phishing 2020-01-11T00:21:23Z");
    assert_eq!(outcome.reading.unwrap().reporter.as_deref(), Some("reports@reporter.example"));
    for other in ["{}", "{\"Version\": \"3\", \"name\": 1}", "[1]", "{\"a\":", "5", ""] {
        assert!(file("a.json", other.as_bytes()).reading.is_none(), "{other}");
    }
    let deep = format!("{{\"xarf_version\": {}", "[".repeat(100_000));
    assert_eq!(file("", deep.as_bytes()).disposition(), Some(Disposition::Unreadable));
}

#[test]
fn public_examples_of_version_3() {
    let positive = public("xarf-v3/positive");
    for path in &positive {
        let bytes = std::fs::read(path).unwrap();
        let outcome = file("", &bytes);
        assert_eq!(outcome.problems(), [""; 0], "{}", path.display());
        assert_eq!(outcome.disposition(), Some(Disposition::Report), "{}", path.display());
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let report = &json["Report"];
        let text = |name: &str| report[name].as_str();
        let (candidate, kind) = (&outcome.candidates[0], text("ReportType").unwrap());
        let site = matches!(
            (kind, text("SourceUrl"), text("SourceIp")),
            ("Phishing" | "Malware", Some(_), _) | (_, Some(_), None)
        );
        let expect = match site {
            true => url::Url::parse(text("SourceUrl").unwrap()).unwrap().to_string(),
            false => {
                ["SourceIp", "AttackerIp", "DestinationIp"].iter().find_map(|n| text(n)).unwrap().to_owned()
            }
        };
        assert_eq!(candidate.subject.text(), expect, "{}", path.display());
        assert_eq!(candidate.first, Some(text("FirstSeen").or(text("Date")).unwrap().parse().unwrap()));
    }
    let negative = public("xarf-v3/negative");
    for path in &negative {
        let outcome = file("", &std::fs::read(path).unwrap());
        assert_eq!(outcome.disposition(), Some(Disposition::Unreadable), "{}", path.display());
        assert!(outcome.candidates.is_empty() && !outcome.problems().is_empty(), "{}", path.display());
    }
    println!("{} accepted, {} refused", positive.len(), negative.len());
}

#[test]
fn public_examples_of_version_4() {
    for path in public("xarf-v4/samples") {
        let bytes = std::fs::read(&path).unwrap();
        let outcome = file("", &bytes);
        assert_eq!(outcome.problems(), [""; 0], "{}", path.display());
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        let candidate = &outcome.candidates[0];
        let source =
            ["url", "infringing_url", "source_identifier"].iter().find_map(|name| json[*name].as_str());
        let subject = candidate.subject.text();
        assert!(
            [source.unwrap(), &format!("{}/", source.unwrap())[..]].contains(&subject.as_str()),
            "{subject}"
        );
        println!("{}: {}", path.file_stem().unwrap().display(), outcome.line());
    }
}
