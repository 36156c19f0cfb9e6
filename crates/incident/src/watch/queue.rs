//! Who is looked at when within a round: many hosts at the same time, one host never twice.

use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use jiff::Timestamp;
use kernel::Clock;

use super::look::Looker;
use super::seen::{self, Seen};

/// What is to be looked at: the same URL of several incidents once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    pub host: String,
    pub url: String,
}

/// One after another of a host.
type Line = Vec<String>;

/// Looks at all sites; answers by URL when and what.
pub(super) async fn look(
    looker: &dyn Looker,
    clock: &dyn Clock,
    sites: impl IntoIterator<Item = Site>,
    parallel: usize,
    pause: Duration,
    removal: &[String],
) -> BTreeMap<String, (Timestamp, Seen)> {
    let waiting = Mutex::new(lines(sites));
    let done = Mutex::new(BTreeMap::new());
    let lane = async || {
        loop {
            let line = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(line) = line else { break };
            for (nth, url) in line.into_iter().enumerate() {
                if nth > 0 {
                    tokio::time::sleep(pause).await;
                }
                let at = clock.now();
                let seen = seen::read(&url, looker.look(&url).await, removal);
                done.lock().unwrap_or_else(PoisonError::into_inner).insert(url, (at, seen));
            }
        }
    };
    all((0..parallel.max(1)).map(|_| lane())).await;
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A line for each host, in the order in which hosts come; each URL once.
fn lines(sites: impl IntoIterator<Item = Site>) -> VecDeque<Line> {
    let mut lines: VecDeque<Line> = VecDeque::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for Site { host, url } in sites {
        let place = *places.entry(host).or_insert_with(|| {
            lines.push_back(Line::new());
            lines.len() - 1
        });
        if let Some(line) = lines.get_mut(place)
            && !line.contains(&url)
        {
            line.push(url);
        }
    }
    lines
}

/// Waits for all of a few futures at the same time. They borrow, so that they can't be tasks of their own.
async fn all<F: Future<Output = ()>>(futures: impl IntoIterator<Item = F>) {
    let mut futures: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    poll_fn(|context| {
        futures.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if futures.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use fetch::Error;

    use super::*;
    use crate::watch::Looking;

    /// Counts how many looks are under way, in all and at each host.
    #[derive(Debug, Default)]
    struct Counting {
        now: AtomicUsize,
        most: AtomicUsize,
        hosts: Mutex<BTreeMap<String, usize>>,
        twice: AtomicUsize,
    }

    impl Looker for Counting {
        fn look<'a>(&'a self, url: &'a str) -> Looking<'a> {
            Box::pin(async move {
                let host = url.split('/').nth(2).unwrap().to_owned();
                let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
                self.most.fetch_max(now, Ordering::SeqCst);
                let at_host = {
                    let mut hosts = self.hosts.lock().unwrap();
                    let count = hosts.entry(host.clone()).or_default();
                    *count += 1;
                    *count
                };
                self.twice.fetch_add(usize::from(at_host > 1), Ordering::SeqCst);
                for _ in 0..5 {
                    tokio::task::yield_now().await;
                }
                *self.hosts.lock().unwrap().get_mut(&host).unwrap() -= 1;
                self.now.fetch_sub(1, Ordering::SeqCst);
                Err(Error::Timeout { url: url.to_owned() })
            })
        }
    }

    #[tokio::test]
    async fn many_hosts_at_once_and_each_one_look_at_a_time() {
        let looker = Counting::default();
        let sites = (0..60).map(|i| {
            let host = format!("h{}.example", i % 12);
            Site { url: format!("http://{host}/{}", i % 36), host }
        });
        let clock = testkit::clock("2008-04-01T00:00:00Z");
        let done = super::look(&looker, &*clock, sites, 5, Duration::ZERO, &[]).await;
        assert_eq!(done.len(), 36, "each URL once");
        assert_eq!(looker.most.load(Ordering::SeqCst), 5);
        assert_eq!(looker.twice.load(Ordering::SeqCst), 0);
    }
}
