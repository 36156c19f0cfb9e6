//! Installing packages on Debian, where we may.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{output, run, which};

/// Whether packages can be installed here: Debian or its children, as root.
pub(super) fn may_install() -> bool {
    is_debian() && is_root()
}

/// What a person would type here to get `packages`.
pub(super) fn advice(packages: &[&str]) -> String {
    let packages = packages.join(" ");
    if is_debian() {
        format!("apt-get install {packages}")
    } else {
        format!("install what Debian calls {packages}")
    }
}

/// Installs packages. The list of packages is fetched first: an image without one is the usual case.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    if !may_install() {
        bail!("packages are installed on Debian and as root only");
    }
    // A mirror that is half out of date still has most packages; what is missing fails below.
    let _ = run(Command::new("apt-get").args(["update", "-qq"]));
    let mut command = Command::new("apt-get");
    command.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && which("apt-get").is_some()
}

/// Whether this runs as root.
pub(super) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
