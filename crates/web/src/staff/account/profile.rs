//! `POST /desk/account/profile`: how one is called and spoken to.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use kernel::Lang;
use serde::Deserialize;

use super::page::again;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::cookie::language;
use crate::staff::{StaffForm, see_other};

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    display: String,
    lang: Lang,
}

pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Filled>) -> Result<Response, Failure> {
    let StaffForm { staff, form } = sent;
    if let Err(error) =
        site.app.account.set_profile(staff.name(), &form.display, form.lang, staff.name()).await
    {
        return again(&site, &staff, "profile", error).await;
    }
    let mut response = see_other("/desk/account?done=profile");
    let cookie: HeaderValue = language(form.lang, site.app.settings.https)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}
