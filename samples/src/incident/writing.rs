//! What all letters are made of: who writes when to what end, greetings, requests, closings.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::message::{Incident, Truth};
use super::people::{Language, Person};
use crate::random::Random;

/// A message in the making.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    pub(super) truth: &'a Truth,
    pub(super) person: Person,
    /// When the message is received.
    pub(super) received: Timestamp,
    /// Hours east of Greenwich of the writer's clocks.
    pub(super) offset: i8,
    /// Whether the times in it have a zone. Whoever wants somebody else to be told must say it.
    pub(super) says_zone: bool,
    pub(super) random: Random,
}

impl Writing<'_> {
    pub(super) fn incidents(&self) -> &[Incident] {
        &self.truth.incidents
    }

    pub(super) fn japanese(&self) -> bool {
        self.person.language == Language::Japanese
    }

    /// One of these, by the writer's language.
    pub(super) fn say<const J: usize, const E: usize>(
        &mut self,
        japanese: [&'static str; J],
        english: [&'static str; E],
    ) -> &'static str {
        if self.japanese() { self.random.pick(japanese) } else { self.random.pick(english) }
    }

    /// Some time before the message came, in order: the first of `count` events and the seconds between them.
    pub(super) fn events(&mut self, count: usize) -> Vec<Timestamp> {
        let back = self.random.between(2 * 3600, 40 * 3600);
        let mut at = self.received - SignedDuration::from_secs(i64::from(back));
        let mut events = Vec::with_capacity(count);
        for _ in 0..count {
            events.push(at);
            at += SignedDuration::from_secs(i64::from(self.random.between(1, 9)));
        }
        events
    }

    /// A time on the writer's clock.
    pub(super) fn local(&self, at: Timestamp) -> DateTime {
        TimeZone::fixed(Offset::constant(self.offset)).to_datetime(at)
    }

    /// The zone as it stands behind a time: `+0900`; empty where the writer does not say it.
    pub(super) fn zone(&self) -> String {
        if self.says_zone { self.numeric_zone() } else { String::new() }
    }

    /// The zone as it stands behind a time.
    pub(super) fn numeric_zone(&self) -> String {
        format!(" {:+03}00", self.offset)
    }

    /// A sentence that says the zone of all times, or nothing.
    pub(super) fn zone_sentence(&mut self) -> String {
        if !self.says_zone {
            return String::new();
        }
        if self.japanese() && self.offset == 0 {
            return "※ ログの時刻は UTC です。\n".to_owned();
        }
        if self.japanese() {
            let sentence = self.random.pick([
                "※ 時刻はすべて日本標準時 (JST) です。",
                "ログのタイムスタンプは JST (UTC+9) です。NTP で同期しています。",
                "(時刻は日本時間)",
            ]);
            return format!("{sentence}\n");
        }
        match (self.random.below(3), self.offset) {
            (_, 0) => "All times are in UTC.\n".to_owned(),
            (0, offset) => format!("All timestamps are GMT{offset:+}.\n"),
            (1, offset) => format!("Timezone of the logs: UTC{offset:+}\n"),
            (_, offset) => format!("Times are local ({offset:+03}00), synchronised by NTP.\n"),
        }
    }

    /// An address of the writer's own network, which was aimed at: from the lower halves of the documentation
    /// ranges.
    pub(super) fn victim(&mut self) -> String {
        let net = self.random.pick(["192.0.2", "198.51.100", "203.0.113"]);
        format!("{net}.{}", self.random.between(1, 19))
    }

    /// The opening lines.
    pub(super) fn greeting(&mut self) -> String {
        let Person { name, organisation, .. } = self.person;
        match self.person.language {
            Language::Japanese => match self.random.below(3) {
                0 => format!(
                    "見本CSIRT ご担当者様\n\n{organisation}の{name}と申します。\nいつもお世話になっております。\n\n"
                ),
                1 => format!("CSIRT 御中\n\n{organisation} {name}です。\n\n"),
                _ => self
                    .random
                    .pick([
                        "ご担当者様\n\nお世話になっております。\n\n",
                        "ｲﾝｼﾃﾞﾝﾄ報告窓口 御中\n\nｾｷｭﾘﾃｨ担当の者です。\n\n",
                    ])
                    .to_owned(),
            },
            Language::WesternEuropean => {
                self.random.pick(["Prezados Senhores / Dear Sirs,\n\n", "Dear colleagues,\n\n"]).to_owned()
            }
            Language::Polish => {
                self.random.pick(["Dzień dobry / Good day,\n\n", "Dear CSIRT team,\n\n"]).to_owned()
            }
            Language::English => self
                .random
                .pick(["Hello,\n\n", "Dear CSIRT,\n\n", "Hi,\n\n", "To whom it may concern,\n\n"])
                .to_owned(),
        }
    }

    /// What the writer wants: the other side told, or nothing. `site` is a page to be taken down, else an address.
    pub(super) fn request(&mut self, site: bool) -> String {
        let sentence = match (self.truth.mediation, site) {
            (true, true) => self.say(
                [
                    "サイトの閉鎖に向けた調整をお願いいたします。",
                    "お手数ですが、当該サイトの管理者への連絡をお願いできますでしょうか。",
                    "早急な対応が必要と考えます。サイト管理者への通知連絡をお願いいたします。",
                    "停止に向け、関係サイトへの連絡仲介をお願い申し上げます。",
                ],
                [
                    "Please take down this site as soon as possible.",
                    "Could you please contact the owner of the server and have the content removed?",
                    "We would appreciate your help in shutting this site down.",
                    "Please notify the responsible administrator.",
                ],
            ),
            (true, false) => self.say(
                [
                    "発信元の管理者への連絡の仲介をお願いいたします。",
                    "お手数ですが、該当するIPアドレスの管理者へご連絡いただけますようお願いいたします。",
                    "つきましては、当該ネットワークの管理者への通知連絡をお願いいたします。",
                    "当該IPアドレスの管理組織に対応を依頼していただけないでしょうか。",
                ],
                [
                    "Please contact the administrator of the address and ask them to stop this.",
                    "Could you please forward this report to the responsible network?",
                    "We kindly ask for your assistance in notifying the owner of the machine.",
                    "Please take appropriate action and inform the customer.",
                ],
            ),
            (false, _) => self.say(
                [
                    "情報提供としてお送りします。先方への連絡は不要です。",
                    "取り急ぎご報告まで。",
                    "以上、ご報告いたします。返信は不要です。",
                    "ご参考までにお知らせいたします。",
                ],
                [
                    "This report is for your information only; no action is requested.",
                    "Just for your records.",
                    "No reply is necessary.",
                    "We report this for statistical purposes.",
                ],
            ),
        };
        format!("\n{sentence}\n")
    }

    /// The last lines, with the signature.
    pub(super) fn closing(&mut self) -> String {
        let sentence = match self.person.language {
            Language::Japanese => self.random.pick([
                "以上、よろしくお願いいたします。\n\n",
                "よろしくお願い致します。\n\n",
                "\n",
            ]),
            Language::WesternEuropean => {
                self.random.pick(["Atenciosamente / Best regards,\n\n", "Saudações,\n\n"])
            }
            Language::Polish => self.random.pick(["Pozdrawiam,\n\n", "Z poważaniem / Regards,\n\n"]),
            Language::English => self.random.pick([
                "Regards,\n\n",
                "Thank you,\n\n",
                "Best regards,\n\n",
                "Thanks for your help.\n\n",
            ]),
        };
        let signature = self.person.clone().signature(&mut self.random);
        format!("\n{sentence}{signature}")
    }
}
