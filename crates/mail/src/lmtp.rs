//! The server's side of LMTP (RFC 2033): how a mail server hands over messages.
//!
//! After `DATA` there is one answer for each recipient, and `250` is said only after the message was delivered:
//! the one that was given the message is then answerable for it. What can't be delivered now is refused with a
//! temporary code, and the mail server keeps it.
//!
//! A message ends with CR LF `.` CR LF and with nothing else. A bare LF is data: who takes it for a line's end
//! lets a sender smuggle a second message into the first.

use std::io;
use std::time::Duration;

use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::time::timeout;

/// A command line, CR LF included (RFC 5321, 4.5.3.1.4, with room for extensions' parameters).
const COMMAND_BYTES: u64 = 4096;
/// Mistakes after which the connection is closed: whoever makes so many is no mail server.
const MISTAKES: usize = 50;

/// What is allowed.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a message at most; told to the client by SIZE (RFC 1870).
    pub message_bytes: usize,
    /// Recipients of a message at most.
    pub recipients: usize,
    /// How long a client may be silent.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message_bytes: 50 << 20, recipients: 100, idle: Duration::from_secs(300) }
    }
}

/// Who sends to whom, as the mail server says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// The return path; empty for bounces.
    pub from: String,
    /// Recipients.
    pub to: Vec<String>,
}

/// Why a message is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It may be tried again.
    Temporary(String),
    /// It never will be.
    Permanent(String),
}

/// Speaks with one client until it leaves. `deliver` is called for each message, and when it returns `Ok`, the
/// message is safe.
pub async fn session<S, D, F>(stream: S, host: &str, limits: &Limits, deliver: D) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
    D: Fn(Envelope, Vec<u8>) -> F,
    F: Future<Output = Result<String, Refusal>>,
{
    let mut peer = Peer { stream: BufReader::new(stream), idle: limits.idle };
    peer.say(&format!("220 {host} LMTP")).await?;
    let mut envelope: Option<Envelope> = None;
    let mut greeted = false;
    let mut mistakes = 0;
    while mistakes < MISTAKES {
        let Some(line) = peer.line().await? else { return Ok(()) };
        let Some(line) = line else {
            mistakes += 1;
            peer.say("500 5.5.2 line too long, or not ended by CR LF").await?;
            continue;
        };
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let answer = match (verb.to_ascii_uppercase().as_str(), &mut envelope) {
            ("LHLO", _) if rest.trim().is_empty() => "501 5.5.4 LHLO takes a name".to_owned(),
            ("LHLO", _) => {
                greeted = true;
                envelope = None;
                format!(
                    "250-{host}\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n\
                     250 SIZE {}",
                    limits.message_bytes
                )
            }
            ("HELO" | "EHLO", _) => "500 5.5.1 this is LMTP: say LHLO".to_owned(),
            ("NOOP", _) => "250 2.0.0 yes".to_owned(),
            ("VRFY", _) => "252 2.1.5 send some mail, and see".to_owned(),
            ("RSET", _) => {
                envelope = None;
                "250 2.0.0 forgotten".to_owned()
            }
            ("QUIT", _) => {
                peer.say("221 2.0.0 bye").await?;
                return Ok(());
            }
            ("MAIL", _) if !greeted => "503 5.5.1 say LHLO first".to_owned(),
            ("MAIL", Some(_)) => "503 5.5.1 one message at a time".to_owned(),
            ("MAIL", None) => match path(rest, "FROM:") {
                Some((_, parameters)) if size(parameters).is_some_and(|size| size > limits.message_bytes) => {
                    format!("552 5.3.4 at most {} bytes", limits.message_bytes)
                }
                Some((from, _)) => {
                    envelope = Some(Envelope { from: from.to_owned(), to: Vec::new() });
                    "250 2.1.0 go on".to_owned()
                }
                None => "501 5.5.4 write MAIL FROM:<address>".to_owned(),
            },
            ("RCPT", Some(envelope)) => match path(rest, "TO:") {
                Some(_) if envelope.to.len() >= limits.recipients => {
                    "452 4.5.3 too many recipients".to_owned()
                }
                Some((to, _)) if !to.is_empty() => {
                    envelope.to.push(to.to_owned());
                    "250 2.1.5 go on".to_owned()
                }
                _ => "501 5.5.4 write RCPT TO:<address>".to_owned(),
            },
            ("DATA", Some(open)) if !open.to.is_empty() => {
                let envelope = envelope.take().unwrap_or_default();
                peer.say("354 end with CR LF . CR LF").await?;
                let recipients = envelope.to.len();
                let answer = match peer.data(limits.message_bytes).await? {
                    None => format!("552 5.3.4 at most {} bytes", limits.message_bytes),
                    Some(bytes) => match deliver(envelope, bytes).await {
                        Ok(said) => format!("250 2.0.0 {said}"),
                        Err(Refusal::Temporary(why)) => format!("451 4.3.0 {why}"),
                        Err(Refusal::Permanent(why)) => format!("554 5.6.0 {why}"),
                    },
                };
                // One answer for each recipient (RFC 2033, 4.2).
                vec![answer; recipients].join("\r\n")
            }
            ("RCPT" | "DATA", _) => "503 5.5.1 MAIL and RCPT come first".to_owned(),
            _ => "500 5.5.2 no such command".to_owned(),
        };
        mistakes += usize::from(answer.starts_with("50"));
        peer.say(&answer).await?;
    }
    peer.say("421 4.7.0 too many mistakes").await
}

/// The address of `FROM:<address> parameters`, and the parameters.
fn path<'a>(rest: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let head = rest.get(..word.len())?;
    let rest = head.eq_ignore_ascii_case(word).then(|| rest[word.len()..].trim_start())?;
    let (address, parameters) = rest.strip_prefix('<')?.split_once('>')?;
    let harmless = address.len() <= 320 && !address.chars().any(char::is_control);
    harmless.then_some((address, parameters))
}

/// The size that `MAIL` announces.
fn size(parameters: &str) -> Option<usize> {
    parameters.split_whitespace().find_map(|one| {
        let (name, value) = one.split_once('=')?;
        name.eq_ignore_ascii_case("SIZE").then(|| value.parse().ok())?
    })
}

struct Peer<S> {
    stream: BufReader<S>,
    idle: Duration,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    async fn say(&mut self, text: &str) -> io::Result<()> {
        let answer = async {
            self.stream.write_all(text.as_bytes()).await?;
            self.stream.write_all(b"\r\n").await?;
            self.stream.flush().await
        };
        timeout(self.idle, answer).await.map_err(|_| silent())?
    }

    /// A command; `None` at the end of the stream, `Some(None)` for what is no line.
    async fn line(&mut self) -> io::Result<Option<Option<String>>> {
        let mut line = Vec::new();
        let limited = &mut (&mut self.stream).take(COMMAND_BYTES);
        let read = timeout(self.idle, limited.read_until(b'\n', &mut line)).await.map_err(|_| silent())??;
        if read == 0 {
            return Ok(None);
        }
        let text = line.strip_suffix(b"\r\n").and_then(|line| std::str::from_utf8(line).ok());
        Ok(Some(text.map(str::to_owned)))
    }

    /// A message, with its dots unstuffed; `None` where it is too large, after it was read to its end.
    async fn data(&mut self, most: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let mut fits = true;
        // Whether a line, ended by CR LF, has ended before what is read next.
        let mut begins = true;
        loop {
            let start = bytes.len();
            let limited = &mut (&mut self.stream).take(1 << 16);
            let read =
                timeout(self.idle, limited.read_until(b'\n', &mut bytes)).await.map_err(|_| silent())??;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if begins && bytes[start..] == *b".\r\n" {
                bytes.truncate(start);
                return Ok(fits.then_some(bytes));
            }
            if begins && bytes[start] == b'.' {
                bytes.remove(start);
            }
            begins = bytes.ends_with(b"\r\n");
            if bytes.len() > most {
                fits = false;
                // Two bytes stay, so that the next turn sees whether a line has ended.
                bytes.drain(..bytes.len() - 2);
            }
        }
    }
}

fn silent() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client has said nothing for too long")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio::io::AsyncReadExt as _;

    use super::*;

    /// Says `lines` all at once (PIPELINING); gives the answers' codes and what was delivered.
    async fn talk(said: &[u8], limits: Limits) -> (Vec<String>, Vec<(Envelope, Vec<u8>)>) {
        let (client, server) = tokio::io::duplex(1 << 20);
        let delivered = Mutex::new(Vec::new());
        let deliver = async |envelope: Envelope, bytes: Vec<u8>| {
            if bytes.starts_with(b"later") {
                return Err(Refusal::Temporary("later".to_owned()));
            }
            delivered.lock().unwrap().push((envelope, bytes));
            Ok("kept".to_owned())
        };
        let (mut reading, mut writing) = tokio::io::split(client);
        let speak = async move {
            writing.write_all(said).await.unwrap();
            writing.shutdown().await.unwrap();
            let mut answers = String::new();
            reading.read_to_string(&mut answers).await.unwrap();
            answers
        };
        let serve = async move {
            let _ = session(server, "desk.example", &limits, deliver).await;
        };
        let (answers, ()) = tokio::join!(speak, serve);
        let codes =
            answers.lines().filter(|line| line.as_bytes()[3] == b' ').map(|line| line[..3].to_owned());
        (codes.collect(), delivered.into_inner().unwrap())
    }

    async fn check(said: &[u8], codes: &[&str], messages: &[&[u8]]) {
        let (seen, delivered) = talk(said, Limits { message_bytes: 1000, ..Limits::default() }).await;
        let text = String::from_utf8_lossy(&said[..said.len().min(300)]).into_owned();
        assert_eq!(seen, codes, "{text}");
        let bodies: Vec<_> = delivered.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        assert_eq!(bodies, messages, "{text}");
    }

    const HEAD: &str = "LHLO mx\r\nMAIL FROM:<a@example.jp> SIZE=10\r\nRCPT TO:<x@desk.example>\r\n";

    #[tokio::test]
    async fn a_message_is_answered_once_for_each_recipient() {
        let said = format!("{HEAD}RCPT TO:<y@desk.example>\r\nDATA\r\nhello\r\n..dot\r\n.\r\nQUIT\r\n");
        check(
            said.as_bytes(),
            &["220", "250", "250", "250", "250", "354", "250", "250", "221"],
            &[b"hello\r\n.dot\r\n"],
        )
        .await;
    }

    #[tokio::test]
    async fn only_a_dot_between_line_ends_ends_a_message() {
        for smuggled in ["a\n.\r\nMAIL FROM:<>\r\n", "a\r\n.\nb\r\n", "a\n.\nb\r\n", "a\r.\r\nb\r\n"] {
            let said = format!("{HEAD}DATA\r\n{smuggled}.\r\nQUIT\r\n");
            let (codes, delivered) = talk(said.as_bytes(), Limits::default()).await;
            assert_eq!(delivered.len(), 1, "{smuggled:?}: {codes:?}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_kept_now_stays_with_the_client() {
        let said = format!("{HEAD}DATA\r\nlater\r\n.\r\nQUIT\r\n");
        check(said.as_bytes(), &["220", "250", "250", "250", "354", "451", "221"], &[]).await;
    }

    #[tokio::test]
    async fn a_large_message_is_refused_and_the_next_one_is_taken() {
        let large = "x".repeat(5000);
        let said = format!("{HEAD}DATA\r\n{large}\r\n.\r\n{}DATA\r\nsmall\r\n.\r\nQUIT\r\n", &HEAD[9..]);
        let codes = ["220", "250", "250", "250", "354", "552", "250", "250", "354", "250", "221"];
        check(said.as_bytes(), &codes, &[b"small\r\n"]).await;
    }

    #[tokio::test]
    async fn orders_out_of_order_and_nonsense_are_refused() {
        check(
            b"MAIL FROM:<a@b>\r\nDATA\r\nEHLO x\r\nFOO\r\nQUIT\r\n",
            &["220", "503", "503", "500", "500", "221"],
            &[],
        )
        .await;
        check(
            b"LHLO x\r\nMAIL FROM:a\r\nMAIL FROM:<a> SIZE=2000\r\nQUIT\r\n",
            &["220", "250", "501", "552", "221"],
            &[],
        )
        .await;
        let long = vec![b'x'; 10_000];
        let (codes, _) = talk(&[&long[..], b"\r\nQUIT\r\n"].concat(), Limits::default()).await;
        assert_eq!(codes.last().map(String::as_str), Some("221"));
        let (codes, _) = talk("FOO\r\n".repeat(100).as_bytes(), Limits::default()).await;
        assert_eq!(codes.last().map(String::as_str), Some("421"));
    }

    #[tokio::test]
    async fn a_connection_cut_in_the_middle_delivers_nothing() {
        let (_, delivered) = talk(format!("{HEAD}DATA\r\nhalf").as_bytes(), Limits::default()).await;
        assert!(delivered.is_empty());
    }
}
