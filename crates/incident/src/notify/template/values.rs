//! The values that a template is given: texts, and lists of texts.

use kernel::Lang;
use serde::Serialize;

/// What a template can name. Every field is plain text or a list of it; there is nothing behind them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(in super::super) struct Values {
    /// Our organisation.
    pub organisation: String,
    /// Our mail address.
    pub our_address: String,
    /// The contact's name; may be empty.
    pub contact: String,
    /// The contact's organisation; may be empty.
    pub contact_organisation: String,
    /// Whom to address: name and organisation, or a general form.
    pub salutation: String,
    /// How many incidents.
    pub count: String,
    /// Their kinds, in words.
    pub kinds: Vec<String>,
    /// One line for each incident, at most so many as are told in the text.
    pub incidents: Vec<String>,
    /// Addresses, sites and hosts alone.
    pub subjects: Vec<String>,
    /// Whether a table with all incidents is attached: `yes` or empty.
    pub attached: String,
    /// Log lines, with a line that tells their zone before them.
    pub evidence: Vec<String>,
    /// The brands that are abused.
    pub brands: Vec<String>,
    /// The day.
    pub today: String,
    /// Of a reminder: when we wrote first, and under which subject. Empty otherwise.
    pub first_sent: String,
    pub first_subject: String,
}

impl Values {
    /// Made-up values, for a preview.
    pub(super) fn sample(organisation: &str, our_address: &str, lang: Lang) -> Self {
        let ja = lang == Lang::Ja;
        let text = |japanese: &str, english: &str| if ja { japanese.to_owned() } else { english.to_owned() };
        Self {
            organisation: organisation.to_owned(),
            our_address: our_address.to_owned(),
            contact: text("青木 花子", "Hana Aoki"),
            contact_organisation: text("見本ネットワーク株式会社", "Sample Networks"),
            salutation: super::super::draft::salutation(
                &text("青木 花子", "Hana Aoki"),
                &text("見本ネットワーク株式会社", "Sample Networks"),
                lang,
            ),
            count: "2".to_owned(),
            kinds: vec![text("プローブ、スキャン等", "scan")],
            incidents: vec![
                "192.0.2.1  2008-01-07T10:00:00+09:00 (2008-01-07T01:00:00Z)  22/tcp".to_owned(),
                "192.0.2.2  2008-01-07T10:05:00+09:00 (2008-01-07T01:05:00Z)  22/tcp".to_owned(),
            ],
            subjects: vec!["192.0.2.1".to_owned(), "192.0.2.2".to_owned()],
            attached: String::new(),
            evidence: vec![
                "Jan  7 10:00:00 host sshd[1]: Failed password for root from 192.0.2.1".to_owned(),
            ],
            brands: vec![text("見本銀行", "Sample Bank")],
            today: "2008-01-07".to_owned(),
            first_sent: "2008-01-07T10:00:00+09:00".to_owned(),
            first_subject: text("不正アクセスについて", "Suspicious access"),
        }
    }
}
