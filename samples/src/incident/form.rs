//! The desk's plain-text report form, version 1, filled in: pasted into a mail, or typed in from a FAX.

use super::logs::{Access, Log};
use super::mail::Letter;
use super::message::Kind;
use super::writing::Writing;

/// The form's words in one language.
struct Words {
    title: &'static str,
    labels: [&'static str; 15],
    yes_no: [&'static str; 2],
    purposes: [&'static str; 2],
    happened: [&'static str; 11],
    fences: [&'static str; 2],
    end: &'static str,
}

const JAPANESE: Words = Words {
    title: "インシデント報告様式",
    labels: [
        "お名前",
        "ご所属",
        "メールアドレス",
        "電話番号",
        "お名前を相手先に伝えてよいですか",
        "報告の目的",
        "何が起きましたか",
        "日時",
        "時間帯",
        "攻撃元・有害サイト",
        "攻撃の対象",
        "状況",
        "ログ",
        "受付記録",
        "暗号化の鍵",
    ],
    yes_no: ["はい", "いいえ"],
    purposes: ["情報提供のみ", "相手先への連絡を希望"],
    happened: [
        "スキャン、不審なアクセス、ログインの試み",
        "システムへの侵入",
        "Web ページの改ざん",
        "フィッシングサイト",
        "マルウェアを配布するサイト",
        "マルウェアの感染",
        "サービス運用妨害 (DoS)",
        "送信元を詐称したメール",
        "標的型攻撃",
        "制御システムに関する事象",
        "その他",
    ],
    fences: ["ここから", "ここまで"],
    end: "おわり",
};

const ENGLISH: Words = Words {
    title: "Incident report form",
    labels: [
        "Name",
        "Organisation",
        "Mail address",
        "Telephone",
        "May we pass on your name",
        "Purpose",
        "What happened",
        "When",
        "Time zone",
        "Sources and harmful sites",
        "Targets",
        "Description",
        "Logs",
        "Desk note",
        "Encryption key",
    ],
    yes_no: ["Yes", "No"],
    purposes: ["For your information only", "Please contact the other side"],
    happened: [
        "Scan, probe or login attempt",
        "Intrusion into a system",
        "Web page defaced",
        "Phishing site",
        "Site that hands out malware",
        "Malware infection",
        "Denial of service",
        "Mail with forged sender",
        "Targeted attack",
        "About a control system",
        "Other",
    ],
    fences: ["begin", "end"],
    end: "Thank you",
};

/// Whether the form can say what this message is to say: it has one list of ports for all sources.
pub(super) fn fits(writing: &Writing<'_>) -> bool {
    let incidents = writing.incidents();
    incidents.iter().all(|one| one.ports == incidents[0].ports && one.many_ports == incidents[0].many_ports)
}

/// A mail with the form in it.
pub(super) fn letter(writing: &mut Writing<'_>) -> (Letter, &'static str) {
    let subject = writing
        .say(["インシデント報告", "インシデント報告様式"], ["Incident report", "incident report form"]);
    let before = if writing.random.below(2) == 0 { writing.greeting() } else { String::new() };
    let text = before + &text(writing, false);
    (Letter { subject: subject.to_owned(), text, ..Letter::default() }, "form")
}

/// The form's text.
pub(super) fn text(writing: &mut Writing<'_>, fax: bool) -> String {
    let words = if writing.japanese() { JAPANESE } else { ENGLISH };
    let incidents = writing.incidents().to_vec();
    let first = &incidents[0];
    let happened = match first.kind {
        Kind::Scan => 0,
        Kind::Intrusion => 2,
        Kind::Phishing => 3,
        Kind::Other if first.malware_site => 4,
        Kind::Other => writing.random.pick([5, 5, 6, 10]),
        Kind::Forged => 7,
    };
    let times = writing.events(1);
    let when = times.first().map(|at| writing.local(*at));
    let zone = match (writing.says_zone, writing.offset) {
        (false, _) => String::new(),
        (true, 9) => "JST".to_owned(),
        (true, offset) => format!("{offset:+03}:00"),
    };
    let victim = writing.victim();
    let mut targets: Vec<String> = first.ports.iter().map(|port| format!("{victim} {port}/tcp")).collect();
    let mut logs = Vec::new();
    if first.many_ports {
        targets = vec![victim.clone()];
    }
    let logged = first.kind == Kind::Scan && (first.many_ports || writing.random.below(2) == 0);
    if let Some(at) = when.filter(|_| logged) {
        let ports = if first.many_ports { &[21, 22, 23, 80, 139, 445, 1433, 3389][..] } else { &first.ports };
        for incident in &incidents {
            for &port in ports {
                let access = Access { at, zone: "", source: &incident.subject, target: &victim, port };
                logs.push(Log::Iptables.line(access, &mut writing.random));
            }
        }
    }
    let description = match (happened, first.many_ports) {
        (0, true) => writing.say(["複数のポートへのスキャンを受けました。"], ["A scan of many ports."]),
        (0, false) => writing.say(["不審なアクセスがありました。被害はありません。"], ["Probes, no damage."]),
        (2, _) => writing.say(["ページが書き換えられていました。"], ["The page was replaced."]),
        (3, _) => writing.say(["銀行の偽サイトです。"], ["A fake bank."]),
        (4, _) => writing.say(["ウイルスが置かれています。"], ["It serves a virus."]),
        (5, _) => writing.say(["ウイルスに感染しているようです。"], ["The machine seems to be infected."]),
        (6, _) => writing.say(["大量の通信でサービスが止まりました。"], ["A flood stopped our service."]),
        (7, _) => writing.say(["当社を名乗るメールが届いています。"], ["Mails in our name."]),
        _ => writing.say(["迷惑メールが大量に届きます。"], ["Much spam."]),
    };
    let person = writing.person.clone();
    let mail = if fax { String::new() } else { person.address() };
    let note = if fax { format!("FAX {} 枚", writing.random.between(1, 4)) } else { String::new() };
    let may_name = writing.random.below(2) as usize;

    let [
        name,
        organisation,
        address,
        phone,
        may,
        purpose,
        what,
        time,
        time_zone,
        sources,
        aims,
        told,
        log,
        desk,
        key,
    ] = words.labels;
    let choice = |options: &[&str], chosen: usize| -> String {
        let marked =
            |(at, option): (usize, &&str)| format!("  [{}] {option}\n", if at == chosen { 'x' } else { ' ' });
        options.iter().enumerate().map(marked).collect()
    };
    let list = |entries: &mut dyn Iterator<Item = &str>| {
        entries.map(|entry| format!("  {entry}\n")).collect::<String>()
    };
    let [begin, finish] = words.fences;
    let block = |label: &str, text: &str| {
        let gap = if text.is_empty() { "" } else { "\n" };
        format!("* {label}\n+++ {begin} +++\n{text}{gap}+++ {finish} +++\n\n")
    };
    let line = |label: &str, value: &str| format!("{}\n", format!("* {label}: {value}").trim_end());
    [
        format!("=== {} (incident-report-form 1) ===\n\n", words.title),
        line(name, person.name)
            + &line(organisation, person.organisation)
            + &line(address, &mail)
            + &line(phone, person.telephone),
        format!("\n* {may}\n{}\n", choice(&words.yes_no, may_name)),
        format!("* {purpose}\n{}\n", choice(&words.purposes, usize::from(writing.truth.mediation))),
        format!("* {what}\n{}\n", choice(&words.happened, happened)),
        line(time, &when.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()),
        line(time_zone, &zone),
        format!("\n* {sources}:\n{}\n", list(&mut incidents.iter().map(|one| one.subject.as_str()))),
        format!("* {aims}:\n{}\n", list(&mut targets.iter().map(String::as_str))),
        block(told, description) + &block(log, &logs.join("\n")),
        line(desk, &note) + &block(key, ""),
        format!("=== {} (end of form) ===\n", words.end),
    ]
    .concat()
}
