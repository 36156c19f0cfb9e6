//! The database of a test: a SQLite file in its folder, or a schema of its own on a PostgreSQL server.
//!
//! The same tests run on both. A folder's schema is found again by the folder's path, so a test that opens its folder
//! twice has the same records twice. Schemas are left on the server, which is made for a run and thrown away with it.

use std::path::Path;

use kernel::{Database, Postgres};
use sea_orm::ConnectionTrait;

/// In the environment: the address of a PostgreSQL database whose user may make schemas. Where it is not set, tests
/// use SQLite.
pub const POSTGRES: &str = "HINOMI_TEST_POSTGRES";

/// Opens the database of a test's folder.
#[expect(clippy::expect_used, reason = "a test without a database can only stop")]
pub async fn database(folder: &Path) -> Database {
    match postgres_of(folder).await {
        Some((place, _)) => Database::open_postgres(&place).await.expect("the schema of the test"),
        None => Database::open(&folder.join("hinomi.db")).await.expect("the database of the test"),
    }
}

/// Where on the server the records of `folder` are, as a place and as what stands in `settings.toml`; nothing where
/// tests use SQLite. The schema is made.
#[expect(clippy::expect_used, reason = "a test without a database can only stop")]
#[expect(clippy::disallowed_methods, reason = "which server there is, only who starts the tests knows")]
pub async fn postgres_of(folder: &Path) -> Option<(Postgres, String)> {
    let url = std::env::var(POSTGRES).ok()?;
    let schema = schema(folder);
    let server = sea_orm::Database::connect(&url).await.expect("the PostgreSQL server for tests");
    let make = format!("CREATE SCHEMA IF NOT EXISTS {schema}");
    server.execute_unprepared(&make).await.expect("a schema on it");
    server.close().await.expect("an end of the connection");
    let place = Postgres::new(&url, None).expect("an address of PostgreSQL").with_schema(&schema);
    let sign = if url.contains('?') { '&' } else { '?' };
    Some((place, format!("{url}{sign}options=-csearch_path%3D{schema}")))
}

/// The name of a folder's schema: its path, as far as names may hold it.
fn schema(folder: &Path) -> String {
    // FNV-1a of 64 bits: the same in every process, and a run's folders are few.
    let text = folder.to_string_lossy();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("hinomi_test_{hash:016x}")
}
