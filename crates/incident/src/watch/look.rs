//! Who looks.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use fetch::{Answer, Error, Fetcher};
use url::Url;

/// A look under way.
pub type Looking<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'a>>;

/// Looks at a site for us: the guarded fetcher, made with `any_certificate`, or a test's.
pub trait Looker: Debug + Send + Sync {
    /// Looks once.
    fn look<'a>(&'a self, url: &'a str) -> Looking<'a>;
}

impl Looker for Fetcher {
    fn look<'a>(&'a self, url: &'a str) -> Looking<'a> {
        Box::pin(async move { self.get(&without_user(url)).await })
    }
}

/// The URL without user name and password. Phishers write a bank's name there to be read by people; a server gets
/// to see the same page without it, and the guard refuses what carries it.
fn without_user(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return url.to_owned() };
    // These fail only where a URL can't have a host, and then has no user either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banks_name_before_the_host_is_left_out() {
        for (url, expect) in [
            ("http://bank.example@site.example/login", "http://site.example/login"),
            ("https://bank.example:x@site.example:8080/", "https://site.example:8080/"),
            ("http://site.example/@x", "http://site.example/@x"),
            ("no url", "no url"),
        ] {
            assert_eq!(without_user(url), expect);
        }
    }
}
