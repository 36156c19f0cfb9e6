//! Class 11: mails that are made to eat memory (RT CVE-2014-9472, CVE-2018-18898; bombs of archives and of MIME).
//!
//! What is bounded is the process's highest use of memory, which is the same on a slow machine and on a fast one.
//! Each bomb goes all the way through `receive`: kept, read, counted, indexed, written.

use std::io::{Cursor, Write as _};

use incident::intake::Arrival;
use incident::{Config, Service};
use jiff::tz::TimeZone;
use kernel::{Originals, Text};
use testkit::DataFolder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::World;

/// MB that a mail of 10 MB may cost at most, in the tests' unoptimised program. More is no bound but a leak of
/// copies: the whole of a hostile mail is held a handful of times (bytes, decoded, text, lines), never more.
const MOST_MEGABYTES: u64 = 320;

/// The highest use of memory of this process so far, in kB; none where the system does not say (proc(5)).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Takes in a mail and says what became of it. Its memory is looked at where this test has a process of its own.
async fn check(name: &str, mail: Vec<u8>) {
    let world = World::new().await;
    // What the program itself takes.
    world.receive("From: a@b.example\nSubject: hello\n\nfrom 192.0.2.1\n").await;
    let before = peak();
    let length = mail.len() as u64;
    let arrived = world.desk.receive(vec![Arrival::mail(mail)]).await.unwrap().remove(0);
    let details = world.desk.report(arrived.message).await.unwrap();
    assert_eq!(details.bytes, length, "{name}: kept whole");
    let alone = std::env::var_os("NEXTEST").is_some();
    let (Some(before), Some(after), true) = (before, peak(), alone) else {
        println!("left out: the memory of {name} (run the tests with nextest, on Linux)");
        return;
    };
    let more = after.saturating_sub(before) / 1024;
    println!("{name}: {} MB, {more} MB of memory", length >> 20);
    assert!(more <= MOST_MEGABYTES, "{name}: {more} MB");
}

const HEAD: &str = "From: a@b.example\r\nSubject: bomb\r\n";

/// Ten megabytes of `unit` between two texts.
fn filled(before: &str, unit: &str, after: &str) -> Vec<u8> {
    format!("{HEAD}{before}{}{after}", unit.repeat((10 << 20) / unit.len())).into_bytes()
}

#[tokio::test]
async fn header_fields() {
    check("header fields", filled("", "X-Line: y\r\n", "\r\ntext\r\n")).await;
}

#[tokio::test]
async fn addresses() {
    check("addresses", filled("To: ", "B <b@x.example>, ", "c@d.example\r\n\r\ntext\r\n")).await;
}

#[tokio::test]
async fn message_ids() {
    check("references", filled("References: ", "<notification.1.x@y.example> ", "\r\n\r\ntext\r\n")).await;
}

#[tokio::test]
async fn encoded_words() {
    check("encoded words", filled("Subject: ", "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= ", "\r\n\r\ntext\r\n"))
        .await;
}

#[tokio::test]
async fn parts() {
    let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    check("parts", filled(head, "--b\r\n\r\nx\r\n", "--b--\r\n")).await;
}

#[tokio::test]
async fn attachments_of_one_name() {
    let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    let part = "--b\r\nContent-Type: application/zip; name=\"scan_dns.csv.zip\"\r\n\r\nPK\x03\x04\r\n";
    check("attachments", filled(head, part, "--b--\r\n")).await;
}

#[tokio::test]
async fn multiparts_within_each_other() {
    let levels: String = (0..200_000)
        .map(|i| format!("Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"))
        .collect();
    check("multiparts", format!("{HEAD}{levels}").into_bytes()).await;
}

#[tokio::test]
async fn messages_within_each_other() {
    check("messages", filled("", "Content-Type: message/rfc822\r\n\r\nSubject: y\r\n", "\r\nx")).await;
}

#[tokio::test]
async fn lines_of_a_megabyte() {
    check("long lines", filled("\r\n", &("a".repeat(1 << 20) + "\r\n"), "")).await;
}

#[tokio::test]
async fn texts_that_trip_patterns() {
    for (name, unit) in [
        ("dots", "1.1.1.1."),
        ("colons", "::1:"),
        ("schemes", "http://http://"),
        ("brackets", "[.][.]192[.]"),
        ("dates", "2008-01-01T00:00:00+"),
        ("pairs", "SRC=1 DPT="),
        ("quotes", "> > > >"),
        ("tags", "<a href=<a href="),
        ("addresses", "a@a@a@a."),
    ] {
        let lines = unit.repeat(500) + "\r\n";
        check(name, format!("{HEAD}\r\n{}{}", unit.repeat(100_000), lines.repeat(100)).into_bytes()).await;
    }
}

#[tokio::test]
async fn html_without_end() {
    let head = "Content-Type: text/html; charset=utf-8\r\n\r\n";
    check("html", filled(head, "<div><a href=\"http://x.example/\"><!-- ", "")).await;
}

fn zipped(name: &str, fill: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, SimpleFileOptions::default()).unwrap();
    fill(&mut archive);
    archive.finish().unwrap().into_inner()
}

fn with_archive(archive: &[u8]) -> Vec<u8> {
    use base64::Engine as _;
    let text = base64::prelude::BASE64_STANDARD.encode(archive);
    let lines: Vec<&str> =
        text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: application/zip; name=\"2019-10-15-scan_dns-x.csv.zip\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    )
    .into_bytes()
}

#[tokio::test]
async fn an_archive_of_zeros() {
    let zeros = vec![0; 1 << 20];
    let archive = zipped("2019-10-15-scan_dns-x.csv", |file| {
        for _ in 0..200 {
            file.write_all(&zeros).unwrap();
        }
    });
    check("zeros", with_archive(&archive)).await;
}

#[tokio::test]
async fn an_archive_of_one_row_again_and_again() {
    let archive = zipped("2019-10-15-scan_dns-x.csv", |file| {
        file.write_all(b"timestamp,ip,protocol,port\n").unwrap();
        let rows = "2019-10-15 01:09:24,192.0.2.1,udp,53\n".repeat(1000);
        for _ in 0..50 {
            file.write_all(rows.as_bytes()).unwrap();
        }
    });
    check("rows", with_archive(&archive)).await;
}

/// Found by asking what a mail with an archive of forty million addresses would cost.
#[tokio::test]
async fn a_message_holds_so_many_incidents_and_says_what_it_left_out() {
    let folder = DataFolder::new();
    let database = testkit::database(folder.path()).await;
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    let organisation = Text { ja: "見本CSIRT".to_owned(), en: "Sample CSIRT".to_owned() };
    let config = Config { most_incidents: 1000, ..Config::new(organisation, TimeZone::UTC) };
    let clock = testkit::clock("2008-04-07T00:00:00+09:00");
    let desk = Service::open(database, originals, config, clock as _).await.unwrap();
    let mut table = "timestamp,ip,protocol,port\n".to_owned();
    for i in 0..1500 {
        table += &format!("2019-10-15 01:09:24,198.18.{}.{},udp,53\n", i / 250, i % 250);
    }
    // One that is counted already goes on being counted.
    table += "2019-10-15 01:09:24,198.18.0.0,udp,53\n";
    let archive = zipped("2019-10-15-scan_dns-x.csv", |file| file.write_all(table.as_bytes()).unwrap());
    let arrived = desk.receive(vec![Arrival::mail(with_archive(&archive))]).await.unwrap().remove(0);
    assert_eq!((arrived.incidents, arrived.problem_count), (1000, 1));
    let details = desk.report(arrived.message).await.unwrap();
    assert_eq!(details.problems[0].reason, "it names more than 1000 incidents; 500 times one was left out");
    let after = desk.receive(vec![Arrival::mail(
        b"From: a@b.example\r\nSubject: scan\r\n\r\nscan from 192.0.2.1\r\n".to_vec(),
    )]);
    assert_eq!(after.await.unwrap()[0].incidents, 1, "the next message has room of its own");
}
