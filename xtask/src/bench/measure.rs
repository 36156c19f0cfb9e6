//! Wall time, processor time and peak memory of a program.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::command::spelled;

/// What one run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) wall: Duration,
    /// Of the processor, by the program and by the kernel for it. In steps of 10 ms.
    pub(crate) cpu: Duration,
    /// The most memory that was resident, in bytes; of the program itself, not of others that it started.
    pub(crate) peak: u64,
    pub(crate) status: ExitStatus,
}

impl Run {
    /// So many of `count` a second.
    pub(crate) fn rate(&self, count: u64) -> f64 {
        count as f64 / self.wall.as_secs_f64()
    }
}

/// Runs the program to its end. Its output streams are as set in `command`.
pub(crate) fn run(command: &mut Command) -> Result<Run> {
    let before = of_children();
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("could not start {}", spelled(command)))?;
    let id = child.id();
    let (peak, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let status = thread::scope(|scope| {
        // The kernel keeps the high-water mark itself, so that looking now and then loses only what is grown in
        // the last moment before the end.
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                if let Some(bytes) = peak_of(id) {
                    peak.fetch_max(bytes, Ordering::Relaxed);
                }
                thread::sleep(Duration::from_millis(2));
            }
        });
        let status = child.wait().map(|status| (status, start.elapsed()));
        done.store(true, Ordering::Relaxed);
        status
    });
    let (status, wall) = status?;
    // Nobody else's child ends meanwhile: runs are one after the other.
    let cpu = of_children().saturating_sub(before);
    Ok(Run { wall, cpu, peak: peak.into_inner(), status })
}

/// Processor time of all children that have ended (proc(5), cutime and cstime), counted in hundredths of a second.
fn of_children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in parentheses may hold blanks; the fields after it are counted from the third.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: u64 =
        fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Processor time of a process so far (proc(5), utime and stime), counted in hundredths of a second.
pub(crate) fn processor_time_of(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks: u64 =
        fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

/// The high-water mark of a process's resident memory, in bytes (proc(5), VmHWM).
pub(crate) fn peak_of(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The run in the middle by wall time.
pub(crate) fn median(runs: &[Run]) -> Option<Run> {
    let mut runs = runs.to_vec();
    runs.sort_by_key(|run| run.wall);
    runs.get(runs.len() / 2).copied()
}

/// The value below which a `share` of the times lie.
pub(crate) fn percentile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    let at = (times.len() as f64 * share).ceil() as usize;
    times.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_memory_and_status_of_a_program() {
        let run = run(Command::new("sh")
            .args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; sleep 0.05; exit 3"]))
        .unwrap();
        assert_eq!(run.status.code(), Some(3));
        assert!(run.wall >= Duration::from_millis(50));
        assert!(run.peak > 100_000, "{}", run.peak);
        assert!(run.cpu > Duration::ZERO);
        assert_eq!(median(&[run]).map(|m| m.wall), Some(run.wall));
        assert!(median(&[]).is_none());
    }

    #[test]
    fn percentiles_take_a_time_that_was_measured() {
        let mut times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut times, 0.99), Duration::from_millis(99));
        assert_eq!(percentile(&mut times, 0.5), Duration::from_millis(50));
        assert_eq!(percentile(&mut times[..1], 0.99), Duration::from_millis(1));
        assert_eq!(percentile(&mut [], 0.99), Duration::ZERO);
    }
}
