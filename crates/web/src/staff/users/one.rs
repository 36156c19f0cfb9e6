//! `/desk/users/{name}`: what an admin decides about one user.

use account::{Refusal, Role};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Lang;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::error::Failure;
use crate::parameters::Parameters;
use crate::path::Path;
use crate::site::Site;
use crate::staff::account::{TokenRow, token_row};
use crate::staff::words::{done, instant, refused};
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text_with;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UserPage {
    name: String,
    display: String,
    role: &'static str,
    lang: Lang,
    roles: [&'static str; 4],
    langs: [(Lang, &'static str); 2],
    disabled: bool,
    second_factor: bool,
    created: String,
    password_set: String,
    sessions: usize,
    tokens: Vec<TokenRow>,
    done: Option<String>,
    wrong: Option<String>,
}

/// What this page says was done.
const DONE: [&str; 8] =
    ["added", "profile", "role", "disabled", "enabled", "password-reset", "second-factor-off", "token-ended"];

/// Name and language.
#[derive(Debug, Deserialize)]
pub(crate) struct Profile {
    display: String,
    lang: Lang,
}

/// Another role.
#[derive(Debug, Deserialize)]
pub(crate) struct NewRole {
    role: Role,
}

/// Another password.
#[derive(Debug, Deserialize)]
pub(crate) struct NewPassword {
    new: String,
    twice: String,
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(name): Path<String>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let done = parameters.one("done").and_then(|what| done(&what, &DONE, staff.lang));
    let user = site.app.account.user(&name).await?;
    site.view(&staff, &format!("user/{}", user.name)).await?;
    show(&site, &staff, &name, StatusCode::OK, done, None).await
}

/// `POST /desk/users/{name}/profile`
pub(crate) async fn profile(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<Profile>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let Profile { display, lang } = sent.form;
    let done = site.app.account.set_profile(&name, &display, lang, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "profile", done).await
}

/// `POST /desk/users/{name}/role`
pub(crate) async fn role(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<NewRole>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = site.app.account.set_role(&name, sent.form.role, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "role", done).await
}

/// `POST /desk/users/{name}/disable`
pub(crate) async fn disable(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = site.app.account.set_disabled(&name, true, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "disabled", done).await
}

/// `POST /desk/users/{name}/enable`
pub(crate) async fn enable(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = site.app.account.set_disabled(&name, false, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "enabled", done).await
}

/// `POST /desk/users/{name}/password`
pub(crate) async fn password(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<NewPassword>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = if sent.form.new == sent.form.twice {
        site.app.account.reset_password(&name, &sent.form.new, sent.staff.name()).await
    } else {
        Err(Refusal::PasswordTwice.into())
    };
    after(&site, &sent.staff, &name, "password-reset", done).await
}

/// `POST /desk/users/{name}/second-factor/off`
pub(crate) async fn second_factor_off(
    State(site): State<Site>,
    Path(name): Path<String>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = site.app.account.reset_second_factor(&name, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "second-factor-off", done).await
}

/// `POST /desk/users/{name}/tokens/{id}/end`
pub(crate) async fn end_token(
    State(site): State<Site>,
    Path((name, id)): Path<(String, i64)>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let done = site.app.account.end_token(&name, id, sent.staff.name()).await;
    after(&site, &sent.staff, &name, "token-ended", done).await
}

/// Back to the page, which says what was done or why not.
async fn after(
    site: &Site,
    staff: &Staff,
    name: &str,
    what: &str,
    done: Result<(), account::Error>,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see_other(&format!("{PATH}/{name}?done={what}"))),
        Err(account::Error::Refused(refusal)) => {
            let wrong = Some(refused(refusal, staff.lang));
            show(site, staff, name, StatusCode::BAD_REQUEST, None, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    site: &Site,
    staff: &Staff,
    name: &str,
    status: StatusCode,
    done: Option<String>,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let accounts = &site.app.account;
    let user = accounts.user(name).await?;
    let page = UserPage {
        role: user.role.name(),
        lang: user.lang,
        roles: Role::ALL.map(Role::name),
        langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
        disabled: user.disabled,
        second_factor: user.second_factor,
        created: instant(user.created, site.zone()),
        password_set: instant(user.password_set, site.zone()),
        sessions: accounts.sessions(user.id).await?.len(),
        tokens: accounts.tokens(user.id).await?.iter().map(|token| token_row(token, site)).collect(),
        name: user.name,
        display: user.display,
        done,
        wrong,
    };
    let title = text_with(staff.lang, "user-title", [("name", &page.name)]);
    let address = format!("{PATH}/{}", page.name);
    site.staff_page_with(status, staff, "user.html", &title, &address, &page)
}

#[cfg(test)]
impl UserPage {
    pub(crate) fn sample(lang: Lang) -> Self {
        Self {
            name: "aoki".to_owned(),
            display: "Aoki \"<b>".to_owned(),
            role: "analyst",
            lang: Lang::Ja,
            roles: Role::ALL.map(Role::name),
            langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
            disabled: lang == Lang::En,
            second_factor: true,
            created: "2008-04-07 00:00".to_owned(),
            password_set: "2008-04-07 00:00".to_owned(),
            sessions: 2,
            tokens: vec![TokenRow::sample()],
            done: Some("done".to_owned()),
            wrong: Some("wrong".to_owned()),
        }
    }
}
