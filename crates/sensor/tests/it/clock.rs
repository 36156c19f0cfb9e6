//! A clock that stands until it is set, and the machine's clocks with the wall clock set wrong.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};

use sensor::clock::{Clock, MachineClock};

#[derive(Debug)]
pub(crate) struct TestClock {
    pub(crate) wall_us: AtomicI64,
    pub(crate) boot_us: AtomicI64,
    pub(crate) boot: AtomicU64,
}

impl TestClock {
    pub(crate) fn new(wall_us: i64) -> Self {
        Self { wall_us: AtomicI64::new(wall_us), boot_us: AtomicI64::new(0), boot: AtomicU64::new(1) }
    }

    /// Time goes by.
    pub(crate) fn pass(&self, us: i64) {
        self.wall_us.fetch_add(us, SeqCst);
        self.boot_us.fetch_add(us, SeqCst);
    }

    /// Somebody sets the clock by so much.
    pub(crate) fn set_by(&self, us: i64) {
        self.wall_us.fetch_add(us, SeqCst);
    }
}

impl Clock for TestClock {
    fn wall_us(&self) -> i64 {
        self.wall_us.load(SeqCst)
    }

    fn boot_us(&self) -> i64 {
        self.boot_us.load(SeqCst)
    }

    fn boot(&self) -> u64 {
        self.boot.load(SeqCst)
    }
}

/// The machine's clocks, the wall clock ahead by as much as a test says.
#[derive(Debug)]
pub(crate) struct WrongClock {
    pub(crate) machine: MachineClock,
    pub(crate) ahead_us: AtomicI64,
}

impl Clock for WrongClock {
    fn wall_us(&self) -> i64 {
        self.of_kernel_us(self.machine.wall_us())
    }

    fn boot_us(&self) -> i64 {
        self.machine.boot_us()
    }

    fn boot(&self) -> u64 {
        self.machine.boot()
    }

    fn of_kernel_us(&self, kernel_us: i64) -> i64 {
        kernel_us + self.ahead_us.load(SeqCst)
    }
}
