//! Many sensors in one process, to measure a collector with: `cargo xtask bench live` runs it.
//!
//! ```text
//! crowd HOST:PORT TOKENS flood FRAMES          full frames of each, as fast as they are taken
//! crowd HOST:PORT TOKENS rest EVERY SECONDS    a small frame of each every so many seconds
//! ```
//!
//! It says `ready` when all are enrolled and connected and what is to be sent is made, begins when its input says so,
//! and says how many packets or frames were acknowledged.

mod fleet;

use std::io::{BufRead, Write};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fleet::Fleet;
use wire::enrol::Token;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize| -> Result<u64> {
        let text = arguments.get(place).with_context(|| format!("argument {place} is missing"))?;
        text.parse().with_context(|| format!("{text} is no number"))
    };
    let (Some(collector), Some(tokens), Some(what)) = (arguments.first(), arguments.get(1), arguments.get(2))
    else {
        bail!("crowd HOST:PORT TOKENS flood FRAMES | rest EVERY SECONDS");
    };
    let tokens = std::fs::read_to_string(tokens)?;
    let tokens = tokens.lines().map(str::parse).collect::<Result<Vec<Token>, _>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut fleet = Fleet::enrol(collector.parse()?, &tokens).await?;
        match what.as_str() {
            "flood" => {
                let frames = number(3)?;
                let deliveries = fleet.full_frames(frames)?;
                begin()?;
                fleet.deliver_all(deliveries).await?;
                say(&format!("{}", tokens.len() as u64 * frames * wire::MAX_PACKETS as u64))
            }
            "rest" => {
                let every = Duration::from_secs(number(3)?);
                // Once around, so that all have begun.
                fleet.keep_up(every, every).await?;
                begin()?;
                let frames = fleet.keep_up(every, Duration::from_secs(number(4)?)).await?;
                say(&frames.to_string())
            }
            other => bail!("{other}: flood or rest"),
        }
    })
}

fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Says that all is ready, and waits for a line.
fn begin() -> Result<()> {
    say("ready")?;
    std::io::stdin().lock().read_line(&mut String::new())?;
    Ok(())
}
