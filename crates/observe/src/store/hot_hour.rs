//! Hours whose series stand in files of their own, because they still move.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Hour;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_hot_hour")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: i32,
    pub series_path: String,
    pub stale: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The files of all hours that have one.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<BTreeMap<Hour, String>, Error> {
    let rows = Entity::find().filter(Column::SeriesPath.ne("")).all(db).await?;
    Ok(rows.into_iter().map(|row| (Hour(row.hour), row.series_path)).collect())
}

/// The UTC days that have such hours.
pub(crate) async fn days(db: &impl ConnectionTrait) -> Result<BTreeSet<i32>, Error> {
    Ok(Entity::find().all(db).await?.into_iter().map(|row| Hour(row.hour).utc_day()).collect())
}

/// The hours that got packets since their series were derived.
pub(crate) async fn stale(db: &impl ConnectionTrait) -> Result<BTreeSet<Hour>, Error> {
    let rows = Entity::find().filter(Column::Stale.eq(true)).all(db).await?;
    Ok(rows.into_iter().map(|row| Hour(row.hour)).collect())
}

/// Marks hours as changed.
pub(crate) async fn mark_stale(db: &impl ConnectionTrait, hours: &BTreeSet<Hour>) -> Result<(), Error> {
    let hours: Vec<Hour> = hours.iter().copied().collect();
    for batch in hours.chunks(BATCH) {
        let rows = batch.iter().map(|hour| ActiveModel {
            hour: Set(hour.0),
            series_path: Set(String::new()),
            stale: Set(true),
        });
        let known = OnConflict::column(Column::Hour).update_column(Column::Stale).to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Puts newly derived files in the place of what was there.
pub(crate) async fn put(db: &impl ConnectionTrait, derived: &[(Hour, String)]) -> Result<(), Error> {
    for batch in derived.chunks(BATCH) {
        let rows = batch.iter().map(|(hour, path)| ActiveModel {
            hour: Set(hour.0),
            series_path: Set(path.clone()),
            stale: Set(false),
        });
        let replace =
            OnConflict::column(Column::Hour).update_columns([Column::SeriesPath, Column::Stale]).to_owned();
        Entity::insert_many(rows).on_conflict(replace).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Forgets the hours of UTC days, in the transaction that puts the month's files.
pub(crate) async fn remove_days(db: &impl ConnectionTrait, days: &BTreeSet<i32>) -> Result<(), Error> {
    for day in days {
        let of_day = Entity::delete_many().filter(Column::Hour.gte(day * 24));
        of_day.filter(Column::Hour.lt((day + 1) * 24)).exec(db).await?;
    }
    Ok(())
}
