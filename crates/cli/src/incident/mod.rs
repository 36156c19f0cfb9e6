//! `hinomi incident ...`

mod export;
mod lmtp;
mod receive;
mod send;
mod stats;
mod watch;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Incident {
    /// Takes in messages: mails, mboxes, Maildirs, feeds' files; each original once.
    Receive(receive::Receive),
    /// Takes in mails from a mail server, over LMTP.
    Lmtp(lmtp::Lmtp),
    /// Sends the notifications that were approved. A running server does so by itself.
    Send,
    /// Looks at the harmful sites that are due. A running server does so by itself.
    Watch,
    /// What came in during a period, counted as the activity report counts it.
    Stats(stats::Stats),
    /// Incidents for other programs, as CSV, JSON, XARF or IODEF.
    Export(export::Export),
}

impl Incident {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Receive(receive) => receive.run(data).await,
            Self::Lmtp(lmtp) => lmtp.run(data).await,
            Self::Send => send::run(data).await,
            Self::Watch => watch::run(data).await,
            Self::Stats(stats) => stats.run(data).await,
            Self::Export(export) => export.run(data).await,
        }
    }
}
