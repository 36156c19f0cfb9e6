//! Addresses and URLs whose part a message does not say.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::{BATCH, incident};
use crate::candidate::OpenIndicator;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_open")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub incident_message_id: i64,
    pub text: String,
    pub line: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes indicators, each with its message.
pub(crate) async fn insert(db: &impl ConnectionTrait, open: &[(i64, OpenIndicator)]) -> Result<(), Error> {
    for some in open.chunks(BATCH) {
        let models = some.iter().map(|(message, open)| ActiveModel {
            incident_message_id: Set(*message),
            text: Set(open.text.clone()),
            line: Set(open.line.clone()),
            ..Default::default()
        });
        Entity::insert_many(models).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What of a message is still open, in its order: what has become an incident since is not.
pub(crate) async fn of(db: &impl ConnectionTrait, message: i64) -> Result<Vec<OpenIndicator>, Error> {
    let mut decided = Query::select();
    decided
        .column(incident::Column::Subject)
        .from(incident::Entity)
        .and_where(incident::Column::IncidentMessageId.eq(message));
    let rows = Entity::find()
        .filter(Column::IncidentMessageId.eq(message))
        .filter(Column::Text.not_in_subquery(decided))
        .order_by_asc(Column::Id);
    let rows = rows.all(db).await?;
    Ok(rows.into_iter().map(|row| OpenIndicator { text: row.text, line: row.line }).collect())
}
