//! `/desk/notifications`: drafts are looked at, changed, approved or discarded; what went out is followed.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::notify::{
    Decision, Edit, Notification, NotificationDetails, NotificationQuery, NotificationState,
};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::acts::ticked;
use super::asked::{self, ROWS};
use super::choices::{self, Choice};
use super::drafting;
use super::rows::{self, HistoryRow};
use super::words::minute;
use crate::error::Failure;
use crate::observation::address::Address;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::{text, text_with};

/// The address.
const PATH: &str = "/desk/notifications";

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notifications {
    rows: Vec<NotificationRow>,
    states: Vec<Choice>,
    next: Option<String>,
    may_decide: bool,
}

/// A notification as a row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotificationRow {
    #[serde(flatten)]
    notification: Notification,
    at: String,
    to: String,
}

pub(super) fn row(notification: Notification, zone: &TimeZone) -> NotificationRow {
    let at = notification.sent.unwrap_or(notification.created);
    NotificationRow { at: minute(at, zone), to: notification.recipients.join(", "), notification }
}

#[cfg(test)]
pub(super) fn sample_row() -> NotificationRow {
    row(sample_notification(), &TimeZone::UTC)
}

#[cfg(test)]
fn sample_notification() -> Notification {
    let at = Some(jiff::Timestamp::UNIX_EPOCH);
    Notification {
        id: 7,
        purpose: incident::notify::Purpose::Revival,
        state: NotificationState::InDoubt,
        contact: Some(3),
        recipient_name: "<b>Abuse".to_owned(),
        organisation: "Net\u{202E}".to_owned(),
        recipients: vec!["abuse\"onmouseover=alert(1)@net.example".to_owned()],
        lang: Lang::Ja,
        source: incident::notify::Source::Book { scope: "192.0.2.0/24".to_owned() },
        template: "scan".to_owned(),
        subject: "<script>alert(1)</script>".to_owned(),
        created: jiff::Timestamp::UNIX_EPOCH,
        created_by: "aoki".to_owned(),
        changed: jiff::Timestamp::UNIX_EPOCH,
        approved: at,
        approved_by: Some("baba".to_owned()),
        message_id: Some("<b>1@csirt.example".to_owned()),
        sha256: None,
        sent: at,
        answered: None,
        bounced: None,
        reminds: None,
        reminders: 0,
    }
}

impl Notifications {
    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self {
            rows: vec![sample_row()],
            states: choices::or_all(NotificationState::ALL, None, "notification-state", lang),
            next: Some(format!("{PATH}?after=7")),
            may_decide: true,
        }
    }
}

pub(crate) async fn list(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    let before = asked::number(&mut pairs, "after")?;
    let state = match asked::take(&mut pairs, "state")? {
        Some(word) => {
            Some(word.parse().map_err(|error: incident::UnknownWord| Failure::Question(error.to_string()))?)
        }
        None => None,
    };
    let incident = asked::number(&mut pairs, "incident")?;
    let asked = asked::notifications(&pairs, site.zone())?;
    let states = state.map_or(asked.states, |state| vec![state]);
    let query = NotificationQuery { states, incident, ..asked };
    let mut found = site.app.incident.notifications(&query, before, ROWS + 1).await?;
    let more = asked::cut(&mut found, ROWS);
    let address = |address: Address| {
        let address = pairs.iter().fold(address, |address, (name, value)| address.with(name, value));
        match state {
            Some(state) => address.with("state", NotificationState::name(state)),
            None => address,
        }
    };
    let next = found.last().filter(|_| more);
    let page = Notifications {
        next: next.map(|last| address(Address::new(PATH)).with("after", &last.id.to_string()).into()),
        rows: found.into_iter().map(|one| row(one, site.zone())).collect(),
        states: choices::or_all(NotificationState::ALL, state, "notification-state", staff.lang),
        may_decide: staff.may(Role::Coordinator),
    };
    let here = String::from(address(Address::new(PATH)));
    site.staff_page(&staff, "desk_notifications.html", &text(staff.lang, "notifications-title"), &here, &page)
}

/// One notification.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotificationPage {
    #[serde(flatten)]
    row: NotificationRow,
    subject_out: String,
    body: String,
    attachment: String,
    recipients_lines: String,
    incidents: Vec<i64>,
    reply: String,
    history: Vec<HistoryRow>,
    is_draft: bool,
    in_doubt: bool,
    may_decide: bool,
}

impl NotificationPage {
    fn new(
        found: NotificationDetails,
        subject_out: String,
        may_decide: bool,
        lang: Lang,
        zone: &TimeZone,
    ) -> Self {
        let state = found.notification.state;
        Self {
            subject_out,
            recipients_lines: found.notification.recipients.join("\n"),
            row: row(found.notification, zone),
            body: found.body,
            attachment: found.attachment,
            incidents: found.incidents,
            reply: found.reply,
            history: rows::history(found.history, lang, zone),
            is_draft: state == NotificationState::Draft,
            in_doubt: matches!(state, NotificationState::InDoubt | NotificationState::Failed),
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(state: NotificationState, lang: Lang) -> Self {
        let hostile = "<script>alert(1)</script>\u{202E}".to_owned();
        let details = NotificationDetails {
            notification: Notification { state, ..sample_notification() },
            body: hostile.clone(),
            attachment: hostile.clone(),
            incidents: vec![34],
            attempts: 1,
            next: None,
            reply: "250 <b>".to_owned(),
            history: Vec::new(),
        };
        Self::new(details, hostile, true, lang, &TimeZone::UTC)
    }
}

pub(crate) async fn one(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let found = site.app.incident.notification(id).await?;
    site.view(&staff, &format!("notification/{id}")).await?;
    let subject = site.app.incident.outgoing_subject(&found.notification);
    let page = NotificationPage::new(found, subject, staff.may(Role::Coordinator), staff.lang, site.zone());
    let title = text_with(staff.lang, "notification-title", [("id", &id.to_string())]);
    site.staff_page(&staff, "desk_notification.html", &title, &format!("{PATH}/{id}"), &page)
}

/// `POST /desk/notifications/{id}/{act}`
pub(crate) async fn act(
    State(site): State<Site>,
    Path((id, act)): Path<(i64, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let (desk, who) = (&site.app.incident, staff.name());
    match act.as_str() {
        "edit" => {
            let lines = form.one("recipients").lines().map(|line| line.trim().to_owned());
            let edit = Edit {
                subject: Some(form.one("subject").to_owned()),
                body: Some(form.one("body").replace("\r\n", "\n")),
                recipients: Some(lines.filter(|line| !line.is_empty()).collect()),
                without_attachment: form.one("without_attachment") == "yes",
            };
            desk.edit_notification(id, edit, who).await?;
        }
        "resend" => desk.decide_outbox(id, Decision::Resend, who).await?,
        "was-sent" => desk.decide_outbox(id, Decision::WasSent, who).await?,
        "leave" => desk.decide_outbox(id, Decision::Discard, who).await?,
        act => decide(&site, act, &[id], form.one("note"), who).await?,
    }
    Ok(see_other(&format!("{PATH}/{id}")))
}

/// `POST /desk/notifications/{act}`: about those that are ticked. Those that draft take incidents.
pub(crate) async fn many(
    State(site): State<Site>,
    Path(act): Path<String>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    if act.starts_with("draft") {
        return drafting::act(&site, &staff, &act, &form).await;
    }
    let ids = ticked(&form)?;
    staff.require(Role::Coordinator)?;
    decide(&site, &act, &ids, form.one("note"), staff.name()).await?;
    Ok(see_other(&format!("{PATH}?state=draft")))
}

async fn decide(site: &Site, act: &str, ids: &[i64], note: &str, who: &str) -> Result<(), Failure> {
    match act {
        "approve" => {
            let approved = site.app.incident.approve(ids, who).await?;
            if !approved.refused.is_empty() {
                let said = approved.refused.iter().map(|(id, reason)| format!("#{id}: {reason}"));
                return Err(Failure::Refused(said.collect::<Vec<_>>().join("; ")));
            }
        }
        "discard" => site.app.incident.discard(ids, note, who).await?,
        _ => return Err(Failure::NotFound),
    }
    Ok(())
}
