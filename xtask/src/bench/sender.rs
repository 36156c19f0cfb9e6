//! Puts packets on a wire as fast as one core can: SYNs from anywhere to one address, no two alike.

use std::fs::File;
use std::io::IoSlice;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::ifaddrs::getifaddrs;
use nix::sched::{CloneFlags, setns};
use nix::sys::socket::{
    AddressFamily, LinkAddr, MsgFlags, MultiHeaders, SockFlag, SockType, bind, sendmmsg, socket,
};

use super::random::Random;

/// Frames that one system call sends.
const AT_ONCE: usize = 64;

/// Ports that are asked for.
const PORTS: [u16; 8] = [22, 23, 80, 443, 445, 2323, 3389, 8080];

/// Sends from `interface` of a network namespace to the link address 02:00:00:00:00:10 and 192.0.2.10, for so long;
/// says how many.
pub(super) fn send(namespace: &str, interface: &str, time: Duration) -> Result<u64> {
    // On a thread of its own, which ends in the other namespace.
    let sent = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                setns(File::open(format!("/run/netns/{namespace}"))?, CloneFlags::CLONE_NEWNET)?;
                from_here(interface, time)
            })
            .join()
    });
    sent.map_err(|_| anyhow::anyhow!("the sender ended"))?
}

fn from_here(interface: &str, time: Duration) -> Result<u64> {
    let socket = socket(AddressFamily::Packet, SockType::Raw, SockFlag::empty(), None)?;
    let mut links = getifaddrs()?.filter(|entry| entry.interface_name == interface);
    let link = links.find_map(|entry| entry.address?.as_link_addr().copied());
    let link: LinkAddr = link.with_context(|| format!("no interface {interface}"))?;
    bind(socket.as_raw_fd(), &link)?;

    let mut random = Random::new(7);
    let mut frames = vec![frame(); AT_ONCE];
    let mut headers = MultiHeaders::<LinkAddr>::preallocate(AT_ONCE, None);
    let nowhere: [Option<LinkAddr>; AT_ONCE] = [None; AT_ONCE];
    let (began, mut sent) = (Instant::now(), 0);
    while began.elapsed() < time {
        for frame in &mut frames {
            let (any, more) = (random.next(), random.next());
            frame[18..20].copy_from_slice(&any.to_le_bytes()[..2]);
            frame[26..30].copy_from_slice(&any.to_le_bytes()[4..]);
            frame[36..38].copy_from_slice(&PORTS[(any % 8) as usize].to_be_bytes());
            frame[38..42].copy_from_slice(&more.to_le_bytes()[..4]);
        }
        let parts: Vec<[IoSlice<'_>; 1]> = frames.iter().map(|frame| [IoSlice::new(frame)]).collect();
        let done = sendmmsg(socket.as_raw_fd(), &mut headers, &parts, nowhere, [], MsgFlags::empty())?;
        sent += done.count() as u64;
    }
    Ok(sent)
}

/// Ethernet, IPv4, and a SYN with one option: 58 bytes, as scanners send.
fn frame() -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 0x10, 2, 0, 0, 0, 0, 9, 8, 0];
    frame.extend([0x45, 0, 0, 44, 0, 0, 0, 0, 64, 6, 0, 0, 0, 0, 0, 0, 192, 0, 2, 10]);
    frame.extend([0x9c, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x60, 2, 4, 0, 0, 0, 0, 0, 2, 4, 5, 0xb4]);
    frame
}
