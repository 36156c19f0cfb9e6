//! Topics.

use kernel::Period;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::NotSet, IntoActiveModel, QueryOrder};

use crate::error::Error;
use crate::topic::{TopicDetails, TopicWritten};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report_topic")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub first_day: String,
    pub last_day: String,
    pub place: i64,
    pub title_ja: String,
    pub title_en: String,
    pub text_ja: String,
    pub text_en: String,
    pub links: String,
    pub changed_us: i64,
    pub changed_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

fn row(topic: TopicDetails) -> Result<Model, Error> {
    let TopicDetails { id, written, changed, by } = topic;
    Ok(Model {
        id,
        first_day: written.period.from.to_string(),
        last_day: written.period.to.to_string(),
        place: written.place.into(),
        title_ja: written.title.ja,
        title_en: written.title.en,
        text_ja: written.text.ja,
        text_en: written.text.en,
        links: serde_json::to_string(&written.links)?,
        changed_us: changed.as_microsecond(),
        changed_by: by,
    })
}

fn topic(row: Model) -> Result<TopicDetails, Error> {
    let written = TopicWritten {
        period: super::period(&row.first_day, &row.last_day)?,
        place: u32::try_from(row.place).map_err(|_| super::damaged("a topic's place"))?,
        title: super::text(row.title_ja, row.title_en),
        text: super::text(row.text_ja, row.text_en),
        links: serde_json::from_str(&row.links).map_err(|_| super::damaged("a topic's links"))?,
    };
    Ok(TopicDetails { id: row.id, written, changed: super::time(row.changed_us), by: row.changed_by })
}

/// The topics of a period, in their order.
pub(crate) async fn of(db: &impl ConnectionTrait, period: Period) -> Result<Vec<TopicDetails>, Error> {
    let rows = of_period(period).order_by_asc(Column::Place).order_by_asc(Column::Id);
    rows.all(db).await?.into_iter().map(topic).collect()
}

/// How many topics a period has.
pub(crate) async fn count(db: &impl ConnectionTrait, period: Period) -> Result<u64, Error> {
    Ok(of_period(period).count(db).await?)
}

fn of_period(period: Period) -> Select<Entity> {
    Entity::find()
        .filter(Column::FirstDay.eq(period.from.to_string()))
        .filter(Column::LastDay.eq(period.to.to_string()))
}

/// The topic of this number.
pub(crate) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<TopicDetails>, Error> {
    Entity::find_by_id(id).one(db).await?.map(topic).transpose()
}

/// Writes a new topic, and gives its number.
pub(crate) async fn insert(db: &impl ConnectionTrait, topic: TopicDetails) -> Result<i64, Error> {
    let new = ActiveModel { id: NotSet, ..row(topic)?.into_active_model().reset_all() };
    Ok(Entity::insert(new).exec(db).await?.last_insert_id)
}

/// Writes a topic over the one of the same number.
pub(crate) async fn update(db: &impl ConnectionTrait, topic: TopicDetails) -> Result<(), Error> {
    Entity::update(row(topic)?.into_active_model().reset_all()).exec(db).await?;
    Ok(())
}

/// Deletes a topic.
pub(crate) async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}
