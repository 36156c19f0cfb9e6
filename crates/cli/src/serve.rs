//! `hinomi serve`: the site.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use desk::pki::Authority;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub listen: Listen,
    /// Address and port at which sensors deliver; without it none can. They trust the keys in keys/collector of the
    /// data folder, which are made at the first use.
    #[arg(long, value_name = "ADDR", value_parser = address)]
    pub collect: Option<SocketAddr>,
}

/// Where the site is served.
#[derive(Debug, Args)]
pub(crate) struct Listen {
    /// Address and port to serve on.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
}

/// Reads an address with its port.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "no address with a port: write 127.0.0.1:8080 or [::1]:8080".to_owned())
}

impl Serve {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let collecting = match self.collect {
            Some(address) => Some(collect(address, data, &app).await?),
            None => None,
        };
        let served =
            self.listen.serve(app, |address| output::say(&format!("serving http://{address}/"))).await;
        if let Some(collecting) = collecting {
            // Told to end by the same signal; what it was given is answered first.
            collecting.await??;
        }
        served
    }
}

/// Starts taking what sensors deliver.
async fn collect(
    address: SocketAddr,
    data: &Path,
    app: &desk::App,
) -> anyhow::Result<tokio::task::JoinHandle<Result<(), web::CollectError>>> {
    let authority = Authority::open(data, app.clock.now())?;
    let listener =
        tokio::net::TcpListener::bind(address).await.with_context(|| format!("can't listen on {address}"))?;
    output::say(&format!("collecting at {}", listener.local_addr()?));
    Ok(tokio::spawn(web::collect(listener, app.clone(), authority, ended())))
}

impl Listen {
    /// Serves until the process is asked to end; requests under way are answered first.
    pub(crate) async fn serve(
        self,
        app: desk::App,
        ready: impl FnOnce(SocketAddr),
    ) -> anyhow::Result<ExitCode> {
        let listener = tokio::net::TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("can't listen on {}", self.listen))?;
        ready(listener.local_addr()?);
        // What the program does by itself ends with the site; each job is whole or undone.
        let jobs = tokio::spawn(desk::schedule::run(app.clone()));
        let served = web::serve(listener, app, ended()).await;
        jobs.abort();
        served?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Ends when the process is told to: Ctrl-C, or SIGTERM from a service manager.
pub(crate) async fn ended() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
