//! The fetcher: one request after another, each judged before it goes out.

use std::sync::Arc;

use reqwest::header::{ACCEPT, HeaderMap};
use reqwest::{Client, Response};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::answer::{Answer, Cut, HEADERS, Hop};
use crate::body::Body;
use crate::client;
use crate::error::Error;
use crate::options::Options;
use crate::place::{Networks, Place};

/// What a document in JSON is asked for by: RDAP's own type (RFC 7480, 4.2) and the common one.
const JSON: &str = "application/rdap+json, application/json;q=0.9";

/// A guarded client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    networks: Arc<Networks>,
    options: Arc<Options>,
}

impl Fetcher {
    /// Makes one. Fails where the proxy is no URL, or where certificates shall be verified and the machine has none
    /// to verify them by.
    pub fn new(options: Options) -> Result<Self, Error> {
        let networks = Arc::new(Networks { allow: options.allow.clone(), deny: options.deny.clone() });
        let client = client::make(&options, &networks)?;
        Ok(Self { client, networks, options: Arc::new(options) })
    }

    /// How far it goes.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Gets `url`, through redirects. An answer of any status is an answer.
    pub async fn get(&self, url: &str) -> Result<Answer, Error> {
        self.follow(url, "*/*").await
    }

    /// Gets `url` as a whole document in JSON.
    pub async fn get_json<T: DeserializeOwned>(&self, url: &str) -> Result<T, Error> {
        let answer = self.follow(url, JSON).await?;
        let url = answer.url().to_owned();
        if answer.status != 200 {
            let retry_after = answer.header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
            return Err(Error::Status { url, status: answer.status, retry_after });
        }
        match answer.cut {
            Some(Cut::Size) => {
                Err(Error::TooLarge { url, what: "the document is", limit: self.options.body_bytes })
            }
            Some(Cut::Ended) => Err(Error::Document { url, reason: "it ends too early".to_owned() }),
            None => serde_json::from_slice(&answer.body)
                .map_err(|error| Error::Document { url, reason: error.to_string() }),
        }
    }

    async fn follow(&self, url: &str, accept: &str) -> Result<Answer, Error> {
        let end = Instant::now() + self.options.whole_time;
        let refused = |url: &str| {
            let url = url.to_owned();
            move |why| Error::Refused { url, why }
        };
        let mut place = Place::read(url, &self.networks).map_err(refused(url))?;
        let mut chain = Vec::new();
        loop {
            let response = self.ask(&place, accept, end).await?;
            let status = response.status().as_u16();
            let address = response.remote_addr().map(|socket| socket.ip());
            chain.push(Hop { url: place.to_string(), status, address });
            let Some(location) = leads_to(&response) else {
                return Ok(self.read(response, chain, end).await);
            };
            if chain.len() > self.options.redirects {
                return Err(Error::Redirects { url: place.to_string(), limit: self.options.redirects });
            }
            place = place.join(&location, &self.networks).map_err(refused(&location))?;
        }
    }

    /// Sends one request and waits for its status and headers.
    async fn ask(&self, place: &Place, accept: &str, end: Instant) -> Result<Response, Error> {
        let url = place.url().as_str();
        let sent = self.client.get(place.url().clone()).header(ACCEPT, accept).send();
        let response = tokio::time::timeout_at(end, sent)
            .await
            .map_err(|_| Error::Timeout { url: url.to_owned() })?
            .map_err(|error| client::error(url, &error))?;
        let bytes: usize =
            response.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if bytes > self.options.header_bytes {
            let limit = self.options.header_bytes;
            return Err(Error::TooLarge { url: url.to_owned(), what: "headers are", limit });
        }
        Ok(response)
    }

    /// Reads the body, as far as size and time allow.
    async fn read(&self, mut response: Response, chain: Vec<Hop>, end: Instant) -> Answer {
        let limit = self.options.body_bytes;
        let headers = kept(response.headers());
        let mut body = Body::default();
        loop {
            match tokio::time::timeout_at(end, response.chunk()).await {
                Ok(Ok(Some(piece))) => {
                    if !body.push(&piece, limit) {
                        break;
                    }
                }
                Ok(Ok(None)) => break,
                Ok(Err(_)) | Err(_) => {
                    body.cut = Some(Cut::Ended);
                    break;
                }
            }
        }
        let status = response.status().as_u16();
        let address = response.remote_addr().map(|socket| socket.ip());
        let mut answer = Answer { chain, status, address, headers, body: Vec::new(), cut: None };
        let body = match answer.header("content-encoding") {
            Some(encoding) => body.unpack(encoding, limit),
            None => body,
        };
        answer.body = body.bytes;
        answer.cut = body.cut;
        answer
    }
}

/// Where an answer sends us, if it does. A `Location` may be in UTF-8 although it should not; browsers follow it.
fn leads_to(response: &Response) -> Option<String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(reqwest::header::LOCATION)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let named =
        HEADERS.iter().flat_map(|name| headers.get_all(*name).iter().map(move |value| (*name, value)));
    named
        .map(|(name, value)| (name.to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}
