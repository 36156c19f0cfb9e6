//! Live sensors: the real programs `hinomi serve --collect` and `hinomi-sensor` as processes of their own, over real
//! sockets.

use std::time::{Duration, Instant};

mod capture;
mod collector;
mod disturbance;
mod faults;
mod howto;
mod network;
mod proxy;
mod sensor;
mod vagrant;
mod wires;

/// A client of the collector that does as it likes.
#[expect(dead_code, reason = "the tests of web, whose file this is, ask more of it")]
#[path = "../../../../web/tests/it/attacks/collector/peer.rs"]
mod peer;

/// Waits until it is so; two minutes are for ever.
#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed().as_secs() < 120, "waited for: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
