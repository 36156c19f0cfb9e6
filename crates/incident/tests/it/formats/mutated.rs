//! Inputs of every format with bytes changed, lost and doubled: nothing panics, and what holds always, holds.

use incident::export::{Us, iodef, xarf4};
use incident::{Disposition, Rsit};

use super::files::{Outcome, file, mail};

/// Pseudo-random numbers (xorshift), the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.splice(at..at, [b"\"{[<&:,\n\xff-0"[random.below(11)]]).for_each(drop),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece).for_each(drop);
            }
            _ if !bytes.is_empty() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            _ => {}
        }
    }
    bytes
}

fn check(outcome: &Outcome) {
    let Some(reading) = &outcome.reading else {
        return assert!(outcome.candidates.is_empty());
    };
    assert_eq!(reading.disposition == Disposition::Report, !outcome.candidates.is_empty());
    assert!(reading.disposition != Disposition::Unreadable || reading.problem_count > 0, "a reason is said");
    for candidate in &outcome.candidates {
        assert!(Rsit::parse(candidate.rsit).is_some());
        assert!(!candidate.subject.text().is_empty());
        assert!(candidate.evidence.len() < 17 << 10 && candidate.ports.len() <= 200);
    }
}

#[test]
fn changed_inputs_are_read_or_refused() {
    let us = Us {
        organisation: "Sample".to_owned(),
        contact: "a@csirt.example".to_owned(),
        domain: "csirt.example".to_owned(),
    };
    let incident = super::export::scan();
    let xml = iodef(std::slice::from_ref(&incident), &us, incident.received).into_bytes();
    let json = xarf4(&incident, &us).to_string().into_bytes();
    let list = b"date,URL,description\n2020/01/02 10:00:00,http://a.example/,\"Bank, A\"\n".repeat(3);
    let rows = b"timestamp,ip,protocol,port,tag\n2020-01-02 10:00:00,\"192.0.2.1\",udp,53,dns\n".repeat(3);
    let archive = super::shadowserver::zip("2020-01-02-scan_dns-x.csv", &rows, false);
    let files = [("", xml), ("", json), ("", list), ("scan_dns.csv", rows), ("scan_dns.csv.zip", archive)];
    let mails = [
        super::arf::arf("Feedback-Type: fraud\nSource-IP: 192.0.2.1\nReported-URI: http://a.example/"),
        super::arf::xarf(
            "Report-Type: phishing\nSource: http://a.example/\nDate: 2015-10-02T18:16:57Z\nPort: 80",
        ),
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut read = 0;
    for _ in 0..300 {
        for (name, bytes) in &files {
            let outcome = file(name, &mutate(bytes, &mut random));
            check(&outcome);
            read += outcome.candidates.len();
        }
        for bytes in &mails {
            let outcome = mail(&mutate(bytes, &mut random));
            check(&outcome);
            read += outcome.candidates.len();
        }
    }
    assert!(read > 500, "most of them are still read: {read}");
}
