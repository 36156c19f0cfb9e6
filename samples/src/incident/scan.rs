//! Letters about scans and login attempts that came to nothing.

use super::archive::zip;
use super::logs::{Access, FIREWALLS, Log};
use super::mail::{Attachment, Letter};
use super::writing::Writing;
use jiff::Timestamp;

/// What many ports at once are, when they are listed.
const MANY: [u16; 12] = [21, 22, 23, 25, 80, 110, 135, 139, 443, 445, 1433, 3389];

/// Writes the letter; returns it with the name of its style.
pub(super) fn write(writing: &mut Writing<'_>) -> (Letter, &'static str) {
    let ports: Vec<u16> = writing.incidents().iter().flat_map(|incident| incident.ports.clone()).collect();
    let many = writing.incidents().iter().any(|incident| incident.many_ports);
    let only = |port| !many && ports.iter().all(|&other| other == port);
    let mut letter = Letter { subject: subject(writing, many), ..Letter::default() };
    let opening = writing.greeting() + &opening(writing, &ports, many);
    let (evidence, style) = match writing.random.below(10) {
        0 if one_port(writing) => (sentence(writing), "scan-sentence"),
        0..=1 if !many => (list(writing), "scan-list"),
        2 if !many => (table(writing), "scan-table"),
        3..=7 if only(22) => (log(writing, Log::Sshd), "scan-sshd"),
        3 if only(80) => {
            // Its times are UTC by its format, whatever the writer's clock.
            (writing.offset, writing.says_zone) = (0, true);
            (log(writing, Log::Iis), "scan-iis")
        }
        4..=7 if only(80) => (log(writing, Log::Apache), "scan-apache"),
        _ => {
            let firewall = writing.random.pick(FIREWALLS);
            (log(writing, firewall), "scan-firewall")
        }
    };
    let listed = matches!(style, "scan-list" | "scan-table" | "scan-sentence");
    let (evidence, style) = match writing.random.below(8) {
        0 if !listed => {
            letter.attachments.push(Attachment::text("access.log", &evidence));
            let said = writing.say(
                ["ログを添付いたします。\n", "詳細は添付のログをご覧ください。\n"],
                ["The logs are attached.\n", "Please see the attached log.\n"],
            );
            (said.to_owned(), "scan-attached-log")
        }
        1 if listed => {
            let content = zip("access.log", &log(writing, Log::Iptables).replace('\n', "\r\n").into_bytes());
            letter.attachments.push(Attachment::zip("access.zip", content));
            let said = writing.say(
                ["ログの全体は zip で添付します。\n"],
                ["The complete logs are in the attached zip file.\n"],
            );
            (evidence + said, "scan-zip")
        }
        _ => (evidence, style),
    };
    let zone = writing.zone_sentence();
    letter.text = opening + "\n" + &evidence + &zone + &writing.request(false) + &writing.closing();
    if !many && writing.random.below(16) == 0 {
        letter.subject = format!("Re: {}", letter.subject);
        letter.text += &earlier(writing);
        letter.fields.push(format!("In-Reply-To: <{:x}@csirt.example>", writing.random.next()));
        return (letter, "scan-follow-up");
    }
    (letter, style)
}

/// What the desk answered to an earlier report, quoted below. Its address is no news.
fn earlier(writing: &mut Writing<'_>) -> String {
    let address = format!("198.19.200.{}", writing.random.between(1, 250));
    if writing.japanese() {
        format!(
            "\n> 見本CSIRT です。情報提供ありがとうございます。\n> 先日ご報告いただいた {address} からの\n> アクセスについては、\
             管理者に連絡いたしました。\n"
        )
    } else {
        format!("\n> Thank you for your report of last week.\n> The owner of {address} has been told.\n")
    }
}

fn subject(writing: &mut Writing<'_>, many: bool) -> String {
    if many {
        return writing
            .say(
                ["ポートスキャンについて", "不審なスキャンのご報告"],
                ["Port scan", "Portscan from your region"],
            )
            .to_owned();
    }
    let general = writing.say(
        [
            "不正アクセスの試みについて",
            "不審なアクセスのご報告",
            "【報告】スキャンの検知",
            "アクセスログのご報告",
            "インシデント報告",
        ],
        [
            "Unauthorized access attempts",
            "Abuse report: scan",
            "Suspicious traffic",
            "Attack attempts from your constituency",
            "Probe report",
        ],
    );
    general.to_owned()
}

/// Says what was seen, as far as all of it is the same.
fn opening(writing: &mut Writing<'_>, ports: &[u16], many: bool) -> String {
    let first = ports.first().copied().unwrap_or_default();
    let same = ports.iter().all(|&port| port == first);
    if many {
        return writing
            .say(
                [
                    "同一発信元から複数のポートに対するスキャンを検知しました。被害はありません。\n",
                    "下記の発信元から、多数のポートへの探査を受けました。すべて遮断しています。\n",
                ],
                [
                    "we have seen a scan of many ports from one source. All of it was blocked.\n",
                    "our firewall has recorded a port sweep over multiple ports:\n",
                ],
            )
            .to_owned();
    }
    match (same, first) {
        (true, 22) => writing.say(
            [
                "当方のサーバに対し、SSH (22/tcp) への辞書攻撃と思われるログイン試行がありました。侵入はされておりません。\n",
                "SSHサーバへのブルートフォース攻撃を検知しましたので報告します。ログインには成功していません。\n",
                "22番ポートへの不審なアクセスが続いております。\n",
                "２２番ポート(SSH)への総当たり攻撃がありました。被害はありません。\n",
            ],
            [
                "we have recorded SSH brute force attempts (22/tcp) against our servers. None was successful.\n",
                "the following hosts have tried to log in to our SSH servers on port 22/tcp:\n",
                "please find below the logs of an SSH dictionary attack on port 22.\n",
            ],
        ).to_owned(),
        (true, 80) => writing.say(
            [
                "当方のWebサーバ (80/tcp) に対し、脆弱性の探査と思われるアクセスがありました。被害はありません。\n",
                "Webサーバへの攻撃の試みを検知しましたので報告します。いずれもエラーとなっています。\n",
                "80番ポートに対する不審なアクセスについて報告します。\n",
            ],
            [
                "our web servers (port 80/tcp) have been probed for vulnerabilities. None was exploited.\n",
                "the following hosts have attempted to attack our web server on port 80:\n",
                "we have seen web exploit attempts on 80/tcp, all of them unsuccessful.\n",
            ],
        ).to_owned(),
        (true, port) => {
            let words = writing.say(
                ["番ポート (TCP) へのスキャンを検知しましたので報告いたします。\n", "番ポートに対する不審なアクセスがありました。被害はありません。\n"],
                ["/tcp has been scanned at our site:\n", "/tcp: connection attempts were blocked at our firewall.\n"],
            );
            if writing.japanese() { format!("{port}{words}") } else { format!("Port {port}{words}") }
        }
        _ => writing.say(
            ["ファイアウォールで下記のスキャンを検知しましたので報告いたします。\n"],
            ["our firewall has blocked the following probes:\n"],
        ).to_owned(),
    }
}

/// Each access as a line of a log.
fn log(writing: &mut Writing<'_>, log: Log) -> String {
    let target = writing.victim();
    let mut accesses: Vec<(String, u16)> = Vec::new();
    for incident in writing.incidents() {
        if incident.many_ports {
            accesses.extend(MANY.iter().map(|&port| (incident.subject.clone(), port)));
        }
        for &port in &incident.ports {
            accesses.push((incident.subject.clone(), port));
        }
    }
    let repeat = 1 + writing.random.skewed(5) as usize;
    let many = accesses.len() > 60;
    let accesses: Vec<_> =
        accesses.iter().flat_map(|one| std::iter::repeat_n(one, if many { 1 } else { repeat })).collect();
    // The Common Log Format always has a zone.
    let zone = if log == Log::Apache { writing.numeric_zone() } else { writing.zone() };
    let times = writing.events(accesses.len());
    let mut lines = log.head().to_owned();
    for ((source, port), at) in accesses.into_iter().zip(times) {
        let access = Access { at: writing.local(at), zone: &zone, source, target: &target, port: *port };
        lines += &log.line(access, &mut writing.random);
        lines.push('\n');
    }
    lines + "\n"
}

/// A block for each source.
fn list(writing: &mut Writing<'_>) -> String {
    let target = writing.victim();
    let incidents = writing.incidents().to_vec();
    let times = writing.events(incidents.len());
    let zone = writing.zone();
    let japanese = writing.japanese();
    let colon = writing.random.pick([":", ": ", " : "]);
    let mut out = String::new();
    for (incident, at) in incidents.iter().zip(times) {
        let ports: Vec<String> = incident.ports.iter().map(|port| format!("{port}/tcp")).collect();
        let (ports, source) = (ports.join(", "), &incident.subject);
        let at = if japanese {
            japanese_time(writing, at)
        } else {
            writing.local(at).strftime("%Y-%m-%d %H:%M:%S").to_string() + &zone
        };
        out += &if japanese {
            format!(
                "日時{colon}{at}\n発信元{colon}{source}\n宛先{colon}{target}\n宛先ポート{colon}{ports}\n\n"
            )
        } else {
            format!(
                "Time: {at}\nSource IP: {source}\nDestination IP: {target}\nDestination port: {ports}\n\n"
            )
        };
    }
    out
}

fn one_port(writing: &Writing<'_>) -> bool {
    matches!(writing.incidents(), [only] if only.ports.len() == 1)
}

/// One source and one port, told in a sentence.
fn sentence(writing: &mut Writing<'_>) -> String {
    let target = writing.victim();
    let Some(incident) = writing.incidents().first().cloned() else { return String::new() };
    let (source, port) = (incident.subject, incident.ports.first().copied().unwrap_or_default());
    let at = writing.events(1).first().copied().unwrap_or(writing.received);
    if writing.japanese() {
        let at = japanese_time(writing, at);
        return format!(
            "{at}より、{source} から弊社サーバ {target} の{port}番ポートに対し、繰り返し接続の試みがありました。\n"
        );
    }
    let at = writing.local(at).strftime("%Y-%m-%d %H:%M:%S").to_string() + &writing.zone();
    format!("Since {at}, {source} has been trying to connect to port {port}/tcp of our host {target}.\n")
}

/// A time as people in Japan write it.
fn japanese_time(writing: &mut Writing<'_>, at: Timestamp) -> String {
    let zone = writing.zone();
    let local = writing.local(at);
    let said = if writing.says_zone { " (日本時間)" } else { "" };
    match writing.random.below(4) {
        0 => format!("{}{said}", local.strftime("%Y年%-m月%-d日 %-H時%-M分%-S秒")),
        1 => {
            let half = if local.hour() < 12 { "午前" } else { "午後" };
            let (heisei, hour) = (local.year() - 1988, local.hour() % 12);
            format!(
                "平成{heisei}年{}月{}日 {half}{hour}時{}分頃{said}",
                local.month(),
                local.day(),
                local.minute()
            )
        }
        _ => format!("{}{zone}", local.strftime("%Y-%m-%d %H:%M:%S")),
    }
}

/// A row for each source and port.
fn table(writing: &mut Writing<'_>) -> String {
    let target = writing.victim();
    let incidents = writing.incidents().to_vec();
    let times = writing.events(incidents.len());
    let zone = writing.zone();
    let mut out = writing
        .say(["日時, 発信元IPアドレス, 宛先IPアドレス, 宛先ポート\n"], ["Date, Source, Destination, Port\n"])
        .to_owned();
    for (incident, at) in incidents.iter().zip(times) {
        let at = writing.local(at).strftime("%Y/%m/%d %H:%M:%S").to_string() + &zone;
        for port in &incident.ports {
            out += &format!("{at}, {}, {target}, {port}/tcp\n", incident.subject);
        }
    }
    out + "\n"
}
