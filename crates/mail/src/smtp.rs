//! Messages to a mail server (RFC 5321), many over one connection, by lettre's connection.
//!
//! Who sends has to know one thing exactly: whether the server may have taken the message. It takes it when it
//! answers the dot that ends the data (RFC 5321, 4.1.1.4 and 6.1). What fails before is sent again without fear; a
//! connection that breaks between the data and that answer leaves the matter [in doubt](SendError::InDoubt), and no
//! program can resolve it.

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use thiserror::Error;
use tokio::net::TcpStream;

/// How the way to the server is kept secret. Certificates are always verified, against those of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmtpTls {
    /// Not at all: for a server on this machine.
    None,
    /// STARTTLS (RFC 3207); a server that does not offer it gets nothing.
    #[default]
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

/// The server that takes our mail.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// Its name or address.
    pub host: String,
    /// Usually 25, 587 (STARTTLS) or 465 (TLS).
    pub port: u16,
    /// How the way there is kept secret.
    pub tls: SmtpTls,
    /// User and password, if it wants them. They are not sent without TLS, but to this machine.
    pub credentials: Option<(String, String)>,
    /// The name that we give ourselves (RFC 5321, 4.1.1.1).
    pub hello: String,
    /// How long one answer may take.
    pub timeout: Duration,
    /// How long the answer to a whole message may take; RFC 5321, 4.5.3.2.6 asks for ten minutes.
    pub data_timeout: Duration,
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the password.
        write!(f, "SmtpServer({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

impl SmtpServer {
    /// A server on this machine, without TLS.
    pub fn local(port: u16) -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port,
            tls: SmtpTls::None,
            credentials: None,
            hello: "localhost".to_owned(),
            timeout: Duration::from_secs(60),
            data_timeout: Duration::from_mins(10),
        }
    }
}

/// What became of a message that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SendError {
    /// The server could not be reached or spoken with; no message was begun.
    #[error("{0}")]
    Connection(String),
    /// Not taken now; another time it may be.
    #[error("{0}")]
    Temporary(String),
    /// Not taken, and it never will be.
    #[error("{0}")]
    Permanent(String),
    /// It was handed over, and no answer came: taken, or not.
    #[error("{0}")]
    InDoubt(String),
}

/// A message that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What it said.
    pub reply: String,
    /// Recipients that it did not take, with what it said of them.
    pub refused: Vec<(String, String)>,
}

/// A connection to the server.
pub struct SmtpConnection {
    connection: AsyncSmtpConnection,
    timeout: Duration,
    data_timeout: Duration,
    broken: bool,
}

impl fmt::Debug for SmtpConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConnection").field("broken", &self.broken).finish_non_exhaustive()
    }
}

type Failure = lettre::transport::smtp::Error;

impl SmtpServer {
    /// Connects, greets, secures and signs in.
    pub async fn connect(&self) -> Result<SmtpConnection, SendError> {
        let here = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.credentials.is_some() && self.tls == SmtpTls::None && !here {
            return Err(SendError::Connection("no password is sent without TLS".to_owned()));
        }
        match tokio::time::timeout(self.timeout, self.open()).await {
            Ok(Ok(connection)) => Ok(SmtpConnection {
                connection,
                timeout: self.timeout,
                data_timeout: self.data_timeout,
                broken: false,
            }),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(SendError::Connection(format!("{}:{} does not answer", self.host, self.port))),
        }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, SendError> {
        let failed = |error: Failure| SendError::Connection(said(&error));
        let hello = ClientId::Domain(self.hello.clone());
        let parameters = || TlsParameters::new(self.host.clone());
        let server = (self.host.as_str(), self.port);
        let mut connection = if self.tls == SmtpTls::Tls {
            let parameters = parameters().map_err(failed)?;
            AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &hello, Some(parameters), None)
                .await
        } else {
            let stream = connect(server)
                .await
                .map_err(|error| SendError::Connection(format!("{}:{}: {error}", self.host, self.port)))?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello).await
        }
        .map_err(failed)?;
        if self.tls == SmtpTls::StartTls {
            connection.starttls(parameters().map_err(failed)?, &hello).await.map_err(failed)?;
        }
        if let Some((user, password)) = &self.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(failed)?;
        }
        Ok(connection)
    }
}

/// Connects. A message and the dot that ends it are written one after the other: without `TCP_NODELAY` the dot would
/// wait until the server has acknowledged the message, 40 ms each time (RFC 1122, 4.2.3.2 and 4.2.3.4).
async fn connect(server: (&str, u16)) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl SmtpConnection {
    /// Whether nothing more can be sent over it.
    pub const fn is_broken(&self) -> bool {
        self.broken
    }

    /// Sends one message.
    pub async fn send(&mut self, from: &str, to: &[String], message: &[u8]) -> Result<Accepted, SendError> {
        let from = address(from)?;
        let to = to.iter().map(|one| address(one)).collect::<Result<Vec<_>, _>>()?;
        let mut parameters = Vec::new();
        if !message.is_ascii() {
            if !self.connection.server_info().supports_feature(Extension::EightBitMime) {
                return Err(SendError::Permanent("the server takes no 8-bit text".to_owned()));
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if let Err(error) = self.command(Mail::new(Some(from), parameters)).await? {
            return self.give_up(error).await;
        }
        let (mut refused, mut temporary, mut taken) = (Vec::new(), None, 0);
        for one in to {
            let text = one.to_string();
            match self.command(Rcpt::new(one, Vec::new())).await? {
                Ok(()) => taken += 1,
                Err(error) => {
                    refused.push((text, said(&error)));
                    if !error.is_permanent() {
                        temporary = Some(error);
                    }
                }
            }
        }
        if taken == 0 {
            self.reset().await;
            let all = refused.iter().map(|(to, said)| format!("{to}: {said}")).collect::<Vec<_>>().join("; ");
            return Err(match temporary {
                Some(_) => SendError::Temporary(all),
                None => SendError::Permanent(all),
            });
        }
        if let Err(error) = self.command(Data).await? {
            return self.give_up(error).await;
        }
        match tokio::time::timeout(self.data_timeout, self.connection.message(message)).await {
            Ok(Ok(reply)) => {
                let reply = reply.message().collect::<Vec<_>>().join(" ");
                Ok(Accepted { reply, refused })
            }
            Ok(Err(error)) if error.is_permanent() => Err(SendError::Permanent(said(&error))),
            Ok(Err(error)) if error.is_transient() => {
                // 421 closes the connection; what else it says, the next message finds out.
                self.broken = error.status().is_some_and(|code| code.to_string() == "421");
                Err(SendError::Temporary(said(&error)))
            }
            Ok(Err(error)) => {
                self.broken = true;
                Err(SendError::InDoubt(said(&error)))
            }
            Err(_) => {
                self.broken = true;
                Err(SendError::InDoubt("no answer to the message in time".to_owned()))
            }
        }
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        if !self.broken {
            // What the server says to that changes nothing.
            let _ = tokio::time::timeout(self.timeout, self.connection.quit()).await;
        }
    }

    /// Says something. The outer error is a broken connection, the inner one a refusal.
    async fn command(&mut self, command: impl fmt::Display) -> Result<Result<(), Failure>, SendError> {
        match tokio::time::timeout(self.timeout, self.connection.command(command)).await {
            Ok(Ok(_)) => Ok(Ok(())),
            Ok(Err(error)) if error.is_permanent() || error.is_transient() => Ok(Err(error)),
            Ok(Err(error)) => {
                self.broken = true;
                Err(SendError::Temporary(said(&error)))
            }
            Err(_) => {
                self.broken = true;
                Err(SendError::Temporary("the server does not answer".to_owned()))
            }
        }
    }

    async fn give_up<T>(&mut self, error: Failure) -> Result<T, SendError> {
        self.reset().await;
        let text = said(&error);
        Err(if error.is_permanent() { SendError::Permanent(text) } else { SendError::Temporary(text) })
    }

    /// Makes the connection fit for the next message; one that isn't is broken.
    async fn reset(&mut self) {
        if !matches!(self.command(Rset).await, Ok(Ok(()))) {
            self.broken = true;
        }
    }
}

fn address(text: &str) -> Result<Address, SendError> {
    text.parse().map_err(|error| SendError::Permanent(format!("{text:?}: {error}")))
}

/// What went wrong, with what lies behind it, on one line.
fn said(error: &Failure) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(behind) = source {
        let behind_text = behind.to_string();
        if !text.contains(&behind_text) {
            text = format!("{text}: {behind_text}");
        }
        source = behind.source();
    }
    crate::compose::one_line(&text, 500)
}
