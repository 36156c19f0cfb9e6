//! What became of records, and who did it.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_history")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub about: String,
    pub about_id: i64,
    pub at_us: i64,
    pub who: String,
    pub what: String,
    pub before: String,
    pub after: String,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A change to be remembered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change<'a> {
    /// message, incident, notification, contact or watch.
    pub about: &'static str,
    pub id: i64,
    /// The user, or `system`.
    pub who: &'a str,
    /// What was done, in a word: `close`, `classify`.
    pub what: &'static str,
    pub before: &'a str,
    pub after: &'a str,
    pub note: &'a str,
}

/// Remembers a change, here and in the audit journal.
pub(crate) async fn write(db: &impl ConnectionTrait, at: Timestamp, change: Change<'_>) -> Result<(), Error> {
    let row = ActiveModel {
        about: Set(change.about.to_owned()),
        about_id: Set(change.id),
        at_us: Set(at.as_microsecond()),
        who: Set(change.who.to_owned()),
        what: Set(change.what.to_owned()),
        before: Set(change.before.to_owned()),
        after: Set(change.after.to_owned()),
        note: Set(change.note.to_owned()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    let (what, object) =
        (format!("{}.{}", change.about, change.what), format!("{}/{}", change.about, change.id));
    let detail = match (change.before, change.after) {
        ("", after) => after.to_owned(),
        (before, after) => format!("{before} -> {after}"),
    };
    let deed = kernel::journal::Deed { who: change.who, what: &what, object: &object, detail: &detail };
    Ok(kernel::journal::write(db, at, deed).await?)
}

/// What became of one record, oldest first.
pub(crate) async fn of(db: &impl ConnectionTrait, about: &str, id: i64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(Column::About.eq(about)).filter(Column::AboutId.eq(id));
    Ok(rows.order_by_asc(Column::Id).all(db).await?)
}
