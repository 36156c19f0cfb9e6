//! A web server that does what no web server should.

use std::collections::HashMap;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fetch::{Fetcher, LookupError, Options, Resolve, Resolving};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A server, and the requests that reached it, head by head.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub socket: SocketAddr,
    pub requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind((LOOPBACK, 0)).await.unwrap();
        let server = Self { socket: listener.local_addr().unwrap(), requests: Arc::default() };
        let requests = Arc::clone(&server.requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&requests)));
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.socket)
    }

    pub(crate) fn seen(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

/// Answers one request, and after a `/keep` the next on the same connection.
async fn serve(mut stream: TcpStream, requests: Arc<Mutex<Vec<String>>>) -> Option<()> {
    while answer(&mut stream, &requests).await? {}
    stream.shutdown().await.ok()
}

/// What a path does; says whether the connection is kept. The client may go away at any moment, which ends it.
async fn answer(stream: &mut TcpStream, requests: &Mutex<Vec<String>>) -> Option<bool> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    requests.lock().unwrap().push(head.clone());
    let target = head.split(' ').nth(1).unwrap().to_owned();
    let path = if target.starts_with('/') { target.as_str() } else { "/proxied" };
    let answer = |head: &str, body: &[u8]| {
        let length = body.len();
        let mut bytes =
            format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body);
        bytes
    };
    if let Some(("/keep", place)) = path.split_once('=') {
        let kept = format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n");
        stream.write_all(kept.as_bytes()).await.ok()?;
        return Some(true);
    }
    let bytes = match path.split_once('=').unwrap_or((path, "")) {
        ("/to", place) => answer(&format!("302 Found\r\nLocation: {place}"), b"moved"),
        ("/down", "0") => answer("200 OK", b"here"),
        ("/down", steps) => {
            let next = steps.parse::<u32>().unwrap() - 1;
            answer(&format!("307 Temporary Redirect\r\nLocation: /down={next}"), b"")
        }
        ("/loop", _) => answer("301 Moved Permanently\r\nLocation: /loop", b""),
        ("/status", line) => answer(&line.replace('_', " "), b"{}"),
        ("/slow-down", _) => answer("429 Too Many Requests\r\nRetry-After: 7", b"{}"),
        ("/json", _) => answer("200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=b", b"{\"a\": 1}"),
        ("/drip", _) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
            loop {
                stream.write_all(b"x").await.ok()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        ("/drip-head", _) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").await.ok()?;
            loop {
                stream.write_all(b"x").await.ok()?;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        ("/endless", _) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
            loop {
                stream.write_all(&[b'x'; 10_000]).await.ok()?;
            }
        }
        ("/endless-head", _) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await.ok()?;
            loop {
                stream.write_all(format!("X: {}\r\n", "x".repeat(10_000)).as_bytes()).await.ok()?;
            }
        }
        ("/head", bytes) => answer(&format!("200 OK\r\nX: {}", "x".repeat(bytes.parse().unwrap())), b""),
        ("/bomb", _) => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&vec![b'0'; 5 << 20]).unwrap();
            answer("200 OK\r\nContent-Encoding: gzip", &encoder.finish().unwrap())
        }
        ("/short", _) => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec(),
        ("/garbage", _) => b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        ("/silent", _) => {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            return None;
        }
        ("/close", _) => Vec::new(),
        _ => answer("200 OK\r\nServer: odd", b"hello"),
    };
    stream.write_all(&bytes).await.ok()?;
    Some(false)
}

/// A resolver of made-up names; each look-up takes the next list of addresses, the last one stays.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<HashMap<String, Vec<Vec<IpAddr>>>>);

impl Names {
    pub(crate) fn of(names: &[(&str, &[&[&str]])]) -> Arc<Self> {
        let addresses = |list: &&[&str]| list.iter().map(|address| address.parse().unwrap()).collect();
        let names =
            names.iter().map(|(name, lists)| ((*name).to_owned(), lists.iter().map(addresses).collect()));
        Arc::new(Self(Mutex::new(names.collect())))
    }
}

impl Resolve for Names {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        let mut names = self.0.lock().unwrap();
        let found = match names.get_mut(host) {
            Some(lists) if lists.len() > 1 => Ok(lists.remove(0)),
            Some(lists) => Ok(lists[0].clone()),
            None if host == "broken.example" => Err(LookupError::Unknown("no resolver".to_owned())),
            None => Err(LookupError::NotFound),
        };
        Box::pin(async { found })
    }
}

/// Options that reach loopback; certificates are not looked at, as no test but those of TLS needs any.
pub(crate) fn open() -> Options {
    Options { allow: vec!["127.0.0.1/32".parse().unwrap()], any_certificate: true, ..Options::default() }
}

pub(crate) fn fetcher(options: Options) -> Fetcher {
    Fetcher::new(options).unwrap()
}
