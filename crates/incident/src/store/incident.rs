//! Incidents.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use super::{BATCH, all_set, before, port};
use crate::answer::Common;
use crate::candidate::{Port, address_of_key};
use crate::error::Error;
use crate::query::{Incident, IncidentQuery, Page};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_incident")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub incident_message_id: i64,
    pub received_us: i64,
    pub kind: String,
    pub rsit: String,
    pub refinement: Option<String>,
    pub subject: String,
    pub subject_kind: String,
    pub address_key: Option<String>,
    pub host: Option<String>,
    pub brand: Option<String>,
    pub many_ports: bool,
    pub victim: Option<String>,
    pub first_us: Option<i64>,
    pub last_us: Option<i64>,
    pub zone_known: bool,
    pub sightings: i64,
    pub evidence: String,
    pub details: String,
    pub state: String,
    pub closed_us: Option<i64>,
    pub decided_by: Option<String>,
    pub merged_into: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes new incidents, with their numbers.
pub(crate) async fn insert(db: &impl ConnectionTrait, rows: &[Model]) -> Result<(), Error> {
    for some in rows.chunks(BATCH) {
        Entity::insert_many(some.iter().cloned().map(all_set)).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Notes that a message names an incident more than once.
pub(crate) async fn seen_again(
    db: &impl ConnectionTrait,
    id: i64,
    sightings: i64,
    first_us: Option<i64>,
    last_us: Option<i64>,
    many_ports: bool,
) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(id),
        sightings: Set(sightings),
        first_us: Set(first_us),
        last_us: Set(last_us),
        many_ports: Set(many_ports),
        ..Default::default()
    };
    Entity::update(row).exec(db).await?;
    Ok(())
}

/// Writes what became of an incident.
pub(crate) async fn update(db: &impl ConnectionTrait, row: Model) -> Result<(), Error> {
    Entity::update(all_set(row)).exec(db).await?;
    Ok(())
}

/// The incident of this number.
pub(crate) async fn get(db: &impl ConnectionTrait, id: i64) -> Result<Model, Error> {
    Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound { what: "incident", id })
}

/// Incidents, newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    query: &IncidentQuery,
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

/// How many incidents there are.
pub(crate) async fn count(db: &impl ConnectionTrait, query: &IncidentQuery) -> Result<u64, Error> {
    Ok(Entity::find().filter(condition(query)).count(db).await?)
}

/// The numbers of all incidents that are asked for, newest first.
pub(crate) async fn ids(db: &impl ConnectionTrait, query: &IncidentQuery) -> Result<Vec<i64>, Error> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(condition(query))
        .order_by_desc(Column::ReceivedUs)
        .order_by_desc(Column::Id);
    Ok(rows.into_tuple().all(db).await?)
}

/// Incidents about addresses whose keys lie from `first` to `last`, newest first.
pub(crate) async fn with_addresses(
    db: &impl ConnectionTrait,
    first: &str,
    last: &str,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let within = Column::AddressKey.between(first, last);
    newest(db, Condition::all().add(within), limit).await
}

/// Incidents whose host is `name`, or whose subject begins with it, newest first.
pub(crate) async fn named(db: &impl ConnectionTrait, name: &str, limit: u64) -> Result<Vec<Model>, Error> {
    // A range rather than LIKE: it uses the index in every database, and `%` in a name is just a sign.
    let after = format!("{name}\u{10FFFF}");
    let begins = Condition::all().add(Column::Subject.gte(name)).add(Column::Subject.lt(after));
    newest(db, Condition::any().add(Column::Host.eq(name)).add(begins), limit).await
}

async fn newest(db: &impl ConnectionTrait, condition: Condition, limit: u64) -> Result<Vec<Model>, Error> {
    let rows = Entity::find().filter(condition).order_by_desc(Column::ReceivedUs).order_by_desc(Column::Id);
    Ok(rows.limit(limit).all(db).await?)
}

pub(crate) fn condition(query: &IncidentQuery) -> Condition {
    let with_port = |number: u16| {
        let found = Query::select()
            .column(port::Column::IncidentId)
            .from(port::Entity)
            .and_where(port::Column::Number.eq(i32::from(number)))
            .to_owned();
        Column::Id.in_subquery(found)
    };
    Condition::all()
        .add(Column::MergedInto.is_null())
        .add_option(query.from.map(|from| Column::ReceivedUs.gte(from.as_microsecond())))
        .add_option(query.until.map(|until| Column::ReceivedUs.lt(until.as_microsecond())))
        .add_option(query.kind.map(|kind| Column::Kind.eq(kind.name())))
        .add_option(query.refinement.map(|refinement| Column::Refinement.eq(refinement.name())))
        .add_option(query.state.map(|state| Column::State.eq(state.name())))
        .add_option(query.many_ports.map(|many| Column::ManyPorts.eq(many)))
        .add_option(query.message.map(|message| Column::IncidentMessageId.eq(message)))
        .add_option(query.port.map(with_port))
}

/// A row with its ports, as the world sees it.
pub(crate) fn incident(row: Model, ports: Vec<Port>) -> Result<Incident, Error> {
    Ok(Incident {
        id: row.id,
        message: row.incident_message_id,
        received: super::time(row.received_us),
        kind: row.kind.parse()?,
        rsit: row.rsit,
        refinement: row.refinement.map(|word| word.parse()).transpose()?,
        subject: row.subject,
        subject_kind: row.subject_kind,
        address: row.address_key.as_deref().and_then(address_of_key),
        host: row.host,
        brand: row.brand,
        ports,
        many_ports: row.many_ports,
        victim: row.victim,
        first: row.first_us.map(super::time),
        last: row.last_us.map(super::time),
        zone_known: row.zone_known,
        sightings: u64::try_from(row.sightings).unwrap_or(0),
        evidence: row.evidence,
        // Written by this program alone; what does not parse is shown as nothing rather than hiding the incident.
        details: serde_json::from_str(&row.details).unwrap_or_default(),
        state: row.state.parse()?,
        decided_by: row.decided_by,
        merged_into: row.merged_into,
    })
}

/// The number of a message's incident with this subject, merged and withdrawn ones too.
pub(crate) async fn by_subject(
    db: &impl ConnectionTrait,
    message: i64,
    subject: &str,
) -> Result<Option<i64>, Error> {
    let same = Condition::all().add(Column::IncidentMessageId.eq(message)).add(Column::Subject.eq(subject));
    Ok(Entity::find().filter(same).one(db).await?.map(|row| row.id))
}

/// The incidents that were merged into another.
pub(crate) async fn merged_into(db: &impl ConnectionTrait, id: i64) -> Result<Vec<Model>, Error> {
    let merged = Condition::all().add(Column::MergedInto.eq(id)).add(Column::Id.ne(id));
    Ok(Entity::find().filter(merged).order_by_asc(Column::Id).all(db).await?)
}

/// The incidents with these numbers, newest first.
pub(crate) async fn of_ids(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Model>, Error> {
    let ids = ids.iter().copied().take(BATCH);
    Ok(Entity::find().filter(Column::Id.is_in(ids)).order_by_desc(Column::Id).all(db).await?)
}

/// Other counted incidents that have this in common with it, newest first.
pub(crate) async fn like(
    db: &impl ConnectionTrait,
    row: &Model,
    common: Common,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let same = match common {
        Common::Subject => Some(Column::Subject.eq(row.subject.as_str())),
        Common::Address => row.address_key.as_deref().map(|key| Column::AddressKey.eq(key)),
        Common::Host => row.host.as_deref().map(|host| Column::Host.eq(host)),
    };
    let Some(same) = same else { return Ok(Vec::new()) };
    let others = Condition::all().add(same).add(Column::Id.ne(row.id)).add(Column::MergedInto.is_null());
    let rows = Entity::find().filter(others).order_by_desc(Column::Id).limit(limit);
    Ok(rows.all(db).await?)
}

/// The incidents of a message that were merged or withdrawn.
pub(crate) async fn set_aside(
    db: &impl ConnectionTrait,
    message: i64,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let aside =
        Condition::all().add(Column::IncidentMessageId.eq(message)).add(Column::MergedInto.is_not_null());
    Ok(Entity::find().filter(aside).order_by_asc(Column::Id).limit(limit).all(db).await?)
}

/// How many counted incidents each of these messages has.
pub(crate) async fn counts(
    db: &impl ConnectionTrait,
    messages: &[i64],
) -> Result<std::collections::HashMap<i64, u64>, Error> {
    let of = Column::IncidentMessageId.is_in(messages.iter().copied().take(BATCH));
    let rows: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::IncidentMessageId)
        .column_as(Column::Id.count(), "number")
        .filter(Condition::all().add(of).add(Column::MergedInto.is_null()))
        .group_by(Column::IncidentMessageId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, number)| (id, u64::try_from(number).unwrap_or(0))).collect())
}
