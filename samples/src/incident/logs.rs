//! Log lines of refused or suspicious accesses, as firewalls and servers of the time wrote them.

use jiff::civil::DateTime;

use crate::random::Random;

/// Who writes a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    Iptables,
    /// Cisco PIX.
    Pix,
    /// OpenBSD's packet filter, as tcpdump shows it.
    Pf,
    Ipfw,
    /// Snort's fast alerts.
    Snort,
    WindowsFirewall,
    Sshd,
    Apache,
    /// Microsoft's web server, in the extended format of the W3C; times are UTC.
    Iis,
}

/// Logs of things that see every port.
pub(super) const FIREWALLS: [Log; 6] =
    [Log::Iptables, Log::Pix, Log::Pf, Log::Ipfw, Log::Snort, Log::WindowsFirewall];

/// One access.
#[derive(Debug, Clone, Copy)]
pub(super) struct Access<'a> {
    /// On the logging machine's clock.
    pub(super) at: DateTime,
    /// With a blank before it, for logs that have it; empty if it is not told.
    pub(super) zone: &'a str,
    pub(super) source: &'a str,
    pub(super) target: &'a str,
    pub(super) port: u16,
}

impl Log {
    /// What stands above the lines.
    pub(super) const fn head(self) -> &'static str {
        match self {
            Self::Iis => {
                "#Software: Microsoft Internet Information Services 6.0\n#Version: 1.0\n#Fields: date time s-sitename s-ip \
                 cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus \
                 sc-win32-status\n"
            }
            _ => "",
        }
    }

    /// The line, without its end.
    pub(super) fn line(self, access: Access<'_>, random: &mut Random) -> String {
        let Access { at, zone, source, target, port } = access;
        let from = random.between(1025, 64_000);
        let syslog = at.strftime("%b %e %H:%M:%S");
        match self {
            Self::Iptables => {
                let ttl = random.between(38, 119);
                let id = random.below(65_536);
                format!(
                    "{syslog} fw1 kernel: DROP IN=eth0 OUT= MAC=02:00:5e:00:53:01:02:00:5e:00:53:02:08:00 SRC={source} \
                     DST={target} LEN=48 TOS=0x00 PREC=0x00 TTL={ttl} ID={id} DF PROTO=TCP SPT={from} DPT={port} \
                     WINDOW=65535 RES=0x00 SYN URGP=0"
                )
            }
            Self::Pix => format!(
                "{}: %PIX-4-106023: Deny tcp src outside:{source}/{from} dst inside:{target}/{port} by access-group \"outside_in\"",
                at.strftime("%b %d %Y %H:%M:%S")
            ),
            Self::Pf => format!(
                "{syslog}.{:06} rule 12/0(match): block in on fxp0: {source}.{from} > {target}.{port}: S 0:0(0) win 65535",
                random.below(1_000_000)
            ),
            Self::Ipfw => {
                format!("{syslog} gw /kernel: ipfw: 500 Deny TCP {source}:{from} {target}:{port} in via fxp0")
            }
            Self::Snort => format!(
                "{}.{:06}  [**] [1:1000{port}:1] Inbound connection attempt [**] [Priority: 3] {{TCP}} {source}:{from} -> {target}:{port}",
                at.strftime("%m/%d-%H:%M:%S"),
                random.below(1_000_000)
            ),
            Self::WindowsFirewall => format!(
                "{} DROP TCP {source} {target} {from} {port} 48 S {} 0 65535 - - - RECEIVE",
                at.strftime("%Y-%m-%d %H:%M:%S"),
                random.below(u32::MAX)
            ),
            Self::Sshd => {
                let name =
                    random.pick(["root", "admin", "test", "guest", "oracle", "info", "mysql", "nagios"]);
                let process = random.between(1_000, 31_000);
                let what = match random.below(4) {
                    0 => format!("Invalid user {name} from {source}"),
                    1 => format!("Failed password for root from {source} port {from} ssh2"),
                    2 => format!(
                        "Failed password for invalid user {name} from ::ffff:{source} port {from} ssh2"
                    ),
                    _ => format!("Failed password for invalid user {name} from {source} port {from} ssh2"),
                };
                format!("{syslog} www sshd[{process}]: {what}")
            }
            Self::Iis => {
                let path = random.pick(["/item.asp", "/news/view.asp", "/bbs/list.asp"]);
                let query = random.pick([
                    "id=12;DECLARE%20@S%20VARCHAR(4000)--",
                    "id=12'%20AND%201=1--",
                    "no=3%20UNION%20SELECT",
                ]);
                format!(
                    "{} W3SVC1 {target} GET {path} {query} {port} - {source} Mozilla/4.0 500 0 0",
                    at.strftime("%Y-%m-%d %H:%M:%S")
                )
            }
            Self::Apache => {
                let request = random.pick([
                    "GET /cgi-bin/awstats.pl?configdir=|echo;id| HTTP/1.1",
                    "GET /phpmyadmin/main.php HTTP/1.0",
                    "POST /xmlrpc.php HTTP/1.1",
                    "GET /item.asp?id=1;DECLARE%20@S%20VARCHAR(4000);SET%20@S=CAST(0x4445 HTTP/1.1",
                    "GET /_vti_bin/owssvr.dll?UL=1&ACT=4 HTTP/1.1",
                    "GET /scripts/..%255c../winnt/system32/cmd.exe?/c+dir HTTP/1.0",
                    "PUT /sample.txt HTTP/1.0",
                    "GET /index.php?id=1%27%20OR%20%271%27=%271 HTTP/1.1",
                ]);
                let status = random.pick([400, 403, 404, 404, 405]);
                let size = random.between(200, 400);
                format!(
                    "{source} - - [{}{zone}] \"{request}\" {status} {size} \"-\" \"Mozilla/4.0\"",
                    at.strftime("%d/%b/%Y:%H:%M:%S")
                )
            }
        }
    }
}
