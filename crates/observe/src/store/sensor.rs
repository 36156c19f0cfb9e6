//! Sensors, and the hours that their records cover.

use kernel::{Hour, HourRange};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observe_sensor")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub first_hour: i32,
    pub last_hour: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The hours from its first imported record to its last; none for a sensor that has only ever been live.
    pub(crate) fn imported(&self) -> Option<HourRange> {
        (self.first_hour <= self.last_hour)
            .then(|| HourRange::new(Hour(self.first_hour), Hour(self.last_hour + 1)))
    }
}

/// All sensors, by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>, Error> {
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The sensor of this name.
pub(crate) async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Name.eq(name)).one(db).await?)
}

/// Notes that `name` has records from hour `first` to hour `last`: makes the sensor, or widens what it covers.
pub(crate) async fn cover(
    db: &impl ConnectionTrait,
    name: &str,
    first: Hour,
    last: Hour,
) -> Result<(), Error> {
    match by_name(db, name).await? {
        None => {
            let new = ActiveModel {
                name: Set(name.to_owned()),
                first_hour: Set(first.0),
                last_hour: Set(last.0),
                ..Default::default()
            };
            Entity::insert(new).exec_without_returning(db).await?;
        }
        Some(known) if known.imported().is_none() => {
            let begun = ActiveModel {
                id: Set(known.id),
                first_hour: Set(first.0),
                last_hour: Set(last.0),
                ..Default::default()
            };
            begun.update(db).await?;
        }
        Some(known) if known.first_hour <= first.0 && last.0 <= known.last_hour => {}
        Some(known) => {
            let wider = ActiveModel {
                id: Set(known.id),
                first_hour: Set(known.first_hour.min(first.0)),
                last_hour: Set(known.last_hour.max(last.0)),
                ..Default::default()
            };
            wider.update(db).await?;
        }
    }
    Ok(())
}

/// Makes sensors that have no imported record, where they are not there yet: a live sensor says itself when it
/// listened.
pub(crate) async fn add(db: &impl ConnectionTrait, names: &[String]) -> Result<(), Error> {
    for batch in names.chunks(BATCH) {
        let rows = batch.iter().map(|name| ActiveModel {
            name: Set(name.clone()),
            first_hour: Set(0),
            last_hour: Set(-1),
            ..Default::default()
        });
        let known = OnConflict::column(Column::Name).do_nothing().to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await?;
    }
    Ok(())
}
