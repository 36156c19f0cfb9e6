//! Packets that sensors know they lost.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_loss")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fleet_id: i64,
    pub cause: String,
    pub packets: i64,
    pub since_us: i64,
    pub until_us: i64,
    pub frame: i64,
    pub recorded_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// One loss.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub fleet_id: i64,
    pub cause: &'static str,
    pub packets: u64,
    pub since_us: i64,
    pub until_us: i64,
    pub frame: u64,
}

/// Records losses.
pub(crate) async fn add(db: &impl ConnectionTrait, losses: &[New], now_us: i64) -> Result<(), Error> {
    for batch in losses.chunks(BATCH) {
        let rows = batch.iter().map(|loss| ActiveModel {
            fleet_id: Set(loss.fleet_id),
            cause: Set(loss.cause.to_owned()),
            packets: Set(loss.packets.cast_signed()),
            since_us: Set(loss.since_us),
            until_us: Set(loss.until_us),
            frame: Set(loss.frame.cast_signed()),
            recorded_us: Set(now_us),
            ..Default::default()
        });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
