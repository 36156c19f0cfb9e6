//! One writer at a time, one state for a reader, and values that come back as they went in.

use std::time::Duration;

use kernel::{Database, Migration, pattern_holding};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use testkit::DataFolder;

const TABLE: Migration = Migration {
    name: "0001",
    sql: "CREATE TABLE kernel_t (
        id {id}, word TEXT NOT NULL UNIQUE, bytes BLOB, part REAL, small INTEGER, large BIGINT, yes BOOLEAN
    );",
};

async fn opened(folder: &DataFolder) -> Database {
    let database = testkit::database(folder.path()).await;
    database.migrate("kernel-test", &[TABLE]).await.unwrap();
    database
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> u64 {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.unwrap().rows_affected()
}

async fn words(db: &impl ConnectionTrait, then: &str) -> Vec<String> {
    let sql = format!("SELECT word FROM kernel_t {then}");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "word").unwrap()).collect()
}

async fn with_words(folder: &DataFolder, words: &[&str]) -> Database {
    let database = opened(folder).await;
    let transaction = database.begin_write().await.unwrap();
    for word in words {
        run(&transaction, "INSERT INTO kernel_t (word) VALUES ($1)", [Value::from(*word)]).await;
    }
    transaction.commit().await.unwrap();
    database
}

#[tokio::test]
async fn values_of_every_type_come_back() {
    let folder = DataFolder::new();
    let database = opened(&folder).await;
    let transaction = database.begin_write().await.unwrap();
    let insert =
        "INSERT INTO kernel_t (word, bytes, part, small, large, yes) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        Value::from("語"),
        Value::from(vec![0_u8, 255]),
        Value::from(0.1_f64),
        Value::from(i32::MIN),
        Value::from(i64::MAX),
        Value::from(true),
    ];
    run(&transaction, insert, values).await;
    transaction.commit().await.unwrap();
    let db = database.connection();
    let all = Statement::from_string(db.get_database_backend(), "SELECT * FROM kernel_t");
    let row = db.query_one_raw(all).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "id").unwrap(), 1);
    assert_eq!(row.try_get::<String>("", "word").unwrap(), "語");
    assert_eq!(row.try_get::<Vec<u8>>("", "bytes").unwrap(), [0, 255]);
    assert_eq!(row.try_get::<f64>("", "part").unwrap().to_bits(), 0.1_f64.to_bits());
    assert_eq!(row.try_get::<i32>("", "small").unwrap(), i32::MIN);
    assert_eq!(row.try_get::<i64>("", "large").unwrap(), i64::MAX);
    assert!(row.try_get::<bool>("", "yes").unwrap());
}

#[tokio::test]
async fn texts_are_compared_byte_by_byte() {
    let folder = DataFolder::new();
    let database = with_words(&folder, &["b", "ä", "B", "a", "_", "語", "a-b", "aa"]).await;
    let db = database.connection();
    assert_eq!(words(db, "ORDER BY word").await, ["B", "_", "a", "a-b", "aa", "b", "ä", "語"]);
    let begins = "WHERE word >= 'a' AND word < 'a\u{10FFFF}' ORDER BY word";
    assert_eq!(words(db, begins).await, ["a", "a-b", "aa"]);
}

#[tokio::test]
async fn a_word_is_found_whatever_its_case_and_signs() {
    let folder = DataFolder::new();
    let database = with_words(&folder, &["Abuse", "50%", "a_b", "axb", "no!", "Ä"]).await;
    let check = async |word: &str, expect: &[&str]| {
        let pattern = pattern_holding(word);
        let then = format!("WHERE LOWER(word) LIKE '{pattern}' ESCAPE '!' ORDER BY id");
        assert_eq!(words(database.connection(), &then).await, expect, "{word}");
    };
    check("aBU", &["Abuse"]).await;
    check("%", &["50%"]).await;
    check("A_B", &["a_b"]).await;
    check("!", &["no!"]).await;
    check("Ä", &["Ä"]).await;
    check("ä", &[]).await;
}

#[tokio::test]
async fn a_text_with_a_zero_is_kept_and_found_again() {
    let folder = DataFolder::new();
    let database = with_words(&folder, &["a\0b"]).await;
    let db = database.connection();
    let expect = match db.get_database_backend() {
        DbBackend::Postgres => "a\u{FFFD}b",
        _ => "a\0b",
    };
    assert_eq!(words(db, "").await, [expect]);
    let found = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT id FROM kernel_t WHERE word = $1",
        [Value::from("a\0b")],
    );
    assert!(db.query_one_raw(found).await.unwrap().is_some());
}

/// Found by an outage that was declared while an import committed.
#[tokio::test]
async fn a_writer_waits_for_the_one_before_it_and_sees_what_that_one_wrote() {
    let folder = DataFolder::new();
    let (one, other) = (opened(&folder).await, opened(&folder).await);
    let first = one.begin_write().await.unwrap();
    let second = tokio::spawn(async move {
        let second = other.begin_write().await.unwrap();
        let rows = run(&second, "UPDATE kernel_t SET word = 'other'", []).await;
        second.commit().await.unwrap();
        rows
    });
    // Long enough for the second to be waiting; if it is not yet, the test shows less, and still the right thing.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!second.is_finished());
    run(&first, "INSERT INTO kernel_t (word) VALUES ('one')", []).await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), 1);
    assert_eq!(words(one.connection(), "").await, ["other"]);
}

#[tokio::test]
async fn a_reader_sees_one_state_and_waits_for_nobody() {
    let folder = DataFolder::new();
    let database = with_words(&folder, &["before"]).await;
    let reader = database.begin().await.unwrap();
    assert_eq!(words(&reader, "").await, ["before"]);
    let writer = database.begin_write().await.unwrap();
    run(&writer, "INSERT INTO kernel_t (word) VALUES ('after')", []).await;
    assert_eq!(words(&reader, "").await, ["before"]);
    assert_eq!(words(database.connection(), "").await, ["before"]);
    writer.commit().await.unwrap();
    assert_eq!(words(&reader, "").await, ["before"]);
    drop(reader);
    assert_eq!(words(database.connection(), "ORDER BY id").await, ["before", "after"]);
}

#[tokio::test]
async fn what_is_not_committed_is_not_there() {
    let folder = DataFolder::new();
    let database = opened(&folder).await;
    for ends_itself in [true, false] {
        let writer = database.begin_write().await.unwrap();
        run(&writer, "INSERT INTO kernel_t (word) VALUES ('lost')", []).await;
        if ends_itself {
            writer.rollback().await.unwrap();
        }
    }
    let writer = database.begin_write().await.unwrap();
    assert!(words(&writer, "").await.is_empty());
}

/// A change past the lock of the one writer would break what rests on it.
#[tokio::test]
async fn postgresql_is_written_to_by_the_one_writer_alone() {
    let folder = DataFolder::new();
    let database = opened(&folder).await;
    if database.connection().get_database_backend() != DbBackend::Postgres {
        println!("left out: no PostgreSQL server in {}", testkit::POSTGRES);
        return;
    }
    let insert = "INSERT INTO kernel_t (word) VALUES ('past')";
    let refused = |error: sea_orm::DbErr| assert!(error.to_string().contains("read-only"), "{error}");
    refused(database.connection().execute_unprepared(insert).await.unwrap_err());
    let reader = database.begin().await.unwrap();
    refused(reader.execute_unprepared(insert).await.unwrap_err());
}
