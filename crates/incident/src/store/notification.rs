//! Our messages to those who can act.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{BATCH, all_set, notified};
use crate::error::Error;
use crate::notify::{Notification, NotificationQuery, NotificationState, Purpose};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_notification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub purpose: String,
    pub state: String,
    pub incident_contact_id: Option<i64>,
    pub recipient_name: String,
    pub organisation: String,
    pub recipients: String,
    pub lang: String,
    pub source: String,
    pub template: String,
    pub subject: String,
    pub body: String,
    pub attachment: String,
    pub reminds_id: Option<i64>,
    pub reminders: i32,
    pub created_us: i64,
    pub created_by: String,
    pub changed_us: i64,
    pub approved_us: Option<i64>,
    pub approved_by: Option<String>,
    pub message_id: Option<String>,
    pub sha256: Option<String>,
    pub sent_us: Option<i64>,
    pub answered_us: Option<i64>,
    pub bounced_us: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes new notifications, with their numbers.
pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[Model]) -> Result<(), Error> {
    for some in rows.chunks(BATCH) {
        Entity::insert_many(some.iter().cloned().map(all_set)).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Writes what became of a notification.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(all_set(row)).exec(db).await?;
    Ok(())
}

/// Sets the state alone.
pub(crate) async fn set_state(
    db: &impl ConnectionTrait,
    id: i64,
    state: NotificationState,
) -> Result<(), Error> {
    let row = ActiveModel { id: Set(id), state: Set(state.name().to_owned()), ..Default::default() };
    Entity::update(row).exec(db).await?;
    Ok(())
}

/// The notification of this number.
pub(crate) async fn get(db: &impl ConnectionTrait, id: i64) -> Result<Model, Error> {
    find(db, id).await?.ok_or(Error::NotFound { what: "notification", id })
}

/// The notification of this number, if there is one.
pub(crate) async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<Model>, Error> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// The notifications of these numbers.
pub(crate) async fn some(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Model>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows = Entity::find().filter(Column::Id.is_in(some.iter().copied())).order_by_asc(Column::Id);
        found.extend(rows.all(db).await?);
    }
    Ok(found)
}

/// Which notification went out under one of these identifiers.
pub(crate) async fn with_message_id(
    db: &impl ConnectionTrait,
    message_ids: &[String],
) -> Result<Option<i64>, Error> {
    let row = Entity::find().filter(Column::MessageId.is_in(message_ids)).order_by_desc(Column::Id);
    Ok(row.one(db).await?.map(|row| row.id))
}

/// Notifications, newest first, before the number `before`.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    query: &NotificationQuery,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(condition(query).add_option(before.map(|before| Column::Id.lt(before))))
        .order_by_desc(Column::Id)
        .limit(limit);
    Ok(rows.all(db).await?)
}

/// How many notifications there are.
pub(crate) async fn count(db: &impl ConnectionTrait, query: &NotificationQuery) -> Result<u64, Error> {
    Ok(Entity::find().filter(condition(query)).count(db).await?)
}

/// The numbers of all notifications that are asked for, last sent first.
pub(crate) async fn sent_ids(
    db: &impl ConnectionTrait,
    query: &NotificationQuery,
) -> Result<Vec<i64>, Error> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(condition(query))
        .order_by_desc(Column::SentUs)
        .order_by_desc(Column::Id);
    Ok(rows.into_tuple().all(db).await?)
}

/// What went out before then, was neither answered nor came back, and was reminded of fewer than `most` times.
pub(crate) async fn unanswered(
    db: &impl ConnectionTrait,
    before: Timestamp,
    most: i32,
) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::State.eq(NotificationState::Sent.name()))
        .filter(Column::Purpose.ne(Purpose::Reminder.name()))
        .filter(Column::Reminders.lt(most))
        .filter(Column::SentUs.lt(before.as_microsecond()))
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// The reminders of a notification, newest first, but for those that were discarded.
pub(crate) async fn reminders(db: &impl ConnectionTrait, of: i64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find()
        .filter(Column::RemindsId.eq(of))
        .filter(Column::State.ne(NotificationState::Discarded.name()))
        .order_by_desc(Column::Id);
    Ok(rows.all(db).await?)
}

fn condition(query: &NotificationQuery) -> Condition {
    let about = |incident: i64| {
        let found = sea_orm::sea_query::Query::select()
            .column(notified::Column::NotificationId)
            .from(notified::Entity)
            .and_where(notified::Column::IncidentId.eq(incident))
            .to_owned();
        Column::Id.in_subquery(found)
    };
    let states = query.states.iter().map(|state| state.name());
    let purposes = query.purposes.iter().map(|purpose| purpose.name());
    Condition::all()
        .add_option((!query.states.is_empty()).then(|| Column::State.is_in(states)))
        .add_option((!query.purposes.is_empty()).then(|| Column::Purpose.is_in(purposes)))
        .add_option(query.sent_from.map(|from| Column::SentUs.gte(from.as_microsecond())))
        .add_option(query.sent_until.map(|until| Column::SentUs.lt(until.as_microsecond())))
        .add_option(query.contact.map(|contact| Column::IncidentContactId.eq(contact)))
        .add_option(query.incident.map(about))
}

/// A row as the world sees it.
pub(crate) fn notification(row: Model) -> Result<Notification, Error> {
    Ok(Notification {
        id: row.id,
        purpose: row.purpose.parse()?,
        state: row.state.parse()?,
        contact: row.incident_contact_id,
        recipient_name: row.recipient_name,
        organisation: row.organisation,
        recipients: super::text_list(&row.recipients),
        lang: row.lang.parse().unwrap_or_default(),
        source: serde_json::from_str(&row.source).unwrap_or_default(),
        template: row.template,
        subject: row.subject,
        created: super::time(row.created_us),
        created_by: row.created_by,
        changed: super::time(row.changed_us),
        approved: row.approved_us.map(super::time),
        approved_by: row.approved_by,
        message_id: row.message_id,
        sha256: row.sha256,
        sent: row.sent_us.map(super::time),
        answered: row.answered_us.map(super::time),
        bounced: row.bounced_us.map(super::time),
        reminds: row.reminds_id,
        reminders: u32::try_from(row.reminders).unwrap_or(0),
    })
}
