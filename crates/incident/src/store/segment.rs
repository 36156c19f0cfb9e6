//! Segments of the index of words.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_segment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub level: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A new segment's number.
pub(crate) async fn insert(db: &impl ConnectionTrait, level: i32) -> Result<i64, Error> {
    let row = ActiveModel { level: Set(level), ..Default::default() };
    Ok(Entity::insert(row).exec(db).await?.last_insert_id)
}

/// The segments of a level, oldest first.
pub(crate) async fn of_level(db: &impl ConnectionTrait, level: i32) -> Result<Vec<i64>, Error> {
    let rows = Entity::find().select_only().column(Column::Id).filter(Column::Level.eq(level));
    Ok(rows.order_by_asc(Column::Id).into_tuple().all(db).await?)
}

/// Takes segments away.
pub(crate) async fn delete(db: &impl ConnectionTrait, segments: &[i64]) -> Result<(), Error> {
    Entity::delete_many().filter(Column::Id.is_in(segments.iter().copied())).exec(db).await?;
    Ok(())
}
