//! `POST /desk/message/{id}/{act}` and `POST /desk/messages/{act}`: decisions about messages.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use incident::Disposition;
use incident::decide::ByHand;

use super::acts::{back, ticked, word};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, StaffForm};

/// About one message.
pub(crate) async fn one(
    State(site): State<Site>,
    Path((id, act)): Path<(i64, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    let (desk, who) = (&site.app.incident, staff.name());
    match act.as_str() {
        "note" => desk.note_message(id, form.one("note"), who).await?,
        "add" => {
            let by_hand = ByHand { subject: form.one("subject").to_owned(), kind: word(form.one("kind"))? };
            desk.add_incident(id, &by_hand, who).await?;
        }
        "withdraw" => desk.withdraw(&ticked(&form)?, form.one("note"), who).await?,
        act => decide(&site, act, &[id], &form, who).await?,
    }
    Ok(back(&form, &format!("/desk/message/{id}")))
}

/// About those that are ticked.
pub(crate) async fn many(
    State(site): State<Site>,
    Path(act): Path<String>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Analyst)?;
    decide(&site, &act, &ticked(&form)?, &form, staff.name()).await?;
    Ok(back(&form, "/desk"))
}

async fn decide(site: &Site, act: &str, ids: &[i64], form: &Fields, who: &str) -> Result<(), Failure> {
    let desk = &site.app.incident;
    match act {
        "close" => desk.close_messages(ids, form.one("note"), who).await?,
        "reopen" => desk.reopen_messages(ids, form.one("note"), who).await?,
        "assign" => desk.assign(ids, Some(form.one("assignee")), who).await?,
        "dispose" => desk.dispose(ids, word::<Disposition>(form.one("disposition"))?, who).await?,
        _ => return Err(Failure::NotFound),
    }
    Ok(())
}
