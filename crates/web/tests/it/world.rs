//! A site over a lake with the sample's first quarter of 2008, made once for all tests.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use desk::App;
use jiff::civil::date;
use jiff::tz::TimeZone;
use observe::read::lines::LineOptions;
use observe::{ImportFile, ImportRequest};
use testkit::DataFolder;
use tower::ServiceExt;

/// What the site says on top of every page of the sample.
const SETTINGS: &str = "[organisation]\nja = \"見本<CSIRT>\"\nen = \"Sample <CSIRT>\"\n\
                        [notice]\nja = \"見本データです。\"\nen = \"Sample data.\"\n";

/// The data folder, made by the first test that asks. It lies in cargo's folder for tests' files, as nothing
/// that lives as long as the process is ever dropped.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("web-sample");
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
        folder
    })
}

async fn fill(folder: &Path) {
    let captures = DataFolder::new();
    let app = App::open(folder, testkit::clock("2008-04-07T00:00:00+09:00")).await.unwrap();
    let quarter = samples::SampleQuarter::over(date(2008, 1, 1), date(2008, 3, 31));
    let files = quarter.captures().map(|capture| {
        let path = captures.path().join(&capture.name);
        capture.write_to(BufWriter::new(File::create(&path).unwrap())).unwrap();
        ImportFile { path, sensor: Some(capture.sensor.to_owned()) }
    });
    let files = files.collect();
    let lines = LineOptions { format: None, columns: None, year: None, zone: TimeZone::UTC };
    app.observe.import(ImportRequest { files, lines }, Arc::new(())).await.unwrap();
    let outage = samples::outage();
    app.observe.declare_outage(outage.sensor, outage.from, outage.to).await.unwrap();
}

/// The application over the sample.
pub(crate) async fn app() -> App {
    App::open(folder(), testkit::clock("2008-04-07T00:00:00+09:00")).await.unwrap()
}

/// The site over the sample.
pub(crate) async fn site() -> Router {
    web::router(app().await)
}

/// The site over a lake without a packet, in `folder`.
pub(crate) async fn empty_site(folder: &DataFolder) -> Router {
    web::router(App::open(folder.path(), testkit::clock("2008-04-07T00:00:00+09:00")).await.unwrap())
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
