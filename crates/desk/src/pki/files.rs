//! The authority's files: there together, or not at all.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use super::{Authority, PkiError};
use crate::pki::sign::Made;

const AUTHORITY: &str = "authority.pem";
const AUTHORITY_KEY: &str = "authority.key.pem";
const SERVER: &str = "server.pem";
const SERVER_KEY: &str = "server.key.pem";

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> PkiError + '_ {
    move |source| PkiError::Io { path: path.to_owned(), source }
}

/// Reads the files; none where the folder is not there.
pub(super) fn read(folder: &Path) -> Result<Option<Authority>, PkiError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let text = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(io(&path))
    };
    let authority_pem = text(AUTHORITY)?;
    let authority_der = CertificateDer::from_pem_slice(authority_pem.as_bytes()).map_err(|error| {
        PkiError::Wrong { what: folder.join(AUTHORITY).display().to_string(), reason: error.to_string() }
    })?;
    Ok(Some(Authority {
        authority_der: authority_der.to_vec(),
        authority_pem,
        authority_key_pem: text(AUTHORITY_KEY)?,
        server_pem: text(SERVER)?,
        server_key_pem: text(SERVER_KEY)?,
    }))
}

/// Writes the files under another name, and gives them theirs when they are on the disk. Where the folder has come
/// meanwhile, it stays.
pub(super) fn write(folder: &Path, made: &Made) -> Result<(), PkiError> {
    let keys = folder.parent().unwrap_or(folder);
    fs::create_dir_all(keys).map_err(io(keys))?;
    let making = keys.join(format!("collector.{}", std::process::id()));
    let _ = fs::remove_dir_all(&making);
    fs::create_dir(&making).map_err(io(&making))?;
    for (name, text, secret) in [
        (AUTHORITY, &made.authority_pem, false),
        (AUTHORITY_KEY, &made.authority_key_pem, true),
        (SERVER, &made.server_pem, false),
        (SERVER_KEY, &made.server_key_pem, true),
    ] {
        put(&making.join(name), text, secret)?;
    }
    File::open(&making).and_then(|opened| opened.sync_all()).map_err(io(&making))?;
    match fs::rename(&making, folder) {
        Ok(()) => File::open(keys).and_then(|opened| opened.sync_all()).map_err(io(keys)),
        Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
            fs::remove_dir_all(&making).map_err(io(&making))
        }
        Err(error) => Err(io(folder)(error)),
    }
}

fn put(path: &Path, text: &str, secret: bool) -> Result<(), PkiError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    let mut file = options.open(path).map_err(io(path))?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io(path))
}
