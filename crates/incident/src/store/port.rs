//! Destination ports of incidents.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::BATCH;
use crate::candidate::Port;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_port")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub protocol: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes ports, each with its incident.
pub(crate) async fn insert(db: &impl ConnectionTrait, ports: &[(i64, Port)]) -> Result<(), Error> {
    for some in ports.chunks(BATCH) {
        let models = some.iter().map(|(incident, port)| ActiveModel {
            incident_id: Set(*incident),
            protocol: Set(port.protocol.clone()),
            number: Set(i32::from(port.number)),
        });
        Entity::insert_many(models).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The ports of these incidents, by the incident's number.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    incidents: &[i64],
) -> Result<HashMap<i64, Vec<Port>>, Error> {
    let mut found: HashMap<i64, Vec<Port>> = HashMap::new();
    for some in incidents.chunks(BATCH) {
        let rows = Entity::find()
            .filter(Column::IncidentId.is_in(some.iter().copied()))
            .order_by_asc(Column::Number)
            .order_by_asc(Column::Protocol);
        for row in rows.all(db).await? {
            let number = u16::try_from(row.number).unwrap_or(0);
            found.entry(row.incident_id).or_default().push(Port { protocol: row.protocol, number });
        }
    }
    Ok(found)
}

/// Puts these ports in the place of those that the incident had.
pub(crate) async fn replace(db: &impl ConnectionTrait, incident: i64, ports: &[Port]) -> Result<(), Error> {
    Entity::delete_many().filter(Column::IncidentId.eq(incident)).exec(db).await?;
    let ports: Vec<_> = ports.iter().map(|port| (incident, port.clone())).collect();
    insert(db, &ports).await
}
