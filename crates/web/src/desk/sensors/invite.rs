//! `/desk/sensors/invite`: a token for a new sensor, or for a new key of one that is there; shown this once.

use account::Role;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use desk::flows::sensor::{InviteError, invite};
use kernel::Lang;
use observe::fleet::{About, Invitation};
use serde::Serialize;

use super::PATH;
use super::one::networks;
use crate::desk::asked;
use crate::desk::choices::Choice;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InvitePage {
    name: String,
    title: String,
    country: String,
    networks: Vec<Choice>,
    addresses: Vec<String>,
    note: String,
    hours: i64,
}

/// The token, with what its host has to do.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InvitedPage {
    name: String,
    commands: [String; 2],
    hours: i64,
    /// Whether the settings name the collector's address.
    address_known: bool,
}

impl InvitePage {
    /// An empty form, with a name to begin with.
    fn blank(name: String, hours: i64, lang: Lang) -> Self {
        Self {
            name,
            title: String::new(),
            country: String::new(),
            networks: networks(None, lang),
            addresses: Vec::new(),
            note: String::new(),
            hours,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        Self::blank("\"><b>".to_owned(), 24, lang)
    }
}

impl InvitedPage {
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let commands = ["sudo hinomi-sensor enroll --token <b>".to_owned(), "sudo systemctl".to_owned()];
        Self { name: "tokyo-1".to_owned(), commands, hours: 24, address_known: false }
    }
}

/// The address.
fn here() -> String {
    format!("{PATH}/invite")
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let name = asked::take(&mut asked::pairs(&uri)?, "name")?.unwrap_or_default();
    let page = InvitePage::blank(name, site.app.settings.sensors.token.as_hours(), staff.lang);
    site.staff_page(&staff, "desk_sensor_invite.html", &text(staff.lang, "sensor-invite"), &here(), &page)
}

pub(crate) async fn post(
    State(site): State<Site>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let name = form.one("name").trim().to_owned();
    let invitation = Invitation { name: name.clone(), about: about(&form)? };
    let invited = invite(&site.app, invitation, staff.name()).await.map_err(|error| match error {
        InviteError::Observe(error) => Failure::from(error),
        InviteError::Authority(_) => {
            tracing::warn!(%error, "no sensor can be invited");
            Failure::Refused(text(staff.lang, "sensor-invite-no-keys"))
        }
        error => Failure::Internal(error.to_string()),
    })?;
    let page = InvitedPage {
        name,
        commands: invited.commands(),
        hours: site.app.settings.sensors.token.as_hours(),
        address_known: site.app.settings.sensors.collector.is_some(),
    };
    site.staff_page(&staff, "desk_sensor_invited.html", &text(staff.lang, "sensor-invited"), &here(), &page)
}

pub(crate) async fn withdraw(
    State(site): State<Site>,
    Path(id): Path<i64>,
    StaffForm { staff, .. }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    site.app.observe.withdraw_invitation(id, staff.name()).await?;
    Ok(see_other(PATH))
}

/// What was filled in about a sensor.
pub(super) fn about(form: &Fields) -> Result<About, Failure> {
    let one = |name: &str| Some(form.one(name).trim().to_owned()).filter(|text| !text.is_empty());
    let lines = form.one("addresses").lines().map(|line| line.trim().to_owned());
    Ok(About {
        title: form.one("title").to_owned(),
        country: one("country"),
        network: one("network").map(|word| word.parse()).transpose()?,
        addresses: lines.collect(),
        note: form.one("note").replace("\r\n", "\n"),
    })
}
