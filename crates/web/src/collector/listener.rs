//! Connections, each after its TLS handshake.
//!
//! Handshakes run beside one another, so that a peer that says nothing keeps nobody waiting; each has a time limit, and
//! so many connections are open at most.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use observe::fleet::RefusedFor;
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::refusal;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Connections that are open at the same time, handshakes included. A sensor has one.
const CONNECTIONS: usize = 8192;

/// How long a connection without a certificate is kept: enrolling is one request. Without an end to it, anybody takes
/// all places by connecting and saying nothing.
const WITHOUT_CERTIFICATE: Duration = Duration::from_secs(15);

/// How long to wait after the system refused to accept, for want of file descriptors most likely.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Who is at the other end.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub address: SocketAddr,
    /// SHA-256 of the certificate that it showed and whose key it has, in hexadecimal.
    pub certificate: Option<String>,
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A connection, and its place among those that may be open.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TlsStream<TcpStream>,
    /// When it ends at the latest.
    end: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
}

/// Gives connections whose handshake is done.
pub(super) struct TlsListener {
    ready: Receiver<(Connection, Peer)>,
    address: std::io::Result<SocketAddr>,
}

impl TlsListener {
    pub(super) fn new(listener: TcpListener, acceptor: TlsAcceptor, app: ::desk::App) -> Self {
        let address = listener.local_addr();
        let (sender, ready) = channel(64);
        tokio::spawn(accept(listener, acceptor, app, sender));
        Self { ready, address }
    }
}

/// Accepts until nobody takes connections any more.
async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    app: ::desk::App,
    ready: Sender<(Connection, Peer)>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = ready.closed() => return,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "the collector can't accept a connection");
                sleep(AFTER_FAILURE).await;
                continue;
            }
        };
        let (acceptor, app, ready) = (acceptor.clone(), app.clone(), ready.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            match timeout(HANDSHAKE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => {
                    let peer = Peer { address, certificate: certificate(&stream) };
                    let end = peer.certificate.is_none().then(|| Box::pin(sleep(WITHOUT_CERTIFICATE)));
                    // Nobody takes it any more: the collector is ending.
                    let _ = ready.send((Connection { stream, end, _place: place }, peer)).await;
                }
                Ok(Err(error)) => {
                    refusal::count(&app, RefusedFor::NoCertificate, None, &format!("{address}: {error}"))
                        .await;
                }
                Err(_) => {
                    refusal::count(
                        &app,
                        RefusedFor::NoCertificate,
                        None,
                        &format!("{address}: no handshake in time"),
                    )
                    .await;
                }
            }
        });
    }
}

/// The certificate that the peer has proved to be its own.
fn certificate(stream: &TlsStream<TcpStream>) -> Option<String> {
    let first = stream.get_ref().1.peer_certificates()?.first()?;
    Some(data_encoding::HEXLOWER.encode(&Sha256::digest(first)))
}

impl Listener for TlsListener {
    type Io = Connection;
    type Addr = Peer;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting task lives as long as this; without it there is nothing to come.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        match &self.address {
            Ok(address) => Ok(Peer { address: *address, certificate: None }),
            Err(error) => Err(error.kind().into()),
        }
    }
}

mod io {
    //! A connection reads and writes as its stream does, until its end.

    use std::io;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

    use super::Connection;

    impl AsyncRead for Connection {
        fn poll_read(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            if self.end.as_mut().is_some_and(|end| end.as_mut().poll(cx).is_ready()) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            Pin::new(&mut self.stream).poll_read(cx, buffer)
        }
    }

    impl AsyncWrite for Connection {
        fn poll_write(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
            bytes: &[u8],
        ) -> Poll<io::Result<usize>> {
            Pin::new(&mut self.stream).poll_write(cx, bytes)
        }

        fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.stream).poll_flush(cx)
        }

        fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
            Pin::new(&mut self.stream).poll_shutdown(cx)
        }
    }
}
