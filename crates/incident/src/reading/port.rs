//! Ports in words: `22/tcp`, `TCP 22`, `port 22`, `ポート番号: 22`, `22番ポート`.

use crate::candidate::Port;

/// A line says so many ports at most.
const MOST: usize = 64;

/// The destination ports that a clean line tells of.
pub(super) fn find(line: &str) -> Vec<Port> {
    let bytes = line.as_bytes();
    let mut found: Vec<Port> = Vec::new();
    if !bytes.iter().any(u8::is_ascii_digit) {
        return found;
    }
    // Behind `port` or `ポート番号:` there may be several.
    let mut list_until = 0;
    let mut at = 0;
    while at < bytes.len() && found.len() < MOST {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (from, to) = (at, at + digits);
        at = to;
        let before = from.checked_sub(1).map(|at| bytes[at]);
        if digits > 5
            || before.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() && !ends_in_protocol(&line[..from])
                    || matches!(byte, b'.' | b'-' | b'_')
            })
        {
            continue;
        }
        let Ok(number) = line[from..to].parse::<u16>() else { continue };
        let after = &line[to..];
        if after.starts_with('.') && after.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
            || after.starts_with(':') && after.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
        {
            continue;
        }
        let head = tail(&line[..from], 40).trim_end_matches([' ', ':', '=', '/', '(', '[', '#', '-', '\t']);
        let lower = head.to_ascii_lowercase();
        let behind = protocol_behind(after);
        let ahead = ["tcp", "udp"].into_iter().find(|name| lower.ends_with(name));
        let named = [
            "port",
            "ports",
            "ポート",
            "ポート番号",
            "dpt",
            "dport",
            "port no",
            "port no.",
            "port number",
            "dstport",
            "宛先ポート",
            "ポート番号は",
            "ポートは",
        ]
        .iter()
        .any(|name| lower.ends_with(name));
        let counted = after.starts_with("番ポート")
            || after.starts_with("番 ポート")
            || after.starts_with("番port")
            || after.starts_with("ポート")
            || after.starts_with("/ポート")
            || after.starts_with(" 番ポート")
            || after.starts_with(" port") && !named && !after.starts_with(" ports");
        let listed = list_until > 0 && from <= list_until + 6 && joins(&line[list_until..from]);
        let source = is_source(&lower);
        if (behind.is_some() || ahead.is_some() || named || counted || listed) && !source {
            let protocol = behind.or(ahead).or_else(|| {
                found.last().filter(|_| listed).map(|port| {
                    if port.protocol == "udp" {
                        "udp"
                    } else if port.protocol == "tcp" {
                        "tcp"
                    } else {
                        ""
                    }
                })
            });
            let port = Port { protocol: protocol.unwrap_or_default().to_owned(), number };
            if !found.contains(&port) && number > 0 {
                found.push(port);
            }
            list_until = to + behind.map_or(0, |name| name.len() + 1);
        }
    }
    found
}

/// The end of a text, `bytes` long at most.
fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

fn ends_in_protocol(text: &str) -> bool {
    let text = tail(text, 4).to_ascii_lowercase();
    text.ends_with("tcp") || text.ends_with("udp") || text.ends_with("port")
}

/// `22/tcp`, `22(TCP)`, `22 tcp`.
fn protocol_behind(after: &str) -> Option<&'static str> {
    let rest = after.strip_prefix(['/', '(', ' '])?;
    ["tcp", "udp"].into_iter().find(|name| {
        rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(name))
            && !rest.as_bytes().get(3).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// What may stand between ports of a list.
fn joins(between: &str) -> bool {
    let word = between.trim();
    !between.is_empty()
        && (matches!(
            word,
            "," | "、"
                | "と"
                | "および"
                | "及び"
                | "and"
                | "&"
                | "or"
                | "/"
                | "・"
                | ", and"
                | "番"
                | "番と"
                | "番、"
        ))
}

/// Whether what stands before a port makes it the one that packets come from.
fn is_source(lower: &str) -> bool {
    [
        "source port",
        "src port",
        "sport",
        "spt",
        "srcport",
        "送信元ポート",
        "発信元ポート",
        "送信元ポート番号",
        "from port",
        "ソースポート",
        "source port number",
        "接続元ポート",
        "src_port",
        "source_port",
    ]
    .iter()
    .any(|name| lower.ends_with(name))
}

/// Services whose name stands for their port, as people write of attacks on them.
const SERVICES: &[(&str, u16)] = &[
    ("ssh", 22),
    ("ftp", 21),
    ("telnet", 23),
    ("smtp", 25),
    ("vnc", 5900),
    ("rdp", 3389),
    ("リモートデスクトップ", 3389),
    ("remote desktop", 3389),
    ("ms-sql", 1433),
    ("mssql", 1433),
    ("sql server", 1433),
    ("mysql", 3306),
    ("ndmp", 10000),
    ("dnp3", 20000),
    ("dnp", 20000),
    ("netbios", 139),
    ("sip", 5060),
    ("pop3", 110),
    ("imap", 143),
    ("https", 443),
    ("http", 80),
    ("webサーバ", 80),
    ("web サーバ", 80),
    ("web server", 80),
    ("web application", 80),
];

/// The port of the first service that a text names. A name that begins a URL is none.
pub(super) fn service(line: &str) -> Option<Port> {
    let lower = line.to_lowercase();
    let named = |name: &str| {
        lower.match_indices(name).any(|(at, _)| {
            let before = lower[..at].bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric());
            let after = lower[at + name.len()..].bytes().next();
            !before
                && !after.is_some_and(|byte| {
                    byte.is_ascii_lowercase() && !matches!(byte, b'd' | b's') || byte == b':' || byte == b'.'
                })
        })
    };
    SERVICES
        .iter()
        .find(|(name, _)| named(name))
        .map(|(_, number)| Port { protocol: "tcp".to_owned(), number: *number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &str) {
        let found: Vec<_> = find(&super::super::clean::clean(line))
            .iter()
            .map(|port| format!("{}{}", port.number, port.protocol))
            .collect();
        assert_eq!(found.join(" "), expect, "{line}");
    }

    #[test]
    fn ports() {
        for (line, expect) in [
            ("22/tcp", "22tcp"),
            ("TCP22番ポート", "22tcp"),
            ("22番ポートへの", "22"),
            ("port 22 and 23", "22 23"),
            ("ports: 22, 80, 443/tcp", "22 80 443tcp"),
            ("宛先ポート番号：80", "80"),
            ("ポート: ２２", "22"),
            ("dpt=22 spt=1234", "22"),
            ("Source port: 4321, destination port: 5900", "5900"),
            ("送信元ポート: 4321 宛先ポート: 22", "22"),
            ("tcp/445", "445tcp"),
            ("TCP port 10000", "10000"),
            ("192.0.2.1:80", ""),
            ("2008-01-15 03:12:45", ""),
            ("3 ports", ""),
            ("港 2008", ""),
        ] {
            check(line, expect);
        }
    }

    #[test]
    fn services() {
        for (line, expect) in [
            ("SSH へのブルートフォース", Some(22)),
            ("sshd", Some(22)),
            ("http://www.example.com/", None),
            ("FTP server", Some(21)),
            ("Webサーバへの攻撃", Some(80)),
            ("nothing", None),
        ] {
            assert_eq!(service(line).map(|port| port.number), expect, "{line}");
        }
    }
}
