//! A mail server on the loopback interface that takes everything, slowly, and remembers it by Message-ID.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::world::draw;

/// The longest that one answer waits, in microseconds. Long enough that many kills fall between a message and its
/// answer, short enough that hundreds of messages pass between two kills.
const SLOWEST: u64 = 6_000;

/// The running server; it ends with the test.
#[derive(Debug, Clone)]
pub struct Sink {
    pub port: u16,
    /// How often the end of a message with this identifier came.
    taken: Arc<Mutex<BTreeMap<String, usize>>>,
    connections: Arc<AtomicU64>,
}

impl Sink {
    pub fn start(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self {
            port: listener.local_addr().unwrap().port(),
            taken: Arc::default(),
            connections: Arc::default(),
        };
        let serving = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let number = serving.connections.fetch_add(1, Ordering::Relaxed);
                let serving = serving.clone();
                std::thread::spawn(move || serving.serve(&stream, seed.wrapping_add(number)));
            }
        });
        sink
    }

    /// How many connections there have been.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// How often each message came, by its Message-ID without angle brackets.
    pub fn taken(&self) -> BTreeMap<String, usize> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves one connection until it breaks: none is an error here.
    fn serve(&self, mut stream: &TcpStream, mut random: u64) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?);
        stream.write_all(b"220 sink.example ESMTP\r\n").ok()?;
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let answer = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
                "EHLO" => "250-sink.example\r\n250 8BITMIME\r\n",
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").ok()?;
                    let message_id = read_message(&mut lines)?;
                    *self
                        .taken
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .entry(message_id)
                        .or_default() += 1;
                    // Taken, and the client does not know it yet.
                    pause(&mut random);
                    "250 2.0.0 taken\r\n"
                }
                "QUIT" => "221 bye\r\n",
                _ => "250 ok\r\n",
            };
            stream.write_all(answer.as_bytes()).ok()?;
        }
    }
}

/// Reads up to the dot; the message's identifier. None where the connection breaks before it: not taken.
fn read_message(lines: &mut impl BufRead) -> Option<String> {
    let (mut message_id, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(message_id);
        }
        if message_id.is_empty()
            && line.get(..12).is_some_and(|name| name.eq_ignore_ascii_case("message-id: "))
        {
            message_id = line[12..].trim().trim_matches(['<', '>']).to_owned();
        }
    }
}

fn pause(random: &mut u64) {
    std::thread::sleep(Duration::from_micros(draw(random, SLOWEST)));
}
