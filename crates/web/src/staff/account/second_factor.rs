//! `/desk/account/second-factor`: an app's codes beside the password.

use account::{Offer, Refusal};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::page::again;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::words::refused;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;

/// The page.
const PATH: &str = "/desk/account/second-factor";

/// The page with what the app is to take.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OfferPage {
    pub(crate) secret: String,
    pub(crate) picture: String,
    pub(crate) wrong: Option<String>,
}

/// The page that shows recovery codes, this once.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Codes {
    pub(crate) codes: Vec<String>,
    /// Whether the second factor was switched on just now.
    pub(crate) new: bool,
}

/// A form that takes the password.
#[derive(Debug, Deserialize)]
pub(crate) struct Password {
    password: String,
}

/// `POST /desk/account/second-factor`: offers one.
pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Fields>) -> Result<Response, Failure> {
    let issuer = issuer(&site);
    match site.app.account.offer_second_factor(&sent.staff.session, &issuer).await {
        Ok(_) => Ok(see_other(PATH)),
        Err(error) => again(&site, &sent.staff, "second-factor", error).await,
    }
}

/// `GET /desk/account/second-factor`: what is on offer.
pub(crate) async fn get(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    match site.app.account.offered_second_factor(&staff.session, &issuer(&site)).await {
        Ok(offer) => show(&site, &staff, StatusCode::OK, offer, None),
        Err(account::Error::Refused(_)) => Ok(see_other(super::PATH)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/account/second-factor/confirm`: a code of it puts it in force.
pub(crate) async fn confirm(State(site): State<Site>, sent: StaffForm<Fields>) -> Result<Response, Failure> {
    let StaffForm { staff, form } = sent;
    match site.app.account.confirm_second_factor(&staff.session, form.one("code")).await {
        Ok(codes) => show_codes(&site, &staff, codes, true),
        Err(account::Error::Refused(Refusal::CodeWrong)) => {
            let offer = site.app.account.offered_second_factor(&staff.session, &issuer(&site)).await?;
            let wrong = Some(refused(Refusal::CodeWrong, staff.lang));
            show(&site, &staff, StatusCode::BAD_REQUEST, offer, wrong)
        }
        Err(error) => again(&site, &staff, "second-factor", error).await,
    }
}

/// `POST /desk/account/second-factor/off`
pub(crate) async fn off(State(site): State<Site>, sent: StaffForm<Password>) -> Result<Response, Failure> {
    match site.app.account.drop_second_factor(&sent.staff.session, &sent.form.password).await {
        Ok(()) => Ok(see_other("/desk/account?done=second-factor-off")),
        Err(error) => again(&site, &sent.staff, "second-factor", error).await,
    }
}

/// `POST /desk/account/recovery-codes`: new ones in the place of those that are left.
pub(crate) async fn renew(State(site): State<Site>, sent: StaffForm<Password>) -> Result<Response, Failure> {
    match site.app.account.renew_recovery_codes(&sent.staff.session, &sent.form.password).await {
        Ok(codes) => show_codes(&site, &sent.staff, codes, false),
        Err(error) => again(&site, &sent.staff, "second-factor", error).await,
    }
}

/// How the app names the site.
fn issuer(site: &Site) -> String {
    site.app.settings.organisation.en.clone()
}

fn show(
    site: &Site,
    staff: &Staff,
    status: StatusCode,
    offer: Offer,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let page = OfferPage { secret: offer.secret, picture: offer.picture, wrong };
    let title = text(staff.lang, "second-factor-title");
    site.staff_page_with(status, staff, "second_factor.html", &title, PATH, &page)
}

fn show_codes(site: &Site, staff: &Staff, codes: Vec<String>, new: bool) -> Result<Response, Failure> {
    let title = text(staff.lang, "recovery-title");
    site.staff_page(staff, "recovery_codes.html", &title, super::PATH, &Codes { codes, new })
}
