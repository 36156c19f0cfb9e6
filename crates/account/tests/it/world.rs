//! Accounts in a folder that goes away, at a time that is set.

use std::sync::Arc;

use account::{Client, NewUser, Role, Secret, Service, Session, SignIn};
use jiff::{SignedDuration, Timestamp};
use kernel::{Clock, FixedClock, Lang};
use testkit::DataFolder;

pub(crate) const PASSWORD: &str = "correct horse battery";

pub(crate) struct World {
    pub folder: DataFolder,
    pub clock: Arc<FixedClock>,
    pub accounts: Service,
}

impl World {
    /// Accounts of these users, all with the same password.
    pub(crate) async fn new(users: &[(&str, Role)]) -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T00:00:00Z");
        let accounts = open(&folder, &clock).await;
        for (name, role) in users {
            let new = NewUser { name, display: name, role: *role, lang: Lang::Ja, password: PASSWORD };
            accounts.add_user(new, "cli").await.unwrap();
        }
        Self { folder, clock, accounts }
    }

    /// The same folder, opened by another process.
    pub(crate) async fn reopened(&self) -> Service {
        open(&self.folder, &self.clock).await
    }

    pub(crate) fn after(&self, span: SignedDuration) -> Timestamp {
        let at = self.clock.now().checked_add(span).unwrap();
        self.clock.set(at);
        at
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> SignIn {
        self.accounts.sign_in(name, password, &from("192.0.2.1")).await.unwrap()
    }

    pub(crate) async fn begun(&self, name: &str) -> (Secret, Session) {
        let SignIn::Done(done) = self.sign_in(name, PASSWORD).await else { panic!("no session") };
        let session = self.accounts.session(&done.token).await.unwrap().unwrap();
        (done.token, session)
    }

    /// What the journal says was done, the oldest first.
    pub(crate) async fn deeds(&self) -> Vec<String> {
        let mut entries = self.accounts.journal(None, None, 1000).await.unwrap();
        entries.reverse();
        entries.into_iter().map(|e| format!("{} {} {} {}", e.who, e.what, e.object, e.detail)).collect()
    }
}

async fn open(folder: &DataFolder, clock: &Arc<FixedClock>) -> Service {
    let database = testkit::database(folder.path()).await;
    Service::open(database, Arc::clone(clock) as _).await.unwrap()
}

pub(crate) fn from(address: &str) -> Client {
    Client { address: address.parse().ok(), agent: "Browser/1.0".to_owned() }
}
