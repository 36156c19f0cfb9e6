//! The files of editions: inserted and read, never updated.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::edition;
use crate::edition::FileHead;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_edition_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub report_edition_id: i64,
    pub lang: String,
    pub media: String,
    pub sha256: String,
    pub bytes: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::edition::Entity",
        from = "Column::ReportEditionId",
        to = "super::edition::Column::Id"
    )]
    Edition,
}

impl Related<edition::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Edition.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn head(row: Model) -> Result<FileHead, Error> {
    Ok(FileHead {
        lang: row.lang.parse().map_err(|_| super::damaged("a file's language"))?,
        media: row.media.parse().map_err(|_| super::damaged("a file's form"))?,
        sha256: row.sha256,
        bytes: u64::try_from(row.bytes).map_err(|_| super::damaged("a file's length"))?,
    })
}

pub(crate) async fn insert(db: &impl ConnectionTrait, edition: i64, file: &FileHead) -> Result<(), Error> {
    let row = ActiveModel {
        report_edition_id: Set(edition),
        lang: Set(file.lang.tag().to_owned()),
        media: Set(file.media.name().to_owned()),
        sha256: Set(file.sha256.clone()),
        bytes: Set(i64::try_from(file.bytes).map_err(|_| super::damaged("a file's length"))?),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
