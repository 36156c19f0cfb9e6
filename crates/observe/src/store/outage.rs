//! Declared outages.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_outage")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sensor_id: i64,
    pub since_us: i64,
    pub until_us: i64,
    pub declared_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All outages, oldest first.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::SinceUs).order_by_asc(Column::Id).all(db).await?)
}

/// Declares one; says whether it is new. The same outage declared twice is one.
pub(crate) async fn declare(
    db: &impl ConnectionTrait,
    sensor_id: i64,
    since: Timestamp,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    let (since_us, until_us) = (since.as_microsecond(), until.as_microsecond());
    let same = Entity::find()
        .filter(Column::SensorId.eq(sensor_id))
        .filter(Column::SinceUs.eq(since_us))
        .filter(Column::UntilUs.eq(until_us));
    if same.one(db).await?.is_some() {
        return Ok(false);
    }
    let new = ActiveModel {
        sensor_id: Set(sensor_id),
        since_us: Set(since_us),
        until_us: Set(until_us),
        declared_us: Set(now.as_microsecond()),
        ..Default::default()
    };
    Entity::insert(new).exec_without_returning(db).await?;
    Ok(true)
}
