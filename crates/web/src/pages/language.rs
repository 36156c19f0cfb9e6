//! `GET /language/{lang}?back=/path`: remembers the language and goes back.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Lang;

use crate::error::Failure;
use crate::language::COOKIE_NAME;
use crate::parameters::Parameters;
use crate::path::Path;
use crate::site::Site;

/// How long the choice is remembered: a year, in seconds.
const REMEMBERED: u32 = 31_536_000;

pub(crate) async fn get(
    State(_): State<Site>,
    Path(tag): Path<String>,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    let lang = Lang::ALL.into_iter().find(|lang| lang.tag() == tag).ok_or(Failure::NotFound)?;
    let back = parameters.one("back").map_or_else(|| "/".to_owned(), |back| local(&back));
    let cookie = format!("{COOKIE_NAME}={lang}; Path=/; Max-Age={REMEMBERED}; SameSite=Lax; HttpOnly");
    let value = |text: &str| HeaderValue::from_str(text).map_err(|e| Failure::Internal(e.to_string()));
    let headers = [
        (LOCATION, value(&back)?),
        (SET_COOKIE, value(&cookie)?),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// The way back, if it stays here; the home page otherwise. Without `lang`, which would win over the cookie.
///
/// `//host` and `/\host` are other places to a browser, though they begin with a slash.
pub(crate) fn local(back: &str) -> String {
    let stays = back.starts_with('/')
        && !back.starts_with("//")
        && !back.contains('\\')
        && back.bytes().all(|byte| byte.is_ascii_graphic());
    if !stays {
        return "/".to_owned();
    }
    let Some((path, query)) = back.split_once('?') else { return back.to_owned() };
    let kept: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(back: &str, expect: &str) {
        assert_eq!(local(back), expect, "{back:?}");
    }

    #[test]
    fn the_way_back_stays_on_this_site() {
        check("/observe", "/observe");
        check("/observe?from=2008-01-01&to=2008-03-31", "/observe?from=2008-01-01&to=2008-03-31");
        check("/observe?lang=en&class=scan", "/observe?class=scan");
        check("/observe?lang=en", "/observe");
        for outside in [
            "",
            "observe",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "/a\r\nSet-Cookie: x",
            "/あ",
        ] {
            check(outside, "/");
        }
    }
}
