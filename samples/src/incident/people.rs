//! Who writes: made-up people and organisations under reserved or plainly made-up domains, by top-level domain.

use crate::random::Random;

/// The language that somebody writes, and what that means for accents in their name and greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Japanese,
    English,
    /// English with Portuguese, French or German names and greetings (ISO 8859-1).
    WesternEuropean,
    /// English with Polish names and greetings (ISO 8859-2).
    Polish,
}

/// Somebody who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: &'static str,
    /// The part before the at sign.
    pub(super) mailbox: &'static str,
    pub(super) organisation: &'static str,
    pub(super) domain: &'static str,
    pub(super) language: Language,
    /// Not a real one: the ranges for fiction, or digits that no exchange has.
    pub(super) telephone: &'static str,
}

/// Domain, organisation. Japan: `example` and `example` with a digit are reserved under each of JPRS' domains.
const JAPANESE: [(&str, &str); 10] = [
    ("example.co.jp", "見本商事株式会社 情報システム部"),
    ("example1.co.jp", "株式会社例示製作所"),
    ("example.ac.jp", "見本大学 情報基盤センター"),
    ("example2.ac.jp", "例示工業大学 計算機センター"),
    ("example.ne.jp", "見本インターネット サービス運用部"),
    ("example3.ne.jp", "例示プロバイダ"),
    ("example.or.jp", "財団法人見本協会"),
    ("example.jp", "見本ドットジェーピー"),
    ("example4.co.jp", "例示システム開発"),
    ("example.ed.jp", "見本市立例示高校"),
];

const JAPANESE_NAMES: [(&str, &str); 12] = [
    ("青木 一郎", "aoki"),
    ("石川 恵子", "ishikawa"),
    ("上田 健", "ueda"),
    ("遠藤 真理", "endo"),
    ("岡本 修", "okamoto"),
    ("加藤 由美", "kato"),
    ("木村 大輔", "kimura"),
    ("髙橋 淳", "takahashi"),
    ("佐々木 誠", "sasaki"),
    ("田中 花子", "tanaka"),
    ("中村 徹", "nakamura"),
    ("渡邊 智子", "watanabe"),
];

const ENGLISH_NAMES: [(&str, &str); 8] = [
    ("Alice Sample", "alice"),
    ("Bob Example", "bob"),
    ("Carol Doe", "carol.doe"),
    ("Dave Placeholder", "dave"),
    ("Abuse Desk", "abuse"),
    ("Security Team", "security"),
    ("NOC", "noc"),
    ("Incident Response", "cirt"),
];

/// Somebody with an address under this top-level domain; without one, somebody in Japan who has a FAX.
pub(super) fn somebody(tld: Option<&str>, random: &mut Random) -> Person {
    let (name, mailbox, organisation, domain, language) = match tld {
        None | Some("jp") => {
            let (name, mailbox) = random.pick(JAPANESE_NAMES);
            let (domain, organisation) = random.pick(JAPANESE);
            (name, mailbox, organisation, domain, Language::Japanese)
        }
        Some("br") => {
            let (name, mailbox) = random.pick([
                ("João Conceição", "joao"),
                ("Patrícia Gonçalves", "patricia"),
                ("Antônio Simões", "cais"),
            ]);
            let domain = random.pick(["csirt-inventado.com.br", "universidade-inventada.edu.br"]);
            (name, mailbox, "Grupo de Segurança Inventado", domain, Language::WesternEuropean)
        }
        Some("pl") => {
            let (name, mailbox) = random.pick([
                ("Łukasz Źdźbło", "lukasz"),
                ("Małgorzata Wąsik", "malgorzata"),
                ("Paweł Żółć", "pawel"),
            ]);
            (name, mailbox, "Zmyślony Zespół Reagowania", "zmyslony-csirt.pl", Language::Polish)
        }
        Some("de") => (
            "Jürgen Müßig",
            "juergen",
            "Erfundene Gruppe für Sicherheit",
            "erfundenes-csirt.de",
            Language::WesternEuropean,
        ),
        Some("fr") => {
            ("Hélène Façade", "helene", "Équipe imaginaire", "csirt-imaginaire.fr", Language::WesternEuropean)
        }
        Some(other) => {
            let (name, mailbox) = random.pick(ENGLISH_NAMES);
            let (organisation, domain) = english(other, random);
            (name, mailbox, organisation, domain, Language::English)
        }
    };
    let telephone = match language {
        Language::Japanese => random.pick(["03-0000-1234", "06-0000-5678 (内線 12)", "050-0000-0022"]),
        Language::Polish => "+48 00 000 00 00",
        Language::WesternEuropean => "+00 00 0000-0000",
        Language::English => random.pick(["+1 555 0100", "+1-555-0142", "(555) 010-0199"]),
    };
    Person { name, mailbox, organisation, domain, language, telephone }
}

fn english(tld: &str, random: &mut Random) -> (&'static str, &'static str) {
    match tld {
        "org" => random.pick([
            ("Sample Watchers", "example.org"),
            ("Sample Phish Spotters", "phish.example.org"),
            ("Volunteers Against Sample Abuse", "abuse.example.org"),
        ]),
        "com" => random.pick([
            ("Example Bank Fraud Department", "bank.example.com"),
            ("Example Brand Protection", "brands.example.com"),
            ("Example Hosting Security", "example.com"),
        ]),
        "edu" => ("Made-Up University, Network Security", "made-up-university.edu"),
        "net" => ("Example Networks", "example.net"),
        "au" => ("Made-Up CERT", "made-up-csirt.org.au"),
        "kr" => ("Made-Up Security Center", "made-up-csirt.or.kr"),
        "tw" => ("Made-Up Coordination Centre", "made-up-csirt.org.tw"),
        _ => ("Example", "example.net"),
    }
}

impl Person {
    /// Mailbox and domain.
    pub(super) fn address(&self) -> String {
        format!("{}@{}", self.mailbox, self.domain)
    }

    /// What stands under the mails: name, organisation, telephone, home page.
    pub(super) fn signature(&self, random: &mut Random) -> String {
        let Self { name, organisation, domain, telephone, .. } = self;
        let address = self.address();
        match (self.language, random.below(3)) {
            (Language::Japanese, 0) => format!(
                "-- \n{organisation}\n{name}\nTEL: {telephone}  E-mail: {address}\nhttp://www.{domain}/\n"
            ),
            (Language::Japanese, 1) => format!(
                "──────────────────\n {organisation}\n 担当:{name}<{address}>\n 電話 {telephone}\n URL http://www.{domain}/\n──────────────────\n"
            ),
            (Language::Japanese, _) => format!("{name} <{address}>\n{organisation}\n"),
            (_, 0) => format!("-- \n{name}\n{organisation}\nPhone: {telephone}\nhttp://www.{domain}/\n"),
            (_, 1) => format!("-- \n{name} <{address}> | {organisation} | {telephone} | www.{domain}\n"),
            (_, _) => format!("{name}\n{organisation}\n"),
        }
    }
}
