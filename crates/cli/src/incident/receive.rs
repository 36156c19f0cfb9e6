//! `hinomi incident receive`: messages from files or a pipe.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use incident::intake::{Arrival, Arrived, Content, When};
use incident::{Channel, Disposition};
use jiff::Timestamp;
use mail::{Mbox, Source};

use crate::output::{self, counted};
use crate::progress::Bar;

/// So many messages are handed over together.
const TOGETHER: usize = 500;
/// And so many bytes of them, as far as they are in memory already.
const TOGETHER_BYTES: usize = 32 << 20;

#[derive(Debug, Args)]
pub(crate) struct Receive {
    /// Mails, mboxes, Maildirs, files of feeds; - for standard input, as a mail server's pipe.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How they came: mail, fax, telephone, form or feed; told by their content unless said.
    #[arg(long, value_name = "CHANNEL")]
    channel: Option<Channel>,
    /// When they came: now, said (by the message itself), or a time such as 2008-01-31T10:00:00+09:00. Files say it
    /// themselves, and standard input comes now, unless said.
    #[arg(long, value_name = "WHEN", value_parser = when)]
    received: Option<When>,
}

fn when(text: &str) -> Result<When, String> {
    match text {
        "now" => Ok(When::Now),
        "said" => Ok(When::Said),
        time => time
            .parse::<Timestamp>()
            .map(When::At)
            .map_err(|_| "write now, said, or a time with its offset: 2008-01-31T10:00:00+09:00".to_owned()),
    }
}

/// What all messages came to.
#[derive(Debug, Default)]
struct Sum {
    messages: u64,
    already: u64,
    reports: u64,
    incidents: u64,
    apart: u64,
    problems: u64,
}

impl Receive {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        // Before anything is taken in, so that a name mistyped does not end it half way.
        for path in &self.files {
            if path.as_os_str() != "-" {
                std::fs::metadata(path).with_context(|| path.display().to_string())?;
            }
        }
        let app = crate::open(data).await?;
        let bar = Bar::counting("messages");
        let mut sum = Sum::default();
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        for path in &self.files {
            for arrival in self.arrivals(path)? {
                let arrival = arrival?;
                bytes += match &arrival.content {
                    Content::Bytes(content) => content.len(),
                    Content::File(_) => 0,
                };
                waiting.push(arrival);
                if waiting.len() >= TOGETHER || bytes >= TOGETHER_BYTES {
                    bytes = 0;
                    sum.add(&app.incident.receive(std::mem::take(&mut waiting)).await?, &bar);
                }
            }
        }
        let last: Vec<_> = waiting.iter().map(|arrival| arrival.name.clone()).collect();
        let done = app.incident.receive(waiting).await?;
        sum.add(&done, &bar);
        bar.end();
        // A few are told of one by one; of many, only the sum.
        if sum.messages <= 10 {
            for (name, arrived) in last.iter().zip(&done) {
                output::say(&said(name, arrived));
            }
        }
        if sum.messages != 1 {
            output::say(&sum.said());
        }
        Ok(output::code(sum.messages, sum.problems))
    }

    /// The messages in a file or folder.
    fn arrivals<'a>(
        &'a self,
        path: &'a Path,
    ) -> anyhow::Result<Box<dyn Iterator<Item = anyhow::Result<Arrival>> + 'a>> {
        let arrival = move |content, name: String, usual| Arrival {
            content,
            name,
            channel: self.channel,
            when: self.received.unwrap_or(usual),
            receipt: None,
        };
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                bail!("standard input is empty");
            }
            let piped = arrival(Content::Bytes(bytes), String::new(), When::Now);
            return Ok(Box::new(std::iter::once(Ok(piped))));
        }
        let file = move |path: &Path| {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            arrival(Content::File(path.to_owned()), name, When::Said)
        };
        let at = || path.display().to_string();
        Ok(match Source::at(path).with_context(at)? {
            Source::Mail => Box::new(std::iter::once(Ok(file(path)))),
            Source::Other if path.is_dir() => {
                bail!("{}: this folder is no Maildir (cur, new)", path.display())
            }
            Source::Other => Box::new(std::iter::once(Ok(file(path)))),
            Source::Maildir => {
                let files = mail::maildir(path).with_context(at)?;
                Box::new(files.into_iter().map(move |path| Ok(file(&path))))
            }
            Source::Mbox => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                let mails = Mbox::new(BufReader::new(File::open(path).with_context(at)?));
                Box::new(mails.map(move |entry| {
                    let entry = entry.with_context(|| path.display().to_string())?;
                    if entry.left_out > 0 {
                        output::say(&format!("{name}: {} bytes of a message are left out", entry.left_out));
                    }
                    // Who put it into the mbox knows best when it came.
                    let usual = entry.received.map_or(When::Said, When::At);
                    Ok(arrival(Content::Bytes(entry.bytes), name.clone(), usual))
                }))
            }
        })
    }
}

impl Sum {
    fn add(&mut self, done: &[Arrived], bar: &Bar) {
        for arrived in done {
            self.messages += 1;
            if arrived.already {
                self.already += 1;
                continue;
            }
            self.problems += arrived.problem_count;
            self.incidents += arrived.incidents;
            match arrived.disposition {
                Disposition::Report => self.reports += 1,
                _ => self.apart += 1,
            }
        }
        bar.at(self.messages);
    }

    fn said(&self) -> String {
        let mut text = format!(
            "{}: {} with {}, {} of other sorts",
            counted(self.messages, "message"),
            counted(self.reports, "report"),
            counted(self.incidents, "incident"),
            output::thousands(self.apart)
        );
        if self.already > 0 {
            text.push_str(&format!(", {} there already", output::thousands(self.already)));
        }
        if self.problems > 0 {
            text.push_str(&format!("; {}", counted(self.problems, "problem")));
        }
        text
    }
}

/// What became of one message.
fn said(name: &str, arrived: &Arrived) -> String {
    let name = if name.is_empty() { "standard input" } else { name };
    let already = if arrived.already { "already received: " } else { "" };
    let mut text = format!("{already}{name}: message {}, {}", arrived.message, arrived.disposition);
    if arrived.incidents > 0 {
        text.push_str(&format!(" with {}", counted(arrived.incidents, "incident")));
    }
    if arrived.problem_count > 0 {
        text.push_str(&format!("; {}", counted(arrived.problem_count, "problem")));
    }
    text
}
