//! The plain-text report form: ours, in Japanese and English, versioned.
//!
//! People download [`blank`], fill it in and paste it into a mail; the web form and the person at the desk who
//! writes down a FAX or a call make a [`FormReport`], which is kept as the text of [`write()`]. So there is one
//! reader for all of them. What [`write()`] writes, [`parse()`] gives back exactly, in whichever language it was
//! written; what people and mail programs make of the text (quoting, wraps, wide characters, lost lines) is put
//! up with.
//!
//! ```text
//! === Incident report form (incident-report-form 1) ===
//! # a hint: such lines are passed over, but for blocks
//! * Label: a value of one line, which may be wrapped up to the next empty line
//! * Label                 a choice
//!   [x] one of the known words
//! * Label                 a list, an entry a line
//!   192.0.2.1
//! * Label                 a block, kept as it stands
//! +++ begin +++
//! +++ end +++
//! === End of form (end of form) ===
//! ```
//!
//! A line of a list or block that would be taken for one of these begins with a backslash more than it should.

mod label;
mod parse;
mod read;
mod write;

use serde::{Deserialize, Serialize};

use crate::word::words;

pub use parse::parse;
pub use read::read;
pub use write::{blank, write};

words! {
    /// What happened, as the form asks it.
    Happened {
        /// Probes, scans, attempts to log in that failed.
        Scan = "scan",
        /// Somebody got into a system.
        Intrusion = "intrusion",
        /// A web page was changed.
        WebDefacement = "web-defacement",
        /// A site that passes itself off as another's.
        Phishing = "phishing",
        /// A site that hands out malware.
        MalwareSite = "malware-site",
        /// A computer has malware.
        Malware = "malware",
        /// A service is kept from working.
        DenialOfService = "dos",
        /// Mail with forged sender headers.
        ForgedMail = "forged-mail",
        /// An attack aimed at one organisation.
        TargetedAttack = "targeted-attack",
        /// Something happened to a control system.
        ControlSystem = "ics",
        /// None of these.
        Other = "other",
    }
}

/// The form, filled in. Empty is what was not said.
///
/// Values of one line are in their normal form where [`FormReport::tidied`] changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FormReport {
    /// The reporter's name.
    pub name: String,
    /// The reporter's organisation.
    pub organisation: String,
    /// The reporter's mail address.
    pub mail: String,
    /// The reporter's telephone number.
    pub phone: String,
    /// Whether the reporter's name may be passed on to the other side.
    pub may_name: bool,
    /// Whether the reporter asks us to contact the other side; else it is for our information only.
    pub mediation: bool,
    /// What happened.
    pub happened: Option<Happened>,
    /// When it happened, in the reporter's words: one time, or from and to.
    pub when: String,
    /// The zone of this and of the logs' times, in the reporter's words: `JST`, `+09:00`.
    pub zone: String,
    /// Where it came from, or the harmful sites: addresses, URLs, hosts.
    pub sources: Vec<String>,
    /// What was attacked: address, port, product.
    pub targets: Vec<String>,
    /// What happened, told freely.
    pub description: String,
    /// Log lines as they are.
    pub logs: String,
    /// How it came, where a person wrote it down: FAX with so many pages, who called.
    pub channel_note: String,
    /// The key that answers are to be encrypted with.
    pub key: String,
}

impl FormReport {
    /// This report as it is after it was written and read: no line ends within a line, no spaces around it, no
    /// empty lines around a block, no control characters.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        for line in [
            &mut self.name,
            &mut self.organisation,
            &mut self.mail,
            &mut self.phone,
            &mut self.when,
            &mut self.zone,
            &mut self.channel_note,
        ] {
            *line = tidy_line(line);
        }
        for list in [&mut self.sources, &mut self.targets] {
            *list = list.iter().map(|entry| tidy_line(entry)).filter(|entry| !entry.is_empty()).collect();
        }
        for block in [&mut self.description, &mut self.logs, &mut self.key] {
            *block = tidy_block(block.lines());
        }
        self
    }
}

/// One line: every run of white space and control characters is one space, and there is none at the ends.
fn tidy_line(line: &str) -> String {
    let words = line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Lines without spaces at their ends, and without empty ones around them.
fn tidy_block<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut block = String::new();
    let mut empty = 0;
    for line in lines {
        let line: String = line.chars().filter(|c| *c == '\t' || !c.is_control()).collect();
        let line = line.trim_end();
        if line.is_empty() {
            empty += usize::from(!block.is_empty());
            continue;
        }
        if !block.is_empty() {
            block.extend(std::iter::repeat_n('\n', empty + 1));
        }
        empty = 0;
        block.push_str(line);
    }
    block
}
