//! What each figure is, in words that a reader of the report understands.
//!
//! One entry for every id that `figures` makes; a test asks for the definition of each.

use kernel::{Definition, Text};

use crate::kind::{Kind, Refinement};
use crate::spoken::{self, both};

/// What the figure of this name (its id without the period) is; none where there is no such figure.
pub fn define(name: &str) -> Option<Definition> {
    let of = name.strip_prefix("incident.")?;
    if let Some(kind) = of.strip_prefix("kind.") {
        return Some(of_kind(kind.parse().ok()?));
    }
    if let Some(refinement) = of.strip_prefix("refinement.") {
        return Some(of_refinement(refinement.parse().ok()?));
    }
    if let Some(port) = of.strip_prefix("scan.port.") {
        return Some(of_port(port.parse().ok()?));
    }
    if let Some(tld) = of.strip_prefix("sender.") {
        return (!tld.is_empty()).then(|| of_sender(tld));
    }
    single(of)
}

/// The figures that there is one of.
fn single(of: &str) -> Option<Definition> {
    let [name, meaning, computed] = match of {
        "reports" => [
            ("インシデント報告", "incident reports"),
            (
                "期間中に受け付けたメール、FAX、電話、Webフォーム、フィードのうち、インシデントに関する報告の数です。",
                "Messages about incidents that arrived in the period: by mail, FAX, telephone, web form or feed.",
            ),
            (
                "受付日が期間内にあり、インシデント報告と判断されたメッセージを1通1件と数えます。\
                 内容が1バイトも違わないものは、何度届いても1件です。",
                "Messages received on the period's days and found to be incident reports, one each. The same bytes \
                 count once, however often they arrive.",
            ),
        ],
        "incidents" => [
            ("インシデント", "incidents"),
            (
                "インシデント報告に含まれるインシデントを、IPアドレス別(フィッシングサイトやマルウェアサイトはURL別)に\
                 数えたものです。",
                "Incidents in the incident reports: one for each IP address, or for each URL of a phishing or malware \
                 site.",
            ),
            (
                "受付日が期間内のメッセージのインシデントを数えます。同じアドレスやURLは、1通の中で何度現れても1件です。\
                 ほかのインシデントと同一と判断されたもの、取り下げられたものは数えません。",
                "Incidents of messages received on the period's days. An address or URL counts once in a message, \
                 however often it is named there. Those merged into another or withdrawn are not counted.",
            ),
        ],
        "scan.many-ports" => [
            ("総合的なスキャン", "scans over many ports"),
            (
                "多数のポートに対するスキャンとしてまとめて報告されたインシデントの数です。",
                "Scan incidents that were reported as going over many ports at once.",
            ),
            (
                "スキャンのインシデントのうち、多数のポートを対象とすると記録されたものを数えます。",
                "Incidents of the kind scan that are recorded as having many ports.",
            ),
        ],
        "notifications" => [
            ("通知連絡", "notifications"),
            (
                "対応できる関係者(サイトやネットワークの管理者、国内外のCSIRTなど)に送った通知の数です。",
                "Our messages to those who can act: who runs a site or network, CSIRTs here and abroad.",
            ),
            (
                "送信日が期間内の通知を1通1件と数えます。サイト再開の通知は含み、再送(催促)は含みません。",
                "Notifications sent on the period's days, one each. Notices that a site is back are among them, \
                 reminders are not.",
            ),
        ],
        "other-messages" => [
            ("報告以外のメッセージ", "messages other than reports"),
            (
                "インシデント報告ではないものの、何らかの対応が必要だったメッセージの数です。",
                "Messages that were no incident reports but that somebody had to deal with.",
            ),
            (
                "受付日が期間内のメッセージのうち、質問、情報提供、お礼と判断されたものを数えます。\
                 迷惑メール、自動返信、不達通知、通知への返信は数えません。",
                "Messages received on the period's days and found to be questions, information or thanks. Spam, \
                 automatic replies, reports of non-delivery and answers to notifications are not counted.",
            ),
        ],
        "takedowns" => [
            ("閉鎖されたサイト", "harmful sites that went away"),
            (
                "監視していた有害サイトのうち、期間中に初めて閉鎖が確認されたものの数です。",
                "Watched harmful sites that were found gone for the first time in the period.",
            ),
            (
                "稼働が一度でも確認されたサイトについて、最初に閉鎖された日が期間内にあるものを数えます。\
                 再開後の再閉鎖は数えません。",
                "Sites that had been seen up, by the day on which they first went. One that came back and went \
                 again is not counted again.",
            ),
        ],
        "takedown.days" => [
            ("閉鎖までの営業日数", "business days to takedown"),
            (
                "有害サイトの報告を受けてから閉鎖されるまでの営業日数の平均です。",
                "Business days from the report of a harmful site until it was gone, on average.",
            ),
            (
                "期間中に初めて閉鎖されたサイトごとに、受付日から閉鎖日までの営業日数(同日は0)を数え、\
                 その平均を四捨五入します。",
                "For each site that first went in the period, the business days from its report's day to the day it \
                 went (0 on the same day); their mean, rounded to the nearest.",
            ),
        ],
        _ => return None,
    };
    Some(definition(text(name), text(meaning), text(computed)))
}

fn of_kind(kind: Kind) -> Definition {
    let (ja, en) = spoken::kind(kind);
    let meaning = text(match kind {
        Kind::Scan => (
            "プローブ、スキャンなど、システムに影響が生じなかった不審なアクセスのインシデントの数です。",
            "Probes, scans and other suspicious accesses that had no effect on a system.",
        ),
        Kind::Forged => (
            "差出人などの送信ヘッダを偽ったメールのインシデントの数です。",
            "Mail whose headers give a false sender.",
        ),
        Kind::Intrusion => ("システムへの侵入のインシデントの数です。", "Intrusions into systems."),
        Kind::Phishing => (
            "他者を装い、利用者が入力する情報を盗み取ろうとするサイトの数です。",
            "Sites that pass themselves off as another's to steal what people type.",
        ),
        Kind::Other => (
            "上記以外のインシデント(サービス運用妨害、ウイルス、マルウェアなど)の数です。",
            "All other incidents: denial of service, viruses, malware.",
        ),
    });
    let computed = both(
        format!(
            "受付日が期間内のインシデントのうち、種類が「{ja}」のものを数えます。どのインシデントも5つの種類のどれか1つに\
             属します。{NOT_MERGED_JA}"
        ),
        format!(
            "Incidents received on the period's days whose kind is \"{en}\". Each incident has one of the five \
             kinds. {NOT_MERGED_EN}"
        ),
    );
    definition(both(format!("インシデント: {ja}"), format!("incidents: {en}")), meaning, computed)
}

const NOT_MERGED_JA: &str = "ほかと同一と判断されたもの、取り下げられたものは数えません。";
const NOT_MERGED_EN: &str = "Those merged into another or withdrawn are not counted.";

fn of_refinement(refinement: Refinement) -> Definition {
    let (ja, en) = spoken::refinement(refinement);
    let (kind_ja, kind_en) = spoken::kind(refinement.kind());
    let meaning = both(
        format!("種類「{kind_ja}」の内訳として区別している「{ja}」のインシデントの数です。"),
        format!("Incidents told apart as \"{en}\" within the kind \"{kind_en}\"."),
    );
    let computed = both(
        format!("受付日が期間内のインシデントのうち、細分類が「{ja}」のものを数えます。{NOT_MERGED_JA}"),
        format!("Incidents received on the period's days whose finer kind is \"{en}\". {NOT_MERGED_EN}"),
    );
    definition(both(format!("うち{ja}"), format!("of these: {en}")), meaning, computed)
}

fn of_port(port: u16) -> Definition {
    definition(
        both(format!("{port}番ポートへのスキャン"), format!("scans of port {port}")),
        both(
            format!("{port}番ポートを対象とするスキャンのインシデントの数です。"),
            format!("Scan incidents whose target was port {port}."),
        ),
        both(
            format!(
                "スキャンのインシデントのうち、{port}番ポートが記録されたものを、プロトコルを問わず1件と数えます。\
                 複数のポートが記録されたインシデントは、それぞれのポートで数えます。"
            ),
            format!(
                "Incidents of the kind scan with port {port} recorded, once whatever the protocols. One with several \
                 ports is counted under each of them."
            ),
        ),
    )
}

fn of_sender(tld: &str) -> Definition {
    definition(
        both(format!("送信元が.{tld}の報告"), format!("reports from .{tld}")),
        both(
            format!("送信元のトップレベルドメインが.{tld}であるインシデント報告の数です。"),
            format!("Incident reports whose sender's top-level domain is .{tld}."),
        ),
        both(
            format!(
                "受付日が期間内のインシデント報告のうち、差出人のメールアドレスが.{tld}で終わるものを数えます。\
                 差出人のアドレスがない報告は、どのドメインにも数えません。"
            ),
            format!(
                "Incident reports received on the period's days whose sender's mail address ends in .{tld}. Reports \
                 without such an address are counted under no domain."
            ),
        ),
    )
}

fn definition(name: Text, meaning: Text, computed: Text) -> Definition {
    Definition { name, meaning, computed }
}

fn text((ja, en): (&str, &str)) -> Text {
    both(ja, en)
}
