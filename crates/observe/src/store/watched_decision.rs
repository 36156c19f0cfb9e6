//! What people decided about watched ports, a quarter each.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::Text;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, QueryOrder};

use crate::error::Error;
use crate::watched::{Decision, Quarter};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_watched_decision")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub watched_id: i64,
    pub quarter: String,
    pub decision: String,
    pub note_ja: String,
    pub note_en: String,
    pub who: String,
    pub at_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All, by the number of the watched port, oldest first.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<HashMap<i64, Vec<Decision>>, Error> {
    let mut found: HashMap<i64, Vec<Decision>> = HashMap::new();
    for row in Entity::find().order_by_asc(Column::Quarter).all(db).await? {
        found.entry(row.watched_id).or_default().push(decision(row)?);
    }
    Ok(found)
}

/// Those of one watched port, oldest first.
pub(crate) async fn of(db: &impl ConnectionTrait, watched: i64) -> Result<Vec<Decision>, Error> {
    let rows = Entity::find().filter(Column::WatchedId.eq(watched)).order_by_asc(Column::Quarter);
    rows.all(db).await?.into_iter().map(decision).collect()
}

/// Writes a decision in the place of the one for the same quarter.
pub(crate) async fn put(
    db: &impl ConnectionTrait,
    watched: i64,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Error> {
    let row = ActiveModel {
        watched_id: Set(watched),
        quarter: Set(decision.quarter.to_string()),
        decision: Set(decision.choice.to_string()),
        note_ja: Set(decision.note.ja.trim().to_owned()),
        note_en: Set(decision.note.en.trim().to_owned()),
        who: Set(decision.who.clone()),
        at_us: Set(now.as_microsecond()),
        ..Default::default()
    };
    let replace = OnConflict::columns([Column::WatchedId, Column::Quarter])
        .update_columns([Column::Decision, Column::NoteJa, Column::NoteEn, Column::Who, Column::AtUs])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a decision away; says whether there was one.
pub(crate) async fn remove(db: &impl ConnectionTrait, watched: i64, quarter: Quarter) -> Result<bool, Error> {
    let of = Entity::delete_many()
        .filter(Column::WatchedId.eq(watched))
        .filter(Column::Quarter.eq(quarter.to_string()));
    Ok(of.exec(db).await?.rows_affected > 0)
}

fn decision(row: Model) -> Result<Decision, Error> {
    let wrong = |_| Error::Refused(format!("a decision about watched port {} can't be read", row.watched_id));
    Ok(Decision {
        quarter: row.quarter.parse().map_err(wrong)?,
        choice: row.decision.parse()?,
        note: Text { ja: row.note_ja, en: row.note_en },
        who: row.who,
    })
}
