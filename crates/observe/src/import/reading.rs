//! One original into the batch's sink.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::Progress;
use crate::error::Error;
use crate::lake::{LakeError, Names};
use crate::read::lines::{LineOptions, Sensors};
use crate::read::{self, Sink};
use capture::Reading;

/// What is read, and whose it is.
pub(crate) struct Source<'a> {
    pub name: &'a str,
    pub path: &'a Path,
    pub sensor: Option<&'a str>,
    pub lines: &'a LineOptions,
}

/// Reads the original; gives the name of its format, and what reading came to.
pub(crate) fn read(
    source: &Source<'_>,
    names: &Names,
    sink: &mut impl Sink,
    progress: &Arc<dyn Progress>,
) -> Result<(&'static str, Reading), Error> {
    let file = File::open(source.path).map_err(Error::at(source.path))?;
    let counted = Counted { file, bytes: 0, told: 0, progress: Arc::clone(progress) };
    let sensor = source.sensor.map(|sensor| names.number_or_add(sensor)).transpose()?;
    let mut known = Known { names, failed: None };
    let read = read::any(counted, sensor, source.lines, &mut known, sink)
        .map_err(|read::NoSensor| Error::NoSensor { name: source.name.to_owned() })?;
    known.failed.map_or(Ok(read), |error| Err(error.into()))
}

/// The batch's sensors, as rows name them.
struct Known<'a> {
    names: &'a Names,
    failed: Option<LakeError>,
}

impl Sensors for Known<'_> {
    fn index(&mut self, name: &str) -> u16 {
        self.names.number_or_add(name).unwrap_or_else(|error| {
            self.failed = Some(error);
            0
        })
    }
}

/// Tells how many bytes of the original have been read.
struct Counted {
    file: File,
    bytes: u64,
    told: u64,
    progress: Arc<dyn Progress>,
}

/// How many bytes go by between two words of progress: a few dozen words a second at full speed.
const TOLD_EVERY: u64 = 8 << 20;

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.bytes += n as u64;
        if self.bytes >= self.told + TOLD_EVERY {
            self.told = self.bytes;
            self.progress.at(self.bytes);
        }
        Ok(n)
    }
}
