//! What may go wrong when a PDF is made.

use std::path::PathBuf;

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// No Japanese font is on this machine.
    #[error(
        "no Japanese font: neither Noto Serif CJK JP nor Noto Sans CJK JP is in {}. Debian's package fonts-noto-cjk has them",
        list(looked)
    )]
    NoJapaneseFont {
        /// The folders in which was looked.
        looked: Vec<PathBuf>,
    },
    /// A file that should be a font is not.
    #[error("{} is not a font that a report can be set in: {reason}", path.display())]
    BadFont {
        /// Which file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// No font has a character. An archived PDF may not have a hole in its place.
    #[error("{place}: no font at hand has the character {character:?} (U+{:04X})", u32::from(*character))]
    NoGlyph {
        /// The character.
        character: char,
        /// The heading, table or chart where it stands first.
        place: String,
    },
    /// Typesetting failed: a mistake of this program.
    #[error("the report could not be typeset: {0}")]
    Failed(String),
}

fn list(looked: &[PathBuf]) -> String {
    if looked.is_empty() {
        return "any folder, as none was named".to_owned();
    }
    looked.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}
