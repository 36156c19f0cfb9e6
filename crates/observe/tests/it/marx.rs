//! Half a year of nine real sensors (`../shared/data/observe/marx`, see its README): the averages are known.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::Period;
use observe::read::lines::{Format, LineOptions};
use observe::{By, Digest, ImportFile, ImportRequest, Imported, TopQuery};

use crate::world::{World, open};

/// Averages per sensor for 2013-04-01 to 2013-06-30 UTC.
const EXPECTED: [(&str, f64); 10] = [
    ("1433/tcp", 5736.9),
    ("445/tcp", 2389.2),
    ("8/icmp", 2171.8),
    ("3389/tcp", 1581.2),
    ("22/tcp", 832.9),
    ("80/tcp", 831.4),
    ("3306/tcp", 788.7),
    ("8080/tcp", 600.6),
    ("6666/tcp", 510.3),
    ("53/udp", 486.3),
];

fn marx() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/observe/marx/marx.csv.gz");
    if path.is_file() {
        return Some(path);
    }
    println!(
        "LEFT OUT: ../shared/data/observe/marx is not there; half a year of real sensors is not imported"
    );
    None
}

async fn import(world: &World, files: &[PathBuf]) -> Vec<Imported> {
    let columns =
        "time=datetime,sensor=host,src=src,proto=proto,icmp-type=type,sport=spt,dport=dpt".parse().unwrap();
    let lines =
        LineOptions { format: Some(Format::Table), columns: Some(columns), year: None, zone: TimeZone::UTC };
    let files = files.iter().map(|path| ImportFile { path: path.clone(), sensor: None }).collect();
    world.observe.import(ImportRequest { files, lines }, Arc::new(())).await.unwrap()
}

async fn check(world: &World) {
    let hours = Period::new(date(2013, 4, 1), date(2013, 6, 30)).unwrap().hours(&TimeZone::UTC).unwrap();
    let top = world.observe.top(TopQuery { hours, by: By::Average, limit: 10, class: None }).await.unwrap();
    assert_eq!((top.sensors.alive, top.sensors.fewest), (9, 9));
    let got: Vec<_> =
        top.rows.iter().map(|row| (row.port.to_string(), (row.average * 10.0).round() / 10.0)).collect();
    let expected: Vec<_> = EXPECTED.iter().map(|(port, average)| ((*port).to_owned(), *average)).collect();
    assert_eq!(got, expected);
}

/// All packets of the lake, whatever files they lie in.
async fn digest(world: &World) -> Digest {
    world.observe.digest().await.unwrap()
}

#[tokio::test]
async fn half_a_year_imports_whole_with_the_known_averages_and_only_once() {
    let Some(file) = marx() else { return };
    let world = World::new().await;
    let done = import(&world, std::slice::from_ref(&file)).await;
    assert_eq!(
        (done[0].reading.packets, done[0].reading.problem_count),
        (451_581, 0),
        "{:?}",
        done[0].reading
    );
    check(&world).await;
    let generation = world.observe.generation().await.unwrap();
    let again = import(&world, &[file]).await;
    assert!(again[0].already);
    assert_eq!(world.observe.generation().await.unwrap(), generation, "nothing changed");
    check(&world).await;
    // And so sees it whoever opens the folder anew.
    let reopened = World { observe: open(world.folder.path()).await, folder: world.folder };
    check(&reopened).await;
}

#[tokio::test]
async fn shuffled_and_split_it_is_the_same_lake() {
    let Some(file) = marx() else { return };
    let whole = World::new().await;
    import(&whole, std::slice::from_ref(&file)).await;

    let text = std::io::read_to_string(observe::read::open(&file).unwrap()).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    shuffle(&mut rows);
    let parts = World::new().await;
    let mut files = Vec::new();
    for (i, part) in rows.chunks(rows.len() / 5 + 1).enumerate() {
        let path = parts.folder.path().join(format!("part-{i}.csv"));
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        writeln!(file, "{header}").unwrap();
        part.iter().for_each(|row| writeln!(file, "{row}").unwrap());
        files.push(path);
    }
    // One alone, then two together, the rest in another order, and all of them once more.
    import(&parts, &files[..1]).await;
    import(&parts, &files[1..3]).await;
    import(&parts, &[files[4].clone(), files[3].clone()]).await;
    let again = import(&parts, &files).await;
    assert!(again.iter().all(|file| file.already));
    check(&parts).await;
    assert_eq!(digest(&whole).await, digest(&parts).await);
}

/// Fisher and Yates, with a fixed linear congruential generator (Knuth's MMIX constants).
fn shuffle<T>(items: &mut [T]) {
    let mut state = 1_u64;
    for i in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(i, (state >> 33) as usize % (i + 1));
    }
}
