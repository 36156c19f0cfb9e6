//! The shards of a ClickHouse cluster: how many packets that count each holds.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_shard")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub shard: i32,
    pub packets: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Packets of each shard; empty while nothing was ever put into a cluster.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<u64>, Error> {
    let rows = Entity::find().order_by_asc(Column::Shard).all(db).await?;
    Ok(rows.into_iter().map(|row| row.packets.unsigned_abs()).collect())
}

/// Adds to each shard's packets, or takes away.
pub(crate) async fn add(db: &impl ConnectionTrait, packets: &[i64]) -> Result<(), Error> {
    for (shard, packets) in (0_i32..).zip(packets) {
        let new = ActiveModel { shard: Set(shard), packets: Set(0) };
        let known = OnConflict::column(Column::Shard).do_nothing().to_owned();
        Entity::insert_many([new]).on_conflict(known).exec_without_returning(db).await?;
        let sum = Expr::col(Column::Packets).add(*packets);
        Entity::update_many().col_expr(Column::Packets, sum).filter(Column::Shard.eq(shard)).exec(db).await?;
    }
    Ok(())
}
