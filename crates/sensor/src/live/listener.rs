//! The kernel's ring: AF_PACKET with TPACKET_V3 (Linux, Documentation/networking/packet_mmap.rst), through `netring`.

use std::time::Duration;

use anyhow::{Context, anyhow};
use netring::{BpfFilter, Capture, Error};

/// Bytes that the kernel hands over at a time. A block is held back until it is full or [`RETIRE_MS`] old.
const BLOCK: usize = 1 << 18;

/// Milliseconds after which the kernel hands over a block that is not full. This much later than it came, at most, a
/// packet reaches this program.
const RETIRE_MS: u32 = 60;

/// Bytes that the ring is divided by. TPACKET_V3 packs packets of any size; it only wants a number that fits.
const FRAME: usize = 2048;

/// Opens the ring. Packets from before this returns may be in it, also from other interfaces and unfiltered: who
/// reads it leaves those out by their time.
pub(super) fn open(interface: &str, filter: BpfFilter, ring: u64) -> anyhow::Result<Capture> {
    let opened = Capture::builder()
        .interface(interface)
        .block_size(BLOCK)
        .block_count(usize::try_from(ring)?.div_ceil(BLOCK).max(2))
        .frame_size(FRAME)
        .block_timeout_ms(RETIRE_MS)
        .fill_rxhash(false)
        .ignore_outgoing(true)
        .bpf_filter(filter)
        .build();
    match opened {
        Err(Error::PermissionDenied) => Err(anyhow!(
            "listening on {interface} needs the capability CAP_NET_RAW: run it as the service that the package \
             installs, or as root, or once: setcap cap_net_raw+ep hinomi-sensor"
        )),
        other => other.with_context(|| format!("listening on {interface}")),
    }
}

/// A packet's time in microseconds since the epoch.
#[inline]
pub(super) fn micros(packet: &netring::Packet<'_>) -> i64 {
    let time = packet.timestamp();
    i64::from(time.sec) * 1_000_000 + i64::from(time.nsec / 1_000)
}

/// How long a look for packets waits.
pub(super) const LOOK: Duration = Duration::from_millis(100);
