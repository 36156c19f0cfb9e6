//! A mail server with a certificate that nobody vouches for (OTRS CVE-2023-5422 spoke with any): it gets neither the
//! password nor a message.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use mail::{SendError, SmtpServer, SmtpTls};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, Stream};

/// Made for the tests of TLS alone.
const CERTIFICATE: &[u8] = include_bytes!("../../../fetch/tests/it/site.crt");
const KEY: &[u8] = include_bytes!("../../../fetch/tests/it/site.key");

/// Serves one client, with TLS at once or after `STARTTLS`; gives its port, and what it heard.
fn start(at_once: bool) -> (u16, Arc<Mutex<String>>) {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let told = Arc::clone(&heard);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        if !at_once {
            stream.write_all(b"220 mx ESMTP\r\n").unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            loop {
                let mut line = String::new();
                if lines.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                told.lock().unwrap().push_str(&line);
                if line.starts_with("STARTTLS") {
                    stream.write_all(b"220 go ahead\r\n").unwrap();
                    break;
                }
                stream.write_all(b"250-mx\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n").unwrap();
            }
        }
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut secured = Stream::new(&mut connection, &mut stream);
        let mut greeting = secured.write_all(b"220 mx ESMTP\r\n");
        let mut bytes = [0; 1000];
        while greeting.is_ok() {
            match secured.read(&mut bytes) {
                Ok(length) if length > 0 => {
                    told.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..length]));
                    greeting = secured.write_all(b"250 mx\r\n");
                }
                _ => break,
            }
        }
        told.lock().unwrap().push_str("(end)");
    });
    (port, heard)
}

#[test]
fn a_certificate_that_nobody_vouches_for_gets_no_password() {
    for (tls, before) in [(SmtpTls::Tls, ""), (SmtpTls::StartTls, "EHLO desk.example\r\nSTARTTLS\r\n")] {
        let (port, heard) = start(tls == SmtpTls::Tls);
        let server = SmtpServer {
            tls,
            credentials: Some(("desk".to_owned(), "secret".to_owned())),
            hello: "desk.example".to_owned(),
            ..SmtpServer::local(port)
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(server.connect());
        let Err(SendError::Connection(said)) = outcome else { panic!("{tls:?}: {outcome:?}") };
        assert!(said.contains("certificate"), "{tls:?}: {said}");
        // The server's thread ends when the client has gone.
        for _ in 0..500 {
            if heard.lock().unwrap().ends_with("(end)") {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(*heard.lock().unwrap(), format!("{before}(end)"), "{tls:?}");
    }
}
