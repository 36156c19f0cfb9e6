//! The HTTP client underneath, with everything off that could lead around the guard.

use std::io;
use std::sync::Arc;

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy};

use crate::error::Error;
use crate::options::Options;
use crate::place::Networks;
use crate::resolve::{Guarded, LookupError, Stopped};

/// Makes the client.
pub(crate) fn make(options: &Options, networks: &Arc<Networks>) -> Result<Client, Error> {
    // Handed over for the whole process, as reqwest asks for it; somebody may have been there before, which is as
    // good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let resolver = Guarded {
        resolver: Arc::clone(&options.resolver),
        networks: options.proxy.is_none().then(|| Arc::clone(networks)),
        time: options.resolve_time,
    };
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let mut builder = Client::builder()
        .user_agent(&options.user_agent)
        .default_headers(headers)
        .redirect(Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        // One protocol to bound; every server speaks it.
        .http1_only()
        // A kept connection would skip the look-up, and with it the judgement.
        .pool_max_idle_per_host(0)
        .connect_timeout(options.connect_time)
        .dns_resolver(resolver)
        .tls_danger_accept_invalid_certs(options.any_certificate)
        .no_proxy();
    if let Some(proxy) = &options.proxy {
        builder = builder.proxy(Proxy::all(proxy).map_err(|error| Error::Options(said(&error)))?);
    }
    builder.build().map_err(|error| Error::Options(said(&error)))
}

/// What a failed request was about.
pub(crate) fn error(url: &str, error: &reqwest::Error) -> Error {
    let url = url.to_owned();
    let mut cause = inside(error);
    while let Some(inner) = cause {
        if let Some(stopped) = inner.downcast_ref::<Stopped>() {
            return match stopped.clone() {
                Stopped::Refused(why) => Error::Refused { url, why },
                Stopped::Lookup(LookupError::NotFound) => Error::Dns { url },
                Stopped::Lookup(LookupError::Unknown(reason)) => Error::DnsUnknown { url, reason },
            };
        }
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return Error::Tls { url, reason: tls.to_string() };
        }
        cause = inside(inner);
    }
    if error.is_timeout() {
        Error::Timeout { url }
    } else if error.is_connect() {
        Error::Connect { url, reason: said(error) }
    } else {
        Error::Http { url, reason: said(error) }
    }
}

/// The cause of an error. One of input and output that wraps another passes over it when asked for its source.
fn inside<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a (dyn std::error::Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// The innermost cause: what is around it only says that something was wrong.
fn said(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(inner) = inside(innermost) {
        innermost = inner;
    }
    innermost.to_string()
}
