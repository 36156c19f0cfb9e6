//! Counts over a span of time, for figures.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::{incident, message, port};
use crate::error::Error;
use crate::kind::{Kind, Refinement};
use crate::model::Disposition;
use crate::query::{IncidentQuery, MessageQuery};

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// Incidents of the span by kind and refinement.
pub(crate) async fn kinds(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(Kind, Option<Refinement>, u64)>, Error> {
    let query = IncidentQuery { from: Some(from), until: Some(until), ..Default::default() };
    let rows: Vec<(String, Option<String>, i64)> = incident::Entity::find()
        .select_only()
        .columns([incident::Column::Kind, incident::Column::Refinement])
        .column_as(incident::Column::Id.count(), "number")
        .filter(incident::condition(&query))
        // Every kind there is. Said, it lets the index by kind answer alone, without a look at each incident.
        .filter(incident::Column::Kind.is_in(Kind::ALL.iter().map(|kind| kind.name())))
        .group_by(incident::Column::Kind)
        .group_by(incident::Column::Refinement)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(kind, refinement, number): (String, Option<String>, i64)| {
        let refinement = refinement.map(|word| word.parse()).transpose()?;
        Ok((kind.parse()?, refinement, unsigned(number)))
    };
    rows.into_iter().map(read).collect()
}

/// Scan incidents of the span by destination port, the most frequent first; an incident counts once for a port,
/// whatever the protocols.
pub(crate) async fn scan_ports(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(u16, u64)>, Error> {
    let query =
        IncidentQuery { from: Some(from), until: Some(until), kind: Some(Kind::Scan), ..Default::default() };
    let to_incident: RelationDef = port::Entity::belongs_to(incident::Entity)
        .from(port::Column::IncidentId)
        .to(incident::Column::Id)
        .into();
    let number = port::Column::IncidentId.into_expr().count_distinct();
    let rows: Vec<(i32, i64)> = port::Entity::find()
        .select_only()
        .column(port::Column::Number)
        .expr_as(number.clone(), "incidents")
        .join(JoinType::InnerJoin, to_incident)
        .filter(incident::condition(&query))
        .group_by(port::Column::Number)
        .order_by_desc(number)
        .order_by_asc(port::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(port, number)| (u16::try_from(port).unwrap_or(0), unsigned(number))).collect())
}

fn span(from: Timestamp, until: Timestamp) -> Condition {
    message::condition(&MessageQuery { from: Some(from), until: Some(until), ..Default::default() })
}

/// Messages of the span by what they turned out to be.
pub(crate) async fn dispositions(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(Disposition, u64)>, Error> {
    let rows: Vec<(String, i64)> = message::Entity::find()
        .select_only()
        .column(message::Column::Disposition)
        .column_as(message::Column::Id.count(), "number")
        .filter(span(from, until))
        .group_by(message::Column::Disposition)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(word, number)| Ok((word.parse()?, unsigned(number)))).collect()
}

/// Reports of the span by the sender's top-level domain, the most frequent first.
pub(crate) async fn senders(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<(String, u64)>, Error> {
    let rows: Vec<(String, i64)> = message::Entity::find()
        .select_only()
        .column(message::Column::SenderTld)
        .column_as(message::Column::Id.count(), "number")
        .filter(span(from, until))
        .filter(message::Column::Disposition.eq(Disposition::Report.name()))
        .filter(message::Column::SenderTld.is_not_null())
        .group_by(message::Column::SenderTld)
        .order_by_desc(message::Column::Id.count())
        .order_by_asc(message::Column::SenderTld)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(tld, number)| (tld, unsigned(number))).collect())
}
