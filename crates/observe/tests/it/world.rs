//! A lake in a temporary folder, filled from CSV rows.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{FixedClock, Hour, Originals};
use observe::read::lines::{Format, LineOptions};
use observe::{ImportFile, ImportRequest, Imported, Service};
use testkit::DataFolder;

/// Observation over a folder that goes away with it.
pub struct World {
    pub folder: DataFolder,
    pub observe: Service,
}

/// One CSV row: a TCP packet in the hour, at the sensor, from 192.0.2.`source`, to `port`.
pub fn row(hour: i32, sensor: &str, source: u32, port: u16) -> String {
    // Some minutes into the hour, different ones for different rows, so that not all are at its edge.
    let second = (source * 61 + u32::from(port)) % 3600;
    let time = Hour(hour).start().as_second() + i64::from(second);
    format!("{time},{sensor},192.0.2.{source},tcp,40000,{port}\n")
}

/// The first hour of 2008Q1 in Tokyo.
pub const QUARTER: i32 = 333_087;

/// The same for any protocol, in an hour of 2008Q1 of Tokyo, from 0.
pub fn quarter_row(hour: i32, sensor: &str, source: u32, proto: &str, port: u16) -> String {
    let time = Hour(QUARTER + hour).start().as_second() + 59;
    format!("{time},{sensor},192.0.2.{source},{proto},0,{port}\n")
}

/// The instant at which an hour begins.
pub fn at(hour: i32) -> Timestamp {
    Hour(hour).start()
}

impl World {
    pub async fn new() -> Self {
        let folder = DataFolder::new();
        let observe = open(folder.path()).await;
        Self { folder, observe }
    }

    /// Imports rows as one file.
    pub async fn import(&self, rows: &[impl AsRef<str>]) -> Vec<Imported> {
        import(&self.observe, self.folder.path(), rows).await
    }

    /// What was done to an object, newest first.
    pub async fn journal(&self, object: &str) -> Vec<String> {
        let database = testkit::database(self.folder.path()).await;
        let entries = kernel::journal::list(database.connection(), Some(object), None, 100).await.unwrap();
        entries.into_iter().map(|entry| entry.what).collect()
    }
}

/// Imports rows as one file, which is written into `folder`.
pub async fn import(observe: &Service, folder: &Path, rows: &[impl AsRef<str>]) -> Vec<Imported> {
    let mut text = String::from("time,sensor,src,proto,sport,dport\n");
    rows.iter().for_each(|row| text.push_str(row.as_ref()));
    let path = folder.join("rows.csv");
    std::fs::write(&path, text).unwrap();
    import_file(observe, &path).await
}

/// Imports a CSV file with the columns of [`row`].
async fn import_file(observe: &Service, path: &Path) -> Vec<Imported> {
    let columns = "time=time,sensor=sensor,src=src,proto=proto,sport=sport,dport=dport".parse().unwrap();
    let lines =
        LineOptions { format: Some(Format::Table), columns: Some(columns), year: None, zone: TimeZone::UTC };
    let files = vec![ImportFile { path: path.to_owned(), sensor: None }];
    observe.import(ImportRequest { files, lines }, Arc::new(())).await.unwrap()
}

/// Opens the lake in a folder as the application does.
pub async fn open(folder: &Path) -> Service {
    open_at(folder, testkit::clock("2026-04-01T00:00:00Z")).await
}

/// The same with a clock of the test's own.
pub async fn open_at(folder: &Path, clock: Arc<FixedClock>) -> Service {
    let database = testkit::database(folder).await;
    let originals = Originals::open(folder.join("originals")).unwrap();
    Service::open(database, originals, folder.join("lake"), clock).await.unwrap()
}
