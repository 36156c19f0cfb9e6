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
        .map_err(|error| anyhow::anyhow!("{}", without_path(&error.to_string())))
        .with_context(named)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(named)?;
    file.persist(path).map_err(|error| error.error).with_context(named)?;
    Ok(())
}

/// What the system said, without the temporary file's name that the library puts behind it.
fn without_path(said: &str) -> &str {
    said.split(" at path ").next().unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        write_whole(&path, b"first").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"second");
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["report.html"], "nothing passing is left");
        let nowhere = folder.path().join("no/report.html");
        let error = format!("{:#}", write_whole(&nowhere, b"lost").unwrap_err());
        assert_eq!(error, format!("{}: No such file or directory (os error 2)", nowhere.display()));
        let taken = folder.path().join("taken");
        std::fs::create_dir(&taken).unwrap();
        assert!(write_whole(&taken, b"lost").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
