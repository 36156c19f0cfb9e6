//! What contacts are for.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, QueryOrder};

use super::BATCH;
use crate::error::Error;
use crate::notify::Scope;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_scope")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub incident_contact_id: i64,
    pub name: String,
    pub key: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes scopes, each with its contact.
pub(crate) async fn insert(db: &impl ConnectionTrait, scopes: &[(i64, Scope)]) -> Result<(), Error> {
    for some in scopes.chunks(BATCH) {
        let rows = some.iter().map(|(contact, scope)| ActiveModel {
            incident_contact_id: Set(*contact),
            name: Set(scope.to_string()),
            key: Set(scope.key()),
            ..Default::default()
        });
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Removes all scopes of a contact.
pub(crate) async fn clear(db: &impl ConnectionTrait, contact: i64) -> Result<(), Error> {
    Entity::delete_many().filter(Column::IncidentContactId.eq(contact)).exec(db).await?;
    Ok(())
}

/// The scopes of these contacts, as they are written.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    contacts: &[i64],
) -> Result<HashMap<i64, Vec<String>>, Error> {
    let mut found: HashMap<i64, Vec<String>> = HashMap::new();
    for some in contacts.chunks(BATCH) {
        let rows = Entity::find()
            .filter(Column::IncidentContactId.is_in(some.iter().copied()))
            .order_by_asc(Column::Id);
        for row in rows.all(db).await? {
            found.entry(row.incident_contact_id).or_default().push(row.name);
        }
    }
    Ok(found)
}

/// Which contacts have one of these keys: contact, scope as written, key.
pub(crate) async fn with_keys(
    db: &impl ConnectionTrait,
    keys: Vec<String>,
) -> Result<Vec<(i64, String, String)>, Error> {
    let rows = Entity::find().filter(Column::Key.is_in(keys)).order_by_asc(Column::IncidentContactId);
    let rows = rows.all(db).await?;
    Ok(rows.into_iter().map(|row| (row.incident_contact_id, row.name, row.key)).collect())
}
