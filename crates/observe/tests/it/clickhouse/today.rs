//! The same statements on today's ClickHouse, which chDB brings as a Python module: two of them as two shards.
//!
//! chDB has no servers that could know each other, so the tables over all shards are left out here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::contract::{compare, story};
use super::world::{Live, cluster};
use crate::python::with_chdb;

/// One server; it ends with it.
struct Today {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Today {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/clickhouse/today.py");
        let mut child =
            Command::new(with_chdb()).arg(script).arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, port: line.trim().parse().unwrap(), _folder: folder }
    }
}

impl Drop for Today {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn todays_clickhouse_gives_the_same_answers() {
    let has = Command::new(with_chdb()).args(["-c", "import chdb"]).output();
    if !has.is_ok_and(|found| found.status.success()) {
        println!("LEFT OUT: no chdb module for {} (set HINOMI_CHDB_PYTHON): today's ClickHouse", with_chdb());
        return;
    }
    println!("LEFT OUT: tables over all shards are not tested on today's ClickHouse: chDB has no servers");
    let servers = [Today::start(), Today::start()];
    let shards = servers.iter().map(|server| vec![format!("http://127.0.0.1:{}", server.port)]).collect();
    let files = story(&mut Live::new(None).await).await;
    let lake = story(&mut Live::new(Some(cluster(shards, None))).await).await;
    compare(&files, &lake);
}
