//! The sections of the made-up report: every sort of block, short and long.

use kernel::Unit;
use report::{Block, Cell, Item, Phrase, Section, Table, Value};

use super::{Figures, charts, link, said, text};

/// Tables of few columns and of many; a chart over months.
pub(super) fn incidents(figures: &mut Figures) -> Section {
    Section {
        id: "incidents".to_owned(),
        title: said("インシデント報告", "Incident reports"),
        blocks: vec![
            written(
                "報告の件数は前の四半期より増えました。増加の多くは、ウェブサイトの改ざんとフィッシングサイトによるものです。",
                "There were more reports than in the quarter before. Most of the rise comes from altered web sites and \
                 from phishing sites.",
            ),
            totals(figures),
        ],
        parts: vec![
            part(
                "incidents-kinds",
                ("種別ごとの件数", "Kinds of incidents"),
                vec![
                    kinds(figures),
                    chart(charts::monthly(
                        "kinds",
                        said("種別ごとの件数の推移", "Incidents of each kind, month by month"),
                        &[
                            ("スキャン", "scan"),
                            ("フィッシング", "phishing"),
                            ("侵入", "intrusion"),
                            ("サービス運用妨害", "denial of service"),
                        ],
                    )),
                    months(figures),
                ],
            ),
            part(
                "incidents-senders",
                ("報告者のドメイン", "Domains of those who reported"),
                vec![senders(figures)],
            ),
        ],
    }
}

fn totals(figures: &mut Figures) -> Block {
    let rows = [
        ("incident.reports", ("報告", "Reports"), 1545, Unit::Reports),
        ("incident.incidents", ("インシデント", "Incidents"), 1684, Unit::Incidents),
        ("incident.notifications", ("通知連絡", "Notifications"), 1233, Unit::Notifications),
    ];
    let rows = rows.map(|(id, (ja, en), value, unit)| {
        let change = figures.cell(&format!("{id}.change"), value % 41 - 17, Unit::PercentChange);
        vec![words(ja, en), figures.cell(id, value, unit), change]
    });
    table(
        "totals",
        ("件数と前四半期との比較", "Totals, and the change against the quarter before"),
        vec![said("項目", "What"), said("件数", "Number"), said("増減(%)", "Change (%)")],
        rows.into(),
        vec![said(
            "増減は前の四半期の件数に対する割合です。",
            "Changes are in per cent of the number of the quarter before.",
        )],
    )
}

/// A table with sentences in it.
fn kinds(figures: &mut Figures) -> Block {
    let kinds = [
        (
            ("スキャン", "Scan"),
            (
                "弱点を探すための、サーバなどへの接続の試み。",
                "Attempts to connect to servers and other machines in search of weaknesses.",
            ),
        ),
        (
            ("フィッシング", "Phishing"),
            (
                "実在する組織を装い、暗証番号などを入力させようとするサイト。",
                "Sites that pass themselves off as a real organisation's to be told passwords and the like.",
            ),
        ),
        (
            ("侵入", "Intrusion"),
            ("サーバへの侵入、およびウェブサイトの改ざん。", "Servers broken into, and web sites altered."),
        ),
        (
            ("サービス運用妨害", "Denial of service"),
            (
                "大量の通信などによりサービスを止めようとするもの。",
                "Floods of traffic and other ways to bring a service to a stop.",
            ),
        ),
        (("その他", "Other"), ("以上のいずれでもないもの。", "What is none of these.")),
    ];
    let rows = (0..).zip(kinds).map(|(place, ((ja, en), (meaning_ja, meaning_en)))| {
        let number = figures.cell(&format!("incident.kind.{place}"), 1071 - 203 * place, Unit::Incidents);
        vec![words(ja, en), words(meaning_ja, meaning_en), number]
    });
    let rows = rows.collect();
    table(
        "kinds",
        ("種別とその件数", "Kinds and their numbers"),
        vec![said("種別", "Kind"), said("意味", "What it is"), said("件数", "Incidents")],
        rows,
        Vec::new(),
    )
}

/// A table as wide as they come: a column for each of fifteen months.
fn months(figures: &mut Figures) -> Block {
    let mut header = vec![said("種別", "Kind")];
    header.extend((0..15).map(|month| Phrase::sign(&format!("{:02}-{:02}", 7 + month / 12, 1 + month % 12))));
    let kinds = [
        ("スキャン", "Scan"),
        ("フィッシング", "Phishing"),
        ("侵入", "Intrusion"),
        ("運用妨害", "DoS"),
        ("その他", "Other"),
    ];
    let rows = (0_i64..).zip(kinds).map(|(kind, (ja, en))| {
        let mut row = vec![words(ja, en)];
        row.extend((0..15).map(|month| match (kind, month) {
            (3, 4) => Cell::Nothing,
            _ => figures.cell(
                &format!("incident.kind.{kind}@m{month}"),
                (month * 37 + kind * 211) % 1900,
                Unit::Incidents,
            ),
        }));
        row
    });
    let rows = rows.collect();
    table("months", ("月ごとの件数", "Numbers month by month"), header, rows, Vec::new())
}

/// A table over more than a page.
fn senders(figures: &mut Figures) -> Block {
    let rows = (0..70).map(|place| {
        let domain = format!("d{place:02}.example");
        let number = figures.cell(&format!("incident.sender.d{place:02}"), 3000 - 41 * place, Unit::Reports);
        vec![Cell::Words(Phrase::sign(&domain)), number]
    });
    let rows = rows.collect();
    table(
        "senders",
        ("報告者のドメイン", "Domains of senders"),
        vec![said("ドメイン", "Domain"), said("報告", "Reports")],
        rows,
        Vec::new(),
    )
}

/// Several charts, a gap in one, lists with links.
pub(super) fn observation(figures: &mut Figures) -> Section {
    let first = [
        ("445/tcp", "445/tcp"),
        ("135/tcp", "135/tcp"),
        ("ICMP", "ICMP"),
        ("1026/udp", "1026/udp"),
        ("22/tcp", "22/tcp"),
    ];
    let next = [("139/tcp", "139/tcp"), ("1433/tcp", "1433/tcp"), ("2967/tcp", "2967/tcp")];
    let rows = (0_i64..).zip(first.iter().chain(&next)).map(|(place, (port, _))| {
        let average =
            figures.cell(&format!("observe.port.{place}"), 98_765 - 9_871 * place, Unit::PacketsPerSensor);
        let change =
            figures.cell(&format!("observe.port.{place}.change"), 25 - 7 * place, Unit::PercentChange);
        vec![Cell::Words(Phrase::sign(port)), average, change]
    });
    let rows = rows.collect();
    let ports = table(
        "ports",
        ("上位のポート", "The ports most sought"),
        vec![
            said("ポート", "Port"),
            said("センサー平均", "Average per sensor"),
            said("増減(%)", "Change (%)"),
        ],
        rows,
        Vec::new(),
    );
    let watched = |ja: &str, en: &str| Item {
        lead: said(ja, en),
        lines: vec![
            said(
                "脆弱性を悪用する不正プログラムの感染活動とみられます。",
                "Thought to be malicious programs that spread through a vulnerability.",
            ),
            Phrase::new("said").with("text", Value::Sign("5900/tcp, 5901/tcp".to_owned())),
        ],
        links: vec![link(
            "修正プログラムの情報",
            "About the correction",
            "https://vendor.example/security/2008/advisory-with-a-rather-long-name-0123456789.html?lang=ja&page=1",
        )],
    };
    Section {
        id: "observation".to_owned(),
        title: said("定点観測", "Observation"),
        blocks: vec![
            chart(charts::daily("top-1-5", said("上位1位から5位", "Ports 1 to 5"), &first, false)),
            chart(charts::daily("top-6-10", said("上位6位から8位", "Ports 6 to 8"), &next, true)),
            ports,
        ],
        parts: vec![
            part(
                "observation-watched",
                ("注目しているポート", "Watched ports"),
                vec![Block::List {
                    items: vec![
                        watched(
                            "遠隔操作ソフトウェアのポートへのスキャン",
                            "Scans of the ports of remote control software",
                        ),
                        watched(
                            "ウイルス対策ソフトウェアの管理用ポートへのスキャン",
                            "Scans of a virus scanner's port of administration",
                        ),
                    ],
                }],
            ),
            part(
                "observation-icmp",
                ("ICMP", "ICMP"),
                vec![chart(charts::daily(
                    "icmp",
                    said("ICMPの推移", "ICMP"),
                    &[("エコー要求", "echo request")],
                    false,
                ))],
            ),
        ],
    }
}

/// What is recorded by hand: lists of lectures and events.
pub(super) fn cooperation(figures: &mut Figures) -> Section {
    let lectures = (1..=9).map(|place| Item {
        lead: said(
            &format!("組織内CSIRTのつくり方({place})"),
            &format!("How to build a CSIRT within an organisation ({place})"),
        ),
        lines: vec![said("見本セキュリティ講座、2008年2月13日", "Sample Security Course, 13 February 2008")],
        links: Vec::new(),
    });
    let lectures = Block::List { items: lectures.collect() };
    let rows = [("企業", "Companies", 6), ("団体", "Organisations", 2), ("グループ", "Groups", 2)];
    let rows = rows.map(|(ja, en, value)| {
        vec![
            words(ja, en),
            figures.cell(&format!("community.support.{value}{}", en.len()), value, Unit::Supports),
        ]
    });
    let supports = table(
        "supports",
        ("構築を支援した相手", "Whom we helped to build a team"),
        vec![said("種類", "Kind"), said("件数", "Number")],
        rows.into(),
        Vec::new(),
    );
    Section {
        id: "cooperation".to_owned(),
        title: said("国内外との連携", "Cooperation at home and abroad"),
        blocks: vec![supports],
        parts: vec![part("cooperation-lectures", ("講演", "Lectures"), vec![lectures])],
    }
}

/// How to reach the team.
pub(super) fn contact() -> Section {
    Section {
        id: "contact".to_owned(),
        title: said("連絡先", "Contact"),
        blocks: vec![
            written(
                "インシデントの報告は電子メールでお寄せください。\n鍵の指紋: 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567",
                "Please report incidents by mail.\nFingerprint of the key: 0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567",
            ),
            Block::Links {
                links: vec![link("報告の様式", "The report form", "https://www.cert.example/form/")],
            },
        ],
        parts: Vec::new(),
    }
}

fn part(id: &str, (ja, en): (&str, &str), blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: said(ja, en), blocks, parts: Vec::new() }
}

fn written(ja: &str, en: &str) -> Block {
    Block::Written { text: text(ja, en) }
}

fn words(ja: &str, en: &str) -> Cell {
    Cell::Words(said(ja, en))
}

fn chart(block: report::ChartBlock) -> Block {
    Block::Chart(Box::new(block))
}

fn table(
    id: &str,
    (ja, en): (&str, &str),
    header: Vec<Phrase>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<Phrase>,
) -> Block {
    Block::Table(Table { id: id.to_owned(), caption: said(ja, en), header, rows, notes })
}
