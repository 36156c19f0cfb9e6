//! Records in a folder that goes away.

use community::{Draft, Kind, Service};
use kernel::{Database, journal};
use testkit::DataFolder;

pub(crate) struct World {
    _folder: DataFolder,
    pub(crate) database: Database,
    pub(crate) community: Service,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T00:00:00+09:00");
        let database = testkit::database(folder.path()).await;
        let community = Service::open(database.clone(), clock).await.unwrap();
        Self { _folder: folder, database, community }
    }

    /// What the journal says, oldest first: what was done, to which record, and the detail.
    pub(crate) async fn journal(&self) -> Vec<(String, String, String)> {
        let entries = journal::list(self.database.connection(), None, None, 10_000).await.unwrap();
        entries.into_iter().rev().map(|entry| (entry.what, entry.object, entry.detail)).collect()
    }
}

/// A draft of these cells.
pub(crate) fn draft(kind: Kind, cells: &[(&str, &str)]) -> Draft {
    checked(kind, cells).unwrap()
}

/// The same, with the problems said as texts.
pub(crate) fn checked(kind: Kind, cells: &[(&str, &str)]) -> Result<Draft, Vec<String>> {
    let written =
        |name: &str| cells.iter().find(|(cell, _)| *cell == name).map_or("", |(_, text)| text).to_owned();
    Draft::check(kind, written).map_err(|problems| {
        problems.iter().map(|one| format!("{}={}", one.cell, one.reason.name())).collect()
    })
}
