//! `hinomi-sensor replay`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use capture::Reading;
use clap::Args;
use sensor::clock::{Clock, MachineClock};
use sensor::deliver::{Courier, Peers, Standing, errand};
use sensor::replay::{Pace, replay};
use tokio::sync::{Notify, watch};

use super::options::{Options, enrolled};
use super::runtime;
use crate::output::{print, say};

/// Problems of a file that are shown; the rest are counted.
const SHOWN: usize = 5;

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// Captures: pcap or pcapng, also compressed with gzip or zstd.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Let the packets come as far apart as they did.
    #[arg(long)]
    pace: bool,
    /// End when everything is in the spool, and deliver nothing.
    #[arg(long)]
    no_wait: bool,
}

impl Replay {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let config = options.config()?;
        let (state, identity) = enrolled(&config)?;
        let clock: Arc<dyn Clock> = Arc::new(MachineClock::new()?);
        let spool = Arc::new(Mutex::new(state.spool(&identity, config.spool_size.0)?));
        let wake = Arc::new(Notify::new());
        let pace = Pace {
            is_original: self.pace,
            batch_packets: config.batch_packets,
            batch_seconds: config.batch_seconds,
            is_delivered: !self.no_wait,
        };
        let courier =
            Courier::new(Arc::clone(&clock), Arc::clone(&spool), &identity, Arc::new(Peers::default()))?;

        let player = {
            let (spool, wake) = (Arc::clone(&spool), Arc::clone(&wake));
            move || replay(&self.files, &spool, config.spool_size.0, &clock, pace, &wake, told)
        };
        if self.no_wait {
            player()?;
            let spool = spool.lock().unwrap_or_else(PoisonError::into_inner);
            print(&format!("{} frames wait for delivery.\n", spool.waiting().len()))?;
            return Ok(ExitCode::SUCCESS);
        }
        runtime()?.block_on(async {
            let (stop, stopped) = watch::channel(false);
            let standing = Arc::new(Mutex::new(Standing::default()));
            let errand = tokio::spawn(errand::until_empty(courier, wake, stopped, standing));
            tokio::task::spawn_blocking(player).await??;
            stop.send(true)?;
            errand.await?;
            anyhow::Ok(())
        })?;
        let spool = spool.lock().unwrap_or_else(PoisonError::into_inner);
        print(&format!(
            "Delivered; the collector has everything up to frame {}.\n",
            spool.account().acknowledged
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn told(path: &Path, reading: &Reading) {
    let name = path.display();
    let not_ip: u64 = reading.not_ip.values().sum();
    say(&format!("{name}: {} packets, {not_ip} not IP, {} problems", reading.packets, reading.problem_count));
    for problem in reading.problems.iter().take(SHOWN) {
        say(&format!("  byte {}: {}", problem.offset, problem.reason));
    }
}
