//! One connection to the collector: HTTP/2 over TLS over TCP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http2::{self, SendRequest};
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use wire::http::COLLECTOR_NAME;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(15);

/// How long an answer may take, sending included. A full delivery over a line of half a megabit a second needs two
/// minutes.
const ANSWER: Duration = Duration::from_secs(180);

/// How often a connection in use is asked whether it still stands, and how long the answer may take. A line that was cut
/// without a word is noticed after twice this time.
const ALIVE: Duration = Duration::from_secs(20);

/// Bytes of an answer that are read. A receipt has a hundred.
const ANSWER_MOST: usize = 64 << 10;

/// A connection that can be asked.
#[derive(Debug)]
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// How long a packet to the collector takes.
    way: Duration,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// What the collector says in a number.
    pub status: StatusCode,
    /// When it wants to be asked again.
    pub retry_after: Option<Duration>,
    /// What it says.
    pub body: Bytes,
}

/// The addresses of a collector, `HOST:PORT`.
pub(super) async fn addresses(collector: &str) -> anyhow::Result<Vec<SocketAddr>> {
    let found = timeout(CONNECT, lookup_host(collector)).await.context("no answer from the resolver")?;
    let found: Vec<SocketAddr> = found.with_context(|| format!("looking up {collector}"))?.collect();
    if found.is_empty() {
        bail!("{collector} has no address");
    }
    Ok(found)
}

impl Connection {
    /// Connects to the first of the addresses that answers.
    pub async fn open(addresses: &[SocketAddr], tls: &Arc<ClientConfig>) -> anyhow::Result<Self> {
        let mut failure = anyhow::anyhow!("no address");
        for address in addresses {
            match timeout(CONNECT, Self::to(*address, tls)).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(error)) => failure = error.context(format!("connecting to {address}")),
                Err(_) => failure = anyhow::anyhow!("connecting to {address}: no answer within {CONNECT:?}"),
            }
        }
        Err(failure)
    }

    async fn to(address: SocketAddr, tls: &Arc<ClientConfig>) -> anyhow::Result<Self> {
        let began = Instant::now();
        let stream = TcpStream::connect(address).await?;
        let way = began.elapsed() / 2;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from(COLLECTOR_NAME)?;
        let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await.context("TLS")?;
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(Some(ALIVE))
            .keep_alive_timeout(ALIVE)
            .handshake(TokioIo::new(stream))
            .await
            .context("HTTP/2")?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("the connection to the collector ended: {error}");
            }
        });
        Ok(Self { sender, way })
    }

    /// How long a packet to the collector takes, in microseconds.
    pub(super) fn way_us(&self) -> i64 {
        i64::try_from(self.way.as_micros()).unwrap_or(i64::MAX)
    }

    /// Whether it can still be asked.
    pub fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Posts `body` and waits for the answer.
    pub async fn post(&mut self, path: &str, kind: &'static str, body: Vec<u8>) -> anyhow::Result<Answer> {
        let request = Request::post(format!("https://{COLLECTOR_NAME}{path}"))
            .header(CONTENT_TYPE, kind)
            .body(Full::new(Bytes::from(body)))?;
        timeout(ANSWER, self.ask(request)).await.with_context(|| format!("no answer within {ANSWER:?}"))?
    }

    async fn ask(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<Answer> {
        let answer = self.sender.send_request(request).await?;
        let retry_after =
            answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let status = answer.status();
        let body = Limited::new(answer.into_body(), ANSWER_MOST).collect().await;
        let body = body.map_err(|error| anyhow::anyhow!("the answer's body: {error}"))?.to_bytes();
        Ok(Answer { status, retry_after: retry_after.map(Duration::from_secs), body })
    }
}
