//! The courier's day: delivers whenever something waits, until it is told to stop.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::courier::{Courier, Delivered, Standing};

/// How long the end of the program waits for a last delivery. What does not go over then waits on the disk.
const LAST: Duration = Duration::from_secs(5);

/// Delivers until `stop` says so; then once more, briefly. `wake` says that something new waits.
pub async fn run(
    mut courier: Courier,
    wake: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
    standing: Arc<Mutex<Standing>>,
) {
    let tell = |courier: &Courier| {
        courier.standing().clone_into(&mut standing.lock().unwrap_or_else(PoisonError::into_inner));
    };
    while !*stop.borrow() {
        let outcome = tokio::select! {
            outcome = courier.deliver() => outcome,
            _ = stop.changed() => break,
        };
        tell(&courier);
        tokio::select! {
            () = pause(outcome, &wake) => {}
            _ = stop.changed() => break,
        }
    }
    let last = async { while courier.deliver().await == Delivered::Some {} };
    if timeout(LAST, last).await.is_err() {
        tracing::info!("what is not delivered yet waits in the spool");
    }
    tell(&courier);
}

/// Delivers until `stop` says that nothing more comes, and then until nothing waits any more.
pub async fn until_empty(
    mut courier: Courier,
    wake: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
    standing: Arc<Mutex<Standing>>,
) {
    loop {
        let outcome = courier.deliver().await;
        courier.standing().clone_into(&mut standing.lock().unwrap_or_else(PoisonError::into_inner));
        let is_last = *stop.borrow();
        match outcome {
            Delivered::All if is_last => return,
            Delivered::All => {
                tokio::select! {
                    () = wake.notified() => {}
                    _ = stop.changed() => {}
                }
            }
            other => pause(other, &wake).await,
        }
    }
}

async fn pause(outcome: Delivered, wake: &Notify) {
    match outcome {
        Delivered::All => wake.notified().await,
        Delivered::Some => {}
        Delivered::Later(pause) => sleep(pause).await,
    }
}
