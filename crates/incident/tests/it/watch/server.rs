//! A web server with a page for each host, and the names of these hosts.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};

use fetch::{LookupError, Resolve, Resolving};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

type Pages = Arc<Mutex<HashMap<String, (u16, Vec<u8>)>>>;

#[derive(Debug)]
pub(super) struct Server {
    pub port: u16,
    pages: Pages,
    /// The hosts asked for, in order.
    pub asked: Arc<Mutex<Vec<String>>>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut server = Self { port, pages: Arc::default(), asked: Arc::default(), accepting: None };
        server.accept(listener);
        server
    }

    fn accept(&mut self, listener: TcpListener) {
        let (pages, asked) = (Arc::clone(&self.pages), Arc::clone(&self.asked));
        self.accepting = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&pages), Arc::clone(&asked)));
            }
        }));
    }

    /// Nobody listens at the port any more.
    pub(super) async fn close(&mut self) {
        let accepting = self.accepting.take().unwrap();
        accepting.abort();
        let _ = accepting.await;
    }

    pub(super) async fn open(&mut self) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.unwrap();
        self.accept(listener);
    }

    pub(super) fn page(&self, host: &str, status: u16, page: &str) {
        self.pages.lock().unwrap().insert(host.to_owned(), (status, page.as_bytes().to_vec()));
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

async fn serve(mut stream: TcpStream, pages: Pages, asked: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let host = host.split(':').next().unwrap().to_owned();
    let (status, page) = pages.lock().unwrap().get(&host).cloned().unwrap_or((404, Vec::new()));
    asked.lock().unwrap().push(host);
    let length = page.len();
    let head = format!(
        "HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&page).await.ok()?;
    stream.shutdown().await.ok()
}

/// Names and their one address.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<HashMap<String, IpAddr>>);

impl Names {
    pub(super) fn point(&self, host: &str, address: &str) {
        self.0.lock().unwrap().insert(host.to_owned(), address.parse().unwrap());
    }

    pub(super) fn remove(&self, host: &str) {
        self.0.lock().unwrap().remove(host).unwrap();
    }
}

impl Resolve for Names {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        let found = self.0.lock().unwrap().get(host).copied();
        Box::pin(async move { found.map(|address| vec![address]).ok_or(LookupError::NotFound) })
    }
}
