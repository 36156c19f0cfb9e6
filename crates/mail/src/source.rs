//! What lies at a path: one mail, an mbox, a Maildir, or none of these.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::header;
use crate::mbox;

/// How much of a file is looked at.
const LOOK: u64 = 64 << 10;

/// What a path holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// One mail, as [`crate::read()`] takes it.
    Mail,
    /// A file of many, as [`Mbox`](crate::Mbox) takes it; also of one, where it begins with a `From ` line.
    Mbox,
    /// A folder with a file for each mail, as [`maildir`] lists it.
    Maildir,
    /// Something else.
    Other,
}

impl Source {
    /// Looks at `path`: at the names in a folder, at the beginning of a file.
    pub fn at(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            let is_maildir = path.join("cur").is_dir() && path.join("new").is_dir();
            return Ok(if is_maildir { Self::Maildir } else { Self::Other });
        }
        let mut start = Vec::new();
        File::open(path)?.take(LOOK).read_to_end(&mut start)?;
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
        // With lines that end in CR alone it is all one line: then it is read as one mail.
        let is_mbox = first.len() < start.len() && mbox::is_from_line(first);
        Ok(if is_mbox {
            Self::Mbox
        } else if is_mail(&start) {
            Self::Mail
        } else {
            Self::Other
        })
    }
}

/// Fields of a header, of which two make a mail.
const FIELDS: [&str; 14] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "received",
    "message-id",
    "return-path",
    "mime-version",
    "content-type",
    "delivered-to",
    "x-original-to",
    "reply-to",
    "sender",
];

/// Whether `bytes`, or the beginning of something longer, are a mail: a header with at least two fields that mails
/// have, from its first line on.
pub fn is_mail(bytes: &[u8]) -> bool {
    let lines: Vec<u8>;
    let mut bytes = &bytes[..bytes.len().min(LOOK as usize)];
    if memchr::memchr(b'\n', bytes).is_none() {
        lines = bytes.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
        bytes = &lines;
    }
    let block = header::split(bytes, header::Of::Message);
    let known = |field: &&header::Field<'_>| FIELDS.iter().any(|name| field.is(name));
    let mut names: Vec<_> =
        block.fields.iter().filter(known).map(|field| field.name.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    names.len() >= 2
}

/// The files of the Maildir `folder`, those of `new` and of `cur`, in the order of their names, which is that of
/// their arrival. What is still being written (`tmp`) and what begins with a dot is passed over.
pub fn maildir(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for part in ["new", "cur"] {
        for entry in fs::read_dir(folder.join(part))? {
            let entry = entry?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !hidden && entry.file_type()?.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.cmp(b)));
    Ok(files)
}

/// The name without its flags, its leading seconds as a number.
fn key(path: &Path) -> (u64, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unique = name.split(':').next().unwrap_or_default().to_owned();
    let seconds = unique.split('.').next().and_then(|seconds| seconds.parse().ok()).unwrap_or(u64::MAX);
    (seconds, unique)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_told_from_other_bytes() {
        for (bytes, expect) in [
            ("From: a@example.jp\nSubject: x\n\ntext", true),
            ("From a@example.jp Tue Jan  1 09:00:00 2008\nFrom: a@example.jp\nSubject: x\n\n", true),
            ("Received: from x\n\tby y\nReturn-Path: <>\n\n", true),
            ("From: a@example.jp\rSubject: x\r\rtext", true),
            ("date,url,description\n2008-01-01,http://a.example/,x\n", false),
            ("From: only one\n\nDate: in the body", false),
            ("{\"from\": 1}", false),
            ("Note: a\nSubject: b\n", false),
            ("", false),
        ] {
            assert_eq!(is_mail(bytes.as_bytes()), expect, "{bytes:?}");
        }
    }
}
