//! Sign-ins that failed lately.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

use crate::error::Error;
use crate::throttle::{FORGOTTEN, Whom};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub failures: i64,
    pub last_us: i64,
    pub until_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

async fn find(db: &impl ConnectionTrait, key: &str, now: Timestamp) -> Result<Option<Model>, Error> {
    let forgotten = now.checked_sub(FORGOTTEN).unwrap_or(Timestamp::MIN).as_microsecond();
    let row = Entity::find_by_id(key).filter(Column::LastUs.gt(forgotten));
    Ok(row.one(db).await?)
}

/// The time before which no attempt is looked at, where that is still to come.
pub(crate) async fn wait(
    db: &impl ConnectionTrait,
    whom: Whom,
    name: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let row = find(db, &whom.key(name), now).await?;
    Ok(row.map(|row| super::time(row.until_us)).filter(|until| *until > now))
}

/// Counts a failure, and deletes what is forgotten.
pub(crate) async fn failed(
    db: &impl ConnectionTrait,
    whom: Whom,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let forgotten = now.checked_sub(FORGOTTEN).unwrap_or(Timestamp::MIN).as_microsecond();
    Entity::delete_many().filter(Column::LastUs.lte(forgotten)).exec(db).await?;
    let key = whom.key(name);
    let before = find(db, &key, now).await?;
    let failures = before.as_ref().map_or(0, |row| row.failures).saturating_add(1);
    let until_us = whom.until(failures, now).as_microsecond();
    let row = Model { key, failures, last_us: now.as_microsecond(), until_us };
    match before {
        None => drop(Entity::insert(row.into_active_model()).exec_without_returning(db).await?),
        Some(_) => drop(Entity::update(row.into_active_model().reset_all()).exec(db).await?),
    }
    Ok(())
}

/// Takes one failure back that was none, with the wait that it brought.
pub(crate) async fn taken_back(db: &impl ConnectionTrait, whom: Whom, name: &str) -> Result<(), Error> {
    let Some(row) = Entity::find_by_id(whom.key(name)).one(db).await? else { return Ok(()) };
    let less = ActiveModel {
        key: Set(row.key),
        failures: Set((row.failures - 1).max(0)),
        until_us: Set(0),
        ..Default::default()
    };
    Entity::update(less).exec(db).await?;
    Ok(())
}

/// Forgets all failures.
pub(crate) async fn forget(db: &impl ConnectionTrait, whom: Whom, name: &str) -> Result<(), Error> {
    Entity::delete_by_id(whom.key(name)).exec(db).await?;
    Ok(())
}
