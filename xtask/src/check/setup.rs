//! What the tests need beyond Rust, a C compiler and git: found, or installed where we may.
//!
//! | needed | for |
//! |---|---|
//! | Chromium, chromedriver | the pages in a browser |
//! | Noto CJK | Japanese text in that browser, and the activity report as PDF |
//! | Poppler | what others read in that PDF |
//! | axe-core | accessibility of the pages |
//! | tshark | an independent reading of every capture format |
//! | Python with DuckDB and NumPy | an independent reading of the lake, and the reference capture |
//! | PostgreSQL | the records in it, instead of in SQLite |
//! | ClickHouse | the lake's second engine, as Debian ships it |
//! | Python with chDB | the same engine as of today |
//! | Schemathesis | the API against its own description |
//!
//! Nothing is fetched when all is there. What a package registry gives lies in the target folder.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::debian;
use super::report::{Outcome, Report};
use crate::command::{output, python_with, target_folder, which, works};

/// What was found, for the tests' environment.
#[derive(Debug, Default)]
pub(super) struct Tools {
    python: Option<PathBuf>,
    chdb: Option<PathBuf>,
    axe: Option<PathBuf>,
    schemathesis: Option<PathBuf>,
    aiosmtpd: Option<PathBuf>,
}

impl Tools {
    /// How the tests are told where things are.
    pub(super) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let all = [
            ("HINOMI_DUCKDB_PYTHON", &self.python),
            ("HINOMI_CHDB_PYTHON", &self.chdb),
            ("HINOMI_AXE", &self.axe),
            ("HINOMI_SCHEMATHESIS", &self.schemathesis),
            ("HINOMI_AIOSMTPD", &self.aiosmtpd),
        ];
        let found = all.into_iter().filter_map(|(name, path)| Some((name, path.clone()?.into_os_string())));
        found.collect()
    }
}

/// A program that a test starts, and what stays untested without it.
struct Need {
    name: &'static str,
    programs: &'static [&'static str],
    packages: &'static [&'static str],
    without: &'static str,
}

const NEEDS: [Need; 6] = [
    Need {
        name: "chromium",
        programs: &["chromium", "chromedriver"],
        packages: &["chromium", "chromium-driver"],
        without: "no page is tested in a browser",
    },
    Need {
        name: "tshark",
        programs: &["tshark"],
        packages: &["tshark"],
        without: "no reading of captures is compared with tshark's",
    },
    Need {
        name: "poppler",
        programs: &["pdftotext"],
        packages: &["poppler-utils"],
        without: "what another program reads in the report's PDF is not tested",
    },
    Need {
        name: "network",
        programs: &["ip", "nft"],
        packages: &["iproute2", "nftables"],
        without: "no sensor is tested on a wire",
    },
    Need {
        name: "clickhouse",
        programs: &["clickhouse-server"],
        packages: &["clickhouse-server"],
        without: "the lake is not kept in ClickHouse",
    },
    Need {
        name: "npm",
        programs: &["node", "npm"],
        packages: &["nodejs", "npm"],
        without: "axe-core can't be fetched: the pages' accessibility is not tested",
    },
];

/// Finds or installs everything; a line of the report for each.
pub(super) fn run(root: &Path, install: bool) -> (Tools, Report) {
    let mut report = Report::default();
    let mut tools = Tools::default();
    let mut add = |name: &str, without: &str, step: &mut dyn FnMut() -> Result<()>| {
        let start = Instant::now();
        let outcome = match step() {
            Ok(()) => Outcome::Passed,
            Err(why) => Outcome::LeftOut(format!("{why:#}; {without}")),
        };
        report.add(name, outcome, start.elapsed());
    };
    for need in &NEEDS {
        let found = || need.programs.iter().all(|program| which(program).is_some());
        add(need.name, need.without, &mut || have(need.packages, install, found));
    }
    add(
        "fonts",
        "Japanese pages are drawn with whatever glyphs there are, and no Japanese PDF is made",
        &mut || {
            have(&["fonts-noto-cjk"], install, || {
                let list = output(Command::new("fc-list").arg(":lang=ja"));
                list.is_ok_and(|list| String::from_utf8_lossy(&list.stdout).contains("Noto Sans CJK"))
            })
        },
    );
    add("postgresql", "records are tested in SQLite alone", &mut || {
        have(&["postgresql"], install, || super::postgres::programs().is_some())
    });
    add("python", "DuckDB's reading of the lake and the reference capture are not tested", &mut || {
        tools.python = Some(python(root, install)?);
        Ok(())
    });
    add("chdb", "the lake is not kept in today's ClickHouse", &mut || {
        tools.chdb = Some(chdb(root, install)?);
        Ok(())
    });
    add("schemathesis", "the API is not held against its description", &mut || {
        // Its questions follow from its version: another one may ask what was never asked.
        let version = "schemathesis==4.32.5";
        tools.schemathesis =
            Some(python_program(root, "schemathesis", "HINOMI_SCHEMATHESIS", version, install)?);
        Ok(())
    });
    add("aiosmtpd", "no mail server but our own takes a notification", &mut || {
        let version = "aiosmtpd==1.4.6";
        tools.aiosmtpd = Some(python_program(root, "aiosmtpd", "HINOMI_AIOSMTPD", version, install)?);
        Ok(())
    });
    add("axe-core", "the pages' accessibility is not tested", &mut || {
        tools.axe = Some(axe(root, install)?);
        Ok(())
    });
    (tools, report)
}

/// Passes when `found`, after installing `packages` if need be.
fn have(packages: &[&str], install: bool, found: impl Fn() -> bool) -> Result<()> {
    if !found() && install && debian::may_install() {
        debian::install(packages)?;
    }
    if !found() {
        bail!("missing here ({})", debian::advice(packages));
    }
    Ok(())
}

/// A Python that has DuckDB and NumPy: the one we are told, the machine's, or one of our own.
fn python(root: &Path, install: bool) -> Result<PathBuf> {
    if let Some(python) = python_with(root, "duckdb, numpy") {
        return Ok(python);
    }
    if !install {
        bail!("no Python with DuckDB and NumPy");
    }
    let own = target_folder(root).join("check/venv");
    python_of_our_own(&own, &["duckdb", "numpy"])?;
    Ok(own.join("bin/python"))
}

/// A Python that has chDB, away from the others: it weighs most of a gigabyte.
fn chdb(root: &Path, install: bool) -> Result<PathBuf> {
    let own = target_folder(root).join("check/chdb");
    let told = std::env::var_os("HINOMI_CHDB_PYTHON").map(PathBuf::from);
    let mut known = told.into_iter().chain([own.join("bin/python"), PathBuf::from("python3")]);
    if let Some(found) = known.find(|found| works(found, &["-c", "import chdb"])) {
        return Ok(found);
    }
    if !install {
        bail!("no Python with chDB");
    }
    // What "today's ClickHouse" is follows from its version: ClickHouse 26.9.
    python_of_our_own(&own, &["chdb==4.4.0"])?;
    Ok(own.join("bin/python"))
}

/// Makes a Python with these packages, below the target folder.
fn python_of_our_own(own: &Path, packages: &[&str]) -> Result<()> {
    let with_venv = || works(Path::new("python3"), &["-c", "import venv, ensurepip"]);
    have(&["python3", "python3-venv"], true, with_venv)?;
    run_quietly(Command::new("python3").args(["-m", "venv"]).arg(own))?;
    let pip = ["-m", "pip", "install", "--quiet", "--retries=1", "--timeout=30"];
    run_quietly(Command::new(own.join("bin/python")).args(pip).args(packages))
}

/// A program written in Python: the one we are told, the machine's, or one of our own, away from the packages that
/// DuckDB needs.
fn python_program(root: &Path, name: &str, told: &str, package: &str, install: bool) -> Result<PathBuf> {
    let own = target_folder(root).join("check").join(name);
    let program = own.join("bin").join(name);
    let told = std::env::var_os(told).map(PathBuf::from);
    let mut known = told.into_iter().chain([program.clone(), PathBuf::from(name)]);
    if let Some(found) = known.find(|found| works(found, &["--version"])) {
        return Ok(found);
    }
    if !install {
        bail!("no {name}");
    }
    python_of_our_own(&own, &[package])?;
    Ok(program)
}

/// axe-core's script, from the npm registry into the target folder.
fn axe(root: &Path, install: bool) -> Result<PathBuf> {
    let folder = target_folder(root).join("check/axe-core");
    let script = folder.join("package/axe.min.js");
    if script.exists() {
        return Ok(script);
    }
    if !install {
        bail!("axe-core has not been fetched");
    }
    if which("npm").is_none() {
        bail!("no npm");
    }
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let npm = ["pack", "--silent", "--fetch-retries=1", "--fetch-timeout=30000", "axe-core@4"];
    let packed = output(Command::new("npm").args(npm).current_dir(&folder))?;
    let packed = String::from_utf8(packed.stdout)?;
    let file = packed.lines().last().context("npm pack named no file")?;
    run_quietly(Command::new("tar").args(["-xzf", file, "package/axe.min.js"]).current_dir(&folder))?;
    Ok(script)
}

fn run_quietly(command: &mut Command) -> Result<()> {
    output(command).map(drop)
}
