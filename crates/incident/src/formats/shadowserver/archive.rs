//! Tables in a zip, unpacked as they are read.

use std::io::{BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::candidate::{Reading, Sink};
use crate::model::Disposition;

use super::super::document::Document;
use super::feeds::Feed;
use super::{begun, table};

/// So many bytes are unpacked of all archives of one message together at most. A day of the largest networks has some hundred MiB; beyond
/// this it is a bomb, or has to be split. Memory does not depend on it.
pub(super) const UNPACKED: u64 = 2 << 30;
/// So many files of an archive are looked at.
const FILES: usize = 100;
/// Of a file that isn't a table, only so much is unpacked to see that.
const BUFFER: usize = 64 << 10;

/// Reads the tables of an archive. One that holds none is left to others.
/// `room` is what may still be unpacked of the message.
pub(super) fn read(
    document: &Document<'_>,
    room: &mut u64,
    reading: &mut Option<Reading>,
    sink: &mut Sink<'_>,
) {
    let place = document.place(document.name);
    let mut archive = match ZipArchive::new(Cursor::new(document.bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            // By its name it should have been one of ours.
            if is_ours(document.name) {
                unreadable(reading, place, format!("the archive can't be opened: {error}"));
            }
            return;
        }
    };
    let files = archive.len();
    for index in 0..files.min(FILES) {
        let (name, encrypted) = match archive.by_index_raw(index) {
            Ok(file) => (file.name().map(std::borrow::Cow::into_owned).unwrap_or_default(), file.encrypted()),
            Err(error) => {
                if is_ours(document.name) {
                    unreadable(reading, place.clone(), format!("file {index} can't be opened: {error}"));
                }
                continue;
            }
        };
        if !name.to_ascii_lowercase().ends_with(".csv") {
            continue;
        }
        let place = document.place(&format!("{}/{name}", document.name));
        let ours = is_ours(&name) || is_ours(document.name);
        if encrypted {
            // It is kept closed: a password that everybody knows says that its content is dangerous.
            if ours {
                unreadable(reading, place, "it is encrypted, and stays closed".to_owned());
            }
            continue;
        }
        match archive.by_index(index) {
            Ok(file) => {
                let mut limited = Limited { source: file, room };
                let source = BufReader::with_capacity(BUFFER, &mut limited);
                // Inside a sample of its own name an archive's may be more telling.
                let name = if Feed::by_name(&name).is_some() { &name } else { document.name };
                table(source, name, &place, reading, sink);
            }
            Err(ZipError::UnsupportedArchive(reason)) if ours => {
                unreadable(reading, place, reason.to_string());
            }
            Err(error) if ours => unreadable(reading, place, error.to_string()),
            Err(_) => {}
        }
    }
    if files > FILES && reading.is_some() {
        begun(reading).problem(place, format!("of {files} files the first {FILES} were read"));
    }
}

fn is_ours(name: &str) -> bool {
    Feed::by_name(name).is_some_and(|feed| feed.known)
}

/// Notes what can't be read; a message of which nothing else could is unreadable, and somebody looks at it.
fn unreadable(reading: &mut Option<Reading>, place: String, reason: String) {
    let reading = begun(reading);
    reading.problem(place, reason);
    if reading.disposition == Disposition::Information {
        reading.disposition = Disposition::Unreadable;
    }
}

/// A source that fails where there is no room left, so that the end of reading is said and not taken for the end
/// of the file.
struct Limited<'a, R> {
    source: R,
    room: &'a mut u64,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        match self.room.checked_sub(read as u64) {
            Some(left) => *self.room = left,
            None => {
                *self.room = 0;
                return Err(std::io::Error::other(format!("more than {UNPACKED} bytes unpacked")));
            }
        }
        Ok(read)
    }
}
