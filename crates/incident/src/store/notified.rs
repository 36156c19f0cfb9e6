//! Which incidents a notification is about.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::BATCH;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_notified")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub incident_id: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes pairs of notification and incident.
pub(crate) async fn insert(db: &impl ConnectionTrait, pairs: &[(i64, i64)]) -> Result<(), Error> {
    for some in pairs.chunks(BATCH) {
        let rows = some
            .iter()
            .map(|(notification_id, incident_id)| ActiveModel {
                notification_id: Set(*notification_id),
                incident_id: Set(*incident_id),
            });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The incidents of these notifications.
pub(crate) async fn incidents(
    db: &impl ConnectionTrait,
    notifications: &[i64],
) -> Result<HashMap<i64, Vec<i64>>, Error> {
    let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
    for some in notifications.chunks(BATCH) {
        let rows = Entity::find()
            .filter(Column::NotificationId.is_in(some.iter().copied()))
            .order_by_asc(Column::IncidentId);
        for row in rows.all(db).await? {
            found.entry(row.notification_id).or_default().push(row.incident_id);
        }
    }
    Ok(found)
}

/// The notifications of one incident.
pub(crate) async fn notifications(db: &impl ConnectionTrait, incident: i64) -> Result<Vec<i64>, Error> {
    let rows = Entity::find()
        .filter(Column::IncidentId.eq(incident))
        .order_by_asc(Column::NotificationId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.notification_id).collect())
}
