//! One-time tokens for enrolment, without their secrets.

use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel as _, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_token")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub secret_sha256: String,
    pub name: String,
    pub title: String,
    pub country: String,
    pub network: String,
    pub addresses: String,
    pub note: String,
    pub who: String,
    pub created_us: i64,
    pub expires_us: i64,
    pub used_us: Option<i64>,
    pub withdrawn_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Tokens that were neither used nor withdrawn, newest first; those that have expired, too.
pub(crate) async fn waiting(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    let waiting = Entity::find().filter(Column::UsedUs.is_null()).filter(Column::WithdrawnUs.is_null());
    Ok(waiting.order_by_desc(Column::Id).all(db).await?)
}

/// One of them.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The one whose secret has this hash.
pub(crate) async fn by_secret(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::SecretSha256.eq(sha256)).one(db).await?)
}

/// Writes a new one, whose own number is left out of account; gives its number.
pub(crate) async fn insert(db: &impl ConnectionTrait, token: Model) -> Result<i64, Error> {
    let mut row = token.into_active_model().reset_all();
    row.not_set(Column::Id);
    Ok(Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Writes one anew.
pub(crate) async fn update(db: &impl ConnectionTrait, token: Model) -> Result<(), Error> {
    token.into_active_model().reset_all().update(db).await?;
    Ok(())
}
