//! The fonts that a PDF is set in.
//!
//! Latin letters come from Libertinus Serif, which is part of the program: an English report is the same bytes on
//! every machine. Japanese needs *Noto Serif CJK JP* and *Noto Sans CJK JP*, each regular and bold, which are too
//! large to carry along (90 MB) and are found on the machine. They are collections ([OpenType] `ttcf`): faces of five
//! regions share their glyphs, and only the Japanese one draws Japanese as it is written in Japan.
//!
//! Looking for them reads folders; the files are read when a report first needs them, and kept for the next. Who
//! drops the [`Fonts`] gives that memory back.
//!
//! [OpenType]: https://learn.microsoft.com/typography/opentype/spec/otff#font-collections

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::pdf::PdfError;

/// Where systems that follow the file system hierarchy keep fonts. Folders of a user are the caller's to name.
const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];
/// How deep folders are looked into. Debian's are two deep; a link back to a folder above would go on for ever.
const DEEPEST: usize = 6;
/// How many entries of folders are looked at. A folder that is no folder of fonts must not hold a report up.
const MOST_ENTRIES: usize = 100_000;
/// The largest file that is read as a font. Those of Debian have 20 to 27 MB.
const LARGEST: u64 = 128 << 20;
/// How many faces of a collection are looked at. Noto's have ten, the Japanese one first.
const MOST_FACES: u32 = 64;

/// The family of Latin text: in the program.
pub(crate) const LATIN: &str = "Libertinus Serif";
/// The families of Japanese text that are looked for: for running text first, then for headings and charts.
pub(crate) const JAPANESE: [&str; 2] = ["Noto Serif CJK JP", "Noto Sans CJK JP"];
/// How the names of their files begin, in small letters: `NotoSansCJK-Regular.ttc` in distributions,
/// `NotoSansCJKjp-Regular.otf` in Noto's own archives.
const FILES: [&str; 2] = ["notoserifcjk", "notosanscjk"];

/// Fonts of the program, and what was found on the machine.
pub struct Fonts {
    looked: Vec<PathBuf>,
    files: Vec<PathBuf>,
    latin: OnceLock<Shelf>,
    both: OnceLock<Shelf>,
}

/// Faces with their book: what typesetting chooses from.
pub(crate) struct Shelf {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts")
            .field("looked", &self.looked)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

impl Fonts {
    /// Looks for Japanese fonts: in `extra` first, then in the folders of the system.
    pub fn find(extra: &[PathBuf]) -> Self {
        let looked = extra.iter().cloned().chain(FOLDERS.map(PathBuf::from)).collect();
        Self::in_folders(looked)
    }

    /// The same in these folders alone; none for the fonts of the program.
    pub fn in_folders(folders: Vec<PathBuf>) -> Self {
        let mut left = MOST_ENTRIES;
        let mut files = Vec::new();
        for folder in &folders {
            look(folder, DEEPEST, &mut left, &mut files);
        }
        Self { looked: folders, files, latin: OnceLock::new(), both: OnceLock::new() }
    }

    /// Whether a Japanese report can be made: there are files that should have the fonts. Reads none of them.
    pub fn have_japanese(&self) -> bool {
        !self.files.is_empty()
    }

    /// The fonts of the program.
    pub(crate) fn latin(&self) -> &Shelf {
        self.latin.get_or_init(|| Shelf::of(latin_faces()))
    }

    /// These and the Japanese ones.
    pub(crate) fn both(&self) -> Result<&Shelf, PdfError> {
        if let Some(shelf) = self.both.get() {
            return Ok(shelf);
        }
        let mut japanese: Vec<Font> = Vec::new();
        let mut bad = None;
        for path in &self.files {
            let face = match japanese_face(path) {
                Ok(face) => face,
                Err(error) => {
                    bad.get_or_insert(error);
                    continue;
                }
            };
            let same = |other: &Font| {
                other.info().family == face.info().family && other.info().variant == face.info().variant
            };
            if !japanese.iter().any(same) {
                japanese.push(face);
            }
        }
        if japanese.is_empty() {
            return Err(bad.unwrap_or_else(|| PdfError::NoJapaneseFont { looked: self.looked.clone() }));
        }
        Ok(self.both.get_or_init(|| Shelf::of(latin_faces().into_iter().chain(japanese).collect())))
    }
}

impl Shelf {
    fn of(faces: Vec<Font>) -> Self {
        let book = FontBook::from_fonts(&faces);
        Self { book: LazyHash::new(book), faces }
    }

    /// Whether a face has this character.
    pub(crate) fn covers(&self, character: char) -> bool {
        self.faces.iter().any(|face| face.info().coverage.contains(u32::from(character)))
    }

    /// Those of the Japanese families that are here.
    pub(crate) fn japanese(&self) -> Vec<&'static str> {
        let here = |family: &&str| self.faces.iter().any(|face| face.info().family == *family);
        JAPANESE.into_iter().filter(here).collect()
    }
}

/// Libertinus Serif in the program; its other fonts are for mathematics and code.
fn latin_faces() -> Vec<Font> {
    let all = typst_assets::fonts().filter_map(|bytes| Font::new(Bytes::new(bytes), 0));
    all.filter(|face| face.info().family == LATIN).collect()
}

/// The face of a file that is of a Japanese family: one, as a file has one weight.
fn japanese_face(path: &Path) -> Result<Font, PdfError> {
    let bad = |reason: String| PdfError::BadFont { path: path.to_owned(), reason };
    let size = std::fs::metadata(path).map_err(|error| bad(error.to_string()))?.len();
    if size > LARGEST {
        return Err(bad(format!("{size} bytes are more than a font has")));
    }
    let bytes = Bytes::new(std::fs::read(path).map_err(|error| bad(error.to_string()))?);
    let mut faces = (0..MOST_FACES).map_while(|place| Font::new(bytes.clone(), place));
    let face = faces.find(|face| JAPANESE.contains(&face.info().family.as_str()));
    face.ok_or_else(|| bad(format!("neither {} nor {} is in it", JAPANESE[0], JAPANESE[1])))
}

/// Files below `folder` whose name is of a font that is looked for, in order of their names.
fn look(folder: &Path, deep: usize, left: &mut usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().take(*left).map(|entry| entry.path()).collect();
    *left -= paths.len();
    paths.sort();
    for path in paths {
        if is_wanted(&path) {
            files.push(path);
        } else if deep > 0 && path.is_dir() {
            look(&path, deep - 1, left, files);
        }
    }
}

/// Whether a file is by its name of a family and a weight that a report is set in. Others of their weights are not
/// used, and have 20 MB each.
fn is_wanted(path: &Path) -> bool {
    let lower = |part: Option<&std::ffi::OsStr>| {
        part.and_then(|part| part.to_str()).unwrap_or_default().to_lowercase()
    };
    let (name, ending) = (lower(path.file_stem()), lower(path.extension()));
    let Some((family, weight)) = name.rsplit_once('-') else { return false };
    FILES.iter().any(|file| family.starts_with(file))
        && ["regular", "bold"].contains(&weight)
        && ["ttc", "otc", "otf", "ttf"].contains(&ending.as_str())
        && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_chosen_by_their_names() {
        let folder = testkit::DataFolder::new();
        let check = |name: &str, expect: bool| {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            assert_eq!(is_wanted(&path), expect, "{name}");
        };
        check("NotoSansCJK-Regular.ttc", true);
        check("NotoSerifCJK-Bold.ttc", true);
        check("NotoSansCJKjp-Bold.otf", true);
        check("NotoSerifCJK-SemiBold.ttc", false);
        check("NotoSansCJK-DemiLight.ttc", false);
        check("NotoSans-Regular.ttf", false);
        check("NotoSansCJK-Regular.ttc.gz", false);
        check("NotoSansCJK", false);
    }

    #[test]
    fn folders_are_looked_into_in_order_and_not_for_ever() {
        let folder = testkit::DataFolder::new();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::os::unix::fs::symlink(folder.path(), deep.join("above")).unwrap();
        for path in [deep.join("NotoSansCJK-Regular.ttc"), folder.path().join("NotoSansCJK-Bold.ttc")] {
            std::fs::write(path, "").unwrap();
        }
        let fonts = Fonts::in_folders(vec![folder.path().to_owned()]);
        assert!(fonts.have_japanese());
        assert!(fonts.files.contains(&deep.join("NotoSansCJK-Regular.ttc")));
        // The same files through the link, as deep as is looked.
        assert!(fonts.files.len() <= 2 * DEEPEST, "{:?}", fonts.files);
    }
}
