//! Lists and series over a quarter of packets: by the running server, warm, and by the command line.
//!
//! The server may keep answers. Each question is therefore asked for another period, so that it is computed; the
//! period shrinks by days from the whole quarter.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Result, bail};

use super::measure::{median, percentile, run};
use super::server::Server;
use super::{Bench, hinomi, http, import, megabytes};

/// What is asked, but for the period.
const QUESTIONS: [(&str, &str); 4] = [
    ("top by average", "/api/v1/observe/top?by=average&limit=10"),
    ("top by packets", "/api/v1/observe/top?by=packets&limit=10"),
    ("445/tcp by hour", "/api/v1/observe/series?port=445/tcp&bucket=hour"),
    ("445/tcp by day", "/api/v1/observe/series?port=445/tcp&bucket=day"),
];

/// Last days of January to March 2024 that the periods end with.
const LAST_DAYS: std::ops::RangeInclusive<u32> = 12..=31;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\nobserve top and series, a quarter with {} packets", bench.options.packets);
    import::quarter(bench)?;
    let server = Server::start(&bench.hinomi, &bench.quarter_data())?;
    for (name, path) in QUESTIONS {
        let mut times = Vec::new();
        for day in LAST_DAYS {
            let path = format!("{path}&from=2024-01-01&to=2024-03-{day:02}");
            let answer = http::get(server.address, &path, "en")?;
            if answer.status != 200 {
                bail!("{path} answered {}", answer.status);
            }
            times.push(answer.time);
        }
        let first = times.remove(0);
        say(name, first, &mut times);
    }
    println!("  server's peak {}", megabytes(server.peak()));
    drop(server);
    command_line(bench)
}

/// The same from the command line, start of the program included.
fn command_line(bench: &Bench) -> Result<()> {
    for (name, words) in [
        ("observe top", &["top"][..]),
        ("observe top --by sources", &["top", "--by", "sources"]),
        ("observe series", &["series", "--port", "445/tcp", "--bucket", "hour"]),
    ] {
        let mut runs = Vec::new();
        for _ in 0..bench.options.rounds {
            let mut command = hinomi(bench);
            command.arg("observe").args(words).args(["--from", "2024-01-01", "--to", "2024-03-31"]);
            command.arg("--data").arg(bench.quarter_data());
            let run = run(command.stdout(Stdio::null()))?;
            if !run.status.success() {
                bail!("hinomi {name} ended with {}", run.status);
            }
            runs.push(run);
        }
        if let Some(run) = median(&runs) {
            let millis = run.wall.as_secs_f64() * 1e3;
            println!("  hinomi {name:<26} {millis:>8.1} ms, peak {}", megabytes(run.peak));
        }
    }
    Ok(())
}

fn say(name: &str, first: Duration, times: &mut [Duration]) {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "  {name:<18} first {:>7.1} ms, then median {:>7.1} ms, worst {:>7.1} ms",
        millis(first),
        millis(percentile(times, 0.5)),
        millis(percentile(times, 1.0))
    );
}
