//! `POST /desk/notifications/{draft,draft-to,draft-zone}`: from incidents to drafts.
//!
//! Whatever of the incidents becomes no draft is shown after it, each with what can be done: its zone is said, or a
//! person names whom to write to. Registries and sites are asked for contacts as the settings have it.

use account::Role;
use axum::response::Response;
use incident::notify::{Ask, Drafted, Found, Source};
use kernel::Lang;
use serde::Serialize;

use super::acts::ticked;
use super::choices::{self, Choice};
use crate::error::Failure;
use crate::site::Site;
use crate::staff::{Fields, Staff, see_other};
use crate::texts::text;

/// The drafts that wait for somebody to look at them.
const DRAFTS: &str = "/desk/notifications?state=draft";

/// Incidents that are shown with their subject; of further ones the number alone. Each costs a question.
const MOST_SUBJECTS: usize = 200;

/// What became of the incidents that were to be drafted about.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DraftedPage {
    drafts: Vec<i64>,
    without_contact: Vec<Row>,
    without_zone: Vec<Row>,
    left_out: Vec<Row>,
    notes: Vec<Row>,
    langs: Vec<Choice>,
    /// The organisation's own zone, which is often the one that was meant.
    zone: String,
}

/// An incident, and what is said of it.
#[derive(Debug, Clone, Serialize)]
struct Row {
    id: i64,
    subject: String,
    said: String,
}

fn row((id, said): (i64, String)) -> Row {
    Row { id, subject: String::new(), said }
}

fn rows(ids: Vec<i64>) -> Vec<Row> {
    ids.into_iter().map(|id| row((id, String::new()))).collect()
}

impl DraftedPage {
    fn new(drafted: Drafted, zone: String, lang: Lang) -> Self {
        Self {
            drafts: drafted.notifications,
            without_contact: rows(drafted.without_contact),
            without_zone: rows(drafted.without_zone),
            left_out: drafted.left_out.into_iter().map(row).collect(),
            notes: drafted.notes.into_iter().map(row).collect(),
            langs: choices::of(&Lang::ALL, Some(Lang::Ja), "contact-lang", lang),
            zone,
        }
    }

    /// Reads what the incidents to be decided about are.
    async fn read_subjects(&mut self, site: &Site) -> Result<(), Failure> {
        for row in self.without_contact.iter_mut().chain(&mut self.without_zone).take(MOST_SUBJECTS) {
            row.subject = site.app.incident.incident(row.id).await?.subject;
        }
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let drafted = Drafted {
            notifications: vec![7],
            without_contact: vec![34],
            without_zone: vec![35],
            left_out: vec![(36, "merged <b>".to_owned())],
            notes: vec![(34, "no address for <script>".to_owned())],
        };
        let mut page = Self::new(drafted, "Asia/Tokyo".to_owned(), lang);
        page.without_contact[0].subject = "javascript:alert(1)//<b>\u{202E}".to_owned();
        page
    }
}

/// `act` of the forms that draft.
pub(super) async fn act(site: &Site, staff: &Staff, act: &str, form: &Fields) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let (desk, who, ids) = (&site.app.incident, staff.name(), ticked(form)?);
    let drafted = match act {
        "draft-to" => desk.draft_to(&ids, named(form)?, who).await?,
        "draft" | "draft-zone" => {
            if act == "draft-zone" {
                desk.set_zone(&ids, form.one("zone"), who).await?;
            }
            // Without a way out, the book and kept answers tell what they can.
            let fetcher = site.app.ask().ok();
            desk.draft(&ids, fetcher.as_ref().map(|fetcher| fetcher as &dyn Ask), who).await?
        }
        _ => return Err(Failure::NotFound),
    };
    let all_done = drafted.without_contact.is_empty()
        && drafted.without_zone.is_empty()
        && drafted.left_out.is_empty()
        && !drafted.notifications.is_empty();
    if all_done {
        return Ok(see_other(DRAFTS));
    }
    let zone = site.zone().iana_name().unwrap_or_default().to_owned();
    let mut page = DraftedPage::new(drafted, zone, staff.lang);
    page.read_subjects(site).await?;
    let title = text(staff.lang, "drafted-title");
    site.staff_page(staff, "desk_drafted.html", &title, "/desk/notifications", &page)
}

/// Whom a person writes to by hand.
fn named(form: &Fields) -> Result<Found, Failure> {
    let lines = form.one("addresses").split([',', ' ', '\n', '\r']).map(str::trim);
    let addresses: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if addresses.is_empty() {
        return Err(Failure::Refused("no mail address is given".to_owned()));
    }
    Ok(Found {
        contact: None,
        name: form.one("name").to_owned(),
        organisation: form.one("organisation").to_owned(),
        addresses,
        lang: if form.one("lang") == Lang::En.tag() { Lang::En } else { Lang::Ja },
        source: Source::Manual,
    })
}
