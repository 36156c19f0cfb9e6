//! What an answer, or none, says of the site.
//!
//! The word of a page that it was removed goes before its status. Statuses that mean "not you" (401, 403, 429 and
//! their like) are neither up nor down: phishing kits answer them to whoever looks like a watcher, while the site
//! works for its victims.

use std::net::IpAddr;

use fetch::{Answer, Denied, Error, Refusal};
use url::{Host, Url};

use super::model::{Gone, LookOutcome};
use super::page::{EMPTY, Page};
use super::removed;
use super::state::{Found, Print};

/// What one look showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub outcome: LookOutcome,
    pub how: Option<Gone>,
    pub status: Option<u16>,
    pub address: Option<IpAddr>,
    pub final_url: Option<String>,
    pub title: Option<String>,
    pub sha256: Option<String>,
    pub note: String,
    /// Whether somebody out there answered, so that our own network works. Failures of a gateway do not count: it
    /// may be our own proxy that says them.
    pub reached: bool,
}

impl Seen {
    fn of(outcome: LookOutcome, note: impl Into<String>) -> Self {
        Self {
            outcome,
            how: None,
            status: None,
            address: None,
            final_url: None,
            title: None,
            sha256: None,
            note: note.into(),
            reached: false,
        }
    }

    fn down(how: Gone, note: impl Into<String>) -> Self {
        Self { how: Some(how), ..Self::of(LookOutcome::Down, note) }
    }

    /// What the state machine makes of it.
    pub(crate) fn found(&self) -> Found {
        match (self.outcome, self.how) {
            (LookOutcome::Up, _) => Found::Up(Print {
                title: self.title.clone(),
                sha256: self.sha256.clone().unwrap_or_default(),
            }),
            (LookOutcome::Down, Some(how)) => Found::Down(how),
            (LookOutcome::Doubted, _) => Found::Doubted,
            _ => Found::Nothing,
        }
    }
}

/// Reads what came of looking at `url`. `removal` are further words of removal notices.
pub(crate) fn read(url: &str, looked: Result<Answer, Error>, removal: &[String]) -> Seen {
    match looked {
        Ok(answer) => page(&answer, removal),
        Err(error) => failure(url, &error),
    }
}

fn page(answer: &Answer, removal: &[String]) -> Seen {
    let page = Page::read(&answer.body, answer.header("content-type"));
    let notice = removed::notice(page.title.as_deref(), &page.text, removal);
    let (outcome, how, note) = match (notice, answer.status) {
        (Some(notice), _) => (LookOutcome::Down, Some(Gone::Content), notice),
        (None, 200..=299) => (LookOutcome::Up, None, String::new()),
        (None, 404 | 410 | 451 | 500..=599) => (LookOutcome::Down, Some(Gone::Status), String::new()),
        (None, status) => (LookOutcome::Unclear, None, format!("status {status}")),
    };
    Seen {
        outcome,
        how,
        status: Some(answer.status),
        address: answer.address,
        final_url: Some(answer.url().to_owned()),
        title: page.title,
        sha256: (page.sha256 != *EMPTY).then_some(page.sha256),
        note,
        reached: !matches!(answer.status, 407 | 502..=504),
    }
}

fn failure(url: &str, error: &Error) -> Seen {
    let note = error.to_string();
    match error {
        Error::Dns { .. } => Seen::down(Gone::Dns, note),
        Error::Connect { .. } => Seen::down(Gone::Connection, note),
        Error::Tls { .. } | Error::Http { .. } => {
            Seen { reached: true, ..Seen::down(Gone::Connection, note) }
        }
        Error::Timeout { .. } => Seen::down(Gone::Timeout, note),
        Error::Refused { url: place, why } => refused(url, place, why, note),
        // Somebody is there.
        Error::TooLarge { .. } | Error::Redirects { .. } => {
            Seen { reached: true, ..Seen::of(LookOutcome::Unclear, note) }
        }
        // Our own resolver fails; and what a look never says.
        Error::DnsUnknown { .. } | Error::Status { .. } | Error::Document { .. } | Error::Options(_) => {
            Seen::of(LookOutcome::Unclear, note)
        }
    }
}

/// The guard did not let us out: at once, or after a redirect.
fn refused(url: &str, place: &str, why: &Refusal, note: String) -> Seen {
    let own = bare(url);
    let at_once = own.is_none() || own == bare(place);
    let is_name = matches!(own.as_ref().and_then(Url::host), Some(Host::Domain(_)));
    match why {
        _ if !at_once => Seen::of(LookOutcome::Unclear, note),
        // The organisation itself closed it to us; that says nothing of the site.
        Refusal::Address { why: Denied::OwnList, .. } => Seen::of(LookOutcome::Refused, note),
        // A name that now leads to nowhere, or to its visitor's own machine: that is how many are taken down.
        Refusal::Address { .. } if is_name => Seen::down(Gone::Dns, note),
        _ => Seen::of(LookOutcome::Refused, note),
    }
}

/// A URL by which the first request is known again: without what is never sent.
fn bare(url: &str) -> Option<Url> {
    let mut url = Url::parse(url).ok()?;
    url.set_fragment(None);
    // These fail only where a URL can't have a host, and then has no user either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Some(url)
}

#[cfg(test)]
mod tests {
    use fetch::Hop;

    use super::*;

    const URL: &str = "http://site.example/login";

    fn answer(status: u16, body: &str) -> Result<Answer, Error> {
        Ok(Answer {
            chain: vec![Hop { url: URL.to_owned(), status, address: None }],
            status,
            address: None,
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            body: body.as_bytes().to_vec(),
            cut: None,
        })
    }

    fn check(looked: Result<Answer, Error>, outcome: LookOutcome, how: Option<Gone>) {
        let seen = read(URL, looked.clone(), &[]);
        assert_eq!((seen.outcome, seen.how), (outcome, how), "{looked:?}");
    }

    #[test]
    fn statuses_and_pages() {
        check(answer(200, "Log in"), LookOutcome::Up, None);
        check(answer(200, ""), LookOutcome::Up, None);
        check(answer(204, ""), LookOutcome::Up, None);
        check(answer(200, "Account suspended"), LookOutcome::Down, Some(Gone::Content));
        check(answer(403, "Account suspended"), LookOutcome::Down, Some(Gone::Content));
        for status in [404, 410, 451, 500, 502, 503] {
            check(answer(status, "x"), LookOutcome::Down, Some(Gone::Status));
        }
        for status in [302, 400, 401, 403, 405, 429] {
            check(answer(status, "x"), LookOutcome::Unclear, None);
        }
    }

    #[test]
    fn failures() {
        let url = || URL.to_owned();
        let reason = || "x".to_owned();
        let down = |how| (LookOutcome::Down, Some(how));
        for (error, (outcome, how)) in [
            (Error::Dns { url: url() }, down(Gone::Dns)),
            (Error::DnsUnknown { url: url(), reason: reason() }, (LookOutcome::Unclear, None)),
            (Error::Connect { url: url(), reason: reason() }, down(Gone::Connection)),
            (Error::Tls { url: url(), reason: reason() }, down(Gone::Connection)),
            (Error::Http { url: url(), reason: reason() }, down(Gone::Connection)),
            (Error::Timeout { url: url() }, down(Gone::Timeout)),
            (Error::Redirects { url: url(), limit: 10 }, (LookOutcome::Unclear, None)),
            (Error::TooLarge { url: url(), what: "headers are", limit: 1 }, (LookOutcome::Unclear, None)),
        ] {
            check(Err(error), outcome, how);
        }
    }

    #[test]
    fn what_the_guard_refuses() {
        let address = |why| Refusal::Address { address: "127.0.0.1".parse().unwrap(), why };
        let check = |url: &str, place: &str, why: Refusal, outcome, how| {
            let seen = read(url, Err(Error::Refused { url: place.to_owned(), why }), &[]);
            assert_eq!((seen.outcome, seen.how), (outcome, how), "{url} {place}");
        };
        // The name was pointed to nowhere.
        check(URL, URL, address(Denied::Loopback), LookOutcome::Down, Some(Gone::Dns));
        check(URL, URL, address(Denied::OwnList), LookOutcome::Refused, None);
        let literal = "http://192.0.2.1/";
        check(literal, literal, address(Denied::Documentation), LookOutcome::Refused, None);
        let port = "http://site.example:25/";
        check(port, port, Refusal::Port(25), LookOutcome::Refused, None);
        // It sends us away.
        let inside = "http://127.0.0.1/";
        check(URL, inside, address(Denied::Loopback), LookOutcome::Unclear, None);
        check(URL, "//[", Refusal::Unreadable("x".to_owned()), LookOutcome::Unclear, None);
        check(URL, "http://site.example:25/", Refusal::Port(25), LookOutcome::Unclear, None);
        check("no url", "no url", Refusal::Unreadable("x".to_owned()), LookOutcome::Refused, None);
        check(
            "http://user@site.example/#x",
            URL.trim_end_matches("login"),
            address(Denied::Private),
            LookOutcome::Down,
            Some(Gone::Dns),
        );
        check(URL, "data:,x", Refusal::Scheme("data".to_owned()), LookOutcome::Unclear, None);
    }
}
