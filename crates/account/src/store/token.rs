//! Tokens of programs.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, IntoActiveModel, QueryOrder};

use super::user;
use crate::error::Error;
use crate::model::{Role, Scope, Token};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_token")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_user_id: i64,
    pub name: String,
    pub sha256: String,
    pub role: String,
    pub may_write: bool,
    pub created_us: i64,
    pub expires_us: i64,
    pub used_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::user::Entity",
        from = "Column::AccountUserId",
        to = "super::user::Column::Id"
    )]
    User,
}

impl Related<user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As its owner sees it.
    pub(crate) fn seen(&self) -> Token {
        Token {
            id: self.id,
            name: self.name.clone(),
            role: self.role.parse().unwrap_or(Role::Reader),
            scope: if self.may_write { Scope::Write } else { Scope::Read },
            created: super::time(self.created_us),
            expires: super::time(self.expires_us),
            used: self.used_us.map(super::time),
        }
    }
}

/// Writes a new token; the number is given by the database.
pub(crate) async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    let row = ActiveModel { id: NotSet, ..row.into_active_model().reset_all() };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The token of this hash with its owner.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> Result<Option<(Model, user::Model)>, Error> {
    let found =
        Entity::find().filter(Column::Sha256.eq(sha256)).find_also_related(user::Entity).one(db).await?;
    Ok(found.and_then(|(token, user)| Some((token, user?))))
}

/// Notes that a token was used.
pub(crate) async fn used(db: &impl ConnectionTrait, id: i64, at_us: i64) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::UsedUs, Expr::value(at_us))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// A user's tokens, the newest first.
pub(crate) async fn of(db: &impl ConnectionTrait, user: i64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(Column::AccountUserId.eq(user)).order_by_desc(Column::Id);
    Ok(rows.all(db).await?)
}

/// Deletes one of a user's tokens; gives it where it was there.
pub(crate) async fn end(db: &impl ConnectionTrait, user: i64, id: i64) -> Result<Option<Model>, Error> {
    let row = Entity::find_by_id(id).filter(Column::AccountUserId.eq(user)).one(db).await?;
    if row.is_some() {
        Entity::delete_by_id(id).exec(db).await?;
    }
    Ok(row)
}
