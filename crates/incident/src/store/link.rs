//! Incidents that belong together.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub one_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Links two incidents; says whether that is new.
pub(crate) async fn insert(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<bool, Error> {
    let (one, other) = (one.min(other), one.max(other));
    if Entity::find_by_id((one, other)).one(db).await?.is_some() {
        return Ok(false);
    }
    let row = ActiveModel { one_id: Set(one), other_id: Set(other) };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(true)
}

/// The incidents linked with this one.
pub(crate) async fn of(db: &impl ConnectionTrait, id: i64) -> Result<Vec<i64>, Error> {
    let either = Condition::any().add(Column::OneId.eq(id)).add(Column::OtherId.eq(id));
    let rows = Entity::find().filter(either).all(db).await?;
    Ok(rows.into_iter().map(|row| if row.one_id == id { row.other_id } else { row.one_id }).collect())
}

/// Takes a link away; says whether there was one.
pub(crate) async fn delete(db: &impl ConnectionTrait, one: i64, other: i64) -> Result<bool, Error> {
    let gone = Entity::delete_by_id((one.min(other), one.max(other))).exec(db).await?;
    Ok(gone.rows_affected > 0)
}
