//! What kinds, ways and reasons are called where the activity report's readers meet them.
//!
//! Pages of the desk have their own words in `web`; these stand in definitions of figures and in the public line of
//! a record, and so are kept with issued reports. English words stand within a sentence.

use kernel::Text;

use crate::kind::{Kind, Refinement};
use crate::model::{Channel, Disposition};
use crate::notify::Purpose;

/// Both languages of a text.
pub(crate) fn both(ja: impl Into<String>, en: impl Into<String>) -> Text {
    Text { ja: ja.into(), en: en.into() }
}

pub(crate) const fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Scan => ("スキャン", "scan"),
        Kind::Forged => ("送信元詐称メール", "forged mail"),
        Kind::Intrusion => ("侵入", "intrusion"),
        Kind::Phishing => ("フィッシング", "phishing"),
        Kind::Other => ("その他", "other"),
    }
}

pub(crate) const fn refinement(refinement: Refinement) -> (&'static str, &'static str) {
    match refinement {
        Refinement::WebDefacement => ("Webサイト改ざん", "web defacement"),
        Refinement::MalwareSite => ("マルウェアサイト", "malware site"),
        Refinement::DenialOfService => ("サービス運用妨害", "denial of service"),
        Refinement::ControlSystem => ("制御システム関連", "control systems"),
        Refinement::TargetedAttack => ("標的型攻撃", "targeted attack"),
    }
}

pub(crate) const fn channel(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Mail => ("メール", "mail"),
        Channel::Fax => ("FAX", "FAX"),
        Channel::Telephone => ("電話", "telephone"),
        Channel::Form => ("Webフォーム", "web form"),
        Channel::Feed => ("フィード", "feed"),
    }
}

pub(crate) const fn disposition(disposition: Disposition) -> (&'static str, &'static str) {
    match disposition {
        Disposition::Report => ("インシデント報告", "incident report"),
        Disposition::Question => ("質問", "question"),
        Disposition::Information => ("情報提供", "information"),
        Disposition::Thanks => ("お礼", "thanks"),
        Disposition::Reply => ("通知への返信", "answer to a notification"),
        Disposition::Spam => ("迷惑メール", "spam"),
        Disposition::AutoReply => ("自動返信", "automatic reply"),
        Disposition::Bounce => ("不達通知", "report of non-delivery"),
        Disposition::Loop => ("ループしたメール", "looping mail"),
        Disposition::Unreadable => ("読み取れないもの", "unreadable message"),
    }
}

pub(crate) const fn purpose(purpose: Purpose) -> (&'static str, &'static str) {
    match purpose {
        Purpose::Notice => ("インシデントの通知", "notice of incidents"),
        Purpose::Reminder => ("通知の再送", "reminder"),
        Purpose::Revival => ("サイト再開の通知", "notice that a site is back"),
    }
}
