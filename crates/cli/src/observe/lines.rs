//! How lines are read: the options that `count` and `import` share.

use clap::Args;
use jiff::tz::TimeZone;
use observe::read::lines::{Columns, Format, LineOptions};

use crate::period::zone;

/// Options for formats that have lines; captures need none of them.
#[derive(Debug, Args)]
pub(crate) struct LineArgs {
    /// Read as firewall (iptables, nftables LOG), dshield or csv; recognised by content unless said.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Which CSV column is what, as time=datetime,src=source,proto=protocol,dport=port. Keys are time, sensor, src,
    /// dst, proto, sport, dport, icmp-type, icmp-code, ttl, length and flags; #3 is the third column.
    #[arg(long, value_name = "KEY=NAME,...")]
    columns: Option<Columns>,
    /// The year of log lines that do not say it (RFC 3164): that of the first line.
    #[arg(long)]
    year: Option<i16>,
    // A log written by a machine without a zone is most likely in UTC; the organisation's zone is for people.
    /// IANA time zone of times that do not say theirs, such as Asia/Tokyo; UTC unless said.
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<TimeZone>,
}

impl LineArgs {
    /// As the readers take them.
    pub(crate) fn options(&self) -> LineOptions {
        let zone = self.time_zone.clone().unwrap_or(TimeZone::UTC);
        LineOptions { format: self.format, columns: self.columns.clone(), year: self.year, zone }
    }
}
