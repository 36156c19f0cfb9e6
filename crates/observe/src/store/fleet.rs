//! Live sensors, as people and enrolment know them.

use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_fleet")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub wire_id: String,
    pub name: String,
    pub title: String,
    pub country: String,
    pub network: String,
    pub addresses: String,
    pub note: String,
    pub certificate: String,
    pub enrolled_us: i64,
    pub retired_us: Option<i64>,
    pub revoked_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All live sensors, retired ones too, by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The one that frames and certificates call so.
pub(crate) async fn by_wire_id(db: &impl ConnectionTrait, wire_id: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::WireId.eq(wire_id)).one(db).await?)
}
