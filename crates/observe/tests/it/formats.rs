//! Captures that others made: read without a crash, and as tshark reads them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use observe::Packet;
use observe::read::{Sink, capture, open};

/// Packets by protocol and port; a protocol that lies behind IPv6 extension headers as tshark finds it.
type Counts = BTreeMap<(u8, u16), u64>;

#[derive(Default)]
struct ByPort(Counts);

impl Sink for ByPort {
    fn v4(&mut self, packet: &Packet<u32>) {
        *self.0.entry((packet.proto, packet.dport)).or_default() += 1;
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        *self.0.entry((packet.proto, packet.dport)).or_default() += 1;
    }
}

/// Files in which tshark counts otherwise, and why.
const EXPLAINED: [(&str, &str); 17] = [
    ("arcnet-rfc1051-arp-icmp-http.pcap", "ARCNET is not decoded; the reading says so"),
    ("icmp-icmp_print-oobr-2.pcap", "Frame Relay is not decoded; the reading says so"),
    ("icmp-rfc8335-missing-bytes.pcap", "tshark looks into MACsec that is not encrypted"),
    ("ip_printroute_asan.pcap", "the frame ends within the IPv4 options: a problem here"),
    ("ipoib.pcap", "IP over InfiniBand is not decoded; the reading says so"),
    (
        "ipv6-next-header-oobr-1.pcap",
        "the chain of extension headers is cut off, and tshark names no protocol",
    ),
    ("ipv6-rthdr-oobr.pcap", "the chain of extension headers is cut off, and tshark names no protocol"),
    ("ipv6-srh-ipproto-ether.pcap", "Ethernet in IPv6 (143): tshark shows the type of the packet inside"),
    (
        "ipv6-srh-tlv-pad1-padn-5.pcap",
        "no next header (59) behind extension headers, which the test asks tshark nothing about",
    ),
    ("ipv6_frag6_negative_len.pcap", "a later fragment, of whose protocol the test asks tshark nothing"),
    (
        "ipv6_missing_jumbo_payload_option.pcap",
        "protocol 88 behind extension headers, which the test asks tshark nothing about",
    ),
    ("ipv6hdr-heapoverflow.pcap", "the chain of extension headers is cut off, and tshark names no protocol"),
    ("macsec-short-shorter.pcap", "tshark looks into MACsec that is not encrypted"),
    ("nflog.pcap", "Linux netfilter's log is not decoded; the reading says so"),
    ("nsh.pcap", "tshark looks into the network service header"),
    ("ip6-ext-trunc.pcap", "the chain of extension headers is cut off, and tshark names no protocol"),
    ("ipv4-internally-truncated-header.pcap", "the frame ends within the IPv4 options: a problem here"),
];

fn files() -> Vec<PathBuf> {
    let mut folders =
        vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/observe/formats")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    files
}

fn tshark(path: &Path) -> Option<Counts> {
    const FIELDS: [&str; 7] =
        ["frame.protocols", "ip.proto", "ipv6.nxt", "tcp.dstport", "udp.dstport", "icmp.type", "icmpv6.type"];
    let mut command = Command::new("tshark");
    command.args(["-n", "-T", "fields", "-E", "occurrence=f", "-E", "separator=;"]);
    for preference in ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE"] {
        command.args(["-o", preference]);
    }
    for field in FIELDS {
        command.args(["-e", field]);
    }
    let output = command.arg("-r").arg(path).output().ok()?;
    let mut counts = Counts::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let number = |at: usize| fields.get(at).and_then(|text| text.parse::<u16>().ok());
        let outer = fields[0].split(':').find(|name| matches!(*name, "ip" | "ipv6"));
        let protocol = match outer {
            Some("ip") => number(1),
            Some(_) => match number(2) {
                // Extension headers: what they lead to is known by its field.
                Some(0 | 43 | 44 | 51 | 60 | 135) => {
                    let found = [(3, 6), (4, 17), (6, 58)].iter().find(|(at, _)| number(*at).is_some());
                    Some(found.map_or(255, |&(_, protocol)| protocol))
                }
                next => next,
            },
            None => None,
        };
        let Some(protocol) = protocol else { continue };
        let port = match protocol {
            6 => number(3),
            17 => number(4),
            1 => number(5),
            58 => number(6),
            _ => None,
        };
        *counts.entry((protocol as u8, port.unwrap_or_default())).or_default() += 1;
    }
    Some(counts)
}

#[test]
fn files_of_others_are_read_as_tshark_reads_them() {
    let files = files();
    if files.is_empty() {
        return eprintln!("left out: captures of others, as ../shared/data is absent");
    }
    let has_tshark = Command::new("tshark").arg("-v").output().is_ok();
    if !has_tshark {
        eprintln!("left out: the comparison with tshark, which is not installed");
    }
    let mut unexplained = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut ours = ByPort::default();
        let reading = capture(open(&path).unwrap(), 0, &mut ours);
        assert_eq!(ours.0.values().sum::<u64>(), reading.packets, "{name}");
        if !has_tshark || EXPLAINED.iter().any(|(explained, _)| *explained == name) {
            continue;
        }
        let Some(theirs) = tshark(&path) else { continue };
        if ours.0 != theirs {
            let only_ours: Vec<_> =
                ours.0.iter().filter(|(key, count)| theirs.get(key) != Some(count)).collect();
            let only_theirs: Vec<_> =
                theirs.iter().filter(|(key, count)| ours.0.get(key) != Some(count)).collect();
            let reason = reading.problems.first().map(|problem| (problem.offset, &problem.reason));
            unexplained.push(format!("{name}: ours {only_ours:?}, tshark {only_theirs:?}; {reason:?}"));
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
}
