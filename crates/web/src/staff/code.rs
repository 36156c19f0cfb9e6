//! `/login/code`: the code of the second factor.

use account::SignIn;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use kernel::Lang;
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::language;
use crate::observation::address::Address;
use crate::pages::Layout;
use crate::parameters::Parameters;
use crate::site::Site;
use crate::staff::client::From;
use crate::staff::cookie::Cookie;
use crate::staff::form::OpenForm;
use crate::staff::login::{enter, wait, with_retry_after};
use crate::staff::page::{answer, to_sign_in, way_on};
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Code {
    /// Where to go then.
    pub(crate) next: String,
    /// What is wrong.
    pub(crate) wrong: Option<String>,
}

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn get(
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let next = way_on(&parameters.one("next").unwrap_or_default());
    if Cookie::Ticket.read(&headers, site.app.settings.https).is_none() {
        return Ok(to_sign_in(&next));
    }
    show(&site, language::of(&uri, &headers), StatusCode::OK, &Code { next, wrong: None })
}

pub(crate) async fn post(
    State(site): State<Site>,
    From(client): From,
    uri: Uri,
    headers: HeaderMap,
    OpenForm(filled): OpenForm<Filled>,
) -> Result<Response, Failure> {
    let lang = language::of(&uri, &headers);
    let https = site.app.settings.https;
    let next = way_on(&filled.next);
    let Some(ticket) = Cookie::Ticket.read(&headers, https) else { return Ok(to_sign_in(&next)) };
    let again = |status, wrong| show(&site, lang, status, &Code { next: next.clone(), wrong: Some(wrong) });
    match site.app.account.second_factor(&ticket, &filled.code, &client).await? {
        SignIn::Done(signed_in) => enter(&site, &headers, &signed_in, &next).await,
        SignIn::Wrong => again(StatusCode::BAD_REQUEST, text(lang, "code-wrong")),
        SignIn::Wait(until) => {
            let page = again(StatusCode::TOO_MANY_REQUESTS, wait(&site, lang, until))?;
            Ok(with_retry_after(&site, page, until))
        }
        SignIn::SecondFactor(_) | SignIn::Over => {
            let mut response = to_sign_in(&next);
            response.headers_mut().append(SET_COOKIE, Cookie::Ticket.clear(https)?);
            Ok(response)
        }
    }
}

fn show(site: &Site, lang: Lang, status: StatusCode, page: &Code) -> Result<Response, Failure> {
    let address = String::from(Address::new("/login/code").with("next", &page.next));
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "code-title"), &address);
    Ok(answer(status, lang, site.templates.render("login_code.html", &layout, page)?))
}

#[cfg(test)]
impl Code {
    pub(crate) fn sample(_: Lang) -> Self {
        Self { next: "/desk".to_owned(), wrong: Some("wrong <b>".to_owned()) }
    }
}
