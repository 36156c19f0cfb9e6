//! The lake as others open it.

use std::collections::{BTreeMap, HashSet};

use observe::Packet;
use observe::lake::{Row, publish};

use super::{read, some, write};
use crate::python::with_duckdb;

/// Packets, sources, last packet, sum of TTL.
type Count = (u64, HashSet<u128>, i64, u64);

/// The lake is plain Parquet: DuckDB gets the same top ten.
#[test]
fn duckdb_reads_the_packets_as_they_stand() {
    let chosen = with_duckdb();
    let has = std::process::Command::new(&chosen).args(["-c", "import duckdb"]).output();
    if !has.is_ok_and(|o| o.status.success()) {
        println!(
            "LEFT OUT: no duckdb module for {chosen} (set HINOMI_DUCKDB_PYTHON): the lake was not opened with DuckDB"
        );
        return;
    }
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let mut all = some(20_000);
    all.push(Row::V6(Packet { proto: 6, dport: 445, ts: 5, src: 1 << 100, ..Packet::default() }));
    let segments = write(lake, "a", &all, 7_000);
    publish(lake, segments.iter().map(|s| s.path.as_str())).unwrap();
    let script = "
import duckdb, sys
rows = duckdb.sql(f\"\"\"
    select proto, dport, count(*) n, count(distinct coalesce(src::varchar, hex(src6))) s, min(sensor), max(class),
           epoch_us(max(ts)), count(seq), sum(ttl)
    from read_parquet('{sys.argv[1]}/packets/*/*.parquet', hive_partitioning = true)
    where day between '1970-01-01' and '1970-01-02'
    group by all order by n desc, proto, dport limit 10\"\"\").fetchall()
for row in rows: print(*row)
";
    let output = std::process::Command::new(&chosen).arg("-c").arg(script).arg(lake).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut counts: BTreeMap<(u8, u16), Count> = BTreeMap::new();
    for row in read(lake, &segments) {
        let (proto, dport, ts, src, ttl) = match row {
            Row::V4(p) => (p.proto, p.dport, p.ts, u128::from(p.src), p.ttl),
            Row::V6(p) => (p.proto, p.dport, p.ts, p.src, p.ttl),
        };
        let count = counts.entry((proto, dport)).or_default();
        count.0 += 1;
        count.1.insert(src);
        count.2 = count.2.max(ts);
        count.3 += u64::from(ttl);
    }
    let mut top: Vec<_> = counts.into_iter().collect();
    top.sort_by_key(|((proto, dport), count)| (std::cmp::Reverse(count.0), *proto, *dport));
    let expect: String = top
        .iter()
        .take(10)
        .map(|((proto, dport), (n, sources, last, ttl))| {
            format!("{proto} {dport} {n} {} berlin scan {last} 0 {ttl}\n", sources.len())
        })
        .collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout), expect);
}
