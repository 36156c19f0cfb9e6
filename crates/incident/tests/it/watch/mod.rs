//! Sites that are watched: a real server on loopback, whose pages change.

mod course;
mod own_network;
mod server;
mod verbs;

use std::sync::Arc;
use std::time::Duration;

use fetch::{Fetcher, Options};
use incident::intake::{Arrival, Content, When};
use incident::{Config, Round, Service, Watch, WatchConfig, WatchEvent};
use jiff::tz::TimeZone;
use kernel::{Clock as _, FixedClock, Originals, Text};
use testkit::DataFolder;

use self::server::{Names, Server};

/// A desk, a web full of sites, and a clock to hand on.
struct Watched {
    folder: DataFolder,
    clock: Arc<FixedClock>,
    config: WatchConfig,
    desk: Service,
    names: Arc<Names>,
    fetcher: Fetcher,
    server: Server,
}

impl Watched {
    async fn new(at: &str, config: WatchConfig) -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock(at);
        let config = WatchConfig { pause: Duration::ZERO, ..config };
        let desk = open(&folder, &clock, &config).await;
        let names = Arc::new(Names::default());
        let options = Options {
            allow: vec!["127.0.0.1/32".parse().unwrap()],
            any_certificate: true,
            resolver: Arc::clone(&names) as _,
            ..Options::default()
        };
        let fetcher = Fetcher::new(options).unwrap();
        Self { folder, clock, config, desk, names, fetcher, server: Server::start().await }
    }

    /// As after a kill: everything that is not on the disk is lost.
    async fn reopen(&mut self) {
        self.desk = open(&self.folder, &self.clock, &self.config).await;
    }

    /// A site with this page, and its incident.
    async fn site(&self, host: &str, page: &str) -> i64 {
        self.names.point(host, "127.0.0.1");
        self.server.page(host, 200, page);
        self.report(&format!("http://{host}:{}/login", self.server.port)).await
    }

    /// Somebody reports a phishing site.
    async fn report(&self, url: &str) -> i64 {
        let now = self.clock.now();
        let arrival = Arrival {
            // The time makes the bytes, and so the message, a new one.
            content: Content::Bytes(format!("date,URL,description\n,{url},{now}\n").into_bytes()),
            name: "list.csv".to_owned(),
            channel: None,
            when: When::Now,
            receipt: None,
        };
        let arrived = self.desk.receive(vec![arrival]).await.unwrap().remove(0);
        assert_eq!((arrived.already, arrived.incidents), (false, 1), "{url}");
        let query = incident::IncidentQuery { message: Some(arrived.message), ..Default::default() };
        self.desk.incidents(&query, incident::Page::default()).await.unwrap()[0].id
    }

    /// Lets so many minutes go by, and looks.
    async fn after(&self, minutes: i64) -> Round {
        self.clock.set(self.clock.now() + jiff::SignedDuration::from_mins(minutes));
        self.desk.watch_new().await.unwrap();
        self.desk.watch_round(&self.fetcher).await.unwrap()
    }

    async fn events(&self, minutes: i64) -> Vec<WatchEvent> {
        self.after(minutes).await.events
    }

    async fn watch(&self, incident: i64) -> Watch {
        self.desk.watch(incident).await.unwrap().unwrap().watch
    }

    async fn incident(&self, id: i64) -> incident::Incident {
        let all = incident::Page { before: None, limit: 1000 };
        let incidents = self.desk.incidents(&incident::IncidentQuery::default(), all).await.unwrap();
        incidents.into_iter().find(|incident| incident.id == id).unwrap()
    }

    /// What the audit journal says of an incident, oldest first, as word and detail.
    async fn journal(&self, incident: i64) -> Vec<String> {
        let database = testkit::database(self.folder.path()).await;
        let object = format!("incident/{incident}");
        let mut entries =
            kernel::journal::list(database.connection(), Some(&object), None, 100).await.unwrap();
        entries.reverse();
        entries.into_iter().map(|entry| format!("{} {}", entry.what, entry.detail)).collect()
    }
}

async fn open(folder: &DataFolder, clock: &Arc<FixedClock>, watch: &WatchConfig) -> Service {
    let database = testkit::database(folder.path()).await;
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    let organisation = Text { ja: "見本CSIRT".to_owned(), en: "Sample CSIRT".to_owned() };
    let config =
        Config { watch: watch.clone(), ..Config::new(organisation, TimeZone::get("Asia/Tokyo").unwrap()) };
    Service::open(database, originals, config, Arc::clone(clock) as _).await.unwrap()
}
