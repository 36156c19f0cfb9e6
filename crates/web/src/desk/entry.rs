//! `/desk/entry`: what the person at the desk writes down of a FAX or a call.
//!
//! The same form as the public one, with the channel, the time of reception and pictures of the pages.

use account::Role;
use axum::extract::{Request, State};
use axum::response::Response;
use incident::Channel;
use incident::decide::Entry;
use incident::form::FormReport;
use kernel::Lang;
use serde::Serialize;

use super::choices::{self, Choice};
use super::words::{field, from_field, no_time};
use crate::error::Failure;
use crate::report_form::{self, Limits, Sent};
use crate::site::Site;
use crate::staff::{Staff, see_other};
use crate::texts::text;

/// The address.
const PATH: &str = "/desk/entry";

/// The ways by which a person writes a report down.
const CHANNELS: [Channel; 2] = [Channel::Fax, Channel::Telephone];

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EntryPage {
    channels: Vec<Choice>,
    happened: Vec<Choice>,
    received: String,
    most_files: usize,
    most_megabytes: usize,
}

impl EntryPage {
    fn new(received: String, lang: Lang) -> Self {
        let happened = report_form::happened(lang);
        let happened =
            happened.map(|(one, label)| Choice { value: one.name().to_owned(), label, chosen: false });
        Self {
            channels: choices::of(&CHANNELS, Some(Channel::Fax), "channel", lang),
            happened: choices::with_first(text(lang, "report-happened-unknown"), happened.collect()),
            received,
            most_files: Limits::REPORT.files,
            most_megabytes: Limits::REPORT.file_bytes >> 20,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::new("2008-04-07T00:00:00".to_owned(), lang)
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let page = EntryPage::new(field(Some(site.app.clock.now()), site.zone()), staff.lang);
    site.staff_page(&staff, "desk_entry.html", &text(staff.lang, "entry-title"), PATH, &page)
}

pub(crate) async fn post(
    State(site): State<Site>,
    staff: Staff,
    request: Request,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let sent = Sent::of_staff(&staff, request).await?;
    let channel: Channel = super::acts::word(sent.one("channel"))?;
    if !CHANNELS.contains(&channel) {
        return Err(Failure::Refused(format!("{channel} writes itself down")));
    }
    let received = from_field(sent.one("received"), site.zone())
        .map_err(|written| Failure::Refused(no_time(&written, staff.lang)))?;
    let channel_note = sent.one("channel_note").to_owned();
    let form = FormReport { channel_note, ..report_form::report(&sent) };
    let (lang, files) = (staff.lang, sent.files);
    let entry = Entry { form, lang, files, channel, received, receipt: None };
    let arrived = site.app.incident.enter(entry).await?;
    site.app.incident.note_message(arrived.message, &text(lang, "entry-note"), staff.name()).await?;
    Ok(see_other(&format!("/desk/message/{}", arrived.message)))
}
