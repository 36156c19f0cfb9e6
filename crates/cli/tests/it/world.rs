//! A folder to work in, the program run in it, and what it said as a transcript to be compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// An empty folder in which commands run; their data folder is `data` in it.
pub struct World {
    folder: tempfile::TempDir,
}

/// What a command said, and with what status it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl World {
    pub fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("hinomi-cli-").tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Writes a file that commands can name by `name`.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program with these words, separated by blanks; its data folder is `data` unless they say another.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hinomi"));
        command.args(line.split_whitespace()).current_dir(self.path());
        if !line.split_whitespace().any(|word| word == "--data") {
            command.args(["--data", "data"]);
        }
        // What the person has set, or the machine has installed, must not decide what is seen here.
        command.env_clear().env("COLUMNS", "100").env("HINOMI_FONTS", "no-fonts");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, line: &str) -> Said {
        self.said(self.command(line).spawn().unwrap())
    }

    /// Runs a command to which `input` is piped.
    pub fn pipe(&self, line: &str, input: &[u8]) -> Said {
        use std::io::Write;
        let mut child = self.command(line).stdin(Stdio::piped()).spawn().unwrap();
        // The inputs are smaller than a pipe's buffer.
        child.stdin.take().unwrap().write_all(input).unwrap();
        self.said(child)
    }

    /// Runs a command that must end with status 0; gives its standard output.
    #[track_caller]
    pub fn answer(&self, line: &str) -> String {
        let said = self.run(line);
        assert_eq!(said.status, 0, "hinomi {line}\n{}", said.err);
        said.out
    }

    /// Waits for the end.
    pub fn said(&self, child: Child) -> Said {
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let status = output.status.code().unwrap_or(-1);
        Said { status, out: text(output.stdout), err: self.hide(&text(output.stderr)) }
    }

    /// Takes this run's own folder out of a text.
    pub fn hide(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.path().display()), "")
    }

    /// Runs the lines one after the other and writes down what a person at the terminal sees.
    pub fn session(&self, lines: &[&str]) -> String {
        lines.iter().map(|line| transcript(line, &self.run(line))).collect()
    }
}

/// One command of a session: standard error behind `!`, a status that is not 0 behind `=`.
pub fn transcript(line: &str, said: &Said) -> String {
    let mut text = format!("$ hinomi {line}\n{}", said.out);
    for line in said.err.lines() {
        text.push_str(format!("! {line}").trim_end());
        text.push('\n');
    }
    if said.status != 0 {
        text.push_str(&format!("= status {}\n", said.status));
    }
    text + "\n"
}

/// Every file below `folder`, by its path in it, in order.
pub fn files(folder: &Path) -> Vec<String> {
    fn walk(top: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(top, &path, found);
            } else {
                found.push(path.strip_prefix(top).unwrap().display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, target).map(drop).unwrap() }
    }
}

/// A number below `below` (SplitMix64).
pub fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % below
}

/// How many kills: HINOMI_SOAK_KILLS, or those of a test that everybody runs.
pub fn kills() -> usize {
    let told = std::env::var_os("HINOMI_SOAK_KILLS");
    told.and_then(|kills| kills.to_str()?.parse().ok()).unwrap_or(12)
}
