//! `hinomi incident lmtp`: mails from a mail server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use incident::intake::{Arrival, Queue};
use mail::lmtp::{Limits, Refusal, session};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::output;
use crate::serve::{address, ended};

/// Connections at once. Mail servers hold a few dozen; more would only cost memory.
const CONNECTIONS: usize = 100;

#[derive(Debug, Args)]
pub(crate) struct Lmtp {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:2424", value_parser = address)]
    listen: SocketAddr,
    /// A socket in the file system to listen on, instead of a port.
    #[arg(long, value_name = "PATH", conflicts_with = "listen")]
    socket: Option<PathBuf>,
    /// The name to greet with.
    #[arg(long, value_name = "NAME", default_value = "localhost")]
    host: String,
    /// The size of a message at most, in MB.
    #[arg(long, value_name = "MB", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    message_size: u16,
}

/// What all connections share.
struct Door {
    queue: Queue,
    host: String,
    limits: Limits,
    room: Arc<Semaphore>,
}

impl Lmtp {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let limits = Limits { message_bytes: usize::from(self.message_size) << 20, ..Limits::default() };
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let door = Arc::new(Door { queue: Queue::new(app.incident), host: self.host, limits, room });
        let mut sessions = JoinSet::new();
        let mut until = std::pin::pin!(ended());
        if let Some(path) = self.socket {
            // What a killed process has left; a living one still holds its port of the file system.
            if path.exists() && std::os::unix::net::UnixStream::connect(&path).is_err() {
                std::fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
            let listener = UnixListener::bind(&path).with_context(|| path.display().to_string())?;
            output::say(&format!("taking mails by LMTP on {}", path.display()));
            loop {
                tokio::select! {
                    () = &mut until => break,
                    accepted = listener.accept() => open(&mut sessions, &door, accepted.map(|(stream, _)| stream)),
                }
            }
            std::fs::remove_file(&path).with_context(|| path.display().to_string())?;
        } else {
            let listener = TcpListener::bind(self.listen)
                .await
                .with_context(|| format!("can't listen on {}", self.listen))?;
            output::say(&format!("taking mails by LMTP on {}", listener.local_addr()?));
            loop {
                tokio::select! {
                    () = &mut until => break,
                    accepted = listener.accept() => open(&mut sessions, &door, accepted.map(|(stream, _)| stream)),
                }
            }
        }
        // Messages that were not acknowledged stay with the mail server.
        sessions.shutdown().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// Speaks with a client that came in.
fn open<S>(sessions: &mut JoinSet<()>, door: &Arc<Door>, accepted: std::io::Result<S>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    while sessions.try_join_next().is_some() {}
    let stream = match accepted {
        Ok(stream) => stream,
        Err(error) => return output::say(&format!("a connection was lost: {error}")),
    };
    let door = Arc::clone(door);
    sessions.spawn(async move {
        let Ok(_place) = door.room.acquire().await else { return };
        let deliver = |_, bytes| {
            let queue = door.queue.clone();
            async move {
                match queue.receive(Arrival::mail(bytes)).await {
                    Ok(arrived) => Ok(format!("kept as message {}", arrived.message)),
                    Err(_) => Err(Refusal::Temporary("it could not be kept; please try again".to_owned())),
                }
            }
        };
        if let Err(error) = session(stream, &door.host, &door.limits, deliver).await {
            output::say(&format!("a client has gone: {error}"));
        }
    });
}
