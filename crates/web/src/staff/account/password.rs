//! `POST /desk/account/password`: another password of one's own.

use account::Refusal;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::page::again;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::{StaffForm, see_other};

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    present: String,
    new: String,
    twice: String,
}

pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Filled>) -> Result<Response, Failure> {
    let StaffForm { staff, form } = sent;
    let changed = if form.new == form.twice {
        site.app.account.change_password(&staff.session, &form.present, &form.new).await
    } else {
        Err(Refusal::PasswordTwice.into())
    };
    match changed {
        Ok(()) => Ok(see_other("/desk/account?done=password")),
        Err(error) => again(&site, &staff, "password", error).await,
    }
}
