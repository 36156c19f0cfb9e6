//! What a live sensor's deliveries came to so far.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, Iterable as _};

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_live")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fleet_id: i64,
    pub acknowledged: i64,
    pub seen_us: i64,
    pub made_us: i64,
    pub since_us: i64,
    pub until_us: i64,
    pub version: String,
    pub waiting_frames: i64,
    pub waiting_bytes: i64,
    pub offset_us: Option<i64>,
    pub clock: String,
    pub packets: i64,
    pub lost: i64,
    pub not_ip: i64,
    pub unreadable: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().all(db).await?)
}

/// That of one sensor; none before its first delivery.
pub(crate) async fn by_id(db: &impl ConnectionTrait, fleet_id: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(fleet_id).one(db).await?)
}

/// Writes the newest state of sensors.
pub(crate) async fn put(db: &impl ConnectionTrait, states: &[Model]) -> Result<(), Error> {
    for batch in states.chunks(BATCH) {
        let rows = batch.iter().map(|state| {
            let mut row = state.clone().into_active_model();
            row.fleet_id = Set(state.fleet_id);
            // A model taken from the database counts as unchanged; all of it is to be written.
            row.reset_all()
        });
        let rest = Column::iter().filter(|column| !matches!(column, Column::FleetId));
        let replace = OnConflict::column(Column::FleetId).update_columns(rest).to_owned();
        Entity::insert_many(rows).on_conflict(replace).exec_without_returning(db).await?;
    }
    Ok(())
}
