//! A Japanese font for the demo, installed where the machine is Debian's and the person may.
//!
//! No other command changes the machine. Without a font the demo goes on, with one file less.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::output;

/// Debian's way to install. By its whole path: what `PATH` finds may be anything.
const APT_GET: &str = "/usr/bin/apt-get";
/// What apt and the scripts of packages call lies in these.
const PATH: &str = "/usr/sbin:/usr/bin:/sbin:/bin";
/// The package has 60 MB: slower, and who waits for a demo would rather have it without the Japanese PDF.
const LIMIT: Duration = Duration::from_secs(180);
/// How often is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(200);

/// Installs Debian's package of Japanese fonts, saying so; whether it did.
pub(super) async fn install() -> bool {
    if !geteuid().is_root() || !Path::new(APT_GET).is_file() {
        return false;
    }
    output::say(
        "no Japanese font is here: installing Debian's package fonts-noto-cjk (apt-get, 3 minutes at most)",
    );
    let wanted = ["install", "--yes", "--no-install-recommends", "fonts-noto-cjk"];
    // A fresh machine has no lists of packages yet.
    let steps = async || match run(Path::new(APT_GET), &wanted).await {
        Ok(()) => Ok(()),
        Err(_) => {
            run(Path::new(APT_GET), &["update"]).await?;
            run(Path::new(APT_GET), &wanted).await
        }
    };
    let done = within(LIMIT, steps()).await;
    if let Err(reason) = &done {
        output::say(&format!("it could not be installed: {reason}"));
    }
    done.is_ok()
}

/// The outcome, or that it took too long; what runs then is ended.
async fn within(limit: Duration, steps: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let late = |_| Err(format!("it took more than {} seconds", limit.as_secs()));
    tokio::time::timeout(limit, steps).await.unwrap_or_else(late)
}

/// A program that is asked to end when nobody waits for it any more.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Asked, not killed: apt-get leaves its locks and half a package behind otherwise.
        if let (Ok(None), Ok(id)) = (self.0.try_wait(), i32::try_from(self.0.id()))
            && let Some(pid) = Pid::from_raw(id)
        {
            let _ = kill_process(pid, Signal::TERM);
        }
    }
}

/// Runs a program to its end; the last thing that it said where it failed.
async fn run(program: &Path, words: &[&str]) -> Result<(), String> {
    let unusable = |error: std::io::Error| error.to_string();
    let said = tempfile::NamedTempFile::new().map_err(unusable)?;
    let mut command = Command::new(program);
    command.args(words).env("PATH", PATH).env("DEBIAN_FRONTEND", "noninteractive");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said.reopen().map_err(unusable)?);
    let mut running = Running(command.spawn().map_err(unusable)?);
    loop {
        match running.0.try_wait().map_err(unusable)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => {
                let said = std::fs::read(said.path()).map_err(unusable)?;
                let said = String::from_utf8_lossy(&said);
                let last = said.lines().rfind(|line| !line.trim().is_empty());
                return Err(last.map_or_else(|| status.to_string(), str::to_owned));
            }
            None => tokio::time::sleep(LOOK).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shell(script: &str, limit: Duration) -> Result<(), String> {
        within(limit, run(Path::new("/bin/sh"), &["-c", script])).await
    }

    #[tokio::test]
    async fn a_program_is_waited_for_and_its_last_words_are_its_reason() {
        let long = Duration::from_secs(60);
        let check = async |script: &str, expect: Result<(), &str>| {
            assert_eq!(shell(script, long).await, expect.map_err(str::to_owned), "{script}");
        };
        check("exit 0", Ok(())).await;
        check("echo first >&2; echo 'E: no such package' >&2; echo >&2; exit 100", Err("E: no such package"))
            .await;
        check("exit 100", Err("exit status: 100")).await;
    }

    #[tokio::test]
    async fn a_program_that_takes_too_long_is_asked_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let (begun, ended) = (folder.path().join("begun"), folder.path().join("ended"));
        let script = format!(
            "trap 'touch {}; exit 1' TERM; touch {}; while :; do sleep 0.05; done",
            ended.display(),
            begun.display()
        );
        let patient = async {
            // Not before it can hear the question.
            while !begun.exists() {
                tokio::time::sleep(LOOK).await;
            }
        };
        let words = ["-c", &script];
        let running = run(Path::new("/bin/sh"), &words);
        tokio::select! {
            outcome = running => panic!("it ended by itself: {outcome:?}"),
            () = patient => {}
        }
        while !ended.exists() {
            tokio::time::sleep(LOOK).await;
        }
        let late = shell("sleep 1000", Duration::from_millis(1)).await;
        assert_eq!(late, Err("it took more than 0 seconds".to_owned()));
    }
}
