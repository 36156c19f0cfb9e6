//! Messages.

use std::collections::HashMap;

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::{BATCH, all_set, before};
use crate::error::Error;
use crate::query::{Message, MessageQuery, Page};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sha256: String,
    pub name: String,
    pub bytes: i64,
    pub channel: String,
    pub received_us: i64,
    pub taken_us: i64,
    pub sent_us: Option<i64>,
    pub message_id: Option<String>,
    pub sender: Option<String>,
    pub sender_name: Option<String>,
    pub sender_tld: Option<String>,
    pub subject: String,
    pub nature: String,
    pub format: String,
    pub disposition: String,
    pub decided_by: Option<String>,
    pub mediation: bool,
    pub openpgp: Option<String>,
    pub problem_count: i64,
    pub notification_id: Option<i64>,
    pub receipt: Option<String>,
    pub state: String,
    pub assignee: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Which of these hashes are known, with the number of their message.
pub(crate) async fn known(
    db: &impl ConnectionTrait,
    hashes: &[String],
) -> Result<HashMap<String, i64>, Error> {
    let mut known = HashMap::new();
    for some in hashes.chunks(BATCH) {
        let rows: Vec<(String, i64)> = Entity::find()
            .select_only()
            .columns([Column::Sha256, Column::Id])
            .filter(Column::Sha256.is_in(some))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(rows);
    }
    Ok(known)
}

/// Writes new messages, with their numbers.
pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[Model]) -> Result<(), Error> {
    for some in rows.chunks(BATCH) {
        let models = some.iter().cloned().map(all_set);
        Entity::insert_many(models).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Writes what became of a message.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(all_set(row)).exec(db).await?;
    Ok(())
}

/// The message of this number.
pub(crate) async fn get(db: &impl ConnectionTrait, id: i64) -> Result<Model, Error> {
    Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound { what: "message", id })
}

/// The messages of these numbers, newest first.
pub(crate) async fn of(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Model>, Error> {
    let mut rows = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        rows.extend(Entity::find().filter(Column::Id.is_in(some.iter().copied())).all(db).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.received_us, row.id)));
    Ok(rows)
}

/// Messages, newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    query: &MessageQuery,
    page: Page,
) -> Result<Vec<Model>, Error> {
    let mut condition = condition(query);
    if let Some((received, id)) = page.before {
        condition = condition.add(before(Column::ReceivedUs, received, Column::Id, id));
    }
    let rows = Entity::find()
        .filter(condition)
        .order_by_desc(Column::ReceivedUs)
        .order_by_desc(Column::Id)
        .limit(page.limit);
    Ok(rows.all(db).await?)
}

/// How many messages there are.
pub(crate) async fn count(db: &impl ConnectionTrait, query: &MessageQuery) -> Result<u64, Error> {
    Ok(Entity::find().filter(condition(query)).count(db).await?)
}

/// The numbers of all messages that are asked for, newest first.
pub(crate) async fn ids(db: &impl ConnectionTrait, query: &MessageQuery) -> Result<Vec<i64>, Error> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(condition(query))
        .order_by_desc(Column::ReceivedUs)
        .order_by_desc(Column::Id);
    Ok(rows.into_tuple().all(db).await?)
}

pub(crate) fn condition(query: &MessageQuery) -> Condition {
    let dispositions = query.dispositions.iter().map(|disposition| disposition.name());
    Condition::all()
        .add_option(query.from.map(|from| Column::ReceivedUs.gte(from.as_microsecond())))
        .add_option(query.until.map(|until| Column::ReceivedUs.lt(until.as_microsecond())))
        .add_option((!query.dispositions.is_empty()).then(|| Column::Disposition.is_in(dispositions)))
        .add_option(query.channel.map(|channel| Column::Channel.eq(channel.name())))
        .add_option(query.state.map(|state| Column::State.eq(state.name())))
        .add_option(query.sender_tld.as_ref().map(|tld| Column::SenderTld.eq(tld)))
        .add_option(query.assignee.as_ref().map(|name| Column::Assignee.eq(name)))
}

impl TryFrom<Model> for Message {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            sha256: row.sha256,
            channel: row.channel.parse()?,
            received: super::time(row.received_us),
            sender: row.sender,
            sender_name: row.sender_name,
            sender_tld: row.sender_tld,
            subject: row.subject,
            format: row.format.parse()?,
            disposition: row.disposition.parse()?,
            decided_by: row.decided_by,
            mediation: row.mediation,
            problem_count: u64::try_from(row.problem_count).unwrap_or(0),
            state: row.state.parse()?,
            assignee: row.assignee,
            notification: row.notification_id,
            receipt: row.receipt,
        })
    }
}

/// What a new message's row begins as.
pub(crate) fn blank(id: i64, sha256: String, received: Timestamp) -> Model {
    Model {
        id,
        sha256,
        name: String::new(),
        bytes: 0,
        channel: String::new(),
        received_us: received.as_microsecond(),
        taken_us: 0,
        sent_us: None,
        message_id: None,
        sender: None,
        sender_name: None,
        sender_tld: None,
        subject: String::new(),
        nature: String::new(),
        format: String::new(),
        disposition: String::new(),
        decided_by: None,
        mediation: false,
        openpgp: None,
        problem_count: 0,
        notification_id: None,
        receipt: None,
        state: String::new(),
        assignee: None,
    }
}

/// The message that was given this receipt.
pub(crate) async fn by_receipt(db: &impl ConnectionTrait, receipt: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find().filter(Column::Receipt.eq(receipt)).one(db).await?)
}
