//! What the desk is measured with: mails of the sample's styles, a Shadowserver report, a list of phishing URLs.
//!
//! The mails are the sample's of April 2004 on: free text in Japanese and English, firewall logs, forms, machine
//! formats, lists, thanks. Addresses of the report are those that RFC 2544 keeps for measuring; host names are reserved.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use jiff::civil::date;
use samples::incident::Way;

use crate::bench::Random;

/// Rows and messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) mails: usize,
    pub(super) rows: usize,
    pub(super) urls: usize,
}

/// Where they lie.
#[derive(Debug)]
pub(super) struct Inputs {
    /// The mails in one file.
    pub(super) mbox: PathBuf,
    /// The same mails, a file each.
    pub(super) maildir: PathBuf,
    pub(super) report: PathBuf,
    pub(super) list: PathBuf,
    /// Bytes of all mails.
    pub(super) mail_bytes: u64,
}

/// Makes them, but for mails that are there already.
pub(super) fn make(folder: &Path, sizes: Sizes) -> Result<Inputs> {
    fs::create_dir_all(folder)?;
    let (mbox, maildir) = (folder.join("mails.mbox"), folder.join("maildir"));
    // Not made anew each time: ext4 is slow to make files for half a minute after it has removed thousands.
    let done = folder.join(format!("mails-{}", sizes.mails));
    let known = fs::read_to_string(&done).ok().and_then(|bytes| bytes.parse().ok());
    let mail_bytes = match known {
        Some(bytes) => bytes,
        None => mails(&mbox, &maildir, sizes.mails)?,
    };
    fs::write(&done, mail_bytes.to_string())?;
    // The peer knows its reports by their names, too.
    let report = folder.join("2007-06-15-scan_telnet-bench.csv");
    fs::write(&report, shadowserver(sizes.rows))?;
    let list = folder.join("phishing.csv");
    fs::write(&list, phishing(sizes.urls))?;
    Ok(Inputs { mbox, maildir, report, list, mail_bytes })
}

fn mails(mbox: &Path, maildir: &Path, number: usize) -> Result<u64> {
    let mut file = BufWriter::new(File::create(mbox)?);
    if maildir.exists() {
        fs::remove_dir_all(maildir)?;
    }
    fs::create_dir_all(maildir.join("cur"))?;
    fs::create_dir_all(maildir.join("new"))?;
    let sample = samples::incident::messages(date(2004, 4, 1), date(2008, 3, 31));
    let (mut written, mut bytes) = (0, 0);
    for message in sample.filter(|message| message.way == Way::Mail).take(number) {
        fs::write(maildir.join("cur").join(format!("{}:2,", message.name)), &message.bytes)?;
        let received = message.received.strftime("%a %b %e %H:%M:%S %Y");
        writeln!(file, "From reporter@example.org {received}")?;
        for line in message.bytes.split_inclusive(|&byte| byte == b'\n') {
            let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
            if line[quotes..].starts_with(b"From ") {
                file.write_all(b">")?;
            }
            file.write_all(line)?;
        }
        file.write_all(b"\n")?;
        written += 1;
        bytes += message.bytes.len() as u64;
    }
    file.flush()?;
    ensure!(written == number, "the sample has {written} mails only");
    Ok(bytes)
}

/// An accessible-telnet report.
fn shadowserver(rows: usize) -> String {
    let mut text =
        "\"timestamp\",\"ip\",\"protocol\",\"port\",\"hostname\",\"tag\",\"asn\",\"geo\",\"region\",\"city\",\
         \"naics\",\"sic\",\"banner\"\n"
            .to_owned();
    let mut random = Random::new(3);
    for row in 0..rows {
        let (b, c, d) = (18 + (row >> 16 & 1), row >> 8 & 255, row & 255);
        let (minute, second) = (random.below(60), random.below(60));
        let version = random.below(60);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "\"2007-06-14 12:{minute:02}:{second:02}\",\"198.{b}.{c}.{d}\",\"tcp\",{},\"host-{row}.example.net\",\
             \"telnet-alt\",{},\"JP\",\"TOKYO\",\"CHIYODA\",0,0,\"|RouterOS v6.{version}|Login:\"",
            [23, 2323, 5678][row % 3],
            64496 + row % 16,
        );
    }
    text
}

fn phishing(rows: usize) -> String {
    const BRANDS: [&str; 8] = ["Bank A", "Bank B", "Card C", "Shop D", "Post E", "Game F", "Mail G", "Tax H"];
    let mut text = "date,URL,description\n".to_owned();
    let mut random = Random::new(4);
    for row in 0..rows {
        let day = 1 + row * 28 / rows.max(1);
        let _ = writeln!(
            text,
            "2007/06/{day:02} {:02}:{:02}:00,https://login-{:x}.site{row}.example/{:08x}/index.php,{}",
            random.below(24),
            random.below(60),
            random.below(1 << 20),
            random.next() as u32,
            BRANDS[random.below(8) as usize],
        );
    }
    text
}
