//! Which language a page speaks: `?lang=`, else the cookie, else `Accept-Language` (RFC 9110, 12.5.4).

use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, Uri};
use kernel::Lang;

/// The cookie that remembers the choice.
pub(crate) const COOKIE_NAME: &str = "lang";

/// The language for a request.
pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Lang {
    asked(uri).or_else(|| remembered(headers)).or_else(|| preferred(headers)).unwrap_or_default()
}

fn asked(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|pair| exact(pair.strip_prefix("lang=")?))
}

fn remembered(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| exact(pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('=')?))
}

/// Exactly one of the two tags, as we write them ourselves.
fn exact(tag: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
}

/// The language of ours with the highest weight; the earlier one where weights tie.
fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let mut best: Option<(Lang, f32)> = None;
    let values = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    for range in values.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let Ok(lang) = tag.parse::<Lang>() else { continue };
        let weight = parts
            .find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")))
            .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
        if weight > best.map_or(0.0, |(_, w)| w) {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(uri: &str, cookie: &str, accept: &str, expect: Lang) {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.parse().unwrap());
        headers.insert(ACCEPT_LANGUAGE, accept.parse().unwrap());
        assert_eq!(of(&uri.parse().unwrap(), &headers), expect, "{uri} {cookie:?} {accept:?}");
    }

    #[test]
    fn the_question_beats_the_cookie_beats_the_header() {
        check("/?lang=ja", "lang=en", "en", Lang::Ja);
        check("/?a=b&lang=en", "lang=ja", "ja", Lang::En);
        check("/?lang=fr", "theme=x; lang=ja", "en", Lang::Ja);
        check("/", "lang=zz", "ja", Lang::Ja);
        check("/?slang=ja", "language=ja", "", Lang::En);
    }

    #[test]
    fn the_header_is_weighed() {
        check("/", "", "", Lang::En);
        check("/", "", "ja", Lang::Ja);
        check("/", "", "ja-JP,ja;q=0.9,en;q=0.8", Lang::Ja);
        check("/", "", "en;q=0.5, ja;q=0.7", Lang::Ja);
        check("/", "", "fr, en-GB;q=0.4, ja;q=0.2", Lang::En);
        check("/", "", "JA-jp", Lang::Ja);
        check("/", "", "ja;q=0, en;q=0.1", Lang::En);
        check("/", "", "ja;q=0", Lang::En);
        check("/", "", "*", Lang::En);
        check("/", "", "ja;q=x", Lang::En);
    }
}
