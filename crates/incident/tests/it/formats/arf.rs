//! ARF and X-ARF 0.2.

use incident::{Disposition, Format, Kind};

use super::files::{mail, public};

fn arf(report: &str) -> Vec<u8> {
    format!(
        "From: fbl@provider.example\nSubject: FW: hello\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nAn abuse report.\n\
         --b\nContent-Type: message/feedback-report\n\n{report}\n\
         --b\nContent-Type: message/rfc822\n\nReceived: from a\n by b\nSubject: hello\n\nBuy http://shop.example/\n--b--\n"
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

fn xarf(yaml: &str) -> Vec<u8> {
    format!(
        "From: reports@reporter.example\nSubject: abuse\nX-XARF: PLAIN\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nHello,\n\n\
         --b\nContent-Type: text/plain; name=report.txt\n\n---\n{yaml}\n\
         --b\nContent-Type: text/plain; name=logfile.log\n\nJan 31 07:19:02 sshd: Failed password\n--b--\n"
    )
    .replace('\n', "\r\n")
    .into_bytes()
}

#[test]
fn feedback_reports_give_the_source() {
    let check = |report: &str, expect: &str| {
        let outcome = mail(&arf(report));
        assert_eq!(outcome.format(), Some(Format::Arf));
        assert_eq!(outcome.line(), expect, "{report}");
        outcome
    };
    let spam = check(
        "Feedback-Type: abuse\nUser-Agent: X\nVersion: 1\nSource-IP: 192.0.2.1\n\
         Arrival-Date: Tue, 19 Jan 2016 14:32:40 -0500 (EST)",
        "192.0.2.1 abusive-content:spam 2016-01-19T19:32:40Z",
    );
    assert_eq!(spam.candidates[0].evidence, "Received: from a\r\n by b\r\nSubject: hello");
    assert_eq!(spam.candidates[0].details["subject"], "hello");
    check(
        "Feedback-Type: fraud\nSource-IP: 192.0.2.1\nReported-URI: http://bank.example/a\n\
         Reported-URI: http://bank.example/b\nReceived-Date: Mon, 18 Jan 2016 23:57:24 UTC",
        "http://bank.example/a fraud:phishing 2016-01-18T23:57:24Z; \
         http://bank.example/b fraud:phishing 2016-01-18T23:57:24Z",
    );
    let forged =
        check("feedback-type: auth-failure\nsource-ip: [IPv6:2001:db8::1]", "2001:db8::1 fraud:masquerade ?");
    assert_eq!(forged.candidates[0].kind, Kind::Forged);
    check("Feedback-Type: abuse\nReported-Domain: shop.example", "shop.example abusive-content:spam ?");
    let nothing = mail(&arf("Feedback-Type: abuse\nSource-IP: 192.0.2.999"));
    assert_eq!((nothing.candidates.len(), nothing.disposition()), (0, Some(Disposition::Unreadable)));
    assert_eq!(nothing.problems().len(), 2, "{:?}", nothing.problems());
    let fine = mail(&arf("Feedback-Type: not-spam\nSource-IP: 192.0.2.9"));
    assert_eq!((fine.candidates.len(), fine.disposition()), (0, Some(Disposition::Information)));
}

#[test]
fn x_arf_gives_source_and_evidence() {
    let check = |yaml: &str, expect: &str| {
        let outcome = mail(&xarf(yaml));
        assert_eq!(outcome.format(), Some(Format::Xarf2));
        assert_eq!(outcome.line(), expect, "{yaml}");
        outcome
    };
    let attack = check(
        "Report-Type: login-attack\nCategory: abuse\nService: ssh\nPort: 22\nSource-Type: ip-address\n\
         Source: 192.0.2.150\nDate: Fri, 31 Jan 2014 07:19:02 +0100\nAttachment: text/plain",
        "192.0.2.150 intrusion-attempts:brute-force 2014-01-31T06:19:02Z 22/",
    );
    assert_eq!(attack.candidates[0].evidence, "Jan 31 07:19:02 sshd: Failed password");
    assert_eq!(attack.problems(), [""; 0]);
    check(
        "Report-Type: phishing\nCategory: fraud\nPort: 80\nSource: http://bank.example/a?b=1&c=2\n\
         Source-Type: uri\nDate: 2015-10-02T18:16:57+00:00\nAttachment: none",
        "http://bank.example/a?b=1&c=2 fraud:phishing 2015-10-02T18:16:57Z",
    );
    check(
        "Report-Type: malware-attack\nSource: 192.0.2.2\nDownload-Link: http://www.example/x.js\nSource-Type: ipv4\n\
         Date: 2015-10-02T18:16:57+00:00",
        "http://www.example/x.js malicious-code:malware-distribution 2015-10-02T18:16:57Z",
    );
    // Found in real mails: a value that YAML wants in quotes.
    let broken = check(
        "Report-Type: harvesting\nSource: 2001:db8::7\nSchema-URL: http: //schema.example/\nPort: 25\nDate: x",
        "2001:db8::7 abusive-content:spam ? 25/",
    );
    assert_eq!(broken.problems().len(), 2, "{:?}", broken.problems());
}

#[test]
fn x_arf_is_not_led_into_depth_or_size() {
    for bomb in [
        "[".repeat(50_000),
        "- ".repeat(30_000),
        "a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n".repeat(50),
        (0..300).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect(),
    ] {
        let yaml =
            format!("Report-Type: login-attack\nSource: 192.0.2.150\nDate: 2015-10-02T18:16:57Z\n{bomb}");
        let outcome = mail(&xarf(&yaml));
        assert_eq!(outcome.line(), "192.0.2.150 intrusion-attempts:brute-force 2015-10-02T18:16:57Z");
        assert!(!outcome.problems().is_empty());
    }
}

#[test]
fn public_notifier_mails() {
    let mut read = 0;
    for path in public("notifier-mails") {
        let outcome = mail(&std::fs::read(&path).unwrap());
        let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        let name = format!("{folder}/{}", path.file_name().unwrap().display());
        let format = match folder.as_str() {
            "feedback-loop" | "spamexperts" => Some(Format::Arf),
            "blocklistde" | "cleanmx" | "netcraft" => Some(Format::Xarf2),
            _ => outcome.format(),
        };
        println!("{name}: {:?} {} {:?}", outcome.format(), outcome.line(), outcome.problems());
        assert_eq!(outcome.format(), format, "{name}");
        if matches!(format, Some(Format::Arf | Format::Xarf2)) {
            assert_eq!(outcome.disposition(), Some(Disposition::Report), "{name}");
            assert!(outcome.candidates[0].first.is_some() && outcome.candidates[0].zone_known, "{name}");
            read += 1;
        }
    }
    assert!(read == 0 || read == 24, "{read}");
}
