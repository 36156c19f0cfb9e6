//! `/desk/users`: all users, and a form to add one.

use account::{NewUser, Refusal, Role, User};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Lang;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::words::{instant, refused};
use crate::staff::{Staff, StaffForm, see_other};
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct UsersPage {
    users: Vec<UserRow>,
    roles: [&'static str; 4],
    langs: [(Lang, &'static str); 2],
    /// The form as it was sent, where it is wrong.
    filled: Shown,
    wrong: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct UserRow {
    name: String,
    display: String,
    role: &'static str,
    disabled: bool,
    second_factor: bool,
    created: String,
}

/// What of a form comes back: not the password.
#[derive(Debug, Clone, Serialize)]
struct Shown {
    name: String,
    display: String,
    role: &'static str,
    lang: Lang,
}

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    name: String,
    display: String,
    role: Role,
    lang: Lang,
    password: String,
    twice: String,
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let filled =
        Shown { name: String::new(), display: String::new(), role: Role::Analyst.name(), lang: staff.lang };
    show(&site, &staff, StatusCode::OK, filled, None).await
}

pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Filled>) -> Result<Response, Failure> {
    let StaffForm { staff, form } = sent;
    staff.require(Role::Admin)?;
    let display = if form.display.trim().is_empty() { &form.name } else { &form.display };
    let new =
        NewUser { name: &form.name, display, role: form.role, lang: form.lang, password: &form.password };
    let added = if form.password == form.twice {
        site.app.account.add_user(new, staff.name()).await
    } else {
        Err(Refusal::PasswordTwice.into())
    };
    match added {
        Ok(user) => Ok(see_other(&format!("{PATH}/{}?done=added", user.name))),
        Err(account::Error::Refused(refusal)) => {
            let wrong = Some(refused(refusal, staff.lang));
            let filled =
                Shown { name: form.name, display: form.display, role: form.role.name(), lang: form.lang };
            show(&site, &staff, StatusCode::BAD_REQUEST, filled, wrong).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    site: &Site,
    staff: &Staff,
    status: StatusCode,
    filled: Shown,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let row = |user: User| UserRow {
        name: user.name,
        display: user.display,
        role: user.role.name(),
        disabled: user.disabled,
        second_factor: user.second_factor,
        created: instant(user.created, site.zone()),
    };
    let page = UsersPage {
        users: site.app.account.users().await?.into_iter().map(row).collect(),
        roles: Role::ALL.map(Role::name),
        langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
        filled,
        wrong,
    };
    site.staff_page_with(status, staff, "users.html", &text(staff.lang, "users-title"), PATH, &page)
}

#[cfg(test)]
impl UsersPage {
    pub(crate) fn sample(lang: Lang) -> Self {
        let user = UserRow {
            name: "aoki".to_owned(),
            display: "Aoki <b>".to_owned(),
            role: "admin",
            disabled: false,
            second_factor: true,
            created: "2008-04-07 00:00".to_owned(),
        };
        let gone = UserRow { disabled: true, second_factor: false, role: "reader", ..user.clone() };
        let filled =
            Shown { name: "b\"<b>".to_owned(), display: String::new(), role: "coordinator", lang: Lang::Ja };
        Self {
            users: vec![user, gone],
            roles: Role::ALL.map(Role::name),
            langs: [(Lang::Ja, "日本語"), (Lang::En, "English")],
            filled,
            wrong: (lang == Lang::En).then(|| "wrong".to_owned()),
        }
    }
}
