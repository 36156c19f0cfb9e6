//! When live sensors listened.

use std::collections::HashMap;

use kernel::HourRange;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{BATCH, fleet, live};
use crate::coverage::touched_hours;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_covered")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fleet_id: i64,
    pub since_us: i64,
    pub until_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Stretches that have ended: whose, from when and until when in microseconds, the end exclusive.
pub(crate) async fn add(db: &impl ConnectionTrait, ended: &[(i64, i64, i64)]) -> Result<(), Error> {
    for batch in ended.chunks(BATCH) {
        let rows = batch.iter().map(|&(fleet_id, since_us, until_us)| ActiveModel {
            fleet_id: Set(fleet_id),
            since_us: Set(since_us),
            until_us: Set(until_us),
            ..Default::default()
        });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The hours in which each live sensor listened, by its name in the lake.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<HashMap<String, Vec<HourRange>>, Error> {
    let names: HashMap<i64, String> =
        fleet::all(db).await?.into_iter().map(|sensor| (sensor.id, sensor.name)).collect();
    let ended =
        Entity::find().all(db).await?.into_iter().map(|row| (row.fleet_id, row.since_us, row.until_us));
    let going_on = live::all(db).await?.into_iter().map(|live| (live.fleet_id, live.since_us, live.until_us));
    let mut found: HashMap<String, Vec<HourRange>> = HashMap::new();
    for (fleet_id, since_us, until_us) in ended.chain(going_on) {
        if let Some(name) = names.get(&fleet_id) {
            found.entry(name.clone()).or_default().push(touched_hours(since_us, until_us));
        }
    }
    Ok(found)
}
