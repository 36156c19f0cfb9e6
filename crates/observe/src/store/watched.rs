//! Watched ports.

use jiff::Timestamp;
use kernel::Text;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::watched_decision;
use crate::error::Error;
use crate::watched::{Decision, Watched, WatchedPort};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_watched_port")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub title_ja: String,
    pub title_en: String,
    pub ports: String,
    pub first_seen: Option<String>,
    pub chart_from: String,
    pub thought_ja: String,
    pub thought_en: String,
    pub advice_ja: String,
    pub advice_en: String,
    pub reading: String,
    pub entered: String,
    pub changed_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All, in the order of their entry.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Watched>, Error> {
    let rows = Entity::find().order_by_asc(Column::Entered).order_by_asc(Column::Id).all(db).await?;
    let mut decisions = watched_decision::all(db).await?;
    rows.into_iter()
        .map(|row| {
            let of = decisions.remove(&row.id).unwrap_or_default();
            watched(row, of)
        })
        .collect()
}

/// One of them.
pub(crate) async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Watched, Error> {
    let row = Entity::find_by_id(id).one(db).await?;
    let row = row.ok_or(Error::NotFound { what: "watched port", id })?;
    watched(row, watched_decision::of(db, id).await?)
}

/// Whether another record than `but` has the same English title and quarter of entry.
pub(crate) async fn same(
    db: &impl ConnectionTrait,
    port: &WatchedPort,
    but: Option<i64>,
) -> Result<bool, Error> {
    let same = Entity::find()
        .filter(Column::TitleEn.eq(port.title.en.trim()))
        .filter(Column::Entered.eq(port.entered.to_string()))
        .filter(Column::Id.ne(but.unwrap_or(0)));
    Ok(same.one(db).await?.is_some())
}

/// Writes a new one; gives its number.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    port: &WatchedPort,
    now: Timestamp,
) -> Result<i64, Error> {
    Ok(Entity::insert(row(port, now)).exec(db).await?.last_insert_id)
}

/// Writes one anew.
pub(crate) async fn update(
    db: &impl ConnectionTrait,
    id: i64,
    port: &WatchedPort,
    now: Timestamp,
) -> Result<(), Error> {
    let row = ActiveModel { id: Set(id), ..row(port, now) };
    row.update(db).await?;
    Ok(())
}

fn row(port: &WatchedPort, now: Timestamp) -> ActiveModel {
    let ports: Vec<String> = port.ports.iter().map(ToString::to_string).collect();
    let words = |text: &str| Set(text.trim().to_owned());
    ActiveModel {
        title_ja: words(&port.title.ja),
        title_en: words(&port.title.en),
        ports: Set(ports.join(" ")),
        first_seen: Set(port.first_seen.map(|day| day.to_string())),
        chart_from: Set(port.chart_from.to_string()),
        thought_ja: words(&port.thought.ja),
        thought_en: words(&port.thought.en),
        advice_ja: words(&port.advice.ja),
        advice_en: words(&port.advice.en),
        reading: Set(serde_json::to_string(&port.references).unwrap_or_default()),
        entered: Set(port.entered.to_string()),
        changed_us: Set(now.as_microsecond()),
        ..Default::default()
    }
}

fn watched(row: Model, decisions: Vec<Decision>) -> Result<Watched, Error> {
    let id = row.id;
    let wrong = |what: &str| Error::Refused(format!("watched port {id}: its {what} can't be read"));
    let ports = row.ports.split(' ').map(|port| port.parse().map_err(|_| wrong("ports")));
    let day = |text: &str| text.parse().map_err(|_| wrong("days"));
    let is = WatchedPort {
        title: Text { ja: row.title_ja, en: row.title_en },
        ports: ports.collect::<Result<_, _>>()?,
        first_seen: row.first_seen.as_deref().map(day).transpose()?,
        chart_from: day(&row.chart_from)?,
        thought: Text { ja: row.thought_ja, en: row.thought_en },
        advice: Text { ja: row.advice_ja, en: row.advice_en },
        references: serde_json::from_str(&row.reading).map_err(|_| wrong("references"))?,
        entered: row.entered.parse().map_err(|_| wrong("quarter"))?,
    };
    Ok(Watched { id, is, decisions })
}
