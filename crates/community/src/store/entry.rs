//! Records of all kinds.

use kernel::{Period, pattern_holding};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use crate::entry::{Draft, Entry};
use crate::error::Error;
use crate::kind::Kind;
use crate::query::EntryQuery;

/// The table of a kind.
const fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::Organisation => "community_organisation",
        Kind::Event => "community_event",
        Kind::Training => "community_training",
        Kind::Support => "community_support",
        Kind::Lecture => "community_lecture",
        Kind::Article => "community_article",
        Kind::Engagement => "community_engagement",
    }
}

/// The columns of a kind's cells; their names are constants of this program.
fn columns(kind: Kind) -> Vec<String> {
    kind.cells().map(crate::field::Cell::name).collect()
}

fn statement(db: &impl ConnectionTrait, sql: String, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// What is written of a record besides its number: identity, days, cells.
fn values(draft: &Draft) -> Vec<Value> {
    let day = |day: Option<jiff::civil::Date>| Value::from(day.map(|day| day.to_string()));
    let mut values = vec![Value::from(draft.identity()), day(draft.first_day()), day(draft.last_day())];
    values.extend(draft.cells().map(|(_, text)| Value::from(text)));
    values
}

/// The columns of these values.
fn written(kind: Kind) -> Vec<String> {
    let own = ["identity", "first_day", "last_day"].map(str::to_owned);
    own.into_iter().chain(columns(kind)).collect()
}

/// Writes a new record, and gives its number.
pub(crate) async fn insert(db: &impl ConnectionTrait, draft: &Draft) -> Result<i64, Error> {
    let names = written(draft.kind);
    let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
    let (names, places) = (names.join(", "), places.join(", "));
    let sql = format!("INSERT INTO {} ({}) VALUES ({}) RETURNING id", table(draft.kind), names, places);
    let row = db.query_one_raw(statement(db, sql, values(draft))).await?;
    let row = row.ok_or_else(|| Error::Refused("the database gave no number".to_owned()))?;
    Ok(row.try_get("", "id")?)
}

/// Writes a record anew.
pub(crate) async fn update(db: &impl ConnectionTrait, id: i64, draft: &Draft) -> Result<(), Error> {
    let names = written(draft.kind).into_iter();
    let sets: Vec<String> = names.zip(1..).map(|(name, place)| format!("{name} = ${place}")).collect();
    let mut values = values(draft);
    values.push(Value::from(id));
    let sql = format!("UPDATE {} SET {} WHERE id = ${}", table(draft.kind), sets.join(", "), values.len());
    db.execute_raw(statement(db, sql, values)).await?;
    Ok(())
}

/// Removes a record.
pub(crate) async fn delete(db: &impl ConnectionTrait, kind: Kind, id: i64) -> Result<(), Error> {
    let sql = format!("DELETE FROM {} WHERE id = $1", table(kind));
    db.execute_raw(statement(db, sql, vec![Value::from(id)])).await?;
    Ok(())
}

fn entry(kind: Kind, row: &QueryResult) -> Result<Entry, Error> {
    let mut cells = Vec::new();
    for column in columns(kind) {
        cells.push(row.try_get::<String>("", &column)?);
    }
    Ok(Entry { id: row.try_get("", "id")?, is: Draft { kind, cells } })
}

/// The record of this number.
pub(crate) async fn find(db: &impl ConnectionTrait, kind: Kind, id: i64) -> Result<Option<Entry>, Error> {
    let sql = format!("SELECT * FROM {} WHERE id = $1", table(kind));
    let row = db.query_one_raw(statement(db, sql, vec![Value::from(id)])).await?;
    row.map(|row| entry(kind, &row)).transpose()
}

/// The record that is the same one as `draft`.
pub(crate) async fn same(db: &impl ConnectionTrait, draft: &Draft) -> Result<Option<Entry>, Error> {
    let sql = format!("SELECT * FROM {} WHERE identity = $1", table(draft.kind));
    let row = db.query_one_raw(statement(db, sql, vec![Value::from(draft.identity())])).await?;
    row.map(|row| entry(draft.kind, &row)).transpose()
}

/// What narrows a list, and its values.
fn narrowed(kind: Kind, query: &EntryQuery) -> (String, Vec<Value>) {
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some(Period { from, to }) = query.period {
        values.extend([from.to_string(), to.to_string()].map(Value::from));
        conditions.push(if kind.is_dated() {
            "first_day >= $1 AND first_day <= $2".to_owned()
        } else {
            "(last_day IS NULL OR last_day >= $1) AND (first_day IS NULL OR first_day <= $2)".to_owned()
        });
    }
    if query.undated {
        conditions.push("first_day IS NULL".to_owned());
    }
    let word = query.word.trim();
    if !word.is_empty() {
        values.push(Value::from(pattern_holding(word)));
        let place = values.len();
        let cells = columns(kind);
        let each: Vec<String> =
            cells.iter().map(|cell| format!("LOWER({cell}) LIKE ${place} ESCAPE '!'")).collect();
        conditions.push(format!("({})", each.join(" OR ")));
    }
    (conditions.join(" AND "), values)
}

/// How many records a question finds.
pub(crate) async fn count(db: &impl ConnectionTrait, kind: Kind, query: &EntryQuery) -> Result<u64, Error> {
    let (condition, values) = narrowed(kind, query);
    let sql = format!("SELECT COUNT(*) AS n FROM {} WHERE {condition}", table(kind));
    let row = db.query_one_raw(statement(db, sql, values)).await?;
    let count = row.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or(0);
    Ok(u64::try_from(count).unwrap_or(0))
}

/// How many records of a period there are for each word of a cell.
pub(crate) async fn count_by(
    db: &impl ConnectionTrait,
    kind: Kind,
    column: &'static str,
    period: Period,
) -> Result<Vec<(String, u64)>, Error> {
    let (condition, values) = narrowed(kind, &EntryQuery { period: Some(period), ..EntryQuery::default() });
    let sql = format!(
        "SELECT {column} AS word, COUNT(*) AS n FROM {} WHERE {condition} GROUP BY {column}",
        table(kind)
    );
    let rows = db.query_all_raw(statement(db, sql, values)).await?;
    let counted = |row: &QueryResult| {
        let count: i64 = row.try_get("", "n")?;
        Ok((row.try_get("", "word")?, u64::try_from(count).unwrap_or(0)))
    };
    rows.iter().map(counted).collect()
}

/// The records that a question finds. Dated ones newest first, those without a date before all; others by identity.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    kind: Kind,
    query: &EntryQuery,
) -> Result<Vec<Entry>, Error> {
    let (condition, mut values) = narrowed(kind, query);
    // NULLs are ordered by a column of their own: databases differ in where they put them.
    let order = if kind.is_dated() {
        "CASE WHEN first_day IS NULL THEN 0 ELSE 1 END, first_day DESC, id DESC"
    } else {
        "identity, id"
    };
    let bound = |number: u64| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    values.extend([bound(query.limit), bound(query.skip)]);
    let (limit, skip) = (values.len() - 1, values.len());
    let sql = format!(
        "SELECT * FROM {} WHERE {condition} ORDER BY {order} LIMIT ${limit} OFFSET ${skip}",
        table(kind)
    );
    let rows = db.query_all_raw(statement(db, sql, values)).await?;
    rows.iter().map(|row| entry(kind, row)).collect()
}
