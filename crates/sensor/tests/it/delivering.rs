//! What arrives, and how often, when everything fails that can.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sensor::clock::{Clock, Timing};
use sensor::deliver::{self, Courier, Delivered, Pauses, Peers};
use sensor::identity::Identity;
use sensor::spool::Spool;
use wire::Batch;
use wire::enrol::{Secret, Token};

use crate::clock::TestClock;
use crate::collector::{Collector, Fault};
use crate::program::Program;
use crate::spooling::{ROOM, batch};

const NOW: i64 = 1_700_000_000_000_000;
const HOUR: i64 = 3_600_000_000;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn enrolled(collector: &Collector) -> Identity {
    runtime().block_on(deliver::enrol(&collector.address.to_string(), &collector.token)).unwrap()
}

fn courier(clock: &Arc<TestClock>, spool: &Arc<Mutex<Spool>>, identity: &Identity) -> Courier {
    let clock: Arc<dyn Clock> = Arc::<TestClock>::clone(clock);
    let pauses = Pauses { first: Duration::from_millis(1), longest: Duration::from_millis(4) };
    Courier::new(clock, Arc::clone(spool), identity, Arc::new(Peers::default())).unwrap().with_pauses(pauses)
}

fn deliver_all(courier: &mut Courier) {
    runtime().block_on(async {
        loop {
            match courier.deliver().await {
                Delivered::All => return,
                Delivered::Some => {}
                Delivered::Later(pause) => tokio::time::sleep(pause).await,
            }
        }
    });
}

/// Faults one after the other, restarts and overflows among them: what is there and what is said to be lost is
/// together what was put in.
#[test]
fn nothing_is_doubled_or_lost_unsaid_whatever_happens() {
    let collector = Collector::here();
    let identity = enrolled(&collector);
    let folder = tempfile::tempdir().unwrap();
    let open = || Arc::new(Mutex::new(Spool::open(folder.path(), identity.sensor, 1 << 20).unwrap()));
    let clock = Arc::new(TestClock::new(NOW));
    let mut random = StdRng::seed_from_u64(5);
    let (mut spool, mut put, mut faults) = (open(), 0, 0);
    let mut sender = courier(&clock, &spool, &identity);
    let runtime = runtime();
    for n in 0..400 {
        let packets = if random.gen_bool(0.1) { 20_000 } else { random.gen_range(0..50) };
        spool.lock().unwrap().put(batch(n, packets), Timing::now(&*clock)).unwrap();
        put += u64::from(packets);
        let fault = match random.gen_range(0..9) {
            0 => Some(Fault::Status(502)),
            1 => Some(Fault::Status(503)),
            2 => Some(Fault::Status(413)),
            3 => Some(Fault::Status(422)),
            4 => Some(Fault::CutBefore),
            5 | 6 => Some(Fault::CutAfter),
            7 => Some(Fault::OnlyFirst),
            _ => None,
        };
        // Half of the time nothing is delivered, so that the spool overflows.
        if random.gen_bool(0.5) {
            faults += usize::from(fault.is_some());
            collector.fail(fault);
            runtime.block_on(sender.deliver());
        }
        if random.gen_bool(0.1) {
            drop(sender);
            drop(spool);
            spool = open();
            sender = courier(&clock, &spool, &identity);
        }
    }
    drop(runtime);
    deliver_all(&mut sender);
    let taken = collector.taken();
    assert_eq!(taken.packets() as u64 + taken.lost(), put);
    assert!(faults > 150 && taken.faults.is_empty(), "{} of {faults} faults left", taken.faults.len());
    assert!(taken.lost() > 0 && taken.repeated > 0);
    assert_eq!(taken.acknowledged, 400);
    assert_eq!(spool.lock().unwrap().waiting().len(), 0);
}

/// Frames say what their clock was off by, also those from before it was set right.
#[test]
fn the_clock_is_measured_for_each_of_its_settings() {
    let collector = Collector::here();
    let identity = enrolled(&collector);
    let folder = tempfile::tempdir().unwrap();
    let spool = Arc::new(Mutex::new(Spool::open(folder.path(), identity.sensor, ROOM).unwrap()));
    let clock = Arc::new(TestClock::new(NOW + HOUR));
    collector.taken().clock_us = NOW;
    let put = |n: i64| {
        let now_us = clock.wall_us();
        let heartbeat = Batch { made_us: now_us, from_us: now_us - 10, until_us: now_us, ..batch(n, 0) };
        spool.lock().unwrap().put(heartbeat, Timing::now(&*clock)).unwrap();
    };
    let pass = |us: i64| {
        clock.pass(us);
        collector.taken().clock_us += us;
    };
    let mut sender = courier(&clock, &spool, &identity);
    put(0);
    deliver_all(&mut sender);
    // One more by the wrong clock, which is then set; and set again before anything was delivered.
    put(1);
    pass(HOUR);
    clock.set_by(-HOUR);
    put(2);
    pass(1_000_000);
    clock.set_by(-2 * HOUR);
    put(3);
    deliver_all(&mut sender);
    // The machine starts anew, twice, and only the second time is there a network.
    clock.boot.store(2, Ordering::SeqCst);
    clock.boot_us.store(0, Ordering::SeqCst);
    put(4);
    clock.boot.store(3, Ordering::SeqCst);
    put(5);
    deliver_all(&mut sender);
    let offsets: Vec<Option<i64>> = collector.taken().batches.iter().map(|(_, offset)| *offset).collect();
    let (fast, right, slow) = (Some(HOUR), Some(0), Some(-2 * HOUR));
    assert_eq!(offsets, [fast, fast, right, slow, None, slow]);
    assert_eq!(sender.standing().offset_us, slow);
}

/// A collector that was put back to an earlier state asks for frames that are gone, and hears how much was in them.
#[test]
fn a_collector_that_forgot_hears_what_it_forgot() {
    let collector = Collector::here();
    let identity = enrolled(&collector);
    let folder = tempfile::tempdir().unwrap();
    let spool = Arc::new(Mutex::new(Spool::open(folder.path(), identity.sensor, ROOM).unwrap()));
    let clock = Arc::new(TestClock::new(NOW));
    let mut sender = courier(&clock, &spool, &identity);
    for n in 0..6 {
        spool.lock().unwrap().put(batch(n, 10), Timing::now(&*clock)).unwrap();
        if n == 5 {
            collector.fail([Fault::Forget(2)]);
        }
        deliver_all(&mut sender);
    }
    let taken = collector.taken();
    assert_eq!((taken.acknowledged, taken.packets(), taken.lost()), (6, 30, 30));
}

#[test]
fn who_is_not_wanted_is_told_and_keeps_what_it_has() {
    let collector = Collector::here();
    let identity = enrolled(&collector);
    let folder = tempfile::tempdir().unwrap();
    let spool = Arc::new(Mutex::new(Spool::open(folder.path(), identity.sensor, ROOM).unwrap()));
    let clock = Arc::new(TestClock::new(NOW));
    let mut sender = courier(&clock, &spool, &identity);
    spool.lock().unwrap().put(batch(0, 10), Timing::now(&*clock)).unwrap();
    collector.taken().is_revoked = true;
    let runtime = runtime();
    assert!(matches!(runtime.block_on(sender.deliver()), Delivered::Later(_)));
    assert!(sender.standing().is_refused);
    assert!(sender.standing().trouble.as_ref().unwrap().contains("this sensor was retired"));
    assert_eq!(spool.lock().unwrap().waiting().len(), 1);
    drop(runtime);
    collector.taken().is_revoked = false;
    deliver_all(&mut sender);
    assert_eq!(collector.taken().packets(), 10);
    assert!(!sender.standing().is_refused);
}

#[test]
fn a_collector_of_another_authority_is_not_spoken_to() {
    let (collector, other) = (Collector::here(), Collector::here());
    let address = collector.address.to_string();
    let check = |token: Token, words: &str| {
        let error = runtime().block_on(deliver::enrol(&address, &token)).unwrap_err();
        assert!(format!("{error:#}").contains(words), "{error:#}");
    };
    check(other.token, "UnknownIssuer");
    check(Token { secret: Secret([0; 16]), ..collector.token }, "the token is not known, or was used");

    // Nor is one that took another's place after the enrolment.
    let identity = Identity { collector: other.address.to_string(), ..enrolled(&collector) };
    let folder = tempfile::tempdir().unwrap();
    let spool = Arc::new(Mutex::new(Spool::open(folder.path(), identity.sensor, ROOM).unwrap()));
    let mut sender = courier(&Arc::new(TestClock::new(NOW)), &spool, &identity);
    runtime().block_on(sender.deliver());
    assert!(sender.standing().trouble.as_ref().unwrap().contains("UnknownIssuer"));
    assert_eq!(other.taken().deliveries, 0);
}

#[test]
fn the_program_says_what_to_do_next() {
    let program = Program::new();
    let check = |arguments: &[&str], words: &str| {
        let output = program.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(words), "{arguments:?}: {said}");
    };
    check(&["run", "--interface", "lo"], "hinomi-sensor enroll --collector HOST:PORT");
    check(&["status"], "no service has run");
    check(&["enroll", "--collector", "127.0.0.1:1", "--token", "x"], "a token begins with");
    let collector = Collector::here();
    program.enrol(&collector);
    let (address, token) = (collector.address.to_string(), collector.token.to_string());
    check(&["enroll", "--collector", &address, "--token", &token], "is sensor test-1");
    program.ok(&["enroll", "--replace", "--collector", &address, "--token", &token]);
    check(&["run"], "no interface is named");
    check(&["run", "--interface", "nowhere0"], "there is no interface nowhere0");
    std::fs::write(program.path("config.toml"), "interface = \"lo\"\nignore_ports = [\"ssh\"]\n").unwrap();
    check(&["run"], "line 2");
    let mode = std::os::unix::fs::PermissionsExt::mode;
    assert_eq!(mode(&program.state().join("identity.json").metadata().unwrap().permissions()) & 0o777, 0o600);
}
