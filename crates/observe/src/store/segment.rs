//! The manifest of the lake's packets.

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;

use super::BATCH;
use crate::error::Error;
use crate::lake::Segment;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_segment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub path: String,
    pub day: i32,
    pub packets: i64,
    pub bytes: i64,
    pub first_us: i64,
    pub last_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All segments, by day and name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Segment>, Error> {
    found(Entity::find(), db).await
}

/// The segments of some days, by day and name.
pub(crate) async fn of_days(db: &impl ConnectionTrait, days: &BTreeSet<i32>) -> Result<Vec<Segment>, Error> {
    let days: Vec<i32> = days.iter().copied().collect();
    let mut all = Vec::new();
    for batch in days.chunks(BATCH) {
        let of_days = Entity::find().filter(Column::Day.is_in(batch.iter().copied()));
        all.extend(found(of_days, db).await?);
    }
    Ok(all)
}

async fn found(select: Select<Entity>, db: &impl ConnectionTrait) -> Result<Vec<Segment>, Error> {
    let rows = select.order_by_asc(Column::Day).order_by_asc(Column::Path).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| Segment {
            day: row.day,
            path: row.path,
            rows: row.packets.unsigned_abs(),
            bytes: row.bytes.unsigned_abs(),
            first_ts: row.first_us,
            last_ts: row.last_us,
        })
        .collect())
}

/// Adds segments to the lake.
pub(crate) async fn add(db: &impl ConnectionTrait, segments: &[Segment]) -> Result<(), Error> {
    for batch in segments.chunks(BATCH) {
        let rows = batch.iter().map(|segment| ActiveModel {
            path: Set(segment.path.clone()),
            day: Set(segment.day),
            packets: Set(segment.rows.cast_signed()),
            bytes: Set(segment.bytes.cast_signed()),
            first_us: Set(segment.first_ts),
            last_us: Set(segment.last_ts),
        });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Takes segments out of the lake.
pub(crate) async fn remove(db: &impl ConnectionTrait, segments: &[Segment]) -> Result<(), Error> {
    for batch in segments.chunks(BATCH) {
        let paths = batch.iter().map(|segment| segment.path.as_str());
        Entity::delete_many().filter(Column::Path.is_in(paths)).exec(db).await?;
    }
    Ok(())
}
