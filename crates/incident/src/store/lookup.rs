//! Answers of RDAP servers and security.txt files, until they expire.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_lookup")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub question: String,
    pub server: String,
    pub asked_us: i64,
    pub expires_us: i64,
    pub status: i32,
    pub first_key: Option<String>,
    pub last_key: Option<String>,
    pub answer: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Keeps an answer, in the place of older ones to the same question about the same range.
pub(crate) async fn insert(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    let older = Entity::delete_many()
        .filter(Column::Question.eq(&row.question))
        .filter(Column::ExpiresUs.lte(row.asked_us));
    older.exec(db).await?;
    let row = ActiveModel {
        question: Set(row.question),
        server: Set(row.server),
        asked_us: Set(row.asked_us),
        expires_us: Set(row.expires_us),
        status: Set(row.status),
        first_key: Set(row.first_key),
        last_key: Set(row.last_key),
        answer: Set(row.answer),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Answers to a question that hold at `now`, newest first.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    question: &str,
    now: Timestamp,
) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::Question.eq(question))
        .filter(Column::ExpiresUs.gt(now.as_microsecond()))
        .order_by_desc(Column::AskedUs);
    Ok(rows.all(db).await?)
}

/// How often a server was asked since then, whatever came of it.
pub(crate) async fn asked_since(
    db: &impl ConnectionTrait,
    server: &str,
    since: Timestamp,
) -> Result<u64, Error> {
    let rows =
        Entity::find().filter(Column::Server.eq(server)).filter(Column::AskedUs.gt(since.as_microsecond()));
    Ok(rows.count(db).await?)
}

/// Until when a server has asked to be left alone (HTTP 429 and 503).
pub(crate) async fn paused_until(
    db: &impl ConnectionTrait,
    server: &str,
    now: Timestamp,
) -> Result<Option<i64>, Error> {
    let row = Entity::find()
        .filter(Column::Server.eq(server))
        .filter(Column::Status.is_in([429, 503]))
        .filter(Column::ExpiresUs.gt(now.as_microsecond()))
        .order_by_desc(Column::ExpiresUs)
        .one(db)
        .await?;
    Ok(row.map(|row| row.expires_us))
}
