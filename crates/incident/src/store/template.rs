//! Changed texts of notifications.

use jiff::Timestamp;
use kernel::Lang;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_template")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub lang: String,
    pub subject: String,
    pub body: String,
    pub at_us: i64,
    pub who: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All versions of a text, newest first.
pub(crate) async fn versions(db: &impl ConnectionTrait, name: &str, lang: Lang) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::Name.eq(name))
        .filter(Column::Lang.eq(lang.tag()))
        .order_by_desc(Column::Id);
    Ok(rows.all(db).await?)
}

/// The newest version of a text.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    name: &str,
    lang: Lang,
) -> Result<Option<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::Name.eq(name))
        .filter(Column::Lang.eq(lang.tag()))
        .order_by_desc(Column::Id);
    Ok(rows.one(db).await?)
}

/// Writes a new version, and gives its number.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    name: &str,
    lang: Lang,
    subject: &str,
    body: &str,
    at: Timestamp,
    who: &str,
) -> Result<i64, Error> {
    let id = super::next_id(db, Column::Id).await?;
    let row = ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        lang: Set(lang.tag().to_owned()),
        subject: Set(subject.to_owned()),
        body: Set(body.to_owned()),
        at_us: Set(at.as_microsecond()),
        who: Set(who.to_owned()),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}
