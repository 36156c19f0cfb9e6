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
        let rows = some.iter().map(|(notification_id, incident_id)| ActiveModel {
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

/// The incidents of these numbers.
pub(crate) async fn incident_rows(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, super::incident::Model>, Error> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows = super::incident::Entity::find()
            .filter(super::incident::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// The messages of these numbers.
pub(crate) async fn message_rows(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, super::message::Model>, Error> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows = super::message::Entity::find()
            .filter(super::message::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// Who is told of these incidents already, or will be: incident, notification, contact, recipients as stored.
/// Discarded and failed notifications don't count.
pub(crate) async fn told(
    db: &impl ConnectionTrait,
    incidents: &[i64],
) -> Result<Vec<(i64, i64, Option<i64>, String)>, Error> {
    use super::notification;
    use crate::notify::{NotificationState, Purpose};
    let mut told = Vec::new();
    for some in incidents.chunks(BATCH) {
        let pairs = Entity::find().filter(Column::IncidentId.is_in(some.iter().copied())).all(db).await?;
        let ids: std::collections::BTreeSet<i64> = pairs.iter().map(|pair| pair.notification_id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let known: HashMap<i64, notification::Model> = notification::some(db, &ids)
            .await?
            .into_iter()
            .filter(|row| {
                let dead = [NotificationState::Discarded.name(), NotificationState::Failed.name()];
                row.purpose == Purpose::Notice.name() && !dead.contains(&row.state.as_str())
            })
            .map(|row| (row.id, row))
            .collect();
        told.extend(pairs.into_iter().filter_map(|pair| {
            let row = known.get(&pair.notification_id)?;
            Some((pair.incident_id, row.id, row.incident_contact_id, row.recipients.clone()))
        }));
    }
    Ok(told)
}

/// Sets the state of those of these incidents that are in state `from`.
pub(crate) async fn set_notified(
    db: &impl ConnectionTrait,
    incidents: &[i64],
    from: crate::model::IncidentState,
    to: crate::model::IncidentState,
) -> Result<(), Error> {
    for some in incidents.chunks(BATCH) {
        super::incident::Entity::update_many()
            .col_expr(super::incident::Column::State, sea_orm::sea_query::Expr::value(to.name()))
            .filter(super::incident::Column::Id.is_in(some.iter().copied()))
            .filter(super::incident::Column::State.eq(from.name()))
            .exec(db)
            .await?;
    }
    Ok(())
}
