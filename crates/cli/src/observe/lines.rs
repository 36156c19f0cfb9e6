//! How lines are read: the options that `count` and `import` share.

use clap::Args;
use jiff::tz::TimeZone;
use observe::read::lines::{Columns, Format, LineOptions};

use crate::period::ZoneArg;

/// Options for formats that have lines; captures need none of them.
#[derive(Debug, Args)]
pub(crate) struct LineArgs {
    /// Read as firewall (iptables, nftables LOG), dshield or csv; recognised by content unless said.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Which CSV column is what: time=datetime,sensor=host,src=src,dst=dst,proto=proto,icmp-type=type,sport=spt,dport=dpt.
    #[arg(long, value_name = "KEY=NAME,...")]
    columns: Option<Columns>,
    /// The year of log lines that do not say it (RFC 3164).
    #[arg(long)]
    year: Option<i16>,
    /// The zone of times that do not say it.
    #[command(flatten)]
    pub zone: ZoneArg,
}

impl LineArgs {
    /// As the readers take them.
    pub(crate) fn options(&self, zone: TimeZone) -> LineOptions {
        LineOptions { format: self.format, columns: self.columns.clone(), year: self.year, zone }
    }
}
