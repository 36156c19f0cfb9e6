//! What goes to standard output and standard error, and nothing else does.

use std::io::{self, Write};
use std::process::ExitCode;

use observe::Reading;
use serde::Serialize;

/// Writes a finished answer to standard output. A reader that has gone away (`| head`) is no error.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Says something to the person, on standard error.
pub(crate) fn say(text: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says why nothing was done.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    say(&format!("hinomi: {}", reasons(error)));
    ExitCode::from(2)
}

/// An error and what caused it, each reason once: many errors say their cause's words themselves.
fn reasons(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        let cause = cause.trim_end();
        if text.is_empty() {
            text.push_str(cause);
        } else if !text.contains(cause) {
            text.push_str(&format!(": {cause}"));
        }
    }
    text
}

/// How many problems are shown of one file; the rest are counted.
const SHOWN: usize = 5;

/// What reading a file came to, in a few lines.
pub(crate) fn reading(name: &str, reading: &Reading) -> String {
    let mut text = format!("{name}: {}", counted(reading.packets, "packet"));
    if !reading.not_ip.is_empty() {
        let kinds: Vec<_> = reading.not_ip.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        text.push_str(&format!("; not IP: {}", kinds.join(", ")));
    }
    if reading.problem_count == 0 {
        return text;
    }
    text.push_str(&format!("; {}", counted(reading.problem_count, "problem")));
    for problem in reading.problems.iter().take(SHOWN) {
        let line = problem.line.map(|line| format!("line {line}, ")).unwrap_or_default();
        text.push_str(&format!("\n  {line}byte {}: {}", problem.offset, problem.reason));
        if let Some(excerpt) = &problem.excerpt {
            text.push_str(&format!("\n    {excerpt}"));
        }
    }
    if reading.problem_count > SHOWN as u64 {
        text.push_str(&format!("\n  and {} more", thousands(reading.problem_count - SHOWN as u64)));
    }
    text
}

/// The exit status of a reading: 0 all read, 1 read with problems, 2 nothing read.
pub(crate) fn code(packets: u64, problems: u64) -> ExitCode {
    match (packets, problems) {
        (0, _) => ExitCode::from(2),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    }
}

/// A value as indented JSON.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Rows as CSV (RFC 4180, with line feeds).
pub(crate) fn csv<R>(header: &[&str], rows: impl IntoIterator<Item = R>) -> anyhow::Result<String>
where
    R: IntoIterator<Item = String>,
{
    let head = csv_rows([header.iter().copied().map(str::to_owned)])?;
    Ok(head + &csv_rows(rows)?)
}

/// Rows as CSV without a header.
pub(crate) fn csv_rows<R>(rows: impl IntoIterator<Item = R>) -> anyhow::Result<String>
where
    R: IntoIterator<Item = String>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Rows as columns that line up: the first `left` to the left, the others, numbers, to the right. What a row has beyond
/// the header is a remark, and stands behind.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>], left: usize) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([header.get(column).map_or(0, |name| name.chars().count())]).max().unwrap_or(0)
    };
    let columns = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.zip(&widths).enumerate().map(|(column, (cell, width))| {
            if (left..header.len()).contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let head = line(&mut header.iter().copied());
    rows.iter().fold(head, |text, row| text + &line(&mut row.iter().map(String::as_str)))
}

/// A number of things: `1 packet`, `2,000 packets`.
pub(crate) fn counted(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// 1234567 as 1,234,567.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_said_once() {
        let file = || std::io::Error::other("the disk is full");
        let once = anyhow::Error::new(file()).context("a.pcap").context("importing");
        assert_eq!(reasons(&once), "importing: a.pcap: the disk is full");
        let twice = anyhow::Error::new(file()).context("a.pcap: the disk is full");
        assert_eq!(reasons(&twice), "a.pcap: the disk is full");
    }

    #[test]
    fn a_remark_stands_behind_the_columns() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let text = table(&["#", "n"], &[row(["1", "10", "most at one"]), row(["2", "5", ""])], 1);
        assert_eq!(text, "#   n\n1  10  most at one\n2   5\n");
    }

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }
}
