//! `POST /logout`: ends the session.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use crate::error::Failure;
use crate::site::Site;
use crate::staff::cookie::Cookie;
use crate::staff::{Fields, StaffForm, see_other};

pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Fields>) -> Result<Response, Failure> {
    site.app.account.sign_out(&sent.staff.token).await?;
    let mut response = see_other("/login");
    response.headers_mut().append(SET_COOKIE, Cookie::Session.clear(site.app.settings.https)?);
    Ok(response)
}
