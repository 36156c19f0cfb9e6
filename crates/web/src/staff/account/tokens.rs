//! `POST /desk/account/tokens`: tokens for programs, made and taken away.

use account::{NewToken, Role, Scope};
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::PATH;
use super::page::again;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::{Fields, StaffForm, see_other};
use crate::texts::text;

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    name: String,
    role: Role,
    days: u16,
    /// There where the box is ticked.
    write: Option<String>,
}

/// The page that shows a token, this once.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) token: String,
}

/// `/desk/account/tokens`
pub(crate) async fn post(State(site): State<Site>, sent: StaffForm<Filled>) -> Result<Response, Failure> {
    let StaffForm { staff, form } = sent;
    let scope = if form.write.is_some() { Scope::Write } else { Scope::Read };
    let new = NewToken { name: &form.name, role: form.role, scope, days: form.days };
    match site.app.account.add_token(staff.name(), new, staff.name()).await {
        Ok(token) => {
            let page = Shown { name: form.name.trim().to_owned(), token: token.expose().to_owned() };
            site.staff_page(&staff, "account_token.html", &text(staff.lang, "token-shown-title"), PATH, &page)
        }
        Err(error) => again(&site, &staff, "token", error).await,
    }
}

/// `/desk/account/tokens/{id}/end`
pub(crate) async fn end(
    State(site): State<Site>,
    Path(id): Path<i64>,
    sent: StaffForm<Fields>,
) -> Result<Response, Failure> {
    site.app.account.end_token(sent.staff.name(), id, sent.staff.name()).await?;
    Ok(see_other("/desk/account?done=token-ended"))
}
