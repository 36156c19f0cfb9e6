//! Other programs that can answer the same question, where they are installed.
//!
//! NumPy with DuckDB or Polars is exact and the fastest of those that were found. nfdump counts flows, whose packets
//! may fall into the next hour's file; tshark with mawk is what many teams have in a script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::Capture;
use super::measure::{Run, run};
use crate::command::{python_with, which};

const SCRIPT: &str = include_str!("peers.py");

/// Header fields to rows, in mawk; `$1` time, `$2` protocol, `$3` to `$5` port or type, `$6` source.
const TSHARK: &str = r#"tshark -n -r "$1" -T fields -E separator=/t -e frame.time_epoch -e ip.proto \
 -e tcp.dstport -e udp.dstport -e icmp.type -e ip.src 2>/dev/null | mawk -F'\t' '
 { k = int($1 / 3600) "," $2 "," $3 $4 $5; n[k]++; if (!((k, $6) in seen)) { seen[k, $6]; u[k]++ } }
 END { print "hour,proto,port,packets,sources"; for (k in n) print k "," n[k] "," u[k] }' > "$2""#;

/// One file of flows an hour, then packets and sources of each.
const NFDUMP: &str = r#"rm -rf "$3"; mkdir -p "$3"; export TZ=UTC
 nfpcapd -r "$1" -w "$3" -t 3600 -e 60,60 -B 1m >/dev/null 2>&1
 { echo hour,proto,port,packets,sources
   for f in "$3"/nfcapd.*; do
     time=${f##*nfcapd.}; hour=$(($(date -u -d "${time:0:8} ${time:8:2}:00" +%s) / 3600))
     nfdump -q -N -r "$f" -A proto,dstport,srcip -o 'fmt:%pr,%dp,%pkt' 2>/dev/null | mawk -F, -v H=$hour '
       BEGIN { number["TCP"] = 6; number["UDP"] = 17; number["ICMP"] = 1 }
       { gsub(/ /, ""); sub(/[.].*/, "", $2); if ($1 in number) $1 = number[$1]; k = $1 "," $2; n[k] += $3; u[k]++ }
       END { for (k in n) print H "," k "," n[k] "," u[k] }'
   done; } > "$2""#;

/// A program that does the job.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    scratch: PathBuf,
    /// Its rows, as CSV.
    pub(super) out: PathBuf,
    /// Whether it is several programs, of which only the shell's memory would be seen.
    pub(super) is_pipeline: bool,
}

impl Peer {
    /// Does the whole job on `capture`.
    pub(super) fn run(&self, capture: &Capture) -> Result<Run> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(&capture.path).arg(&self.out).arg(&self.scratch);
        let run = run(command.stdout(Stdio::null()))?;
        if !run.status.success() {
            bail!("{} ended with {}", self.name, run.status);
        }
        Ok(run)
    }
}

/// Those that are here; says which are not.
pub(super) fn installed(root: &Path, folder: &Path, slow: bool) -> Result<Vec<Peer>> {
    let script = folder.join("peers.py");
    fs::write(&script, SCRIPT)?;
    let mut peers = Vec::new();
    let peer = |name: &'static str, program: PathBuf, arguments: Vec<String>| Peer {
        name,
        is_pipeline: arguments.first().is_some_and(|first| first == "-c"),
        program,
        arguments,
        scratch: folder.join("scratch"),
        out: folder.join(format!("{}.csv", name.replace(' ', "-"))),
    };
    for (name, engine) in [("numpy with duckdb", "duckdb"), ("numpy with polars", "polars")] {
        match python_with(root, &format!("numpy, {engine}")) {
            Some(python) => {
                let arguments = vec![script.display().to_string(), engine.to_owned()];
                peers.push(peer(name, python, arguments));
            }
            None => println!("  LEFT OUT: no Python with numpy and {engine}"),
        }
    }
    for (name, needs, pipeline) in
        [("tshark with mawk", ["tshark", "mawk"], TSHARK), ("nfdump", ["nfpcapd", "nfdump"], NFDUMP)]
    {
        if !slow {
            println!("  LEFT OUT: {name} (asked for with --slow-peers)");
        } else if needs.iter().any(|program| which(program).is_none()) {
            println!("  LEFT OUT: {name} is not installed");
        } else {
            let arguments = ["-c", pipeline, "peer"].map(str::to_owned).to_vec();
            peers.push(peer(name, PathBuf::from("bash"), arguments));
        }
    }
    Ok(peers)
}
