//! Days of which packets were dropped because they were old enough.

use std::collections::BTreeSet;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_dropped_day")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub day: i32,
    pub packets: i64,
    pub dropped_us: i64,
    pub done: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Records that the packets of a day count no more; the cluster has yet to drop them.
pub(crate) async fn add(db: &impl ConnectionTrait, day: i32, packets: u64, now_us: i64) -> Result<(), Error> {
    let row = ActiveModel {
        day: Set(day),
        packets: Set(packets.cast_signed()),
        dropped_us: Set(now_us),
        done: Set(false),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The days that the cluster has yet to drop.
pub(crate) async fn to_do(db: &impl ConnectionTrait) -> Result<BTreeSet<i32>, Error> {
    let rows = Entity::find().filter(Column::Done.eq(false)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.day).collect())
}

/// Notes that the cluster has dropped a day.
pub(crate) async fn done(db: &impl ConnectionTrait, day: i32) -> Result<(), Error> {
    let of_day = Entity::update_many().filter(Column::Day.eq(day));
    of_day.col_expr(Column::Done, Expr::value(true)).exec(db).await?;
    Ok(())
}
