//! The ways by which approved messages leave.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use mail::{Accepted, SendError, SmtpConnection, SmtpServer};

/// What a transport promises.
pub type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, SendError>> + Send + 'a>>;

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// The number of its notification.
    pub notification: i64,
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's recipients.
    pub recipients: Vec<String>,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

/// A way out.
pub trait Transport: Debug + Send + Sync {
    /// Opens it, for many messages.
    fn open(&self) -> Sending<'_, Box<dyn Session>>;
}

/// A way out that is open.
pub trait Session: Send {
    /// Sends one message.
    fn send<'a>(&'a mut self, message: &'a Outbound) -> Sending<'a, Accepted>;

    /// Whether it has to be opened anew before the next message.
    fn is_broken(&self) -> bool;

    /// Closes it in good order.
    fn close(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

impl Transport for SmtpServer {
    fn open(&self) -> Sending<'_, Box<dyn Session>> {
        Box::pin(async { Ok(Box::new(self.connect().await?) as Box<dyn Session>) })
    }
}

impl Session for SmtpConnection {
    fn send<'a>(&'a mut self, message: &'a Outbound) -> Sending<'a, Accepted> {
        Box::pin(SmtpConnection::send(self, &message.sender, &message.recipients, &message.bytes))
    }

    fn is_broken(&self) -> bool {
        SmtpConnection::is_broken(self)
    }

    fn close(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(SmtpConnection::close(*self))
    }
}

/// Messages as files in a folder, for dry runs and for programs that pick them up. A message is one file, named by
/// its notification: sent twice, it is still one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at `path`, which is made where it is missing.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl Transport for Folder {
    fn open(&self) -> Sending<'_, Box<dyn Session>> {
        Box::pin(async {
            fs::create_dir_all(&self.0).map_err(|error| failed(&self.0, &error))?;
            Ok(Box::new(self.clone()) as Box<dyn Session>)
        })
    }
}

impl Session for Folder {
    fn send<'a>(&'a mut self, message: &'a Outbound) -> Sending<'a, Accepted> {
        Box::pin(async {
            let (folder, name) = (self.0.clone(), format!("notification-{}.eml", message.notification));
            let bytes = message.bytes.clone();
            let write = move || write(&folder, &name, &bytes).map(|()| name);
            let written = tokio::task::spawn_blocking(write).await;
            match written {
                // The file alone: pages show it, and where the folder lies is nobody's business there.
                Ok(Ok(name)) => Ok(Accepted { reply: name, refused: Vec::new() }),
                Ok(Err(error)) => Err(SendError::Temporary(error.to_string())),
                Err(error) => Err(SendError::InDoubt(error.to_string())),
            }
        })
    }

    fn is_broken(&self) -> bool {
        false
    }

    fn close(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async {})
    }
}

/// Writes a file that is there whole, or not at all.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let (path, unfinished) = (folder.join(name), folder.join(format!(".{name}")));
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    File::open(folder)?.sync_all()
}

fn failed(path: &Path, error: &std::io::Error) -> SendError {
    SendError::Connection(format!("{}: {error}", path.display()))
}
