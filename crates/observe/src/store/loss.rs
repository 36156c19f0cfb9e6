//! Packets that sensors know they lost.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait as _, QueryOrder, QuerySelect};

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
            packets: Set(i64::try_from(loss.packets).unwrap_or(i64::MAX)),
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

/// Packets lost by sensor and cause, of what was told at or after `recorded_us`.
pub(crate) async fn sums(
    db: &impl ConnectionTrait,
    recorded_us: i64,
) -> Result<Vec<(i64, String, u64)>, Error> {
    let sums = Entity::find()
        .select_only()
        .column(Column::FleetId)
        .column(Column::Cause)
        // Sensors can say any number, and a sum of integers that overflows is an error. Exact up to 2^53.
        .column_as(Expr::col(Column::Packets).cast_as("DOUBLE PRECISION").sum(), "packets")
        .filter(Column::RecordedUs.gte(recorded_us))
        .group_by(Column::FleetId)
        .group_by(Column::Cause);
    let rows: Vec<(i64, String, f64)> = sums.into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(fleet_id, cause, packets)| (fleet_id, cause, packets as u64)).collect())
}

/// The newest `limit` losses of some sensors.
pub(crate) async fn newest(db: &impl ConnectionTrait, of: &[i64], limit: u64) -> Result<Vec<Model>, Error> {
    let of = Entity::find().filter(Column::FleetId.is_in(of.iter().copied()));
    Ok(of.order_by_desc(Column::SinceUs).order_by_desc(Column::Id).limit(limit).all(db).await?)
}
