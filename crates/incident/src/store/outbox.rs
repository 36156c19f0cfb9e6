//! Approved messages on their way.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{BATCH, all_set};
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    pub sender: String,
    pub next_us: Option<i64>,
    pub attempts: i32,
    pub claimed_us: Option<i64>,
    pub reply: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Puts messages into the outbox.
pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[Model]) -> Result<(), Error> {
    for some in rows.chunks(BATCH) {
        Entity::insert_many(some.iter().cloned().map(all_set)).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Writes what became of a message.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(all_set(row)).exec(db).await?;
    Ok(())
}

/// The message of this notification.
pub(crate) async fn get(db: &impl ConnectionTrait, notification: i64) -> Result<Model, Error> {
    find(db, notification).await?.ok_or(Error::NotFound { what: "outgoing message", id: notification })
}

/// The message of this notification, if it was approved.
pub(crate) async fn find(db: &impl ConnectionTrait, notification: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(notification).one(db).await?)
}

/// Messages whose time has come, the longest waiting first.
pub(crate) async fn due(db: &impl ConnectionTrait, now: Timestamp, limit: u64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::NextUs.lte(now.as_microsecond()))
        .order_by_asc(Column::NextUs)
        .order_by_asc(Column::NotificationId)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// Messages that were handed over before then and of which nothing was heard since.
pub(crate) async fn silent_since(db: &impl ConnectionTrait, then: Timestamp) -> Result<Vec<Model>, Error> {
    let sending = sea_orm::sea_query::Query::select()
        .column(super::notification::Column::Id)
        .from(super::notification::Entity)
        .and_where(super::notification::Column::State.eq(crate::notify::NotificationState::Sending.name()))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::NotificationId.in_subquery(sending))
        .filter(Column::ClaimedUs.lte(then.as_microsecond()));
    Ok(rows.all(db).await?)
}
