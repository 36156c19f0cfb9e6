//! What somebody should look at, about live sensors.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder, QuerySelect};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_alarm")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fleet_id: i64,
    pub kind: String,
    pub since_us: i64,
    pub until_us: Option<i64>,
    pub detail: String,
    pub seen_by: Option<String>,
    pub seen_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Those that are not over, oldest first.
pub(crate) async fn open(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().filter(Column::UntilUs.is_null()).order_by_asc(Column::Id).all(db).await?)
}

/// The newest `limit`, over or not; of some sensors alone where these are given.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    of: Option<&[i64]>,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let mut newest = Entity::find().order_by_desc(Column::Id).limit(limit);
    if let Some(of) = of {
        newest = newest.filter(Column::FleetId.is_in(of.iter().copied()));
    }
    Ok(newest.all(db).await?)
}

/// One of them.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Opens one; gives its number.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    fleet_id: i64,
    kind: &str,
    since_us: i64,
    detail: &str,
) -> Result<i64, Error> {
    let row = ActiveModel {
        fleet_id: Set(fleet_id),
        kind: Set(kind.to_owned()),
        since_us: Set(since_us),
        detail: Set(detail.to_owned()),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Writes one anew.
pub(crate) async fn update(db: &impl ConnectionTrait, alarm: Model) -> Result<(), Error> {
    alarm.into_active_model().reset_all().update(db).await?;
    Ok(())
}
