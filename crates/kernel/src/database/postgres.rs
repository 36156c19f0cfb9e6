//! The PostgreSQL server that holds the records where one SQLite file is too small.
//!
//! The address is a connection URI as libpq has it (PostgreSQL manual, 34.1.1.2): `postgres://user@host:port/database`,
//! with a socket's folder as the host (`postgres:///hinomi?host=/run/postgresql&user=hinomi`), and `sslmode` and `sslrootcert` for
//! TLS. libpq's environment variables fill in what it does not say.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};
use sea_orm::sqlx::{ConnectOptions as _, Connection as _, Error as SqlxError};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Statement};

use super::{BUSY_TIMEOUT, DatabaseError};

/// Connections that are kept open at most. More let more pages be read at once; a server has 100 of them for all its
/// clients unless it is told otherwise. Each command of the program that runs beside the server opens its own.
const CONNECTIONS: u32 = 8;

/// How long a server may take to answer when the program starts.
const ANSWERED: Duration = Duration::from_secs(10);

/// Where a PostgreSQL database is, and who asks there. Shown without the password.
#[derive(Clone)]
pub struct Postgres {
    options: PgConnectOptions,
    shown: String,
}

impl Postgres {
    /// Reads an address; `password` goes before one that stands in it.
    pub fn new(url: &str, password: Option<&str>) -> Result<Self, String> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err("no address of a PostgreSQL database: it begins with postgres://".to_owned());
        }
        let mut options: PgConnectOptions = url.parse().map_err(|error: SqlxError| match error {
            SqlxError::Configuration(error) => error.to_string(),
            error => error.to_string(),
        })?;
        let Some(database) = options.get_database() else {
            return Err("it names no database: postgres://user@host/database".to_owned());
        };
        let host = match options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let shown = format!("PostgreSQL database {database} at {host}, user {}", options.get_username());
        if let Some(password) = password {
            options = options.password(password);
        }
        Ok(Self { options, shown })
    }

    /// The same place, its tables in another schema.
    #[must_use]
    pub fn with_schema(self, schema: &str) -> Self {
        let options = self.options.options([("search_path", schema)]);
        Self { options, shown: format!("{}, schema {schema}", self.shown) }
    }

    /// Whether chance decides if others on the way can read what is said: it leaves the machine, and neither TLS nor
    /// its absence is asked for.
    pub fn may_be_in_clear(&self) -> bool {
        let host = self.options.get_host();
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        let is_here = self.options.get_socket().is_some()
            || host.starts_with('/')
            || host == "localhost"
            || address.is_ok_and(|address| address.is_loopback());
        !is_here && matches!(self.options.get_ssl_mode(), PgSslMode::Allow | PgSslMode::Prefer)
    }

    /// Asks whether it is there and lets us in. The connections that are kept would be tried for long, and then only
    /// be said to have failed.
    pub(super) async fn reach(&self) -> Result<(), DatabaseError> {
        let options = self.options.clone().disable_statement_logging();
        match tokio::time::timeout(ANSWERED, options.connect()).await {
            Ok(Ok(connection)) => Ok(connection.close().await.map_err(sqlx_error)?),
            Ok(Err(error)) => Err(sqlx_error(error).into()),
            Err(_) => Err(DatabaseError::Unfit(format!("no answer within {} s", ANSWERED.as_secs()))),
        }
    }

    /// What a connection is made by.
    ///
    /// Everything outside of [`super::Database::begin_write`] is read-only, so that no change goes past the lock by
    /// which there is one writer at a time.
    pub(super) fn options(&self) -> ConnectOptions {
        let options = self.options.clone().application_name("hinomi").disable_statement_logging().options([
            ("default_transaction_read_only", "on".to_owned()),
            ("lock_timeout", format!("{}ms", BUSY_TIMEOUT.as_millis())),
            // A program that vanished from the network would hold the writer's lock for two hours otherwise.
            ("tcp_keepalives_idle", "60".to_owned()),
            ("tcp_keepalives_interval", "10".to_owned()),
            ("tcp_keepalives_count", "3".to_owned()),
            ("client_min_messages", "warning".to_owned()),
        ]);
        // The URL only says which driver; the options replace what it says.
        let mut connect = ConnectOptions::new("postgres://localhost");
        connect
            .sqlx_logging(false)
            .max_connections(CONNECTIONS)
            .acquire_timeout(BUSY_TIMEOUT)
            .map_sqlx_postgres_opts(move |_| options.clone());
        connect
    }
}

impl fmt::Display for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Postgres").field(&self.shown).finish()
    }
}

fn sqlx_error(error: SqlxError) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

/// Refuses a database that would not keep what it is given as it is.
pub(super) async fn check(connection: &DatabaseConnection) -> Result<(), DatabaseError> {
    let question = "SELECT current_setting('server_encoding') AS encoding, current_schema() AS schema_name,
                           current_setting('synchronous_commit') AS durable";
    let question = Statement::from_string(connection.get_database_backend(), question);
    let row = connection.query_one_raw(question).await?;
    let row = row.ok_or_else(|| DbErr::Custom("the server says nothing about itself".to_owned()))?;
    let encoding: String = row.try_get("", "encoding")?;
    if encoding != "UTF8" {
        return Err(DatabaseError::Unfit(format!("its encoding is {encoding}, not UTF8")));
    }
    if row.try_get::<Option<String>>("", "schema_name")?.is_none() {
        return Err(DatabaseError::Unfit("its search path names no schema that there is".to_owned()));
    }
    if row.try_get::<String>("", "durable")? == "off" {
        let reason = "synchronous_commit is off: it would acknowledge what a power cut takes away again";
        return Err(DatabaseError::Unfit(reason.to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_without_their_password() {
        let check = |url: &str, expect: Result<&str, &str>| {
            let read = Postgres::new(url, Some("other-secret"));
            match (read, expect) {
                (Ok(place), Ok(shown)) => {
                    assert!(place.to_string().contains(shown), "{url}: {place}");
                    assert!(!format!("{place} {place:?}").contains("secret"), "{url}: {place:?}");
                }
                (Err(error), Err(said)) => assert!(error.contains(said), "{url}: {error}"),
                (read, _) => panic!("{url}: {read:?}"),
            }
        };
        check("postgres://desk:secret@db.example:5433/hinomi", Ok("hinomi at db.example:5433, user desk"));
        check("postgresql://desk@[2001:db8::1]/hinomi", Ok("hinomi at [2001:db8::1]:5432"));
        check("postgres:///hinomi?host=/run/postgresql&user=desk", Ok("hinomi at /run/postgresql"));
        check("mysql://desk@db.example/hinomi", Err("postgres://"));
        check("hinomi.db", Err("postgres://"));
        check("postgres://desk@db.example:port/hinomi", Err("port"));
    }

    #[test]
    fn a_way_through_the_network_needs_a_word_about_tls() {
        let check = |url: &str, clear: bool| {
            assert_eq!(Postgres::new(url, None).unwrap().may_be_in_clear(), clear, "{url}");
        };
        check("postgres://desk@db.example/hinomi", true);
        check("postgres://desk@192.0.2.7/hinomi?sslmode=prefer", true);
        check("postgres://desk@db.example/hinomi?sslmode=verify-full", false);
        check("postgres://desk@db.example/hinomi?sslmode=disable", false);
        check("postgres://desk@127.0.0.1/hinomi", false);
        check("postgres://desk@[::1]/hinomi", false);
        check("postgres://desk@localhost/hinomi", false);
        check("postgres:///hinomi?host=/run/postgresql&user=desk", false);
    }
}
