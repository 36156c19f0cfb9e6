//! `hinomi observe count`: packets and exact distinct sources, without a data folder.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use observe::count::{Input, Options, count};

use super::lines::LineArgs;
use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Count {
    /// pcap, pcapng, firewall logs, DShield, CSV; gzip or zstd around them; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Begin with a line that names the columns: hour,proto,port,packets,sources.
    #[arg(long)]
    header: bool,
    /// Threads; unless said, as many as there are processors.
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZero<usize>>,
    #[command(flatten)]
    lines: LineArgs,
}

impl Count {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let threads =
            self.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from);
        let input = |path: &PathBuf| {
            if path.as_os_str() == "-" {
                Input::Stream(Box::new(io::stdin()))
            } else {
                Input::File(path.clone())
            }
        };
        let inputs = self.files.iter().map(input).collect();
        let lines = self.lines.options();
        let counts = count(inputs, &Options { threads, lines, ..Options::default() })?;
        let mut packets = 0;
        let mut problems = 0;
        for (path, reading) in self.files.iter().zip(&counts.readings) {
            packets += reading.packets;
            problems += reading.problem_count;
            if reading.problem_count > 0 || reading.packets == 0 {
                output::say(&output::reading(&path.display().to_string(), reading));
            }
        }
        // Not through the lock's line buffer: a million lines are not a million writes.
        let mut out = stdout()?;
        let header: &[u8] = if self.header { b"hour,proto,port,packets,sources\n" } else { b"" };
        match out.write_all(header).and_then(|()| counts.write_csv(&mut out)) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            other => other?,
        }
        Ok(output::code(packets, problems))
    }
}

/// Standard output without a buffer of its own.
fn stdout() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}
