//! Letters in the styles that people write them in.

use incident::intake::Input;
use incident::{Candidate, Reading, reading};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn read_bytes(bytes: &[u8]) -> (Reading, Vec<Candidate>) {
    let mail = mail::read(bytes);
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let received: Timestamp = "2008-01-20T00:00:00Z".parse().unwrap();
    let input = Input { bytes, name: "", mail: Some(&mail), zone: &zone, received };
    let mut found = Vec::new();
    let reading = reading::read(&input, &mut |candidate| found.push(candidate));
    (reading, found)
}

/// A letter in UTF-8, from somebody at example.jp.
fn letter(subject: &str, extra: &str, body: &str) -> Vec<u8> {
    format!(
        "From: Aoki <aoki@example.jp>\r\nTo: info@csirt.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n{extra}\r\n{}",
        body.replace('\n', "\r\n")
    )
    .into_bytes()
}

fn summary((reading, found): (Reading, Vec<Candidate>)) -> String {
    let mut all = vec![reading.disposition.to_string()];
    if reading.mediation {
        all[0] += " +mediation";
    }
    for candidate in found {
        let mut one = format!("{} {}", candidate.kind, candidate.subject.text());
        if candidate.kind == incident::Kind::Other || candidate.rsit.starts_with("intrusion-attempts") {
            one += &format!(" ({})", candidate.rsit.split(':').nth(1).unwrap_or_default());
        }
        for port in &candidate.ports {
            one += &format!(
                " {}{}{}",
                port.number,
                if port.protocol.is_empty() { "" } else { "/" },
                port.protocol
            );
        }
        if candidate.many_ports {
            one += " many";
        }
        if let Some(address) =
            candidate.address.filter(|address| address.to_string() != candidate.subject.text())
        {
            one += &format!(" at {address}");
        }
        if let Some(brand) = candidate.brand {
            one += &format!(" as {brand}");
        }
        if let Some(victim) = candidate.victim {
            one += &format!(" -> {victim}");
        }
        if let Some(first) = candidate.first {
            one += &format!(" {first}{}", if candidate.zone_known { "" } else { "?" });
        }
        all.push(one);
    }
    all.extend(reading.open.iter().map(|open| format!("open {}", open.text)));
    all.extend(reading.problems.iter().map(|problem| format!("problem {}", problem.reason)));
    all.join(" | ")
}

fn check(subject: &str, body: &str, expect: &str) {
    assert_eq!(summary(read_bytes(&letter(subject, "", body))), expect, "{subject}\n{body}");
}

fn check_answer(subject: &str, body: &str, expect: &str) {
    let answer = letter(subject, "In-Reply-To: <1@csirt.example>\r\n", body);
    assert_eq!(summary(read_bytes(&answer)), expect, "{subject}\n{body}");
}

#[test]
fn scans_in_japanese() {
    check(
        "不審なアクセスのご報告",
        "見本の青木です。\n\n以下のIPアドレスから弊社サーバ(198.51.100.7)の22番ポートに対して不正なアクセスがありました。\n管理者へのご連絡をお願いいたします。\n\n192.0.2.1\n192.0.2.2\n\n-- \n青木 http://www.example.jp/ TEL 03-0000-0000\n",
        "report +mediation | scan 192.0.2.1 22 -> 198.51.100.7 | scan 192.0.2.2 22 -> 198.51.100.7",
    );
    check(
        "ポートスキャンについて",
        "攻撃元IPアドレス：１９２．０．２．１\n攻撃先：198.51.100.7\nポート：複数のポート\n日時：2008年1月15日 午前3時12分 (日本時間)\n",
        "report | scan 192.0.2.1 many -> 198.51.100.7 2008-01-14T18:12:00Z",
    );
    check(
        "SSHブルートフォース",
        "192.0.2.1 (host.example.net) から SSH への総当たり攻撃を受けています。\n取り急ぎご報告まで。\n",
        "report | scan 192.0.2.1 (brute-force) 22/tcp",
    );
    check(
        "ｽｷｬﾝの報告",
        "発信元: 192[.]0[.]2[.]1\n宛先: 203.0.113.5\nポート番号: 5900\n\n発信元: 192[.]0[.]2[.]9\n宛先: 203.0.113.6\nポート番号: 10000\n",
        "report | scan 192.0.2.1 5900 -> 203.0.113.5 | scan 192.0.2.9 10000 -> 203.0.113.6",
    );
    check(
        "不正アクセスの報告",
        "ログをお送りします。時刻は JST です。侵入はされておりません。\n\nJan 15 03:12:45 www sshd[1]: Failed password for root from 192.0.2.1 port 4321 ssh2\nJan 15 03:13:45 www sshd[1]: Failed password for root from 192.0.2.1 port 4322 ssh2\n\n送信元の管理者への通知をお願いいたします。\n",
        "report +mediation | scan 192.0.2.1 (brute-force) 22/tcp 2008-01-14T18:12:45Z",
    );
    check(
        "ワームと思われるアクセス",
        "[15/Jan/2008 のログ]\n> 192.0.2.1 - - [15/Jan/2008:03:12:45 +0900] \"GET /scripts/root.exe?/c+dir HTTP/1.0\" 404 210\n",
        "report | scan 192.0.2.1 (ids-alert) 80/tcp 2008-01-14T18:12:45Z",
    );
    check(
        "スキャン検知",
        "日時                 送信元          宛先            ポート\n2008-01-15 03:12:45  192.0.2.1  198.51.100.7  22/tcp\n2008-01-15 03:12:50  192.0.2.2  198.51.100.7  80/tcp\n",
        "report | scan 192.0.2.1 22/tcp -> 198.51.100.7 2008-01-14T18:12:45Z? | scan 192.0.2.2 80/tcp -> 198.51.100.7 2008-01-14T18:12:50Z?",
    );
}

#[test]
fn scans_in_english() {
    check(
        "SSH scan from 192.0.2.1",
        "Hello,\n\nthe host 192.0.2.1 has been scanning our network 198.51.100.0/24 on port 22/tcp.\nPlease contact the administrator of the address.\n",
        "report +mediation | scan 192.0.2.1 22/tcp -> 198.51.100.0",
    );
    check(
        "Port scan",
        "Source IP: 192.0.2.1\nSource port: 4321\nDestination IP: 198.51.100.7\nDestination port: 445\nTime: 2008-01-15 03:12:45 -0500\n",
        "report | scan 192.0.2.1 445 -> 198.51.100.7 2008-01-15T08:12:45Z",
    );
    check(
        "Abuse report",
        "All times are UTC.\n\nJan 15 03:12:45 gw kernel: DROP IN=eth0 SRC=192.0.2.1 DST=198.51.100.7 PROTO=TCP SPT=1 DPT=21\nJan 15 03:12:46 gw kernel: DROP IN=eth0 SRC=192.0.2.1 DST=198.51.100.7 PROTO=TCP SPT=1 DPT=22\nJan 15 03:12:47 gw kernel: DROP IN=eth0 SRC=10.0.0.1 DST=198.51.100.7 PROTO=TCP SPT=1 DPT=22\n",
        "report | scan 192.0.2.1 21/tcp 22/tcp -> 198.51.100.7 2008-01-15T03:12:45Z",
    );
    let sweep: String = (1..=6)
        .map(|port| {
            format!(
                "Jan 15 03:12:4{port} gw kernel: SRC=192.0.2.1 DST=198.51.100.7 PROTO=TCP SPT=1 DPT={port}\n"
            )
        })
        .collect();
    check("Sweep", &sweep, "report | scan 192.0.2.1 many -> 198.51.100.7 2008-01-14T18:12:41Z?");
    check(
        "Probes",
        "The following addresses have been probing our web servers:\n\n * 192.0.2.1\n * 192.0.2.2\n * 2001:db8::77\n\nThanks for your help.\n-- \nBob Sample\nhttp://www.example.jp/abuse\n",
        "report | scan 192.0.2.1 80/tcp | scan 192.0.2.2 80/tcp | scan 2001:db8::77 80/tcp",
    );
    check(
        "Attack",
        "Attacker: 192.0.2.1\nTarget: 198.51.100.7 (our server)\nThis report is for your information only; no action is requested.\n",
        "report | scan 192.0.2.1 -> 198.51.100.7",
    );
}

#[test]
fn phishing_sites() {
    check(
        "フィッシングサイトの報告",
        "見本銀行を装ったフィッシングサイトを発見しました。\n\nhxxp://www[.]mihon-bank[.]example/login.php\nIPアドレス: 192.0.2.80\n\n正規のサイトは http://www.mihon-bank.example.jp/ です。\nサイトの閉鎖に向けた調整をお願いいたします。\n",
        "report +mediation | phishing http://www.mihon-bank.example/login.php at 192.0.2.80 as 見本銀行",
    );
    check(
        "Phishing",
        "We found a phishing site targeting Sample Bank customers.\n<http://198.51.100.80/secure/\nlogin/index.html>\nhttp://phish.example.net/a。\nPlease take down this site as soon as possible.\nSee also http://www.example.org/faq\n",
        "report +mediation | phishing http://198.51.100.80/secure/login/index.html at 198.51.100.80 as Sample Bank | phishing http://phish.example.net/a as Sample Bank",
    );
    check(
        "偽サイト",
        "偽サイト: www.mihon-bank.example\n至急ご対応をお願いします。\n",
        "report | phishing www.mihon-bank.example",
    );
    check(
        "フィッシング",
        "ttp://bank.example/\nttps://bank.example/2\n",
        "report | phishing http://bank.example/ | phishing https://bank.example/2",
    );
    check(
        "Fwd: Phishing",
        "It is at http://bank.example/x.\n\n-----Original Message-----\nFrom: bank\nClick http://bank.example/y\n",
        "report | phishing http://bank.example/x | phishing http://bank.example/y",
    );
}

#[test]
fn intrusions_and_defacements() {
    check(
        "Web改ざん",
        "下記のページが改ざんされています。\nhttp://www.example.com/index.html\n",
        "report | intrusion http://www.example.com/index.html",
    );
    check(
        "弊社サイトの改ざんについて",
        "弊社のサイト http://www.example.jp/ が改ざんされました。\n",
        "report | intrusion http://www.example.jp/",
    );
    check(
        "Compromised host",
        "Our server 198.51.100.7 was compromised last night.\n",
        "report | intrusion 198.51.100.7",
    );
    check(
        "不正侵入",
        "弊社サーバ 198.51.100.7 に不正侵入されました。\n侵入元: 192.0.2.1\n",
        "report | intrusion 192.0.2.1 -> 198.51.100.7",
    );
    check(
        "Defaced website",
        "The website http://www.example.org/ has been defaced, the script leads to a malware site: http://evil.example/x.js\n",
        "report | intrusion http://www.example.org/ | other http://evil.example/x.js (malware-distribution)",
    );
}

#[test]
fn everything_else() {
    check(
        "マルウェア配布サイト",
        "hxxp://evil.example/a.exe\n",
        "report | other http://evil.example/a.exe (malware-distribution)",
    );
    check(
        "DDoS attack",
        "We are under a SYN flood from 192.0.2.1 and 192.0.2.2.\n",
        "report | other 192.0.2.1 (dos) | other 192.0.2.2 (dos)",
    );
    check("ボット感染", "感染端末: 192.0.2.1\n", "report | other 192.0.2.1 (infected-system)");
    check("Botnet C&C", "C&C server: 192.0.2.1 port 6667\n", "report | other 192.0.2.1 (c2-server)");
    check(
        "差出人詐称",
        "弊社の名前を詐称したメールが届きました。ヘッダは次の通りです。\n\nReceived: from mx.example.jp (mx.example.jp [10.0.0.1]) by mail.example.jp\nReceived: from bad.example.net (unknown [192.0.2.1])\n\tby mx.example.jp; Tue, 15 Jan 2008 03:12:45 +0900\nReceived: from x (y [192.0.2.99]) by bad.example.net\n",
        "report | forged 192.0.2.1",
    );
    check("Spam", "We keep receiving spam from 192.0.2.1.\n", "report | other 192.0.2.1 (spam)");
    check(
        "標的型攻撃",
        "標的型攻撃のメールを受け取りました。送信元: 192.0.2.1\n",
        "report | other 192.0.2.1 (other)",
    );
}

#[test]
fn what_the_text_does_not_say_is_left_open() {
    check(
        "質問",
        "192.0.2.1 と 198.51.100.7 の間の通信について教えてください。\n",
        "question | open 192.0.2.1 | open 198.51.100.7",
    );
    check("scan", "Our firewall 198.51.100.7 was scanned yesterday.\n", "question");
    check("アクセス", "10.0.0.1 から 192.168.1.1 へスキャンがありました。\n", "question");
}

#[test]
fn what_is_no_report() {
    check("お問い合わせ", "インシデントの報告方法について教えてください。\n", "question");
    check("Question", "Could you tell us how to report incidents?\nhttp://www.example.jp/\n", "question");
    check(
        "セミナーのご案内",
        "セミナーを開催いたします。\n詳細は http://www.example.com/seminar をご覧ください。\n",
        "information",
    );
    check(
        "Maintenance",
        "The list server will be down for maintenance.\n\nThank you,\n\nBob\n",
        "information",
    );
    check(
        "Cheap replica watches",
        "Special offer! Buy now at http://shop.example.net/ , limited time.\nClick here to unsubscribe.\n",
        "spam | open http://shop.example.net/",
    );
    check_answer(
        "Re: ご連絡",
        "ご連絡ありがとうございました。対処いたしました。\n\n> 発信元: 192.0.2.1 からスキャン\n",
        "thanks",
    );
    check_answer(
        "Re: Your report",
        "Thank you for your notification.\n\n-----Original Message-----\nSource: 192.0.2.1 scan port 22\n",
        "thanks",
    );
    check_answer(
        "Re: Scan",
        "Another one today:\n\nSource IP: 192.0.2.9\nDestination port: 22/tcp\n\nThanks,\nBob\n\n> The owner of 192.0.2.1 has been told of the scan.\n",
        "report | scan 192.0.2.9 22/tcp",
    );
}

#[test]
fn a_forwarded_mail_tells_of_sites_and_of_where_it_came_from() {
    let forwarded = |words: &str| {
        format!(
            "From: aoki@example.jp\r\nSubject: fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\n{words}\r\n--b\r\nContent-Type: text/plain; name=\"a.log\"\r\nContent-Disposition: attachment; filename=\"a.log\"\r\n\r\n\
             Jan 15 03:12:45 gw kernel: SRC=192.0.2.44 DST=198.51.100.7 PROTO=TCP SPT=1 DPT=22\r\n--b--\r\n"
        )
    };
    let (_, found) = read_bytes(forwarded("Scan, see the log.").as_bytes());
    assert_eq!(found.iter().map(|one| one.subject.text()).collect::<Vec<_>>(), ["192.0.2.44"]);
    let inner = mail::Message {
        headers: vec![("Received".to_owned(), "from bad (bad [192.0.2.1]) by mx.example.jp".to_owned())],
        parts: vec![mail::Part {
            media_type: "text/plain".to_owned(),
            text: Some("Log in at http://bank.example/ now".to_owned()),
            ..Default::default()
        }],
        ..Default::default()
    };
    let check = |words: &str, expect: &[&str]| {
        let outer = mail::Message {
            parts: vec![
                mail::Part {
                    media_type: "text/plain".to_owned(),
                    text: Some(words.to_owned()),
                    ..Default::default()
                },
                mail::Part {
                    media_type: "message/rfc822".to_owned(),
                    message: Some(Box::new(inner.clone())),
                    ..Default::default()
                },
            ],
            ..Default::default()
        };
        let input = Input {
            bytes: b"",
            name: "",
            mail: Some(&outer),
            zone: &TimeZone::UTC,
            received: Timestamp::UNIX_EPOCH,
        };
        let mut found = Vec::new();
        reading::read(&input, &mut |candidate| {
            found.push(format!("{} {}", candidate.kind, candidate.subject.text()));
        });
        assert_eq!(found, expect, "{words}");
    };
    check("フィッシングメールを転送します。", &["phishing http://bank.example/"]);
    check("A mail with a forged sender.", &["forged 192.0.2.1"]);
}

/// The mails that notifiers send, where they are here: whatever they are, they are read.
#[test]
fn mails_of_notifiers_are_read() {
    let folder = std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/incident/notifier-mails"
    ));
    if !folder.is_dir() {
        println!("left out: no folder of notifiers' mails");
        return;
    }
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for path in files {
        let (reading, found) = read_bytes(&std::fs::read(&path).unwrap());
        let subjects: Vec<_> =
            found.iter().take(4).map(|one| format!("{} {}", one.kind, one.subject.text())).collect();
        println!(
            "{}: {} {subjects:?} of {}, {} open",
            path.strip_prefix(folder).unwrap().display(),
            reading.disposition,
            found.len(),
            reading.open.len()
        );
    }
}

/// Hostile lengths: each is read in time that grows with its length alone, or the test would not end.
#[test]
fn a_megabyte_of_anything_is_read() {
    for piece in [
        "1.1.1.1.1.1.",
        "http://http://",
        "[.][.]",
        "a:a:",
        "((((",
        "h**p",
        "2008-01-",
        "<http://a\n",
        "ポート",
        "1月",
        "from 192.0.2.1 ",
        "SRC=",
        "-> ",
        ">>>>",
        "@a",
        "::",
        "/)",
    ] {
        let (reading, _) = read_bytes(&letter("x", "", &piece.repeat((1 << 20) / piece.len())));
        assert!(reading.problems.len() <= 100, "{piece}");
    }
    let list: String = (0..100_000).map(|n| format!("http://s{n}.example/\n")).collect();
    let (reading, found) = read_bytes(&letter("phishing", "", &list));
    assert_eq!((found.len(), reading.problem_count), (20_000, 80_000));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let (reading, found) = read_bytes(&letter("x", "", &text));
        prop_assert_eq!(reading.disposition == incident::Disposition::Report, !found.is_empty());
    }
}

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "192.0.2.1",
        "198[.]51",
        "hxxp://",
        "example.com/",
        "から",
        "フィッシング",
        "scan",
        "\n",
        "> ",
        "-- \n",
        " ",
        "：",
        "２２",
        "/tcp",
        "Jan 15 03:12:45 ",
        "sshd[1]: Failed password for ",
        "SRC=",
        "DST=",
        "-> ",
        "[**]",
        "平成20年1月15日",
        "午後",
        "3時",
        "Received: from ",
        "[15/Jan/2008:03:12:45 +0900] \"GET ",
        "<",
        ">",
        "#Fields: c-ip date time\n",
        "改ざん",
        "弊社",
        "以下",
        "ﾎﾟｰﾄ",
        "port ",
        "-----Original Message-----\n",
        "を装",
        "「",
        "」",
        "2001:db8::",
        "%",
        "\u{200b}",
        "=====\nTEL a@example.jp\n",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,6}"]
}

#[test]
fn requests_are_told_from_remarks() {
    for (body, expect) in [
        ("Scan from 192.0.2.1.\nPlease take appropriate action and inform the customer.\n", true),
        ("Scan from 192.0.2.1.\nWe would appreciate your help in shutting this site down.\n", true),
        (
            "192.0.2.1 からスキャンがありました。\n該当するIPアドレスの管理者へご連絡いただけますようお願いいたします。\n",
            true,
        ),
        ("192.0.2.1 からスキャンがありました。\n先方への連絡は不要です。\n", false),
        ("Scan from 192.0.2.1.\nNo reply is necessary.\n", false),
    ] {
        assert_eq!(read_bytes(&letter("x", "", body)).0.mediation, expect, "{body}");
    }
}
