//! Who the machine itself talks with: what they answer is not what the sensor is there to see.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a connection waits for the capture to know of it. The capture looks several times a second; if it has
/// died, the daemon ends anyway.
const PATIENCE: Duration = Duration::from_secs(2);

/// The collector's addresses, handed from who connects to who captures.
#[derive(Debug, Default)]
pub struct Peers {
    told: Mutex<Vec<SocketAddr>>,
    version: AtomicU64,
    known: AtomicU64,
    is_watched: std::sync::atomic::AtomicBool,
}

impl Peers {
    /// Says that somebody takes note from now on.
    pub fn watch(&self) {
        self.is_watched.store(true, Ordering::SeqCst);
    }

    /// Tells whom a connection may go to, and waits until this is known: their first answer comes after that.
    pub async fn announce(&self, addresses: &[SocketAddr]) {
        {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if *told == addresses {
                return;
            }
            addresses.clone_into(&mut told);
            self.version.fetch_add(1, Ordering::SeqCst);
        }
        let version = self.version.load(Ordering::SeqCst);
        let known = async {
            while self.is_watched.load(Ordering::SeqCst) && self.known.load(Ordering::SeqCst) < version {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, known).await.is_err() {
            tracing::warn!("the capture does not take note of the collector's addresses");
        }
    }

    /// The addresses, where they have changed since `version`; with the version they are of.
    pub fn changed(&self, version: u64) -> Option<(u64, Vec<SocketAddr>)> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.version.load(Ordering::SeqCst);
        (now != version).then(|| (now, told.clone()))
    }

    /// Says that these are known.
    pub fn know(&self, version: u64) {
        self.known.store(version, Ordering::SeqCst);
    }
}
