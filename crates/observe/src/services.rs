//! What usually listens on a port: facts of IANA's "Service Name and Transport Protocol Port Number Registry"
//! and of "Internet Control Message Protocol (ICMP) Parameters", and, where something else made a port known,
//! that.
//!
//! What a packet was really meant for, its port alone does not tell: the pages say "usually".

use crate::port::Port;
use capture::proto;
use kernel::Lang;

/// What usually listens on a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    port: Port,
    /// The short name, as IANA has it where it has one.
    pub name: &'static str,
    ja: &'static str,
    en: &'static str,
}

impl Usual {
    /// What it is, in words.
    pub const fn about(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

/// What usually listens on `port`.
pub fn usual(port: Port) -> Option<&'static Usual> {
    ALL.iter().find(|service| service.port == port)
}

const fn tcp(number: u16, name: &'static str, ja: &'static str, en: &'static str) -> Usual {
    Usual { port: Port::tcp(number), name, ja, en }
}

const fn udp(number: u16, name: &'static str, ja: &'static str, en: &'static str) -> Usual {
    Usual { port: Port::udp(number), name, ja, en }
}

const fn icmp(number: u16, name: &'static str, ja: &'static str, en: &'static str) -> Usual {
    Usual { port: Port::new(proto::ICMP, number), name, ja, en }
}

const fn icmpv6(number: u16, name: &'static str, ja: &'static str, en: &'static str) -> Usual {
    Usual { port: Port::new(proto::ICMPV6, number), name, ja, en }
}

#[rustfmt::skip]
const ALL: &[Usual] = &[
    tcp(7, "echo", "エコー", "Echo"),
    tcp(21, "ftp", "ファイル転送 (FTP)", "File transfer (FTP)"),
    tcp(22, "ssh", "遠隔ログイン (SSH)", "Remote login (SSH)"),
    tcp(23, "telnet", "遠隔ログイン (Telnet)", "Remote login (Telnet)"),
    tcp(25, "smtp", "メール配送 (SMTP)", "Mail delivery (SMTP)"),
    tcp(42, "nameserver", "Windows の名前解決 (WINS)", "Windows name resolution (WINS)"),
    tcp(53, "domain", "DNS", "DNS"),
    tcp(80, "http", "Web (HTTP)", "Web (HTTP)"),
    tcp(81, "hosts2-ns", "Web の代替ポート、機器の管理画面", "Alternative web port, device administration"),
    tcp(110, "pop3", "メール受信 (POP3)", "Mail retrieval (POP3)"),
    tcp(111, "sunrpc", "ONC RPC ポートマッパー", "ONC RPC port mapper"),
    tcp(113, "ident", "利用者の識別 (Ident)", "User identification (Ident)"),
    tcp(119, "nntp", "ネットニュース", "Network news"),
    tcp(135, "epmap", "Windows RPC (DCE エンドポイント解決)", "Windows RPC (DCE endpoint resolution)"),
    tcp(139, "netbios-ssn", "Windows ファイル共有 (NetBIOS)", "Windows file sharing (NetBIOS)"),
    tcp(143, "imap", "メール受信 (IMAP)", "Mail access (IMAP)"),
    tcp(389, "ldap", "ディレクトリ (LDAP)", "Directory (LDAP)"),
    tcp(443, "https", "Web (HTTPS)", "Web (HTTPS)"),
    tcp(445, "microsoft-ds", "Windows ファイル共有 (SMB)", "Windows file sharing (SMB)"),
    tcp(465, "submissions", "メール投稿 (TLS)", "Mail submission over TLS"),
    tcp(502, "mbap", "制御システム (Modbus)", "Industrial control (Modbus)"),
    tcp(587, "submission", "メール投稿", "Mail submission"),
    tcp(873, "rsync", "ファイル同期 (rsync)", "File synchronisation (rsync)"),
    tcp(993, "imaps", "メール受信 (IMAP、TLS)", "Mail access (IMAP over TLS)"),
    tcp(995, "pop3s", "メール受信 (POP3、TLS)", "Mail retrieval (POP3 over TLS)"),
    tcp(1025, "blackjack", "Windows RPC の動的ポート", "Dynamic ports of Windows RPC"),
    tcp(1080, "socks", "プロキシ (SOCKS)", "Proxy (SOCKS)"),
    tcp(1433, "ms-sql-s", "Microsoft SQL Server", "Microsoft SQL Server"),
    tcp(1521, "ncube-lm", "Oracle データベースの待ち受け", "Oracle database listener"),
    tcp(1723, "pptp", "VPN (PPTP)", "VPN (PPTP)"),
    tcp(1883, "mqtt", "メッセージング (MQTT)", "Messaging (MQTT)"),
    tcp(2222, "EtherNet-IP-1", "SSH の代替ポート", "Alternative port of SSH"),
    tcp(2323, "3d-nfsd", "Telnet の代替ポート", "Alternative port of Telnet"),
    tcp(2375, "docker", "Docker API (平文)", "Docker API (plain text)"),
    tcp(2745, "urbisnet", "Bagle ワームが開くバックドアとして知られる", "Known for the back door of the Bagle worm"),
    tcp(2967, "ssc-agent", "Symantec 製品のエージェント", "Symantec products' agent"),
    tcp(3127, "ctx-bridge", "Mydoom ワームが開くバックドアとして知られる", "Known for the back door of the Mydoom worm"),
    tcp(3128, "ndl-aas", "プロキシ (Squid)", "Proxy (Squid)"),
    tcp(3306, "mysql", "MySQL", "MySQL"),
    tcp(3389, "ms-wbt-server", "リモートデスクトップ (RDP)", "Remote desktop (RDP)"),
    tcp(4444, "krb524", "Blaster ワームが用いるポートとして知られる", "Known for the Blaster worm"),
    tcp(4899, "radmin-port", "遠隔操作 (Radmin)", "Remote control (Radmin)"),
    tcp(5000, "commplex-main", "UPnP、Web アプリケーション", "UPnP, web applications"),
    tcp(5060, "sip", "IP 電話 (SIP)", "IP telephony (SIP)"),
    tcp(5168, "scte30", "Trend Micro ServerProtect が用いる", "Used by Trend Micro ServerProtect"),
    tcp(5432, "postgresql", "PostgreSQL", "PostgreSQL"),
    tcp(5555, "personal-agent", "Android Debug Bridge", "Android Debug Bridge"),
    tcp(5900, "rfb", "遠隔操作 (VNC)", "Remote control (VNC)"),
    tcp(6379, "redis", "Redis", "Redis"),
    tcp(6666, "ircu", "IRC", "IRC"),
    tcp(6667, "ircu", "IRC", "IRC"),
    tcp(7547, "cwmp", "機器の遠隔管理 (TR-069)", "Remote device management (TR-069)"),
    tcp(8000, "irdmi", "Web の代替ポート", "Alternative web port"),
    tcp(8080, "http-alt", "Web の代替ポート、プロキシ", "Alternative web port, proxies"),
    tcp(8443, "pcsync-https", "HTTPS の代替ポート", "Alternative port of HTTPS"),
    tcp(8888, "ddi-tcp-1", "Web の代替ポート、プロキシ", "Alternative web port, proxies"),
    tcp(9200, "wap-wsp", "Elasticsearch", "Elasticsearch"),
    tcp(9898, "monkeycom", "Dabber ワームが開くバックドアとして知られる", "Known for the back door of the Dabber worm"),
    tcp(10000, "ndmp", "バックアップ (NDMP)、Webmin", "Backup (NDMP), Webmin"),
    tcp(11211, "memcache", "memcached", "memcached"),
    tcp(20000, "dnp", "制御システム (DNP3)、Usermin", "Industrial control (DNP3), Usermin"),
    tcp(22222, "easyengine", "SSH の代替ポート", "Alternative port of SSH"),
    tcp(27017, "mongodb", "MongoDB", "MongoDB"),
    udp(7, "echo", "エコー", "Echo"),
    udp(53, "domain", "DNS", "DNS"),
    udp(69, "tftp", "簡易ファイル転送 (TFTP)", "Trivial file transfer (TFTP)"),
    udp(111, "sunrpc", "ONC RPC ポートマッパー", "ONC RPC port mapper"),
    udp(123, "ntp", "時刻同期 (NTP)", "Time synchronisation (NTP)"),
    udp(135, "epmap", "Windows RPC", "Windows RPC"),
    udp(137, "netbios-ns", "Windows の名前解決 (NetBIOS)", "Windows name resolution (NetBIOS)"),
    udp(138, "netbios-dgm", "Windows のデータグラム (NetBIOS)", "Windows datagrams (NetBIOS)"),
    udp(161, "snmp", "機器の監視 (SNMP)", "Device monitoring (SNMP)"),
    udp(389, "cldap", "ディレクトリ (CLDAP)", "Directory (CLDAP)"),
    udp(500, "isakmp", "VPN の鍵交換 (IKE)", "VPN key exchange (IKE)"),
    udp(1026, "cap", "Windows メッセンジャーサービスの広告に用いられる", "Used for Windows Messenger service spam"),
    udp(1027, "6a44", "Windows メッセンジャーサービスの広告に用いられる", "Used for Windows Messenger service spam"),
    udp(1028, "", "Windows メッセンジャーサービスの広告に用いられる", "Used for Windows Messenger service spam"),
    udp(1434, "ms-sql-m", "Microsoft SQL Server の案内 (Slammer ワーム)", "Microsoft SQL Server browser (Slammer worm)"),
    udp(1900, "ssdp", "機器の発見 (SSDP)", "Device discovery (SSDP)"),
    udp(3702, "ws-discovery", "機器の発見 (WS-Discovery)", "Device discovery (WS-Discovery)"),
    udp(4500, "ipsec-nat-t", "VPN (IPsec NAT 越え)", "VPN (IPsec NAT traversal)"),
    udp(5060, "sip", "IP 電話 (SIP)", "IP telephony (SIP)"),
    udp(5353, "mdns", "名前解決 (マルチキャスト DNS)", "Name resolution (multicast DNS)"),
    udp(11211, "memcache", "memcached", "memcached"),
    icmp(0, "echo reply", "エコー応答", "Echo reply"),
    icmp(3, "destination unreachable", "宛先到達不能", "Destination unreachable"),
    icmp(4, "source quench", "送信抑制", "Source quench"),
    icmp(5, "redirect", "経路変更", "Redirect"),
    icmp(8, "echo", "エコー要求 (ping)", "Echo request (ping)"),
    icmp(11, "time exceeded", "時間超過", "Time exceeded"),
    icmp(12, "parameter problem", "パラメータ異常", "Parameter problem"),
    icmp(13, "timestamp", "時刻要求", "Timestamp request"),
    icmp(14, "timestamp reply", "時刻応答", "Timestamp reply"),
    icmp(15, "information request", "情報要求", "Information request"),
    icmp(17, "address mask request", "アドレスマスク要求", "Address mask request"),
    icmp(18, "address mask reply", "アドレスマスク応答", "Address mask reply"),
    icmpv6(1, "destination unreachable", "宛先到達不能", "Destination unreachable"),
    icmpv6(3, "time exceeded", "時間超過", "Time exceeded"),
    icmpv6(128, "echo request", "エコー要求 (ping)", "Echo request (ping)"),
    icmpv6(129, "echo reply", "エコー応答", "Echo reply"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_port_is_listed_twice() {
        let ports: BTreeSet<_> = ALL.iter().map(|service| service.port).collect();
        assert_eq!(ports.len(), ALL.len());
    }

    #[test]
    fn the_reports_ports_are_known() {
        for port in ["22/tcp", "80/tcp", "135/tcp", "2967/tcp", "5168/tcp", "5900/tcp", "1026/udp", "8/icmp"]
        {
            let service = usual(port.parse().unwrap()).unwrap();
            assert!(!service.about(Lang::Ja).is_empty() && !service.about(Lang::En).is_empty());
        }
    }
}
