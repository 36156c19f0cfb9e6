//! Sign-ins that wait for their second factor.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, IntoActiveModel};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_challenge")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_user_id: i64,
    pub sha256: String,
    pub created_us: i64,
    pub tries: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes a new one, and deletes those that have run out.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    user: i64,
    sha256: String,
    at_us: i64,
    over_before: i64,
) -> Result<(), Error> {
    Entity::delete_many().filter(Column::CreatedUs.lte(over_before)).exec(db).await?;
    let row = Model { id: 0, account_user_id: user, sha256, created_us: at_us, tries: 0 };
    let row = ActiveModel { id: NotSet, ..row.into_active_model().reset_all() };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The one of this hash, made after `over_before`.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    sha256: &str,
    over_before: i64,
) -> Result<Option<Model>, Error> {
    let one = Entity::find().filter(Column::Sha256.eq(sha256)).filter(Column::CreatedUs.gt(over_before));
    Ok(one.one(db).await?)
}

/// Counts a try.
pub(crate) async fn tried(db: &impl ConnectionTrait, row: &Model) -> Result<(), Error> {
    let more = Model { tries: row.tries + 1, ..row.clone() };
    Entity::update(more.into_active_model().reset_all()).exec(db).await?;
    Ok(())
}

/// Deletes one.
pub(crate) async fn end(db: &impl ConnectionTrait, id: i64) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Deletes all of a user.
pub(crate) async fn end_all(db: &impl ConnectionTrait, user: i64) -> Result<(), Error> {
    Entity::delete_many().filter(Column::AccountUserId.eq(user)).exec(db).await?;
    Ok(())
}
