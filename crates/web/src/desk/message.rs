//! `GET /desk/message/{id}`: one message.

use axum::extract::State;
use axum::response::Response;
use incident::answer::{PartHead, ReportDetails, Written};
use incident::intake::{Sealed, SignedBy};
use incident::{Disposition, Kind, Message, MessageState, OpenIndicator, Problem};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::choices::{self, Choice};
use super::rows::{self, HistoryRow, IncidentRow};
use super::words::{moment, size};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text_with;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MessagePage {
    message: Message,
    received: String,
    sent: Option<String>,
    taken: String,
    name: String,
    size: String,
    message_id: Option<String>,
    nature: String,
    openpgp: Option<SealedPart>,
    incidents: Vec<IncidentRow>,
    incident_count: u64,
    set_aside: Vec<IncidentRow>,
    problems: Vec<Problem>,
    open: Vec<OpenIndicator>,
    /// The kinds that what is open may be of; that of the other incidents first.
    open_kinds: Vec<Choice>,
    written: Written,
    attachments: Vec<Part>,
    history: Vec<HistoryRow>,
    dispositions: Vec<Choice>,
    kinds: Vec<Choice>,
    is_open: bool,
    me: String,
    may_decide: bool,
}

/// What came of signature and encryption, in words that the template has texts for.
#[derive(Debug, Clone, Serialize)]
struct SealedPart {
    /// `opened`, `not-for-us` or `damaged`; none where it was signed alone.
    encryption: Option<&'static str>,
    /// Why it is damaged.
    why: Option<String>,
    signatures: Vec<Signed>,
}

/// A signature.
#[derive(Debug, Clone, Serialize)]
struct Signed {
    verdict: String,
    signer: Option<String>,
    key: String,
    made: Option<String>,
}

impl SealedPart {
    fn new(sealed: Sealed, zone: &TimeZone) -> Self {
        let (encryption, why) = match sealed.encryption {
            None => (None, None),
            Some(word) if word == "opened" => (Some("opened"), None),
            Some(word) if word == "not-for-us" => (Some("not-for-us"), None),
            Some(why) => (Some("damaged"), Some(why)),
        };
        let signed = |one: SignedBy| Signed {
            verdict: one.verdict,
            signer: one.signer,
            key: one.key,
            made: one.made.map(|made| moment(made, zone)),
        };
        Self { encryption, why, signatures: sealed.signatures.into_iter().map(signed).collect() }
    }
}

/// A part that can be had as bytes.
#[derive(Debug, Clone, Serialize)]
struct Part {
    #[serde(flatten)]
    part: PartHead,
    size: String,
}

impl MessagePage {
    fn new(details: ReportDetails, me: &str, may_decide: bool, lang: Lang, zone: &TimeZone) -> Self {
        let part = |part: &PartHead| Part { size: size(part.bytes), part: part.clone() };
        let likely = details.incidents.first().map_or(Kind::Scan, |incident| incident.kind);
        Self {
            open: details.open,
            open_kinds: choices::of(Kind::ALL, Some(likely), "kind", lang),
            received: moment(details.message.received, zone),
            sent: details.sent.map(|sent| moment(sent, zone)),
            taken: moment(details.taken, zone),
            name: details.name,
            size: size(details.bytes),
            message_id: details.message_id,
            nature: details.nature,
            openpgp: details.openpgp.map(|sealed| SealedPart::new(sealed, zone)),
            incidents: rows::incidents(details.incidents, zone),
            incident_count: details.incident_count,
            set_aside: rows::incidents(details.set_aside, zone),
            problems: details.problems,
            attachments: details.written.parts.iter().map(part).collect(),
            written: details.written,
            history: rows::history(details.history, lang, zone),
            dispositions: choices::of(
                Disposition::ALL,
                Some(details.message.disposition),
                "disposition",
                lang,
            ),
            kinds: choices::of(Kind::ALL, None, "kind", lang),
            is_open: details.message.state == MessageState::Open,
            message: details.message,
            me: me.to_owned(),
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        use incident::answer::{HistoryEntry, WrittenText};
        let text = |media: &str, alternative, text: &str| WrittenText {
            number: "1".to_owned(),
            media_type: media.to_owned(),
            alternative,
            text: text.to_owned(),
        };
        let part = PartHead {
            number: "2".to_owned(),
            media_type: "text/html\"><script>".to_owned(),
            name: Some("bill\u{202E}fdp.<script>".to_owned()),
            attached: true,
            bytes: 1536,
        };
        let written = Written {
            is_mail: true,
            from: vec!["Aoki <aoki@example.jp>".to_owned()],
            to: vec!["info@csirt.example".to_owned()],
            headers: vec![("X-<b>".to_owned(), "<script>\u{200B}".to_owned())],
            texts: vec![
                text("text/plain", false, "<script>alert(1)</script>\nhttp://bank.example/"),
                text("text/html", true, "javascript:alert(1)"),
            ],
            parts: vec![part],
            cut: true,
            ..Written::default()
        };
        let entry = HistoryEntry {
            at: jiff::Timestamp::UNIX_EPOCH,
            who: "aoki".to_owned(),
            what: "dispose".to_owned(),
            before: "report".to_owned(),
            after: "question".to_owned(),
            note: "<b>note</b>".to_owned(),
        };
        let details = ReportDetails {
            message: sample_message(),
            name: "a.eml".to_owned(),
            bytes: 2048,
            taken: jiff::Timestamp::UNIX_EPOCH,
            sent: Some(jiff::Timestamp::UNIX_EPOCH),
            message_id: Some("<1@example.jp>".to_owned()),
            nature: "person".to_owned(),
            openpgp: Some(Sealed {
                encryption: Some("<b>cut short".to_owned()),
                signatures: vec![SignedBy {
                    key: "0123456789ABCDEF".to_owned(),
                    signer: Some("<script>Aoki".to_owned()),
                    made: Some(jiff::Timestamp::UNIX_EPOCH),
                    verdict: "unknown-key".to_owned(),
                }],
            }),
            incidents: vec![super::incident::sample_incident()],
            incident_count: 300,
            set_aside: vec![super::incident::sample_incident()],
            problems: vec![Problem { place: "line 1".to_owned(), reason: "<b>".to_owned() }],
            open: vec![OpenIndicator { text: "192.0.2.9".to_owned(), line: "<script>\u{200B}".to_owned() }],
            written,
            history: vec![entry],
        };
        Self::new(details, "aoki", true, lang, &TimeZone::UTC)
    }
}

#[cfg(test)]
pub(super) fn sample_message() -> Message {
    Message {
        id: 12,
        sha256: "0".repeat(64),
        channel: incident::Channel::Mail,
        received: jiff::Timestamp::UNIX_EPOCH,
        sender: Some("aoki@example.jp".to_owned()),
        sender_name: Some("<b>Aoki".to_owned()),
        sender_tld: Some("jp".to_owned()),
        subject: "<script>alert(1)</script>".to_owned(),
        format: incident::Format::FreeText,
        disposition: Disposition::Report,
        decided_by: Some("aoki".to_owned()),
        mediation: true,
        problem_count: 1,
        state: MessageState::Open,
        assignee: Some("baba".to_owned()),
        notification: None,
        receipt: Some("20080407-7KQ2M-0XF9B".to_owned()),
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let details = site.app.incident.report(id).await?;
    site.view(&staff, &format!("message/{id}")).await?;
    let may_decide = staff.may(account::Role::Analyst);
    let page = MessagePage::new(details, staff.name(), may_decide, staff.lang, site.zone());
    let title = text_with(staff.lang, "message-title", [("id", &id.to_string())]);
    site.staff_page(&staff, "desk_message.html", &title, &format!("/desk/message/{id}"), &page)
}
