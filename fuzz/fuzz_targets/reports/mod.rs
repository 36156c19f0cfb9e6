//! What holds for every machine format of reports, whatever the bytes say.

use incident::intake::Input;
use incident::{Candidate, Disposition, Reading, Rsit};
use jiff::tz::TimeZone;

/// Reads a file.
#[allow(dead_code, reason = "each target reads files or mails")]
pub fn file(name: &str, bytes: &[u8]) {
    read(name, bytes, None);
}

/// Reads a mail.
#[allow(dead_code, reason = "each target reads files or mails")]
pub fn mail(bytes: &[u8]) {
    let mail = mail::read(bytes);
    read("", bytes, Some(&mail));
}

/// Nothing panics; what isn't read hands on nothing; what is handed on is whole and bounded.
fn read(name: &str, bytes: &[u8], mail: Option<&mail::Message>) {
    let zone = TimeZone::get("Asia/Tokyo").expect("it is bundled");
    let received = "2020-04-07T00:00:00Z".parse().expect("it is a time");
    let input = Input { bytes, name, mail, zone: &zone, received };
    let mut count = 0;
    let reading = incident::formats::read(&input, &mut |candidate| {
        count += 1;
        check(&candidate);
    });
    match reading {
        None => assert_eq!(count, 0),
        Some(Reading { disposition, problem_count, problems, .. }) => {
            assert_eq!(disposition == Disposition::Report, count > 0);
            assert!(problem_count >= problems.len() as u64);
            assert!(disposition != Disposition::Unreadable || problem_count > 0, "a reason is said");
        }
    }
}

fn check(candidate: &Candidate) {
    assert!(Rsit::parse(candidate.rsit).is_some());
    let subject = candidate.subject.text();
    assert!(!subject.is_empty() && subject.len() < 32 << 10, "{subject}");
    assert!(candidate.evidence.len() < 17 << 10);
    assert!(candidate.details.values().all(|value| value.len() < 3 << 10));
    assert!(candidate.ports.len() <= 200);
}
