//! The domains' tests once more, with their records in PostgreSQL.
//!
//! The server is made for the run, in a temporary folder: as an unprivileged user, which PostgreSQL insists on, on a
//! socket in that folder, without waiting for the disk. It is stopped by the process number that it writes there.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::report::Outcome;
use super::setup::Tools;
use super::{debian, steps};
use crate::command::{output, run, which};

/// Crates whose tests keep records in a test's own database.
const CRATES: [&str; 7] = ["kernel", "account", "community", "incident", "observe", "report", "web"];

/// Of these crates, tests that are long and ask little or nothing of the database.
const LEFT_OUT: &str = "(package(observe) & test(/^(captures|clickhouse|counts|formats|frames|lake|lines)::/)) \
                        | (package(web) & not test(/^(desk|staff)::/))";

/// What is said about [`LEFT_OUT`].
const LEFT_OUT_WORDS: &str = "on PostgreSQL without observe's tests of files, counts and ClickHouse, and without public \
                              pages, browser and API; the command line is tested on SQLite alone";

/// The user and group that a server runs as when root starts it; every Linux has them.
const NOBODY: (&str, &str) = ("65534", "65534");

/// Where the programs of a server are: on the search path, or where Debian puts the newest version.
pub(super) fn programs() -> Option<PathBuf> {
    let has_all = |folder: &Path| ["initdb", "pg_ctl", "createdb"].iter().all(|p| folder.join(p).is_file());
    let on_path = which("initdb").and_then(|file| Some(file.parent()?.to_owned()));
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    versions.sort_by_key(|bin| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok());
    versions.into_iter().rev().chain(on_path).find(|folder| has_all(folder))
}

/// Runs the tests; left out where there is no server.
pub(super) fn tests(root: &Path, tools: &Tools) -> Result<Outcome> {
    let Some(programs) = programs() else {
        let what = "no PostgreSQL server here: records are tested in SQLite alone";
        return Ok(Outcome::LeftOut(what.to_owned()));
    };
    if !steps::has_nextest() {
        // Plain cargo can't choose tests of several crates without building these crates once more.
        let what = "cargo-nextest is not installed: records are tested in SQLite alone";
        return Ok(Outcome::LeftOut(what.to_owned()));
    }
    let server = Server::start(programs)?;
    let crates: Vec<String> = CRATES.iter().map(|name| format!("package({name})")).collect();
    let chosen = format!("({}) - ({LEFT_OUT})", crates.join(" | "));
    println!("{LEFT_OUT_WORDS}");
    let mut command = steps::nextest(root, tools);
    // The whole workspace, though few of its tests: built for fewer crates, dependencies would have other features
    // and be built again.
    run(command.args(["-E", &chosen]).env("HINOMI_TEST_POSTGRES", server.url()))?;
    Ok(Outcome::Passed)
}

/// A server that is there for one run.
#[derive(Debug)]
struct Server {
    folder: TempDir,
    programs: PathBuf,
}

impl Server {
    fn start(programs: PathBuf) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("hinomi-postgres-").tempdir()?;
        // Its user must get in, and the tests must get at the socket; others find nothing but what tests made up.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        if debian::is_root() {
            let owner = format!("{}:{}", NOBODY.0, NOBODY.1);
            output(Command::new("chown").arg(owner).arg(folder.path()))?;
        }
        let server = Self { folder, programs };
        let cluster = ["--auth=trust", "--username=hinomi", "--encoding=UTF8", "--locale=C", "--no-sync"];
        output(server.command("initdb").args(cluster).arg("-D").arg(server.data()))
            .context("no PostgreSQL server could be made")?;
        let place = server.folder.path().display();
        let options = format!("-c listen_addresses= -c unix_socket_directories={place} -c fsync=off");
        let log = server.folder.path().join("log");
        // Not by `output`: the server would keep that end of the pipe open, and be waited for until it ends.
        let mut start = server.command("pg_ctl");
        start.args(["start", "-w", "-s", "-o", &options, "-l"]).arg(&log).arg("-D").arg(server.data());
        run(&mut start).with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        server.make_database()?;
        Ok(server)
    }

    /// A database with another order of texts than SQLite's, so that what relies on the database's own is found.
    fn make_database(&self) -> Result<()> {
        let at = format!("--host={}", self.folder.path().display());
        let make = |more: &[&str]| {
            let mut command = self.command("createdb");
            command.args([at.as_str(), "--username=hinomi", "--template=template0"]).args(more).arg("tests");
            output(&mut command).map(drop)
        };
        // From version 15 on, where it was built with ICU.
        make(&["--locale-provider=icu", "--icu-locale=en", "--locale=C"]).or_else(|_| make(&[]))
    }

    /// How tests find it.
    fn url(&self) -> String {
        format!("postgres:///tests?host={}&user=hinomi", self.folder.path().display())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of the server's programs, never as root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if debian::is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", NOBODY.0, "--regid", NOBODY.1, "--clear-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What it holds goes away with the folder: nothing has to be written any more.
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "-s", "-w", "-m", "immediate", "-D"]).arg(self.data());
        if let Err(error) = output(&mut stop) {
            println!("the PostgreSQL server of the tests did not stop: {error:#}");
        }
    }
}
