//! Users.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder};

use crate::error::Error;
use crate::model::{Role, User};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_user")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub display: String,
    pub role: String,
    pub lang: String,
    pub password: String,
    pub totp: Option<String>,
    pub totp_offered: Option<String>,
    pub totp_step: i64,
    pub disabled: bool,
    pub created_us: i64,
    pub password_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// As others see them. A role that is none, which nobody writes, may only read.
    pub(crate) fn seen(&self) -> User {
        User {
            id: self.id,
            name: self.name.clone(),
            display: self.display.clone(),
            role: self.role.parse().unwrap_or(Role::Reader),
            lang: self.lang.parse().unwrap_or_default(),
            disabled: self.disabled,
            second_factor: self.totp.is_some(),
            created: super::time(self.created_us),
            password_set: super::time(self.password_us),
        }
    }
}

/// Writes a new user; the number is given by the database.
pub(crate) async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    let row = ActiveModel { id: sea_orm::ActiveValue::NotSet, ..row.into_active_model().reset_all() };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Writes what became of a user.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(row.into_active_model().reset_all()).exec(db).await?;
    Ok(())
}

/// Writes a password's new hash, and nothing else.
pub(crate) async fn rehash(db: &impl ConnectionTrait, id: i64, password: &str) -> Result<(), Error> {
    let row = ActiveModel { id: Set(id), password: Set(password.to_owned()), ..Default::default() };
    Entity::update(row).exec(db).await?;
    Ok(())
}

/// The user of this name.
pub(crate) async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Name.eq(name)).one(db).await?)
}

/// The user of this name; an error where there is none.
pub(crate) async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Model, Error> {
    find(db, name).await?.ok_or_else(|| Error::NotFound(format!("user {name:?}")))
}

/// The user of this number.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// All users by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// How many admins may sign in, but for the user `besides`.
pub(crate) async fn other_admins(db: &impl ConnectionTrait, besides: i64) -> Result<u64, Error> {
    let admins = Entity::find()
        .filter(Column::Role.eq(Role::Admin.name()))
        .filter(Column::Disabled.eq(false))
        .filter(Column::Id.ne(besides));
    Ok(admins.count(db).await?)
}
