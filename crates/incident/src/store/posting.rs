//! The index of words: terms and the messages that have them.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{BATCH, segment};
use crate::error::Error;
use crate::search::{decode, encode};

/// So many segments of a level become one of the next. More makes a search read more rows, fewer makes messages
/// be written more often: each is written once a level.
const MERGED: usize = 12;

/// Above this level segments are left as they are: they hold so many messages that merging would keep
/// everybody waiting. Twelve to the fifth is a quarter of a million batches.
const HIGHEST: i32 = 5;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_posting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub segment_id: i64,
    #[sea_orm(column_type = "Blob")]
    pub messages: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes the terms of new messages as one segment, and merges what has become many. The messages of a term
/// are in rising order.
pub(crate) async fn write(db: &impl ConnectionTrait, terms: BTreeMap<String, Vec<i64>>) -> Result<(), Error> {
    if terms.is_empty() {
        return Ok(());
    }
    insert(db, 0, &terms).await?;
    for level in 0..HIGHEST {
        let segments = segment::of_level(db, level).await?;
        if segments.len() < MERGED {
            break;
        }
        let mut merged: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        // Older segments hold smaller numbers; read in their order, the lists stay sorted.
        for segment in &segments {
            for row in Entity::find().filter(Column::SegmentId.eq(*segment)).all(db).await? {
                merged.entry(row.term).or_default().extend(decode(&row.messages));
            }
        }
        Entity::delete_many().filter(Column::SegmentId.is_in(segments.iter().copied())).exec(db).await?;
        segment::delete(db, &segments).await?;
        insert(db, level + 1, &merged).await?;
    }
    Ok(())
}

async fn insert(
    db: &impl ConnectionTrait,
    level: i32,
    terms: &BTreeMap<String, Vec<i64>>,
) -> Result<(), Error> {
    let segment = segment::insert(db, level).await?;
    let mut rows = terms.iter().map(|(term, messages)| ActiveModel {
        term: Set(term.clone()),
        segment_id: Set(segment),
        messages: Set(encode(messages)),
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(BATCH).collect();
        if some.is_empty() {
            return Ok(());
        }
        Entity::insert_many(some).exec_without_returning(db).await?;
    }
}

/// The messages that have all these terms, newest first, `limit` at most. No term, no message.
pub(crate) async fn having_all(
    db: &impl ConnectionTrait,
    terms: &[String],
    limit: usize,
) -> Result<Vec<i64>, Error> {
    let mut left: Option<Vec<i64>> = None;
    for term in terms {
        let rows = Entity::find().filter(Column::Term.eq(term)).all(db).await?;
        let mut messages: Vec<i64> = rows.iter().flat_map(|row| decode(&row.messages)).collect();
        messages.sort_unstable();
        left = Some(match left {
            None => messages,
            Some(mut left) => {
                left.retain(|message| messages.binary_search(message).is_ok());
                left
            }
        });
    }
    let mut found = left.unwrap_or_default();
    found.reverse();
    found.truncate(limit);
    Ok(found)
}
