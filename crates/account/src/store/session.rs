//! Sessions.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, IntoActiveModel, QueryOrder};

use super::user;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_session")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_user_id: i64,
    pub sha256: String,
    pub created_us: i64,
    pub seen_us: i64,
    pub client: String,
    pub agent: String,
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

/// Writes a new session; the number is given by the database.
pub(crate) async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    let row = ActiveModel { id: NotSet, ..row.into_active_model().reset_all() };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The session of this hash with its user.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    sha256: &str,
) -> Result<Option<(Model, user::Model)>, Error> {
    let found =
        Entity::find().filter(Column::Sha256.eq(sha256)).find_also_related(user::Entity).one(db).await?;
    Ok(found.and_then(|(session, user)| Some((session, user?))))
}

/// Notes that a session was used.
pub(crate) async fn seen(db: &impl ConnectionTrait, id: i64, at_us: i64) -> Result<(), Error> {
    // No error where the session was ended in the meantime.
    Entity::update_many()
        .col_expr(Column::SeenUs, Expr::value(at_us))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// A user's sessions, the one used last first.
pub(crate) async fn of(db: &impl ConnectionTrait, user: i64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(Column::AccountUserId.eq(user)).order_by_desc(Column::SeenUs);
    Ok(rows.order_by_desc(Column::Id).all(db).await?)
}

/// Ends one of a user's sessions; says whether it was there.
pub(crate) async fn end(db: &impl ConnectionTrait, user: i64, id: i64) -> Result<bool, Error> {
    let one = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::AccountUserId.eq(user));
    Ok(one.exec(db).await?.rows_affected > 0)
}

/// Ends all of a user's sessions but `keep`.
pub(crate) async fn end_all(db: &impl ConnectionTrait, user: i64, keep: Option<i64>) -> Result<u64, Error> {
    let mut all = Entity::delete_many().filter(Column::AccountUserId.eq(user));
    if let Some(keep) = keep {
        all = all.filter(Column::Id.ne(keep));
    }
    Ok(all.exec(db).await?.rows_affected)
}

/// Deletes what has run out.
pub(crate) async fn prune(
    db: &impl ConnectionTrait,
    created_before: i64,
    seen_before: i64,
) -> Result<(), Error> {
    let over = sea_orm::Condition::any()
        .add(Column::CreatedUs.lte(created_before))
        .add(Column::SeenUs.lte(seen_before));
    Entity::delete_many().filter(over).exec(db).await?;
    Ok(())
}

/// A row to be written.
pub(crate) fn row(user: i64, sha256: String, at_us: i64, client: &crate::Client) -> Model {
    Model {
        id: 0,
        account_user_id: user,
        sha256,
        created_us: at_us,
        seen_us: at_us,
        client: client.address_text(),
        agent: client.agent_text(),
    }
}

impl From<&Model> for crate::SessionHead {
    fn from(row: &Model) -> Self {
        Self {
            id: row.id,
            created: super::time(row.created_us),
            seen: super::time(row.seen_us),
            client: row.client.clone(),
            agent: row.agent.clone(),
        }
    }
}
