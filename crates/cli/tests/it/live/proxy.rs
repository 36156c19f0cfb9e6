//! What stands between sensors and collector, and does it badly: cuts connections in the middle, holds them up, or
//! answers itself that it is a bad gateway.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The proxy, with threads that live as long as the test.
#[derive(Debug)]
pub struct Proxy {
    pub address: SocketAddr,
    ways: Arc<Ways>,
}

#[derive(Debug)]
struct Ways {
    /// Where the collector is now.
    to: Mutex<SocketAddr>,
    /// Who answers 502.
    gateway: SocketAddr,
    is_bad: AtomicBool,
    is_held: AtomicBool,
    /// Bytes that go through before everything open is cut; negative: no end.
    left: AtomicI64,
    /// Connections cut.
    cut: AtomicU64,
}

impl Proxy {
    /// Starts it. It speaks for the collector of this data folder, with the collector's own key.
    pub fn start(authority: &desk::pki::Authority) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ways = Arc::new(Ways {
            to: Mutex::new(address),
            gateway: bad_gateway(authority),
            is_bad: AtomicBool::new(false),
            is_held: AtomicBool::new(false),
            left: AtomicI64::new(-1),
            cut: AtomicU64::new(0),
        });
        let of_thread = Arc::clone(&ways);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let ways = Arc::clone(&of_thread);
                std::thread::spawn(move || ways.pass(stream));
            }
        });
        Self { address, ways }
    }

    /// Says where the collector is.
    pub fn lead_to(&self, address: &str) {
        *self.ways.to.lock().unwrap() = address.parse().unwrap();
    }

    /// Cuts everything that is open after so many bytes more.
    pub fn cut_after(&self, bytes: u64) {
        self.ways.left.store(bytes.cast_signed(), Ordering::SeqCst);
    }

    /// Answers 502 to new connections, and cuts the open ones so that there are new ones; or no longer.
    pub fn be_bad(&self, is_bad: bool) {
        self.ways.is_bad.store(is_bad, Ordering::SeqCst);
        self.cut_after(0);
    }

    /// Lets nothing through; or everything again.
    pub fn hold(&self, is_held: bool) {
        self.ways.is_held.store(is_held, Ordering::SeqCst);
    }

    /// Connections that were cut.
    pub fn cut(&self) -> u64 {
        self.ways.cut.load(Ordering::SeqCst)
    }
}

impl Ways {
    fn pass(self: Arc<Self>, from: TcpStream) {
        let to = if self.is_bad.load(Ordering::SeqCst) { self.gateway } else { *self.to.lock().unwrap() };
        let Ok(to) = TcpStream::connect(to) else { return };
        let there = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let ways = Arc::clone(&self);
        let up = std::thread::spawn(move || ways.copy(there.0, there.1));
        self.copy(to, from);
        let _ = up.join();
    }

    fn copy(&self, mut from: TcpStream, mut to: TcpStream) {
        // Long enough to sleep, short enough to see a cut of an idle connection.
        from.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let mut bytes = [0; 4096];
        loop {
            while self.is_held.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(10));
            }
            let left = self.left.load(Ordering::SeqCst);
            if left == 0 {
                self.cut.fetch_add(1, Ordering::SeqCst);
                break;
            }
            let count = match from.read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
                Err(_) => break,
            };
            let count = if left < 0 { count } else { count.min(usize::try_from(left).unwrap()) };
            if left > 0 {
                let _ =
                    self.left.compare_exchange(left, left - count as i64, Ordering::SeqCst, Ordering::SeqCst);
            }
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(std::net::Shutdown::Both);
        let _ = to.shutdown(std::net::Shutdown::Both);
    }
}

impl Proxy {
    /// Ends a cut: what connects from now on is left alone.
    pub fn mend(&self) {
        self.ways.left.store(-1, Ordering::SeqCst);
    }
}

/// Something with the collector's key that answers 502 to everything.
fn bad_gateway(authority: &desk::pki::Authority) -> SocketAddr {
    let chain = authority.server_chain();
    let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(authority.server_key().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    let answer = |_: Request<Incoming>| async {
        let mut response = Response::new("<h1>Bad gateway</h1>".to_owned());
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        Ok::<_, std::convert::Infallible>(response)
    };
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service_fn(answer)).await;
                });
            }
        });
    });
    address
}
