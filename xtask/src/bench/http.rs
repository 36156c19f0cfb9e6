//! Just enough of an HTTP/1.1 client (RFC 9112) to ask our own server on the loopback interface.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Bytes of the whole answer.
    pub(super) bytes: usize,
    /// From connecting to the last byte.
    pub(super) time: Duration,
}

/// Asks for `path` on a connection of its own.
pub(super) fn get(server: SocketAddr, path: &str, language: &str) -> Result<Answer> {
    get_within(server, path, language, None)
}

/// The same with a cookie: within a session.
pub(super) fn get_within(
    server: SocketAddr,
    path: &str,
    language: &str,
    cookie: Option<&str>,
) -> Result<Answer> {
    let cookie = cookie.map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept-Language: {language}\r\n{cookie}Connection: close\r\n\r\n"
    );
    let start = Instant::now();
    let answer = ask(server, &request)?;
    let status = status(&answer).with_context(|| format!("no HTTP answer to {path}"))?;
    Ok(Answer { status, bytes: answer.len(), time: start.elapsed() })
}

/// Signs in by the page's form; the session's cookie. Name and password are of letters and blanks.
pub(super) fn sign_in(server: SocketAddr, name: &str, password: &str) -> Result<String> {
    let form = format!("name={name}&password={}&next=", password.replace(' ', "+"));
    let request = format!(
        "POST /login HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    let answer = ask(server, &request)?;
    let head = String::from_utf8_lossy(&answer);
    let cookie = head.lines().take_while(|line| !line.is_empty()).find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next())?
    });
    cookie
        .map(str::to_owned)
        .with_context(|| format!("nobody was signed in: {}", head.lines().next().unwrap_or("")))
}

/// What comes back until the server closes the connection.
fn ask(server: SocketAddr, request: &str) -> Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// The number in the first line.
fn status(answer: &[u8]) -> Option<u16> {
    let line = answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    std::str::from_utf8(line).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    #[test]
    fn asks_and_reads_to_the_end() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let read = stream.read(&mut request).unwrap();
            stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\ngone").unwrap();
            String::from_utf8(request[..read].to_vec()).unwrap()
        });
        let answer = get(address, "/x?y=1", "ja").unwrap();
        assert_eq!((answer.status, answer.bytes), (404, 30));
        assert!(server.join().unwrap().starts_with("GET /x?y=1 HTTP/1.1\r\n"));
        assert_eq!(status(b"nonsense"), None);
    }
}
