//! Reports by programs: X-ARF 0.2, ARF (RFC 5965), and a feed's table in the form that Shadowserver's have.

use super::archive::zip;
use super::charset::Transfer;
use super::logs::{Access, Log};
use super::mail::{Attachment, Letter, date};
use super::message::Kind;
use super::writing::Writing;

/// Writes a machine's letter, if there is one for what it is to say.
pub(super) fn write(writing: &mut Writing<'_>) -> Option<(Letter, &'static str)> {
    // Programs don't ask, and they write English.
    if writing.truth.mediation || writing.japanese() {
        return None;
    }
    let incidents = writing.incidents();
    let (first, count) = (incidents.first()?.clone(), incidents.len());
    let login = first.kind == Kind::Scan && first.ports == [22];
    match first.kind {
        Kind::Scan if count == 1 && login => Some((xarf(writing), "x-arf-login")),
        Kind::Other if first.malware_site => None,
        Kind::Other if count > 1 || writing.random.below(3) == 0 => Some((table(writing), "shadowserver")),
        Kind::Other => Some((arf(writing), "arf")),
        _ => None,
    }
}

/// X-ARF 0.2: a text for people, a YAML part, the log as evidence.
fn xarf(writing: &mut Writing<'_>) -> Letter {
    let source = writing.incidents()[0].subject.clone();
    let at = writing.events(1).first().copied().unwrap_or(writing.received);
    let target = writing.victim();
    let domain = writing.person.domain;
    let zone = writing.numeric_zone();
    let local = writing.local(at);
    let access = Access { at: local, zone: &zone, source: &source, target: &target, port: 22 };
    let evidence: String =
        (0..4).map(|_| Log::Sshd.line(access, &mut writing.random).replace("::ffff:", "") + "\n").collect();
    let yaml = format!(
        "---\nReported-From: autoreport@{domain}\nCategory: abuse\nReport-Type: login-attack\nService: ssh\nVersion: 0.2\n\
         User-Agent: made-up reporter 1.0\nDate: {}\nSource-Type: ipv4\nSource: {source}\nPort: 22\n\
         Report-ID: {:x}@{domain}\nSchema-URL: http://www.x-arf.example/schema/abuse_login-attack_0.1.2.json\n\
         Attachment: text/plain\n",
        date(at, writing.offset),
        writing.random.next() >> 32,
    );
    let yaml = Attachment {
        media_type: "text/plain; charset=utf-8; name=\"report.txt\"",
        name: String::new(),
        content: yaml.replace('\n', "\r\n").into_bytes(),
        transfer: Transfer::SevenBit,
    };
    Letter {
        subject: format!("abuse report about {source} - {}", local.strftime("%Y-%m-%d")),
        text: format!(
            "Dear abuse team,\n\nthis is an automatic report about a login attack from {source}.\n"
        ),
        attachments: vec![yaml, Attachment::machine("text/plain", "logfile.log", &evidence)],
        fields: vec!["X-XARF: PLAIN".to_owned(), "Auto-Submitted: auto-generated".to_owned()],
        ..Letter::default()
    }
}

/// ARF: somebody's customer has called a mail spam.
fn arf(writing: &mut Writing<'_>) -> Letter {
    let source = writing.incidents()[0].subject.clone();
    let at = writing.events(1).first().copied().unwrap_or(writing.received);
    let written = date(at, writing.offset);
    let domain = writing.person.domain;
    let report = format!(
        "Feedback-Type: abuse\nUser-Agent: made-up-feedback/1.0\nVersion: 1\nOriginal-Mail-From: <offer@spam.example>\n\
         Arrival-Date: {written}\nSource-IP: {source}\nReported-Domain: spam.example\n"
    );
    let mail = format!(
        "Received: from spam.example ([{source}])\r\n\tby mx.{domain} with SMTP; {written}\r\nFrom: offer@spam.example\r\n\
         To: customer@{domain}\r\nSubject: Buy now\r\nDate: {written}\r\nMessage-ID: <{:x}@spam.example>\r\n\r\nBuy now.\r\n",
        writing.random.next()
    );
    Letter {
        subject: "FW: Buy now".to_owned(),
        text: format!(
            "This is an email abuse report for an email message received from IP {source} on {written}.\n"
        ),
        attachments: vec![
            Attachment::machine("message/feedback-report", "", &report),
            Attachment::message(mail.into_bytes()),
        ],
        multipart: Some("multipart/report; report-type=feedback-report"),
        ..Letter::default()
    }
}

/// A feed of infected machines, as CSV in a zip archive; its times are UTC.
fn table(writing: &mut Writing<'_>) -> Letter {
    let incidents = writing.incidents().to_vec();
    let times = writing.events(incidents.len());
    let mut rows = "\"timestamp\",\"ip\",\"port\",\"asn\",\"geo\",\"region\",\"city\",\"hostname\",\"type\",\"infection\",\
                    \"url\",\"agent\",\"cc_ip\",\"cc_port\"\n"
        .to_owned();
    for (incident, at) in incidents.iter().zip(times) {
        let at = at.strftime("%Y-%m-%d %H:%M:%S");
        let port = writing.random.between(1025, 60_000);
        rows += &format!(
            "\"{at}\",\"{}\",\"{port}\",\"64500\",\"JP\",\"TOKYO\",\"TOKYO\",\"\",\"tcp\",\"sample-bot\",\"\",\"\",\"192.0.2.10\",\"80\"\n",
            incident.subject
        );
    }
    let day = writing.local(writing.received).strftime("%Y-%m-%d").to_string();
    let file = format!("{day}-drone-japan-geo.csv");
    let archive =
        Attachment::zip(format!("{file}.zip"), zip(&file, &rows.replace('\n', "\r\n").into_bytes()));
    Letter {
        subject: format!("[Sample feed] Drone report for Japan: {day}"),
        text: "Attached is the daily report of infected machines in your country.\n".to_owned(),
        attachments: vec![archive],
        fields: vec!["Auto-Submitted: auto-generated".to_owned()],
        ..Letter::default()
    }
}
