//! Answers for staff.

use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Lang;
use serde::Serialize;

use crate::error::Failure;
use crate::observation::address::Address;
use crate::pages::Layout;
use crate::pages::language::local;
use crate::site::Site;
use crate::staff::Staff;

/// Where staff come to unless they asked for something.
pub(crate) const FIRST: &str = "/desk";

/// Sends the browser to a page of ours after a form (303, so that it asks for it anew).
pub(crate) fn see_other(path: &str) -> Response {
    // A path that is no header is none of ours.
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static(FIRST));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

/// Sends the browser to sign in, and to `next` after that.
pub(crate) fn to_sign_in(next: &str) -> Response {
    see_other(&String::from(Address::new("/login").with("next", next)))
}

/// The way on after signing in, if it stays here and leads somewhere else than to signing in or out.
pub(crate) fn way_on(next: &str) -> String {
    let path = local(next);
    let first = path.split(['?', '/']).nth(1).unwrap_or_default();
    if matches!(first, "" | "login" | "logout") { FIRST.to_owned() } else { path }
}

/// A page as an answer; `security` adds that nobody keeps it.
pub(crate) fn answer(status: StatusCode, lang: Lang, html: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())),
    ];
    (status, headers, html).into_response()
}

impl Site {
    /// A page for staff. `address` is its path with its query, `title` a text that is ready to be shown.
    pub(crate) fn staff_page(
        &self,
        staff: &Staff,
        template: &str,
        title: &str,
        address: &str,
        context: &impl Serialize,
    ) -> Result<Response, Failure> {
        self.staff_page_with(StatusCode::OK, staff, template, title, address, context)
    }

    /// A page for staff with another status, such as a form that came back.
    pub(crate) fn staff_page_with(
        &self,
        status: StatusCode,
        staff: &Staff,
        template: &str,
        title: &str,
        address: &str,
        context: &impl Serialize,
    ) -> Result<Response, Failure> {
        let layout = Layout::desk(&self.app.settings, staff, title, address);
        let html = self.templates.render(template, &layout, context)?;
        Ok(answer(status, staff.lang, html))
    }

    /// Writes down in the journal that somebody looks at a record, such as `incident/12`.
    pub(crate) async fn view(&self, staff: &Staff, object: &str) -> Result<(), Failure> {
        Ok(self.app.account.viewed(staff.name(), object).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_here_and_leads_on() {
        for (next, expect) in [
            ("/desk/incident/12?x=y", "/desk/incident/12?x=y"),
            ("/observe", "/observe"),
            ("", FIRST),
            ("/", FIRST),
            ("/login?next=/login", FIRST),
            ("/login/code", FIRST),
            ("/logout", FIRST),
            ("//evil.example/desk", FIRST),
            ("/\\evil.example", FIRST),
            ("https://evil.example/", FIRST),
            ("javascript:alert(1)", FIRST),
        ] {
            assert_eq!(way_on(next), expect, "{next}");
        }
    }
}
