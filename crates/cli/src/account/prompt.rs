//! Asks for a password: at a terminal twice and without showing it, or one line of standard input.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use anyhow::{Context, bail};
use clap::Args;

/// Bytes that are read of a line at most; more is no password.
const LONGEST: u64 = 4096;

/// From where a password comes.
#[derive(Debug, Args)]
pub(super) struct PasswordFrom {
    /// Read the password from standard input, one line, rather than ask for it.
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordFrom {
    /// The new password. It is never shown, nor taken from the command line, which others can see.
    pub(super) fn read(&self) -> anyhow::Result<String> {
        let mut input = io::stdin().lock();
        if self.password_stdin {
            return line(&mut input);
        }
        if !io::stdin().is_terminal() {
            bail!("no terminal to ask for the password at: give it to --password-stdin");
        }
        let first = ask("Password: ", &mut input)?;
        let second = ask("Password again: ", &mut input)?;
        if first != second {
            bail!("the two passwords differ");
        }
        Ok(first)
    }
}

/// Asks at the terminal, which shows nothing of what is typed.
fn ask(question: &str, input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut terminal = io::stderr().lock();
    write!(terminal, "{question}")?;
    terminal.flush()?;
    let silent = Silent::begin()?;
    let answer = line(input);
    drop(silent);
    writeln!(terminal)?;
    answer
}

fn line(input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input.take(LONGEST).read_line(&mut line).context("the password can't be read")?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// The terminal does not echo as long as this lives.
#[cfg(unix)]
struct Silent(rustix::termios::Termios);

#[cfg(unix)]
impl Silent {
    fn begin() -> anyhow::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

#[cfg(unix)]
impl Drop for Silent {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // Nothing is left to do where the terminal has gone away.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}

#[cfg(not(unix))]
struct Silent;

#[cfg(not(unix))]
impl Silent {
    fn begin() -> anyhow::Result<Self> {
        bail!("this system's terminal can't be silenced: give the password to --password-stdin")
    }
}
