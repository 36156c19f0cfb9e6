//! Pages with 50 requests in flight.

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::measure::percentile;
use super::server::Server;
use super::{Bench, http, import, megabytes};

/// Requests in flight at any moment: each has a thread and a connection of its own.
const IN_FLIGHT: usize = 50;

/// Requests of each of them; so many and no more.
const EACH: usize = 40;

const PAGES: [&str; 4] = ["/", "/observe", "/observe/port/tcp/445", "/api/v1/observe/graph.svg?port=445/tcp"];

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\npages, {IN_FLIGHT} requests in flight");
    import::quarter(bench)?;
    let server = Server::start(&bench.hinomi, &bench.quarter_data())?;
    for page in PAGES {
        // Cold, in each language: this one draws the page.
        let first = http::get(server.address, page, "ja")?;
        http::get(server.address, page, "en")?;
        if first.status != 200 {
            println!("  {page:<24} answered {}: not measured", first.status);
            continue;
        }
        let start = Instant::now();
        let mut times = flood(&server, page)?;
        let rate = times.len() as f64 / start.elapsed().as_secs_f64();
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "  {page:<24} first {:>6.1} ms ({} kB), then p50 {:>6.1} ms, p99 {:>6.1} ms, {rate:.0} a second",
            millis(first.time),
            first.bytes / 1000,
            millis(percentile(&mut times, 0.5)),
            millis(percentile(&mut times, 0.99)),
        );
    }
    println!("  server's peak {}", megabytes(server.peak()));
    Ok(())
}

/// The time of every request; half of them in each language.
fn flood(server: &Server, page: &str) -> Result<Vec<Duration>> {
    let times = Mutex::new(Vec::with_capacity(IN_FLIGHT * EACH));
    let ask = |language: &str| -> Result<()> {
        for _ in 0..EACH {
            let answer = http::get(server.address, page, language)?;
            if answer.status != 200 {
                bail!("{page} answered {}", answer.status);
            }
            times.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(answer.time);
        }
        Ok(())
    };
    thread::scope(|scope| {
        let askers: Vec<_> = (0..IN_FLIGHT)
            .map(|index| scope.spawn(move || ask(if index % 2 == 0 { "ja" } else { "en" })))
            .collect();
        askers.into_iter().try_for_each(|asker| asker.join().unwrap_or_else(|_| bail!("an asker broke")))
    })?;
    Ok(times.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}
