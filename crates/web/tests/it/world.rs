//! A site over a lake with the first quarter of 2008 of three made-up sensors, made once for all tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use desk::App;
use jiff::tz::TimeZone;
use observe::read::lines::{Format, LineOptions};
use observe::{ImportFile, ImportRequest};
use testkit::DataFolder;
use tower::ServiceExt;

/// When the tests take place: a week after the quarter.
const NOW: &str = "2008-04-07T00:00:00+09:00";

/// What the site says on top of every page of the sample.
const SETTINGS: &str = "[organisation]\nja = \"見本<CSIRT>\"\nen = \"Sample <CSIRT>\"\n\
                        [notice]\nja = \"見本データです。\"\nen = \"Sample data.\"\n\
                        [publication]\ndelay-hours = 0\nsensors = 1\nround = 0\n";

/// The data folder, made by the first test that asks. It lies in cargo's folder for tests' files, as nothing
/// that lives as long as the process is ever dropped.
///
/// A runner may give each test a process of its own: then the first makes it, under a lock, for all of its run.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let parent = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let run = std::env::var_os("NEXTEST_RUN_ID").map_or_else(
            || format!("process {}", std::process::id()),
            |run| run.to_string_lossy().into_owned(),
        );
        let (folder, made_by) = (parent.join("web-sample"), parent.join("web-sample.run"));
        let lock = fs::File::create(parent.join("web-sample.lock")).unwrap();
        lock.lock().unwrap();
        if fs::read_to_string(&made_by).is_ok_and(|by| by == run) {
            return folder;
        }
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("settings.toml"), SETTINGS).unwrap();
        let filled = folder.clone();
        // A thread of its own, as this may be asked for from inside a runtime.
        let thread = std::thread::spawn(move || {
            tokio::runtime::Runtime::new().unwrap().block_on(fill(&filled));
        });
        thread.join().unwrap();
        fs::write(made_by, run).unwrap();
        folder
    })
}

async fn fill(folder: &Path) {
    let app = App::open(folder, testkit::clock(NOW)).await.unwrap();
    let rows = folder.join("rows.csv");
    std::fs::write(&rows, quarter()).unwrap();
    import(&app, &rows).await;
}

/// Imports rows of [`COLUMNS`].
pub(crate) async fn import(app: &App, rows: &Path) {
    let columns = "time=time,sensor=sensor,src=src,proto=proto,icmp-type=type,sport=sport,dport=dport";
    let lines = LineOptions {
        format: Some(Format::Table),
        columns: Some(columns.parse().unwrap()),
        year: None,
        zone: TimeZone::UTC,
    };
    let files = vec![ImportFile { path: rows.to_owned(), sensor: None }];
    app.observe.import(ImportRequest { files, lines }, Arc::new(())).await.unwrap();
}

/// The head of the rows.
pub(crate) const COLUMNS: &str = "time,sensor,src,proto,type,sport,dport\n";

/// The sensors' names, which no page may say.
pub(crate) const SENSORS: [&str; 3] = ["watch-asahi", "watch-biwa", "watch-chitose"];

/// What is hit, the most first.
const HIT: [(&str, u16); 11] = [
    ("tcp", 135),
    ("tcp", 445),
    ("tcp", 139),
    ("tcp", 1433),
    ("udp", 1026),
    ("icmp", 8),
    ("tcp", 22),
    ("tcp", 2967),
    ("tcp", 5900),
    ("icmp", 3),
    ("tcp", 80),
];

/// January to March 2008 of Tokyo: each sensor is hit some times a day on each port, a little differently each
/// day, in its first and its last hour too, so that all are alive throughout.
fn quarter() -> String {
    const FIRST_MIDNIGHT: i64 = 1_199_113_200; // 2008-01-01T00:00:00+09:00
    let mut rows = COLUMNS.to_owned();
    for day in 0..91_usize {
        for (sensor, name) in SENSORS.iter().enumerate() {
            for (place, (protocol, port)) in HIT.iter().enumerate() {
                let packets = 2 * (HIT.len() - place) + (day * 7 + place * 3 + sensor) % 3;
                for packet in 0..packets {
                    let second = packet * 86_399 / (packets - 1).max(1);
                    let time = FIRST_MIDNIGHT + (day * 86_400 + second) as i64;
                    let source = 1 + (day + packet * 5 + sensor) % 250;
                    let (kind, dport) = if *protocol == "icmp" {
                        (port.to_string(), String::new())
                    } else {
                        (String::new(), port.to_string())
                    };
                    rows.push_str(&format!(
                        "{time},{name},192.0.2.{source},{protocol},{kind},40000,{dport}\n"
                    ));
                }
            }
        }
    }
    rows
}

/// The application over the sample.
pub(crate) async fn app() -> App {
    App::open(folder(), testkit::clock(NOW)).await.unwrap()
}

/// The site over the sample.
pub(crate) async fn site() -> Router {
    web::router(app().await)
}

/// The application over a folder of its own; its records are where the tests' records are.
pub(crate) async fn open(folder: &DataFolder) -> App {
    if let Some((_, url)) = testkit::postgres_of(folder.path()).await {
        let path = folder.path().join("settings.toml");
        let settings = fs::read_to_string(&path).unwrap_or_default();
        if !settings.contains("database = ") {
            fs::write(path, format!("database = \"{url}\"\n{settings}")).unwrap();
        }
    }
    App::open(folder.path(), testkit::clock(NOW)).await.unwrap()
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Asks the site.
pub(crate) async fn ask(site: &Router, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = site.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

/// `GET` without any header.
pub(crate) async fn get(site: &Router, address: &str) -> Answer {
    ask(site, Method::GET, address, &[]).await
}
