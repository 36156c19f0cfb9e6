//! Looks at watched sites.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use crate::error::Error;
use crate::watch::Look;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_look")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub watch_id: i64,
    pub at_us: i64,
    pub outcome: String,
    pub how: Option<String>,
    pub status: Option<i32>,
    pub address: Option<String>,
    pub final_url: Option<String>,
    pub title: Option<String>,
    pub sha256: Option<String>,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes a look at the site of this watch.
pub(crate) async fn insert(db: &impl ConnectionTrait, watch: i64, look: &Look) -> Result<(), Error> {
    let row = ActiveModel {
        watch_id: Set(watch),
        at_us: Set(look.at.as_microsecond()),
        outcome: Set(look.outcome.name().to_owned()),
        how: Set(look.how.map(|how| how.name().to_owned())),
        status: Set(look.status.map(i32::from)),
        address: Set(look.address.map(|address| address.to_string())),
        final_url: Set(look.final_url.clone()),
        title: Set(look.title.clone()),
        sha256: Set(look.sha256.clone()),
        note: Set(look.note.clone()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The newest looks of a watch, newest first.
pub(crate) async fn of(db: &impl ConnectionTrait, watch: i64, limit: u64) -> Result<Vec<Look>, Error> {
    let rows = Entity::find()
        .filter(Column::WatchId.eq(watch))
        .order_by_desc(Column::AtUs)
        .order_by_desc(Column::Id)
        .limit(limit);
    rows.all(db).await?.into_iter().map(Look::try_from).collect()
}

impl TryFrom<Model> for Look {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            at: super::time(row.at_us),
            outcome: row.outcome.parse()?,
            how: row.how.map(|word| word.parse()).transpose()?,
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            address: row.address.and_then(|address| address.parse().ok()),
            final_url: row.final_url,
            title: row.title,
            sha256: row.sha256,
            note: row.note,
        })
    }
}
