//! The counters of changes: one of all, one of those that touch an hour that is over.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_generation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub value: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The row that counts every change.
const ALL: i32 = 1;

/// The row that counts changes of hours that are over.
const PAST: i32 = 2;

/// The present count.
pub(crate) async fn get(db: &impl ConnectionTrait) -> Result<u64, Error> {
    count(db, ALL).await
}

/// The count of changes that touch an hour that is over: what sensors deliver of the running hour leaves it alone.
pub(crate) async fn of_past(db: &impl ConnectionTrait) -> Result<u64, Error> {
    count(db, PAST).await
}

async fn count(db: &impl ConnectionTrait, id: i32) -> Result<u64, Error> {
    let row = Entity::find_by_id(id).one(db).await?;
    Ok(row.map_or(0, |row| row.value.unsigned_abs()))
}

/// Counts one change; part of the transaction that changes.
pub(crate) async fn advance(db: &impl ConnectionTrait) -> Result<(), Error> {
    let next = Expr::col(Column::Value).add(1);
    Entity::update_many().col_expr(Column::Value, next).exec(db).await?;
    Ok(())
}

/// The same for a change that answers about hours that are over can't show.
pub(crate) async fn advance_now(db: &impl ConnectionTrait) -> Result<(), Error> {
    let next = Expr::col(Column::Value).add(1);
    Entity::update_many().col_expr(Column::Value, next).filter(Column::Id.eq(ALL)).exec(db).await?;
    Ok(())
}
