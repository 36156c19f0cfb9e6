//! The counter of changes.

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

/// The present count.
pub(crate) async fn get(db: &impl ConnectionTrait) -> Result<u64, Error> {
    let row = Entity::find_by_id(1).one(db).await?;
    Ok(row.map_or(0, |row| row.value.unsigned_abs()))
}

/// Counts one change; part of the transaction that changes.
pub(crate) async fn advance(db: &impl ConnectionTrait) -> Result<(), Error> {
    let next = Expr::col(Column::Value).add(1);
    Entity::update_many().col_expr(Column::Value, next).filter(Column::Id.eq(1)).exec(db).await?;
    Ok(())
}
