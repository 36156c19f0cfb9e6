//! Live sensors, as people and enrolment know them.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};

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

/// All enrolments of live sensors, retired ones too, by name, the earliest of a name first.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id).all(db).await?)
}

/// The enrolments of one name, the one in use last.
pub(crate) async fn named(db: &impl ConnectionTrait, name: &str) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().filter(Column::Name.eq(name)).order_by_asc(Column::Id).all(db).await?)
}

/// The one whose certificate has this hash.
pub(crate) async fn by_certificate(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Certificate.eq(sha256)).one(db).await?)
}

/// Writes a new one, whose own number is left out of account; gives its number.
pub(crate) async fn insert(db: &impl ConnectionTrait, sensor: Model) -> Result<i64, Error> {
    let mut row = sensor.into_active_model().reset_all();
    row.not_set(Column::Id);
    Ok(Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Writes one anew.
pub(crate) async fn update(db: &impl ConnectionTrait, sensor: Model) -> Result<(), Error> {
    sensor.into_active_model().reset_all().update(db).await?;
    Ok(())
}

/// The one that frames and certificates call so.
pub(crate) async fn by_wire_id(db: &impl ConnectionTrait, wire_id: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::WireId.eq(wire_id)).one(db).await?)
}
