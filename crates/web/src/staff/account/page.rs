//! `GET /desk/account`: the page with all its forms, which also comes back when one of them is wrong.

use account::{Role, Scope, SessionHead, Token};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use kernel::Lang;
use serde::Serialize;

use super::PATH;
use crate::error::Failure;
use crate::parameters::Parameters;
use crate::site::Site;
use crate::staff::Staff;
use crate::staff::words::{done, instant, refused};
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AccountPage {
    name: String,
    display: String,
    lang: Lang,
    langs: [(Lang, &'static str); 2],
    password_set: String,
    second_factor: bool,
    recovery_codes: u64,
    tokens: Vec<TokenRow>,
    /// The roles that a token can have: not above one's own.
    roles: Vec<&'static str>,
    sessions: Vec<SessionRow>,
    /// What was done just now.
    done: Option<String>,
    /// The form that is wrong, and what is wrong with it.
    wrong_form: &'static str,
    wrong: Option<String>,
}

/// A program's token.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TokenRow {
    id: i64,
    name: String,
    role: &'static str,
    writes: bool,
    expires: String,
    expired: bool,
    used: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct SessionRow {
    id: i64,
    created: String,
    seen: String,
    client: String,
    agent: String,
    /// The one that looks at the page.
    own: bool,
}

/// What this page says was done.
const DONE: [&str; 6] =
    ["profile", "password", "second-factor-off", "token-ended", "session-ended", "others-ended"];

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let done = parameters.one("done").and_then(|what| done(&what, &DONE, staff.lang));
    show(&site, &staff, StatusCode::OK, done, "", None).await
}

/// The page with what is wrong in one of its forms; other failures pass.
pub(crate) async fn again(
    site: &Site,
    staff: &Staff,
    form: &'static str,
    error: account::Error,
) -> Result<Response, Failure> {
    let account::Error::Refused(refusal) = error else { return Err(error.into()) };
    let wrong = Some(refused(refusal, staff.lang));
    show(site, staff, StatusCode::BAD_REQUEST, None, form, wrong).await
}

async fn show(
    site: &Site,
    staff: &Staff,
    status: StatusCode,
    done: Option<String>,
    wrong_form: &'static str,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let accounts = &site.app.account;
    let user = accounts.user(staff.name()).await?;
    let tokens = accounts.tokens(user.id).await?;
    let sessions = accounts.sessions(user.id).await?;
    let page = AccountPage {
        display: user.display,
        lang: user.lang,
        langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
        password_set: instant(user.password_set, site.zone()),
        second_factor: user.second_factor,
        recovery_codes: accounts.recovery_codes_left(user.id).await?,
        tokens: tokens.iter().map(|token| token_row(token, site)).collect(),
        roles: Role::ALL.into_iter().filter(|role| staff.may(*role)).map(Role::name).collect(),
        sessions: sessions.iter().map(|session| session_row(session, staff, site)).collect(),
        name: user.name,
        done,
        wrong_form,
        wrong,
    };
    let title = text(staff.lang, "account-title");
    site.staff_page_with(status, staff, "account.html", &title, PATH, &page)
}

pub(crate) fn token_row(token: &Token, site: &Site) -> TokenRow {
    let now: Timestamp = site.app.clock.now();
    TokenRow {
        id: token.id,
        name: token.name.clone(),
        role: token.role.name(),
        writes: token.scope == Scope::Write,
        expires: instant(token.expires, site.zone()),
        expired: token.expires <= now,
        used: token.used.map(|used| instant(used, site.zone())),
    }
}

fn session_row(session: &SessionHead, staff: &Staff, site: &Site) -> SessionRow {
    SessionRow {
        id: session.id,
        created: instant(session.created, site.zone()),
        seen: instant(session.seen, site.zone()),
        client: session.client.clone(),
        agent: session.agent.clone(),
        own: session.id == staff.session.id,
    }
}

#[cfg(test)]
impl TokenRow {
    pub(crate) fn sample() -> Self {
        Self {
            id: 4,
            name: "feed <b>".to_owned(),
            role: "analyst",
            writes: true,
            expires: "2008-07-01 09:00".to_owned(),
            expired: false,
            used: None,
        }
    }
}

#[cfg(test)]
impl AccountPage {
    pub(crate) fn sample(lang: Lang) -> Self {
        let time = || "2008-04-07 00:00".to_owned();
        let session = SessionRow {
            id: 7,
            created: time(),
            seen: time(),
            client: "192.0.2.7".to_owned(),
            agent: "Browser <b>/1.0".to_owned(),
            own: true,
        };
        let expired =
            TokenRow { id: 3, expired: true, writes: false, used: Some(time()), ..TokenRow::sample() };
        Self {
            name: "aoki".to_owned(),
            display: "Aoki \"<b>".to_owned(),
            lang,
            langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
            password_set: time(),
            second_factor: true,
            recovery_codes: 9,
            tokens: vec![TokenRow::sample(), expired],
            roles: vec!["reader", "analyst"],
            sessions: vec![session.clone(), SessionRow { id: 6, own: false, ..session }],
            done: Some("done".to_owned()),
            wrong_form: "password",
            wrong: Some("wrong".to_owned()),
        }
    }
}
