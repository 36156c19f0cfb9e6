//! Class 7: commands. The program starts no other program, so no text can become one. The one exception takes no text:
//! the demo, and no other command, installs Debian's font package where it may.

use std::path::Path;

/// What starts a process, in Rust and in C.
const STARTERS: [&str; 6] =
    ["process::Command", "Command::new", "posix_spawn", "libc::exec", "libc::system", "CommandExt"];

/// Starts `apt-get`, with words that stand in the source alone.
const EXCEPTION: &str = "cli/src/demo/fonts.rs";

fn look(folder: &Path, found: &mut Vec<String>, files: &mut usize) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look(&path, found, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            // Tests may start what they test.
            let program = text.split("#[cfg(test)]").next().unwrap_or_default();
            if STARTERS.iter().any(|starter| program.contains(starter)) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[test]
fn no_part_of_the_program_starts_a_process() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in std::fs::read_dir(crates).unwrap() {
        let source = entry.unwrap().path().join("src");
        if source.is_dir() {
            look(&source, &mut found, &mut files);
        }
    }
    assert!(files > 300, "the sources are there: {files}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with(EXCEPTION), "{found:?}");
}
