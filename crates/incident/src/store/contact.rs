//! The contact book.

use jiff::Timestamp;
use kernel::pattern_holding;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Func, LikeExpr};
use sea_orm::{ActiveValue::Set, Condition, QueryOrder, QuerySelect};

use crate::error::Error;
use crate::notify::{Contact, NewContact};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident_contact")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub organisation: String,
    pub addresses: String,
    pub lang: String,
    pub kind: String,
    pub country: String,
    pub openpgp: String,
    pub note: String,
    pub enabled: bool,
    pub changed_us: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

fn set(contact: &NewContact, at: Timestamp) -> ActiveModel {
    ActiveModel {
        name: Set(contact.name.clone()),
        organisation: Set(contact.organisation.clone()),
        addresses: Set(super::list_text(&contact.addresses)),
        lang: Set(contact.lang.tag().to_owned()),
        kind: Set(contact.kind.name().to_owned()),
        country: Set(contact.country.clone()),
        openpgp: Set(contact.openpgp.clone()),
        note: Set(contact.note.clone()),
        enabled: Set(contact.enabled),
        changed_us: Set(at.as_microsecond()),
        ..Default::default()
    }
}

/// Writes a new contact; its scopes are written apart.
pub(crate) async fn insert(
    db: &impl ConnectionTrait,
    id: i64,
    contact: &NewContact,
    at: Timestamp,
) -> Result<(), Error> {
    let row = ActiveModel { id: Set(id), ..set(contact, at) };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Changes a contact.
pub(crate) async fn update(
    db: &impl ConnectionTrait,
    id: i64,
    contact: &NewContact,
    at: Timestamp,
) -> Result<(), Error> {
    Entity::update(ActiveModel { id: Set(id), ..set(contact, at) }).exec(db).await?;
    Ok(())
}

/// The contact of this number, with its scopes.
pub(crate) async fn get(db: &impl ConnectionTrait, id: i64) -> Result<Contact, Error> {
    let row = Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound { what: "contact", id })?;
    let scopes = super::scope::of(db, &[id]).await?.remove(&id).unwrap_or_default();
    contact(row, scopes)
}

/// Contacts of these numbers that are in use, with their scopes.
pub(crate) async fn enabled(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Contact>, Error> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::Enabled.eq(true))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    with_scopes(db, rows).await
}

/// Contacts by number, after `after`, whose name, organisation or addresses hold `word`.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    word: &str,
    after: i64,
    limit: u64,
) -> Result<Vec<Contact>, Error> {
    let mut rows = Entity::find().filter(Column::Id.gt(after)).order_by_asc(Column::Id).limit(limit);
    if !word.is_empty() {
        let holds = LikeExpr::new(pattern_holding(word)).escape('!');
        let in_column = |column: Column| Func::lower(column.into_expr()).like(holds.clone());
        let columns = [Column::Name, Column::Organisation, Column::Addresses];
        let any = columns.into_iter().fold(Condition::any(), |any, column| any.add(in_column(column)));
        rows = rows.filter(any);
    }
    with_scopes(db, rows.all(db).await?).await
}

/// The contact of this name and organisation.
pub(crate) async fn named(
    db: &impl ConnectionTrait,
    name: &str,
    organisation: &str,
) -> Result<Option<i64>, Error> {
    let row = Entity::find()
        .filter(Column::Name.eq(name))
        .filter(Column::Organisation.eq(organisation))
        .order_by_asc(Column::Id)
        .one(db)
        .await?;
    Ok(row.map(|row| row.id))
}

async fn with_scopes(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<Contact>, Error> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut scopes = super::scope::of(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let scopes = scopes.remove(&row.id).unwrap_or_default();
            contact(row, scopes)
        })
        .collect()
}

fn contact(row: Model, scopes: Vec<String>) -> Result<Contact, Error> {
    let is = NewContact {
        name: row.name,
        organisation: row.organisation,
        addresses: super::text_list(&row.addresses),
        lang: row.lang.parse().unwrap_or_default(),
        kind: row.kind.parse()?,
        country: row.country,
        openpgp: row.openpgp,
        note: row.note,
        enabled: row.enabled,
        scopes,
    };
    Ok(Contact { id: row.id, is })
}
