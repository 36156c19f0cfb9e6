//! `/login`: name and password.

use account::{SignIn, SignedIn};
use axum::extract::State;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use jiff::Timestamp;
use kernel::Lang;
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::language;
use crate::observation::address::Address;
use crate::pages::Layout;
use crate::parameters::Parameters;
use crate::site::Site;
use crate::staff::Staff;
use crate::staff::client::From;
use crate::staff::cookie::{self, Cookie};
use crate::staff::form::OpenForm;
use crate::staff::page::{answer, see_other, way_on};
use crate::texts::{text, text_with};

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Login {
    /// Where to go then.
    pub(crate) next: String,
    /// The name as it was typed.
    pub(crate) name: String,
    /// What is wrong.
    pub(crate) wrong: Option<String>,
}

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(crate) struct Filled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn get(
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
    staff: Result<Staff, Failure>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let next = parameters.one("next").unwrap_or_default();
    match staff {
        Ok(_) => return Ok(see_other(&way_on(&next))),
        Err(Failure::SignIn(_)) => {}
        Err(failure) => return Err(failure),
    }
    let lang = language::of(&uri, &headers);
    show(&site, lang, StatusCode::OK, &Login { next: way_on(&next), name: String::new(), wrong: None })
}

pub(crate) async fn post(
    State(site): State<Site>,
    From(client): From,
    uri: Uri,
    headers: HeaderMap,
    OpenForm(filled): OpenForm<Filled>,
) -> Result<Response, Failure> {
    let lang = language::of(&uri, &headers);
    let next = way_on(&filled.next);
    let again = |status, wrong| {
        let name = filled.name.chars().take(100).collect();
        show(&site, lang, status, &Login { next: next.clone(), name, wrong: Some(wrong) })
    };
    match site.app.account.sign_in(&filled.name, &filled.password, &client).await? {
        SignIn::Done(signed_in) => enter(&site, &headers, &signed_in, &next).await,
        SignIn::SecondFactor(ticket) => {
            let mut response = see_other(&String::from(Address::new("/login/code").with("next", &next)));
            let cookie = Cookie::Ticket.set(&ticket, site.app.settings.https)?;
            response.headers_mut().append(SET_COOKIE, cookie);
            Ok(response)
        }
        SignIn::Wrong | SignIn::Over => again(StatusCode::BAD_REQUEST, text(lang, "login-wrong")),
        SignIn::Wait(until) => {
            let page = again(StatusCode::TOO_MANY_REQUESTS, wait(&site, lang, until))?;
            Ok(with_retry_after(&site, page, until))
        }
    }
}

fn show(site: &Site, lang: Lang, status: StatusCode, page: &Login) -> Result<Response, Failure> {
    let address = String::from(Address::new("/login").with("next", &page.next));
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "login-title"), &address);
    Ok(answer(status, lang, site.templates.render("login.html", &layout, page)?))
}

/// Lets somebody in: the session's cookie is a new one, whatever session the browser had before has ended, and
/// pages speak the user's language.
pub(crate) async fn enter(
    site: &Site,
    headers: &HeaderMap,
    signed_in: &SignedIn,
    next: &str,
) -> Result<Response, Failure> {
    let https = site.app.settings.https;
    if let Some(before) = Cookie::Session.read(headers, https) {
        site.app.account.sign_out(&before).await?;
    }
    let mut response = see_other(next);
    let language = cookie::language(signed_in.user.lang, https)?;
    for cookie in [Cookie::Session.set(&signed_in.token, https)?, Cookie::Ticket.clear(https)?, language] {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// When to try again, in words.
pub(crate) fn wait(site: &Site, lang: Lang, until: Timestamp) -> String {
    let clock = until.to_zoned(site.zone().clone());
    // To the next whole minute, as it shows no seconds.
    let clock = clock.checked_add(jiff::SignedDuration::from_secs(59)).unwrap_or(clock);
    text_with(lang, "login-wait", [("time", &clock.strftime("%H:%M").to_string())])
}

pub(crate) fn with_retry_after(site: &Site, mut response: Response, until: Timestamp) -> Response {
    let seconds = until.duration_since(site.app.clock.now()).as_secs().max(0) + 1;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
impl Login {
    pub(crate) fn sample(_: Lang) -> Self {
        let wrong = Some("wrong <b>".to_owned());
        Self { next: "/desk?x=\"".to_owned(), name: "aoki\"<b>".to_owned(), wrong }
    }
}
