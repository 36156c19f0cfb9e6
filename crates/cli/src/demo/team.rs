//! What the sample's team wrote down of its own work: partners, events, trainings and the like, and the ports that it
//! watches. Entered as any such file is; what was entered before stays as it is.

use anyhow::bail;
use community::{Kind, Lines};
use desk::App;

use super::STAFF;
use crate::output::{self, counted};

/// Enters both.
pub(super) async fn enter(app: &App) -> anyhow::Result<()> {
    let mut records = 0;
    for (kind, file) in samples::community::FILES {
        let kind: Kind = kind.parse()?;
        let imported = app.community.import(kind, file.as_bytes(), Lines::AllOrNone, STAFF).await?;
        if !imported.kept {
            bail!("the sample's file of {kind} can't be read: {:?}", imported.problems);
        }
        records += imported.added + imported.changed + imported.unchanged;
    }
    let watched = app.observe.import_watched_ports(samples::watched::book(), STAFF).await?;
    let ports = (watched.entered + watched.known) as u64;
    output::say(&format!(
        "{} of work with others, and {}",
        counted(records, "record"),
        counted(ports, "watched port")
    ));
    Ok(())
}
