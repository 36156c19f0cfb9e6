//! One state of the lake: what questions are put to.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{Hour, HourRange};

use crate::coverage::{Coverage, Life, whole_hours};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{Names, View};
use crate::store;

/// Who listened when, and the lake, at one moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub generation: u64,
    /// Sensors by name; the index here is the index everywhere in the snapshot.
    pub names: Names,
    pub coverage: Coverage,
    pub lake: Arc<dyn View>,
}

impl Snapshot {
    /// Reads the newest state, in one transaction.
    pub(crate) async fn load(inner: &Inner) -> Result<Self, Error> {
        let db = inner.database.begin().await?;
        let generation = store::generation::get(&db).await?;
        let sensors = store::sensor::all(&db).await?;
        let outages = store::outage::all(&db).await?;
        let listened = store::covered::all(&db).await?;
        let names = Names::new(sensors.iter().map(|sensor| sensor.name.clone()))?;
        let lake = inner.engine.view(&db, inner, names.clone()).await?;
        db.commit().await?;

        let mut lives: Vec<Life> = sensors
            .iter()
            .map(|sensor| Life {
                imported: sensor.imported(),
                listened: listened.get(&sensor.name).cloned().unwrap_or_default(),
                ..Life::default()
            })
            .collect();
        for outage in outages {
            if let Some(index) = sensors.iter().position(|sensor| sensor.id == outage.sensor_id) {
                lives[index].outages.push(whole_hours(outage.since_us, outage.until_us));
            }
        }
        tokio::task::spawn_blocking(move || {
            for (index, life) in lives.iter_mut().enumerate() {
                life.proven = proof(&*lake, index, &life.outages)?;
            }
            Ok(Self { generation, names, coverage: Coverage::new(lives), lake })
        })
        .await?
    }
}

/// The hours of declared outages in which the sensor with this index has packets.
fn proof(lake: &dyn View, sensor: usize, outages: &[HourRange]) -> Result<BTreeSet<Hour>, Error> {
    let mut seen = BTreeSet::new();
    for outage in outages {
        lake.hours(*outage, &mut |row| {
            if usize::from(row.sensor) == sensor {
                seen.insert(row.hour);
            }
        })?;
    }
    Ok(seen)
}
