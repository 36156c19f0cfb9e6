//! Editions: inserted and read, never updated.

use kernel::Period;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, LoaderTrait, QueryOrder};

use super::edition_file;
use crate::edition::EditionHead;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub first_day: String,
    pub last_day: String,
    pub number: i64,
    pub issued_us: i64,
    pub issued_by: String,
    pub sha256: String,
    pub changes: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(has_many = "super::edition_file::Entity")]
    File,
}

impl Related<edition_file::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::File.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// All editions, or those of one period: the newest period first, and in it the newest edition.
pub(crate) async fn all(
    db: &impl ConnectionTrait,
    period: Option<Period>,
) -> Result<Vec<EditionHead>, Error> {
    let mut rows = Entity::find();
    if let Some(period) = period {
        rows = rows
            .filter(Column::FirstDay.eq(period.from.to_string()))
            .filter(Column::LastDay.eq(period.to.to_string()));
    }
    let rows = rows
        .order_by_desc(Column::LastDay)
        .order_by_desc(Column::FirstDay)
        .order_by_desc(Column::Number)
        .order_by_desc(Column::Id);
    let rows = rows.all(db).await?;
    let files = rows.load_many(edition_file::Entity, db).await?;
    rows.into_iter().zip(files).map(|(row, files)| head(row, files)).collect()
}

fn head(row: Model, files: Vec<edition_file::Model>) -> Result<EditionHead, Error> {
    let mut files = files.into_iter().map(edition_file::head).collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(|file| (file.lang, file.media));
    Ok(EditionHead {
        period: super::period(&row.first_day, &row.last_day)?,
        number: u32::try_from(row.number).map_err(|_| super::damaged("an edition's number"))?,
        issued: super::time(row.issued_us),
        by: row.issued_by,
        sha256: row.sha256,
        changes: serde_json::from_str(&row.changes).map_err(|_| super::damaged("an edition's changes"))?,
        files,
    })
}

/// The number of a period's newest edition; 0 where there is none.
pub(crate) async fn newest(db: &impl ConnectionTrait, period: Period) -> Result<u32, Error> {
    let newest = Entity::find()
        .filter(Column::FirstDay.eq(period.from.to_string()))
        .filter(Column::LastDay.eq(period.to.to_string()))
        .order_by_desc(Column::Number);
    let number = newest.one(db).await?.map_or(0, |row| row.number);
    u32::try_from(number).map_err(|_| super::damaged("an edition's number"))
}

/// Writes an edition with its files.
pub(crate) async fn insert(db: &impl ConnectionTrait, head: &EditionHead) -> Result<(), Error> {
    let row = ActiveModel {
        first_day: Set(head.period.from.to_string()),
        last_day: Set(head.period.to.to_string()),
        number: Set(head.number.into()),
        issued_us: Set(head.issued.as_microsecond()),
        issued_by: Set(head.by.clone()),
        sha256: Set(head.sha256.clone()),
        changes: Set(serde_json::to_string(&head.changes)?),
        ..Default::default()
    };
    let id = Entity::insert(row).exec(db).await?.last_insert_id;
    for file in &head.files {
        edition_file::insert(db, id, file).await?;
    }
    Ok(())
}
