//! Pages and answers of the desk with everything in it, asked one after the other within a session.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::receive::take_in;
use super::{Desk, SIZES};
use crate::bench::measure::percentile;
use crate::bench::server::Server;
use crate::bench::{http, megabytes};

/// Requests for each page.
const REQUESTS: usize = 50;

const USER: &str = "bench";
const PASSWORD: &str = "four words for measuring";

/// What is asked. The words of the last search are 不正アクセス.
const PAGES: [(&str, &str); 11] = [
    ("the inbox", "/desk"),
    ("all messages", "/api/v1/incident/messages?limit=50"),
    ("incidents", "/desk/incidents"),
    ("open scans", "/desk/incidents?kind=scan&state=open"),
    ("incidents as JSON", "/api/v1/incident/incidents?limit=100"),
    ("search by address", "/desk/search?q=198.19.40.7"),
    ("search by network", "/desk/search?q=198.18.0.0/24"),
    ("search by host", "/desk/search?q=host-50000.example.net"),
    ("search by word", "/desk/search?q=firewall"),
    ("search by Japanese word", "/desk/search?q=%E4%B8%8D%E6%AD%A3%E3%82%A2%E3%82%AF%E3%82%BB%E3%82%B9"),
    ("statistics of a year", "/desk/statistics?period=2007"),
];

pub(super) fn measure(desk: &Desk<'_>) -> Result<()> {
    let data = desk.folder.join("pages");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    take_in(desk, &desk.inputs.mbox, &data)?;
    take_in(desk, &desk.inputs.report, &data)?;
    println!(
        "\nthe desk with {} mails and {} rows, {REQUESTS} requests one after the other",
        SIZES.mails, SIZES.rows
    );
    add_user(desk, &data)?;
    let server = Server::start(&desk.bench.hinomi, &data)?;
    let session = http::sign_in(server.address, USER, PASSWORD)?;
    for (name, path) in PAGES {
        let mut times = Vec::with_capacity(REQUESTS);
        let mut bytes = 0;
        for _ in 0..REQUESTS {
            let answer = http::get_within(server.address, path, "ja", Some(&session))?;
            if answer.status != 200 {
                bail!("{path} answered {}", answer.status);
            }
            bytes = answer.bytes;
            times.push(answer.time);
        }
        let first = times[0];
        let millis = |time: std::time::Duration| time.as_secs_f64() * 1e3;
        println!(
            "  {name:<24} first {:>6.1} ms, p50 {:>6.1} ms, p99 {:>6.1} ms ({} kB)",
            millis(first),
            millis(percentile(&mut times, 0.5)),
            millis(percentile(&mut times, 0.99)),
            bytes / 1000,
        );
    }
    println!("  server's peak {}", megabytes(server.peak()));
    Ok(())
}

fn add_user(desk: &Desk<'_>, data: &std::path::Path) -> Result<()> {
    let mut child = Command::new(&desk.bench.hinomi)
        .args(["account", "add", USER, "--role", "admin", "--password-stdin", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut stdin = child.stdin.take().context("standard input was piped")?;
    stdin.write_all(format!("{PASSWORD}\n").as_bytes())?;
    drop(stdin);
    let status = child.wait()?;
    if !status.success() {
        bail!("hinomi account add ended with {status}");
    }
    Ok(())
}
