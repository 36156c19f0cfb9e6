//! The same document is the same bytes.

use std::process::Command;

use kernel::Lang;
use report::Fonts;
use testkit::DataFolder;

use super::{languages, made};

/// Names the folder that [`makes_them`] writes into.
const FOLDER: &str = "HINOMI_TEST_PDF_FOLDER";

#[test]
fn twice_and_from_another_process() {
    let folder = DataFolder::new();
    let other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "pdf::same::makes_them", "--ignored"])
        .env(FOLDER, folder.path())
        .env("TZ", "Pacific/Kiritimati")
        .output()
        .unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stdout));
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        let first = made(lang, &fonts);
        assert!(first == made(lang, &fonts), "{lang}: twice");
        assert!(first == std::fs::read(folder.path().join(lang.tag())).unwrap(), "{lang}: another process");
    }
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn makes_them() {
    let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let fonts = Fonts::find(&[]);
    for lang in languages(&fonts) {
        std::fs::write(folder.join(lang.tag()), made(lang, &fonts)).unwrap();
    }
}

#[test]
fn english_is_the_same_with_and_without_japanese_fonts() {
    assert!(made(Lang::En, &Fonts::find(&[])) == made(Lang::En, &Fonts::in_folders(Vec::new())));
}
