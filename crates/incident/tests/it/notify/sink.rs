//! A mail server on loopback that does what the recipient's name says.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Default)]
pub(super) struct Seen {
    pub connections: usize,
    /// Every message whose dot came, whatever was answered.
    pub messages: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Sink {
    pub port: u16,
    pub seen: Arc<Mutex<Seen>>,
}

impl Sink {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), seen: Arc::default() };
        let seen = Arc::clone(&sink.seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&seen)));
            }
        });
        sink
    }

    pub(super) fn messages(&self) -> Vec<String> {
        self.seen.lock().unwrap().messages.clone()
    }
}

async fn serve(stream: TcpStream, seen: Arc<Mutex<Seen>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    write.write_all(b"220 sink ESMTP\r\n").await.ok()?;
    let mut to = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let command = line.trim_end().to_ascii_uppercase();
        let answer = match command.split([' ', ':']).next()? {
            "EHLO" => "250-sink\r\n250 8BITMIME",
            "RCPT" => {
                to = line.to_ascii_lowercase();
                match () {
                    () if to.contains("greylisted") => "451 4.7.1 come back later",
                    () if to.contains("unknown") => "550 5.1.1 no such user",
                    () if to.contains("vanish") => return None,
                    () => "250 ok",
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                loop {
                    let mut line = String::new();
                    if lines.read_line(&mut line).await.ok()? == 0 {
                        return None;
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    message.push_str(&line);
                }
                seen.lock().unwrap().messages.push(message);
                match () {
                    () if to.contains("dropped") => return None,
                    () if to.contains("full") => "452 4.3.1 no room",
                    () if to.contains("refused") => "554 5.7.1 not wanted",
                    () => "250 2.0.0 queued as ABC",
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 ok",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}
