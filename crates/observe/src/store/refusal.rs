//! Deliveries and enrolments that were refused, counted by day.

use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_refusal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub day: i32,
    pub reason: String,
    pub fleet_id: i64,
    pub count: i64,
    pub last_us: i64,
    pub detail: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Those from `day` on, newest first.
pub(crate) async fn since(db: &impl ConnectionTrait, day: i32) -> Result<Vec<Model>, Error> {
    let newest = Entity::find().filter(Column::Day.gte(day)).order_by_desc(Column::LastUs);
    Ok(newest.order_by_desc(Column::Id).all(db).await?)
}

/// Adds `count` more of a kind.
pub(crate) async fn add(
    db: &impl ConnectionTrait,
    day: i32,
    reason: &str,
    fleet_id: i64,
    count: i64,
    last: (i64, &str),
) -> Result<(), Error> {
    let (last_us, detail) = last;
    let row = ActiveModel {
        day: Set(day),
        reason: Set(reason.to_owned()),
        fleet_id: Set(fleet_id),
        count: Set(count),
        last_us: Set(last_us),
        detail: Set(detail.to_owned()),
        ..Default::default()
    };
    let more = OnConflict::columns([Column::Day, Column::Reason, Column::FleetId])
        .update_columns([Column::LastUs, Column::Detail])
        .value(Column::Count, Expr::col((Entity, Column::Count)).add(count))
        .to_owned();
    Entity::insert(row).on_conflict(more).exec_without_returning(db).await?;
    Ok(())
}
