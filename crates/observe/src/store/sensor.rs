//! Sensors, and the hours that their records cover.

use kernel::Hour;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

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
