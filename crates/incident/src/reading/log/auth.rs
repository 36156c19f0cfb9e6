//! Logins to sshd, FTP servers and the like.

use super::{Event, Sign, has, party};

/// What a line about a login that failed says, in small letters.
const FAILED: &[&str] = &[
    "failed password",
    "failed keyboard",
    "failed none",
    "failed publickey",
    "failed login",
    "login failed",
    "login failure",
    "failure for",
    "invalid user",
    "illegal user",
    "authentication fail",
    "auth failed",
    "did not receive identification",
    "bad protocol version",
    "connection closed by",
    "received disconnect",
    "refused connect",
    "not allowed because",
    "break-in attempt",
    "no such user",
    "maximum authentication",
    "wrong password",
    "incorrect password",
    "user unknown",
    "disconnected from",
    "connection reset by",
];
const SUCCEEDED: &[&str] = &[
    "accepted password",
    "accepted publickey",
    "accepted keyboard",
    "session opened for",
    "login successful",
    "ok login",
];
/// Programs, the ports that they wait on, and the longest name first where one begins like another.
const SERVICES: &[(&str, u16)] = &[
    ("sshd", 22),
    ("ssh", 22),
    ("dropbear", 22),
    ("vsftpd", 21),
    ("proftpd", 21),
    ("pure-ftpd", 21),
    ("ftpd", 21),
    ("telnet", 23),
    ("login", 23),
    ("pop3", 110),
    ("dovecot", 110),
    ("imap", 143),
    ("asterisk", 5060),
    ("sip", 5060),
    ("vnc", 5900),
    ("mysql", 3306),
    ("mssql", 1433),
    ("smtp", 25),
];

/// Reads a line.
pub(super) fn read(line: &str) -> Option<Event> {
    let sshd = line.contains("sshd");
    let failed = FAILED.iter().any(|word| has(line, word));
    let succeeded = !failed && SUCCEEDED.iter().any(|word| has(line, word));
    if !failed && !succeeded && !sshd {
        return None;
    }
    // Sentences of people use the same words; programs have their name with a number or colon behind it.
    let program = line.bytes().any(|byte| byte == b'[' || byte == b'=') || line.contains(": ");
    if !program || !line.is_ascii() {
        return None;
    }
    // A user may be called anything, even `from`: the last one counts.
    let from = ["rhost=", " from ", "[::ffff:", " by ", "Host: "]
        .into_iter()
        .find_map(|word| line.rfind(word).map(|at| at + word.len()));
    let source = from
        .and_then(|at| party(&line[at..]))
        .or_else(|| party(line.split_once(": ").map_or(line, |(_, rest)| rest)))?;
    let service = SERVICES.iter().find(|(name, _)| has(line, name));
    let sign = if succeeded { Sign::LoggedIn } else { Sign::Login };
    let event = Event::new(sign, Some(source));
    Some(match service {
        Some((_, port)) => event.to("tcp", *port),
        None => event,
    })
}
