//! What time it is, by two clocks.
//!
//! A sensor can't use the kernel crate's clock (it depends on `capture` and `wire` alone), and it needs one clock
//! more: the wall clock may be set at any moment, the boot clock (`CLOCK_BOOTTIME`, clock_gettime(2)) never is. Their
//! difference, the *skew*, changes only when somebody sets the wall clock. So what is learned about the wall clock
//! once, from a collector's answer, holds for every frame that was made with the same skew in the same boot.

use std::fmt::Debug;
use std::path::Path;

use anyhow::Context;
use rustix::time::{ClockId, clock_gettime};

/// Tells the time. Handed in everywhere, so that a test can set it.
pub trait Clock: Debug + Send + Sync {
    /// Microseconds since the epoch, by the wall clock.
    fn wall_us(&self) -> i64;

    /// Microseconds since the machine was started, its sleep included.
    fn boot_us(&self) -> i64;

    /// Which start of the machine this is.
    fn boot(&self) -> u64;

    /// What this clock said when the kernel's wall clock said `kernel_us`: the kernel dates packets itself.
    fn of_kernel_us(&self, kernel_us: i64) -> i64 {
        kernel_us
    }

    /// By how much the wall clock is ahead of the boot clock.
    fn skew_us(&self) -> i64 {
        self.wall_us() - self.boot_us()
    }
}

/// The machine's clocks.
#[derive(Debug, Clone)]
pub struct MachineClock {
    boot: u64,
}

impl MachineClock {
    /// Looks up which start of the machine this is.
    ///
    /// # Errors
    ///
    /// Where the kernel does not tell.
    pub fn new() -> anyhow::Result<Self> {
        const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";
        let text = std::fs::read_to_string(Path::new(BOOT_ID)).context(BOOT_ID)?;
        let digits: String = text.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        let boot = u64::from_str_radix(&digits, 16).with_context(|| format!("{BOOT_ID}: {text:?}"))?;
        Ok(Self { boot })
    }
}

impl Clock for MachineClock {
    fn wall_us(&self) -> i64 {
        micros(ClockId::Realtime)
    }

    fn boot_us(&self) -> i64 {
        micros(ClockId::Boottime)
    }

    fn boot(&self) -> u64 {
        self.boot
    }
}

fn micros(clock: ClockId) -> i64 {
    let time = clock_gettime(clock);
    time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}

/// By which clock the times of a frame are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// This machine's wall clock.
    Wall {
        /// Which start of the machine it was.
        boot: u64,
        /// By how much the wall clock was ahead of the boot clock.
        skew_us: i64,
    },
    /// That of a capture file: nothing this machine can know more about.
    File,
}

impl Timing {
    /// By how much two skews may differ and be the same setting of the clock. Reading two clocks takes time, and a
    /// loaded machine may be held up between them; a smaller step than this is no matter to anybody.
    pub const SAME_US: i64 = 200_000;

    /// That of now.
    pub fn now(clock: &dyn Clock) -> Self {
        Self::Wall { boot: clock.boot(), skew_us: clock.skew_us() }
    }

    /// Whether times by the one follow times by the other.
    pub fn agrees(self, other: Self) -> bool {
        match (self, other) {
            (Self::File, Self::File) => true,
            (Self::Wall { boot: a, skew_us: x }, Self::Wall { boot: b, skew_us: y }) => {
                a == b && (x - y).abs() <= Self::SAME_US
            }
            _ => false,
        }
    }
}
