//! Archives under a password: they stay closed, and the desk is told so.
//!
//! A password that everybody knows (`infected`) says that what is inside is dangerous; any other is not ours to try.

use std::io::Cursor;

use zip::ZipArchive;

/// Archives of one message that are looked at.
const ARCHIVES: usize = 20;
/// Files of one archive that are looked at.
const FILES: usize = 1000;

/// Place and reason for each archive of the mail that holds a file under a password.
pub(super) fn closed(mail: &mail::Message) -> Vec<(String, String)> {
    let archives = mail.parts.iter().filter(|part| part.bytes.starts_with(b"PK\x03\x04")).take(ARCHIVES);
    let said = |part: &mail::Part| {
        let closed = encrypted(&part.bytes).filter(|files| *files > 0)?;
        let name = part.name.as_deref().unwrap_or_default();
        let place = format!("part {} {name}", part.number).trim_end().to_owned();
        Some((place, format!("encrypted files: {closed}; the archive stays closed")))
    };
    archives.filter_map(said).collect()
}

/// How many of an archive's files are encrypted; none where it is no archive that can be listed.
fn encrypted(bytes: &[u8]) -> Option<usize> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let files = archive.len().min(FILES);
    Some((0..files).filter(|&index| archive.by_index_raw(index).is_ok_and(|file| file.encrypted())).count())
}
