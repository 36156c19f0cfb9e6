//! Somebody who connects to a collector: HTTP/2 over TLS, with a certificate or without. The tests of the programs take
//! this file, too.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http_body_util::BodyExt;
use hyper::Request;
use hyper::body::{Body, Bytes, Frame};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use wire::http::{COLLECTOR_NAME, DELIVER_PATH, DELIVERY_TYPE, ENROL_PATH};

/// Any failure; what it was is nobody's business here.
pub(super) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a client shows, PEM.
pub(super) struct Credentials {
    pub(super) certificate: String,
    pub(super) key: String,
}

/// What the collector says.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Said {
    /// Up to which frame it has all, where it says so.
    pub(super) fn acknowledged(&self) -> Option<u64> {
        serde_json::from_slice::<serde_json::Value>(&self.body).ok()?.get("acknowledged")?.as_u64()
    }
}

/// A body: its bytes, and whether anything more is promised that never comes.
pub(super) struct Sent {
    bytes: Option<Vec<u8>>,
    stalls: bool,
}

impl Body for Sent {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.bytes.take() {
            Some(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes.into())))),
            None if self.stalls => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}

/// A connection.
pub(super) struct Peer {
    sender: SendRequest<Sent>,
}

impl Peer {
    /// Connects to the collector of this authority (its certificate, PEM).
    pub(super) async fn connect(
        authority: &str,
        address: SocketAddr,
        credentials: Option<&Credentials>,
    ) -> Result<Self, Failure> {
        let stream = tls(authority, address, credentials).await?;
        let (sender, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Posts a body; an error where the connection does not survive it.
    pub(super) async fn post(&mut self, path: &str, body: Vec<u8>) -> Result<Said, Failure> {
        self.ask("POST", path, Sent { bytes: Some(body), stalls: false }).await
    }

    /// Posts the beginning of a body of which the rest never comes.
    pub(super) async fn begin(&mut self, path: &str, body: Vec<u8>) -> Result<Said, Failure> {
        self.ask("POST", path, Sent { bytes: Some(body), stalls: true }).await
    }

    /// Gets an address.
    pub(super) async fn get(&mut self, path: &str) -> Result<Said, Failure> {
        self.ask("GET", path, Sent { bytes: None, stalls: false }).await
    }

    /// Delivers a body as it is.
    pub(super) async fn deliver(&mut self, body: Vec<u8>) -> Said {
        self.post(DELIVER_PATH, body).await.unwrap()
    }

    async fn ask(&mut self, method: &str, path: &str, body: Sent) -> Result<Said, Failure> {
        let address = format!("https://{COLLECTOR_NAME}{path}");
        let kind = if path == ENROL_PATH { "application/json" } else { DELIVERY_TYPE };
        let request =
            Request::builder().method(method).uri(address).header("content-type", kind).body(body)?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok(Said { status, body: answer.into_body().collect().await?.to_bytes().to_vec() })
    }

    /// Whether the collector has closed it.
    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }
}

/// A TLS connection, nothing said yet.
pub(super) async fn tls(
    authority: &str,
    address: SocketAddr,
    credentials: Option<&Credentials>,
) -> Result<TlsStream<TcpStream>, Failure> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes())?)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let mut config = match credentials {
        None => builder.with_no_client_auth(),
        Some(Credentials { certificate, key }) => builder.with_client_auth_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes())?],
            PrivateKeyDer::from_pem_slice(key.as_bytes())?,
        )?,
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from(COLLECTOR_NAME)?;
    Ok(TlsConnector::from(Arc::new(config)).connect(name, stream).await?)
}
