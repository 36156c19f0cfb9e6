//! Recovery codes.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_recovery")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_user_id: i64,
    pub sha256: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Puts these in the place of a user's codes.
pub(crate) async fn replace(db: &impl ConnectionTrait, user: i64, hashes: Vec<String>) -> Result<(), Error> {
    Entity::delete_many().filter(Column::AccountUserId.eq(user)).exec(db).await?;
    for sha256 in hashes {
        let row = ActiveModel { account_user_id: Set(user), sha256: Set(sha256), ..Default::default() };
        Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Uses a code up; says whether it was there.
pub(crate) async fn take(db: &impl ConnectionTrait, user: i64, sha256: &str) -> Result<bool, Error> {
    let one = Entity::delete_many().filter(Column::AccountUserId.eq(user)).filter(Column::Sha256.eq(sha256));
    Ok(one.exec(db).await?.rows_affected > 0)
}

/// How many are left.
pub(crate) async fn left(db: &impl ConnectionTrait, user: i64) -> Result<u64, Error> {
    Ok(Entity::find().filter(Column::AccountUserId.eq(user)).count(db).await?)
}
