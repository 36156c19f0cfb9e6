//! Files that people asked for: whole or not there.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::Context;

/// Like any file that a program makes; what the person's umask takes away is taken away.
const MODE: u32 = 0o666;

/// Writes a file beside its place and moves it there: a reader sees the old one or the new one, never a half.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let named = || path.display().to_string();
    let mut file = tempfile::Builder::new()
        .prefix(".hinomi-")
        .permissions(Permissions::from_mode(MODE))
        .tempfile_in(folder)
        // The library's own words name the temporary file.
        .map_err(|error| error.kind())
        .map_err(std::io::Error::from)
        .with_context(named)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(named)?;
    file.persist(path).map_err(|error| error.error).with_context(named)?;
    Ok(())
}
