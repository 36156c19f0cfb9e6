//! All records of a SQLite database into a PostgreSQL one: for an organisation that has outgrown its file.
//!
//! The tables are there already, made by the same migrations; what these have put into them is replaced. Everything
//! happens in one transaction: a kill leaves the PostgreSQL database as it was. References between tables are put back at
//! the end, when all rows are there, and PostgreSQL then holds every row against them.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use super::{Database, DatabaseError, Transaction, folder};

/// Rows that are read and written at once. With twenty-five columns that is under half of the 65,535 values that a
/// statement of PostgreSQL takes.
const ROWS: i64 = 1000;

/// A table, and how many records it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: String,
    /// How many there are.
    pub rows: u64,
}

impl Database {
    /// Puts every record of `from`, a SQLite database, in the place of what is in this PostgreSQL database. Nobody
    /// writes to either meanwhile. Both have to have the same migrations.
    pub async fn copy_all(&self, from: &Self) -> Result<Vec<Copied>, DatabaseError> {
        let (source, target) = (from.begin_write().await?, self.begin_write().await?);
        let tables = same_tables(&source, &target).await?;
        let references = texts(&target, REFERENCES, []).await?;
        for reference in &references {
            let [table, name, _] = reference.as_slice() else { continue };
            target
                .execute_unprepared(&format!("ALTER TABLE {} DROP CONSTRAINT {}", table, quoted(name)))
                .await?;
        }
        let mut copied = Vec::new();
        for table in tables {
            let rows = copy(&source, &target, &table).await?;
            copied.push(Copied { table, rows });
        }
        for reference in &references {
            let [table, name, is] = reference.as_slice() else { continue };
            target
                .execute_unprepared(&format!("ALTER TABLE {} ADD CONSTRAINT {} {is}", table, quoted(name)))
                .await?;
        }
        target.commit().await?;
        Ok(copied)
    }
}

/// Foreign keys: table, name, definition.
const REFERENCES: &str = "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2";

/// Columns of a table: name, type, whether it numbers itself.
const COLUMNS: &str = "SELECT column_name::text, data_type::text, is_identity::text
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1
    ORDER BY ordinal_position";

const SQLITE_TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

const POSTGRES_TABLES: &str = "SELECT table_name::text FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";

/// The tables that are copied. Which migrations have run has to be the same, and is therefore not copied.
async fn same_tables(source: &Transaction, target: &Transaction) -> Result<BTreeSet<String>, DatabaseError> {
    let migrations = "SELECT domain, name, sha256 FROM kernel_migration";
    let ours = |row: &Vec<String>| row.first().is_some_and(|domain| domain != folder::DOMAIN);
    let run: BTreeSet<_> = texts(source, migrations, []).await?.into_iter().filter(ours).collect();
    let run_there: BTreeSet<_> = texts(target, migrations, []).await?.into_iter().filter(ours).collect();
    let names = async |db, question| -> Result<BTreeSet<String>, DatabaseError> {
        let own = ["kernel_migration", folder::TABLE];
        let names = texts(db, question, []).await?.into_iter().flatten();
        Ok(names.filter(|name| !own.contains(&name.as_str())).collect())
    };
    let tables = names(source, SQLITE_TABLES).await?;
    if run != run_there || tables != names(target, POSTGRES_TABLES).await? {
        let reason = "the two databases have not the same tables: their migrations differ";
        return Err(DatabaseError::Unfit(reason.to_owned()));
    }
    Ok(tables)
}

/// A column of a table.
struct Column {
    name: String,
    kind: String,
    numbers_itself: bool,
}

/// Copies one table, and tells how many rows it has.
async fn copy(source: &Transaction, target: &Transaction, table: &str) -> Result<u64, DatabaseError> {
    let columns = texts(target, COLUMNS, [Value::from(table)]).await?.into_iter().filter_map(|row| {
        let [name, kind, identity] = <[String; 3]>::try_from(row).ok()?;
        Some(Column { name, kind, numbers_itself: identity == "YES" })
    });
    let columns: Vec<Column> = columns.collect();
    let names: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let names = names.join(", ");
    target.execute_unprepared(&format!("DELETE FROM {}", quoted(table))).await?;
    let read = format!(
        "SELECT rowid AS row_place, {names} FROM {} WHERE rowid > $1 ORDER BY rowid LIMIT $2",
        quoted(table)
    );
    let (mut place, mut copied) = (i64::MIN, 0);
    loop {
        let backend = source.get_database_backend();
        let some = Statement::from_sql_and_values(backend, &read, [place, ROWS].map(Value::from));
        let rows = source.query_all_raw(some).await?;
        let Some(last) = rows.last() else { break };
        place = last.try_get("", "row_place")?;
        let mut values = Vec::with_capacity(rows.len() * columns.len());
        for row in &rows {
            for column in &columns {
                values.push(value(row, column)?);
            }
        }
        let width = columns.len();
        let places = (0..rows.len()).map(|row| {
            let row: Vec<String> = (1..=width).map(|at| format!("${}", row * width + at)).collect();
            format!("({})", row.join(", "))
        });
        let places = places.collect::<Vec<_>>().join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES {places}", quoted(table), names);
        let insert = Statement::from_sql_and_values(target.get_database_backend(), insert, values);
        copied += target.execute_raw(insert).await?.rows_affected();
    }
    let (here, there) = (count(source, table).await?, count(target, table).await?);
    if here != there || here != copied {
        let reason = format!("{table} has {here} rows, of which {there} arrived");
        return Err(DatabaseError::Unfit(reason));
    }
    for column in columns.iter().filter(|column| column.numbers_itself) {
        go_on_numbering(source, target, table, &column.name).await?;
    }
    Ok(copied)
}

/// A value as its column in PostgreSQL takes it.
fn value(row: &QueryResult, column: &Column) -> Result<Value, DatabaseError> {
    let name = column.name.as_str();
    Ok(match column.kind.as_str() {
        "bigint" => row.try_get::<Option<i64>>("", name)?.into(),
        "integer" => row.try_get::<Option<i32>>("", name)?.into(),
        "text" => row.try_get::<Option<String>>("", name)?.into(),
        "bytea" => row.try_get::<Option<Vec<u8>>>("", name)?.into(),
        "boolean" => row.try_get::<Option<bool>>("", name)?.into(),
        "double precision" => row.try_get::<Option<f64>>("", name)?.into(),
        other => return Err(DatabaseError::Unfit(format!("column {name} is of type {other}"))),
    })
}

/// A name as it stands in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

async fn count(db: &Transaction, table: &str) -> Result<u64, DatabaseError> {
    let question = format!("SELECT COUNT(*) AS number FROM {}", quoted(table));
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), question)).await?;
    let number = row.map(|row| row.try_get::<i64>("", "number")).transpose()?;
    Ok(number.unwrap_or(0).unsigned_abs())
}

/// Lets PostgreSQL number new rows where SQLite would have: a number that a deleted row had is not given again.
async fn go_on_numbering(
    source: &Transaction,
    target: &Transaction,
    table: &str,
    column: &str,
) -> Result<(), DatabaseError> {
    let newest = "SELECT seq FROM sqlite_sequence WHERE name = $1";
    let newest = Statement::from_sql_and_values(source.get_database_backend(), newest, [Value::from(table)]);
    let Some(row) = source.query_one_raw(newest).await? else { return Ok(()) };
    let newest: i64 = row.try_get("", "seq")?;
    if newest > 0 {
        let go_on = "SELECT setval(pg_get_serial_sequence($1, $2), $3)";
        let values = [Value::from(table), Value::from(column), Value::from(newest)];
        let go_on = Statement::from_sql_and_values(target.get_database_backend(), go_on, values);
        target.query_one_raw(go_on).await?;
    }
    Ok(())
}

/// The rows of an answer whose columns are all texts.
async fn texts(
    db: &Transaction,
    question: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Vec<String>>, DatabaseError> {
    let question = Statement::from_sql_and_values(db.get_database_backend(), question, values);
    let rows = db.query_all_raw(question).await?;
    let read = |row: &QueryResult| -> Result<Vec<String>, DbErr> {
        (0..row.column_names().len()).map(|at| row.try_get_by_index(at)).collect()
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
