//! The servers, over ClickHouse's HTTP interface (ClickHouse documentation, "HTTP Interface").
//!
//! A statement is the body of a POST, or with an INSERT the `query` parameter, and then the rows are the body. The
//! setting `wait_end_of_query` makes a server finish before it answers: what went wrong is then a status code, never
//! some words in the middle of the rows.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::{Client, Response, Url};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::config::Cluster;
use super::held::{self, Believed};
use super::row_binary::Rows;
use crate::error::Error;
use crate::lake::LakeError;

/// How long a server may take to take a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a question may take.
const QUESTION: Duration = Duration::from_secs(300);

/// How long an INSERT of rows may take; a live sensor waits for it.
const INSERT: Duration = Duration::from_secs(120);

/// How long a change of tables, or deriving series on the server, may take.
const CHANGE: Duration = Duration::from_secs(3600);

/// An idle connection is kept for less than the 3 seconds after which ClickHouse 18.16 closes it.
const IDLE: Duration = Duration::from_secs(2);

/// Bytes of a server's words that are told on.
const WORDS: usize = 1000;

/// A group or a sorting of more bytes than this goes to the server's disk.
const EXTERNAL: u64 = 2 << 30;

/// The servers of a cluster, by shard.
#[derive(Debug)]
pub(super) struct Servers {
    pub(super) config: Cluster,
    http: Client,
    handle: Handle,
    shards: Vec<Vec<Arc<str>>>,
    pub(super) believed: Believed,
}

impl Servers {
    /// Connects to nobody yet; within a runtime.
    pub(super) fn new(config: Cluster) -> Result<Self, Error> {
        config.check()?;
        // Handed over for the whole process, as reqwest asks for it; somebody may have been there before, which is as
        // good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .no_proxy()
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|error| Error::Refused(words(&error)))?;
        let shards = &config.shards;
        let shards =
            shards.iter().map(|all| all.iter().map(|url| Arc::from(url.as_str())).collect()).collect();
        Ok(Self { http, handle: Handle::current(), shards, believed: Believed::default(), config })
    }

    /// How many shards there are.
    pub(super) fn shards(&self) -> usize {
        self.shards.len()
    }

    /// The servers of one shard.
    pub(super) fn of_shard(&self, shard: usize) -> &[Arc<str>] {
        self.shards.get(shard).map_or(&[], Vec::as_slice)
    }

    /// All servers.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<str>> {
        self.shards.iter().flatten()
    }

    /// The runtime that connections live in.
    pub(super) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The name of a table, with its database.
    pub(super) fn table(&self, name: &str) -> String {
        format!("{}.{name}", self.config.database)
    }

    /// Sends one request; answers other than 200 are errors with the server's words.
    async fn send(
        &self,
        server: &Arc<str>,
        parameters: &[(&str, &str)],
        body: Bytes,
        time: Duration,
    ) -> Result<Response, LakeError> {
        let failed = |reason: String| LakeError::Cluster { server: server.to_string(), reason };
        let mut url = Url::parse(server).map_err(|error| failed(error.to_string()))?;
        url.query_pairs_mut().append_pair("wait_end_of_query", "1").extend_pairs(parameters);
        let mut request = self.http.post(url).timeout(time).body(body);
        request = request.header("X-ClickHouse-User", &self.config.user);
        if !self.config.password.is_empty() {
            request = request.header("X-ClickHouse-Key", &self.config.password);
        }
        let answer = request.send().await.map_err(|error| {
            self.believed.remove(server);
            failed(words(&error))
        })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let said = answer.text().await.unwrap_or_default();
        let said: String = said.trim().chars().take(WORDS).collect();
        Err(failed(if said.is_empty() { status.to_string() } else { said }))
    }

    /// Does something on one server.
    pub(super) async fn change(&self, server: &Arc<str>, sql: &str) -> Result<(), LakeError> {
        let external = EXTERNAL.to_string();
        let settings = [("max_bytes_before_external_group_by", external.as_str())];
        self.send(server, &settings, Bytes::from(sql.to_owned()), CHANGE).await?.bytes().await.map_or_else(
            |error| Err(LakeError::Cluster { server: server.to_string(), reason: words(&error) }),
            |_| Ok(()),
        )
    }

    /// Does the same on all servers at once.
    pub(super) async fn change_all(self: &Arc<Self>, sql: &str) -> Result<(), LakeError> {
        let mut all = JoinSet::new();
        for server in self.all() {
            let (servers, server, sql) = (Arc::clone(self), Arc::clone(server), sql.to_owned());
            all.spawn(async move { servers.change(&server, &sql).await });
        }
        first_error(all).await
    }

    /// Puts rows in RowBinary into a table of one server. `columns` are in the rows' order, `id` is the query's.
    pub(super) async fn insert(
        &self,
        server: &Arc<str>,
        table: &str,
        columns: &str,
        id: &str,
        rows: Bytes,
    ) -> Result<(), LakeError> {
        let into = format!("INSERT INTO {} ({columns}) FORMAT RowBinary", self.table(table));
        let settings = [("query", into.as_str()), ("query_id", id), ("insert_deduplicate", "0")];
        let answer = self.send(server, &settings, rows, INSERT).await?;
        let failed = |reason| LakeError::Cluster { server: server.to_string(), reason };
        answer.bytes().await.map_or_else(|error| Err(failed(words(&error))), |_| Ok(()))
    }

    /// Asks one server; the answer is in RowBinary.
    pub(super) async fn ask(self: &Arc<Self>, server: &Arc<str>, sql: &str) -> Result<Rows, LakeError> {
        let external = EXTERNAL.to_string();
        let settings = [
            ("max_bytes_before_external_group_by", external.as_str()),
            ("max_bytes_before_external_sort", external.as_str()),
        ];
        let body = Bytes::from(format!("{sql} FORMAT RowBinary"));
        let answer = self.send(server, &settings, body, QUESTION).await?;
        Ok(Rows::new(answer, self.handle.clone(), Arc::clone(server)))
    }

    /// Asks one shard: its first server that answers, and holds what it should.
    async fn ask_shard(self: &Arc<Self>, shard: usize, wanted: u64, sql: &str) -> Result<Rows, LakeError> {
        let mut outcome = Err(LakeError::Stopped);
        for server in self.of_shard(shard) {
            outcome = match held::check(self, server, wanted).await {
                Ok(()) => self.ask(server, sql).await,
                Err(error) => Err(error),
            };
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }

    /// Asks every shard at once; the answers are in the shards' order. `recorded` are the packets that each must hold.
    /// Blocks.
    pub(super) fn ask_shards(self: &Arc<Self>, recorded: &[u64], sql: &str) -> Result<Vec<Rows>, LakeError> {
        let asked: Vec<_> = (0..self.shards())
            .map(|shard| {
                let wanted = recorded.get(shard).copied().unwrap_or(0);
                let (servers, sql) = (Arc::clone(self), sql.to_owned());
                self.handle.spawn(async move { servers.ask_shard(shard, wanted, &sql).await })
            })
            .collect();
        let answers =
            asked.into_iter().map(|one| self.handle.block_on(one).map_err(|_| LakeError::Stopped)?);
        answers.collect()
    }
}

/// Waits for all; the first error, if there was one.
pub(super) async fn first_error(mut all: JoinSet<Result<(), LakeError>>) -> Result<(), LakeError> {
    let mut outcome = Ok(());
    while let Some(one) = all.join_next().await {
        outcome = outcome.and(one.unwrap_or(Err(LakeError::Stopped)));
    }
    outcome
}

/// What went wrong, with its causes, without the URL.
pub(super) fn words(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let kind = if error.is_timeout() { "no answer in time: " } else { "" };
    format!("{kind}{innermost}")
}
