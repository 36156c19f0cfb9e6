//! What is derived by month, and the days for which that is out of date.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::BATCH;
use crate::error::Error;
use crate::lake::{Month, MonthFiles};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_month")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i32,
    pub series_path: String,
    pub totals_path: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

mod stale {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "observe_stale_day")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub day: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The derived files of each month.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<BTreeMap<Month, MonthFiles>, Error> {
    let rows = Entity::find().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (Month(row.month), MonthFiles { series: row.series_path, totals: row.totals_path }))
        .collect())
}

/// Puts the derived files of `month` in the place of what was there.
pub(crate) async fn put(db: &impl ConnectionTrait, month: Month, files: &MonthFiles) -> Result<(), Error> {
    let row = ActiveModel {
        month: Set(month.0),
        series_path: Set(files.series.clone()),
        totals_path: Set(files.totals.clone()),
    };
    let replace =
        OnConflict::column(Column::Month).update_columns([Column::SeriesPath, Column::TotalsPath]).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// The days, since the epoch in UTC, whose month has yet to be derived again.
pub(crate) async fn stale_days(db: &impl ConnectionTrait) -> Result<BTreeSet<i32>, Error> {
    Ok(stale::Entity::find().all(db).await?.into_iter().map(|row| row.day).collect())
}

/// Marks days as changed.
pub(crate) async fn mark_stale(db: &impl ConnectionTrait, days: &BTreeSet<i32>) -> Result<(), Error> {
    let days: Vec<i32> = days.iter().copied().collect();
    for batch in days.chunks(BATCH) {
        let rows = batch.iter().map(|day| stale::ActiveModel { day: Set(*day) });
        let known = OnConflict::column(stale::Column::Day).do_nothing().to_owned();
        stale::Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Takes the mark off again, in the transaction that puts the new files.
pub(crate) async fn mark_fresh(db: &impl ConnectionTrait, days: &BTreeSet<i32>) -> Result<(), Error> {
    let days: Vec<i32> = days.iter().copied().collect();
    for batch in days.chunks(BATCH) {
        stale::Entity::delete_many().filter(stale::Column::Day.is_in(batch.iter().copied())).exec(db).await?;
    }
    Ok(())
}
