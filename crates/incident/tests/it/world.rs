//! A desk in a folder that goes away.

use std::sync::Arc;

use incident::intake::{Arrival, When};
use incident::notify::NotifyConfig;
use incident::{Config, Service};
use jiff::tz::TimeZone;
use kernel::{FixedClock, Originals, Text};
use testkit::DataFolder;

pub(crate) struct World {
    pub folder: DataFolder,
    pub desk: Service,
    pub clock: Arc<FixedClock>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T00:00:00+09:00");
        let desk = open(&folder, &clock).await;
        Self { folder, desk, clock }
    }

    pub(crate) async fn receive(&self, mail: &str) -> incident::intake::Arrived {
        let arrival = Arrival::mail(mail.replace('\n', "\r\n").into_bytes());
        self.desk.receive(vec![arrival]).await.unwrap().remove(0)
    }

    pub(crate) async fn receive_at(&self, mail: &str, at: &str) {
        let mail = mail.replace('\n', "\r\n").into_bytes();
        let arrival = Arrival { when: When::At(at.parse().unwrap()), ..Arrival::mail(mail) };
        self.desk.receive(vec![arrival]).await.unwrap();
    }
}

pub(crate) async fn open(folder: &DataFolder, clock: &Arc<FixedClock>) -> Service {
    let notify = NotifyConfig { from: "desk@csirt.example".to_owned(), ..NotifyConfig::default() };
    open_with(folder, clock, notify).await
}

pub(crate) async fn open_with(folder: &DataFolder, clock: &Arc<FixedClock>, notify: NotifyConfig) -> Service {
    let database = testkit::database(folder.path()).await;
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    let organisation = Text { ja: "見本CSIRT".to_owned(), en: "Sample CSIRT".to_owned() };
    let config = Config { notify, ..Config::new(organisation, TimeZone::get("Asia/Tokyo").unwrap()) };
    Service::open(database, originals, config, Arc::clone(clock) as _).await.unwrap()
}
