//! Remarks.

use std::collections::BTreeMap;

use kernel::Period;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use crate::error::Error;
use crate::remark::Remark;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_remark")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub first_day: String,
    pub last_day: String,
    pub section: String,
    pub text_ja: String,
    pub text_en: String,
    pub changed_us: i64,
    pub changed_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The remarks of a period, by section.
pub(crate) async fn of(db: &impl ConnectionTrait, period: Period) -> Result<BTreeMap<String, Remark>, Error> {
    let rows = Entity::find()
        .filter(Column::FirstDay.eq(period.from.to_string()))
        .filter(Column::LastDay.eq(period.to.to_string()));
    let remark = |row: Model| {
        let text = super::text(row.text_ja, row.text_en);
        (row.section, Remark { text, changed: super::time(row.changed_us), by: row.changed_by })
    };
    Ok(rows.all(db).await?.into_iter().map(remark).collect())
}

/// Deletes the remark about a section; says whether there was one.
pub(crate) async fn delete(db: &impl ConnectionTrait, period: Period, section: &str) -> Result<bool, Error> {
    let one = Entity::delete_many()
        .filter(Column::FirstDay.eq(period.from.to_string()))
        .filter(Column::LastDay.eq(period.to.to_string()))
        .filter(Column::Section.eq(section));
    Ok(one.exec(db).await?.rows_affected > 0)
}

/// Writes the remark about a section, where there is none.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    period: Period,
    section: &str,
    remark: Remark,
) -> Result<(), Error> {
    let row = ActiveModel {
        first_day: Set(period.from.to_string()),
        last_day: Set(period.to.to_string()),
        section: Set(section.to_owned()),
        text_ja: Set(remark.text.ja),
        text_en: Set(remark.text.en),
        changed_us: Set(remark.changed.as_microsecond()),
        changed_by: Set(remark.by),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
