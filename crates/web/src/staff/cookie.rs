//! The cookies of signing in (RFC 6265bis).

use account::Secret;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use kernel::Lang;

use crate::error::Failure;
use crate::language::COOKIE_NAME;

/// A cookie that holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session's token; goes away with the browser, and is good as long as the session is.
    Session,
    /// The ticket between password and code.
    Ticket,
}

/// Seconds that a browser keeps the ticket; the server looks at its own clock besides.
const TICKET_SECONDS: u32 = 300;

impl Cookie {
    /// The prefixes make the browser refuse the cookie without `Secure`, and `__Host-` with a domain or from
    /// another host below ours.
    const fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-hinomi",
            (Self::Session, false) => "hinomi",
            (Self::Ticket, true) => "__Secure-hinomi-code",
            (Self::Ticket, false) => "hinomi-code",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Session => "/",
            Self::Ticket => "/login",
        }
    }

    /// What the browser showed.
    pub(crate) fn read(self, headers: &HeaderMap, https: bool) -> Option<Secret> {
        let name = self.name(https);
        let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(key, value)| *key == name && !value.is_empty())?;
        Some(Secret::from(value.to_owned()))
    }

    /// Sets it.
    pub(crate) fn set(self, secret: &Secret, https: bool) -> Result<HeaderValue, Failure> {
        let kept = match self {
            Self::Session => String::new(),
            Self::Ticket => format!("; Max-Age={TICKET_SECONDS}"),
        };
        self.header(secret.expose(), &kept, https)
    }

    /// Takes it away.
    pub(crate) fn clear(self, https: bool) -> Result<HeaderValue, Failure> {
        self.header("", "; Max-Age=0", https)
    }

    fn header(self, value: &str, kept: &str, https: bool) -> Result<HeaderValue, Failure> {
        let secure = if https { "; Secure" } else { "" };
        let (name, path) = (self.name(https), self.path());
        let text = format!("{name}={value}; Path={path}{kept}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).map_err(|error| Failure::Internal(error.to_string()))
    }
}

/// The cookie that has pages speak the user's language; until the browser is closed, as the user may be another
/// next time.
pub(crate) fn language(lang: Lang, https: bool) -> Result<HeaderValue, Failure> {
    let secure = if https { "; Secure" } else { "" };
    let text = format!("{COOKIE_NAME}={lang}; Path=/; SameSite=Lax; HttpOnly{secure}");
    HeaderValue::from_str(&text).map_err(|error| Failure::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_as_strict_as_the_way_allows() {
        let secret = Secret::from("abc".to_owned());
        for (cookie, https, expect) in [
            (Cookie::Session, false, "hinomi=abc; Path=/; HttpOnly; SameSite=Lax"),
            (Cookie::Session, true, "__Host-hinomi=abc; Path=/; HttpOnly; SameSite=Lax; Secure"),
            (Cookie::Ticket, false, "hinomi-code=abc; Path=/login; Max-Age=300; HttpOnly; SameSite=Lax"),
        ] {
            assert_eq!(cookie.set(&secret, https).unwrap(), expect);
        }
        let cleared = "__Host-hinomi=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(Cookie::Session.clear(true).unwrap(), cleared);
    }

    #[test]
    fn only_the_cookie_of_the_way_is_read() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("lang=ja; hinomi=; xhinomi=no; hinomi=yes"));
        assert_eq!(Cookie::Session.read(&headers, false).unwrap().expose(), "yes");
        assert_eq!(Cookie::Session.read(&headers, true), None, "a cookie set without https is none with it");
        assert_eq!(Cookie::Ticket.read(&headers, false), None);
    }
}
