//! `hinomi observe digest`: what the lake holds, in one hash.

use std::path::Path;
use std::process::ExitCode;

use crate::output;

/// Prints the hash and the number of packets.
pub(crate) async fn run(data: &Path) -> anyhow::Result<ExitCode> {
    let digest = crate::open(data).await?.observe.digest().await?;
    output::print(&format!("{}  {} packets\n", digest.sha256, digest.packets))?;
    Ok(ExitCode::SUCCESS)
}
