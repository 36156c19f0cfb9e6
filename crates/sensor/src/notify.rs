//! Tells systemd how the service is (sd_notify(3), the protocol): a datagram of `NAME=VALUE` lines.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::PathBuf;

/// Who supervises this program, if anybody does.
#[derive(Debug)]
pub(crate) struct Supervisor {
    socket: Option<(UnixDatagram, SocketAddr)>,
}

impl Supervisor {
    /// The one behind the socket that `NOTIFY_SOCKET` names.
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        let address = path.and_then(|path| match path.as_os_str().as_bytes() {
            [b'@', name @ ..] => SocketAddr::from_abstract_name(name).ok(),
            _ => SocketAddr::from_pathname(path).ok(),
        });
        Self { socket: address.and_then(|address| Some((UnixDatagram::unbound().ok()?, address))) }
    }

    /// Listening has begun.
    pub(crate) fn ready(&self) {
        self.say("READY=1\nSTATUS=listening");
    }

    /// Still alive: without this for as long as the unit's WatchdogSec, systemd starts the program anew.
    pub(crate) fn alive(&self) {
        self.say("WATCHDOG=1");
    }

    /// The end has begun.
    pub(crate) fn stopping(&self) {
        self.say("STOPPING=1");
    }

    fn say(&self, text: &str) {
        if let Some((socket, address)) = &self.socket {
            // A supervisor that does not listen is none.
            let _ = socket.send_to_addr(text.as_bytes(), address);
        }
    }
}
