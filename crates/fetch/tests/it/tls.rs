//! TLS, with a certificate that nobody vouches for (made with openssl for this test alone).

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use fetch::{Error, Fetcher, Options};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::server::{LOOPBACK, Names, fetcher, open};

/// Serves TLS until the test's process ends.
fn start() -> SocketAddr {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("site.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("site.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind((LOOPBACK, 0)).unwrap();
    let socket = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = stream.unwrap();
            let mut stream = Stream::new(&mut connection, &mut stream);
            // A client that does not like the certificate goes away here.
            let mut head = [0; 1000];
            if stream.read(&mut head).is_ok() {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    socket
}

#[tokio::test]
async fn a_certificate_must_be_good_unless_any_will_do() {
    let socket = start();
    let names = Names::of(&[("site.example", &[&["127.0.0.1"]]), ("other.example", &[&["127.0.0.1"]])]);
    let url = format!("https://site.example:{}/", socket.port());
    let any = fetcher(Options { resolver: Arc::clone(&names) as _, ..open() });
    assert_eq!(any.get(&url).await.unwrap().body, b"hello");
    let other = format!("https://other.example:{}/", socket.port());
    assert_eq!(any.get(&other).await.unwrap().body, b"hello", "whose name it bears is of no matter either");
    match Fetcher::new(Options { resolver: names, any_certificate: false, ..open() }) {
        Ok(verifying) => {
            let error = verifying.get(&url).await.unwrap_err();
            assert!(matches!(error, Error::Tls { .. }), "{error}");
        }
        Err(error) => println!("left out: this machine has no certificates to verify by ({error})"),
    }
}

#[tokio::test]
async fn plain_text_where_tls_should_be_is_said() {
    let listener = TcpListener::bind((LOOPBACK, 0)).unwrap();
    let socket = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 1000];
        let _ = stream.read(&mut hello);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let error = fetcher(open()).get(&format!("https://{socket}/")).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error}");
}
