//! What of messages could not be read.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::BATCH;
use crate::candidate::Problem;
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_problem")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub incident_message_id: i64,
    pub place: String,
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes problems, each with its message.
pub(crate) async fn insert(db: &impl ConnectionTrait, problems: &[(i64, Problem)]) -> Result<(), Error> {
    for some in problems.chunks(BATCH) {
        let models = some.iter().map(|(message, problem)| ActiveModel {
            incident_message_id: Set(*message),
            place: Set(problem.place.clone()),
            reason: Set(problem.reason.clone()),
            ..Default::default()
        });
        Entity::insert_many(models).exec_without_returning(db).await?;
    }
    Ok(())
}

/// The problems of a message, in their order.
pub(crate) async fn of(db: &impl ConnectionTrait, message: i64) -> Result<Vec<Problem>, Error> {
    let rows = Entity::find().filter(Column::IncidentMessageId.eq(message)).order_by_asc(Column::Id);
    let rows = rows.all(db).await?;
    Ok(rows.into_iter().map(|row| Problem { place: row.place, reason: row.reason }).collect())
}
