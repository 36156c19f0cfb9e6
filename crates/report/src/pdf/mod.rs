//! The report as PDF: [PDF/A-2a] and [PDF/UA-1], A4, tagged, with bookmarks and contents.
//!
//! Typst sets it, as a library, from one template that is part of the program (`report.typ`). The document is handed
//! over as *data*, a virtual file `report.json` that the template reads, and charts as virtual SVG files: nobody's
//! text is ever part of a source, and none of it is evaluated. There are no other files, no packages and no clock, so
//! the same document and fonts are the same bytes.
//!
//! PDF/A forbids characters that no font has. They are found before typesetting, and named with their place.
//!
//! [PDF/A-2a]: https://www.iso.org/standard/50655.html
//! [PDF/UA-1]: https://www.iso.org/standard/64599.html

mod error;
mod sheet;
mod text;
mod world;

pub use error::PdfError;

use kernel::Lang;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use crate::fonts::{Fonts, Shelf};
use sheet::Sheet;
use world::Paper;

/// How a PDF is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The site's address without a slash at its end, such as `https://www.cert.example`. Where it is known, figures
    /// and charts lead to their numbers there.
    pub base: Option<&'a str>,
}

/// Makes the PDF of a document.
///
/// # Errors
///
/// Where a Japanese font is wanted and none is there, and where no font has a character.
pub fn render(document: &Document, fonts: &Fonts, options: Options<'_>) -> Result<Vec<u8>, PdfError> {
    let sheet = Sheet::of(document, options.base)?;
    let shelf = shelf(&sheet, document.lang, fonts)?;
    let paper = Paper::new(sheet, shelf)?;
    let made = typeset(&paper, document);
    // What typst remembers, to set the same page faster again, would stay as long as the program runs, and every
    // report adds to it.
    comemo::evict(0);
    made
}

/// The fonts that have every character of the sheet. English takes those of the program alone where they do, so that
/// it is the same bytes wherever it is made.
fn shelf<'a>(sheet: &Sheet, lang: Lang, fonts: &'a Fonts) -> Result<&'a Shelf, PdfError> {
    let shelf = match lang {
        Lang::Ja => fonts.both()?,
        Lang::En => match sheet.lacking(fonts.latin()) {
            None => return Ok(fonts.latin()),
            // No Japanese font is no reason to fail on a text that may need another one altogether.
            Some(lacking) => fonts.both().map_err(|_| lacking)?,
        },
    };
    sheet.lacking(shelf).map_or(Ok(shelf), Err)
}

fn typeset(paper: &Paper<'_>, document: &Document) -> Result<Vec<u8>, PdfError> {
    let pages = typst::compile::<PagedDocument>(paper).output.map_err(|all| failed(&all))?;
    // The two standards do not contradict each other: one is about keeping, one about reading by ear.
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| PdfError::Failed(error.message().to_string()))?;
    let Document { period, lang, cover, .. } = document;
    let options = PdfOptions {
        ident: Smart::Custom(format!("hinomi activity report {period} {lang} {}", cover.edition)),
        creator: Smart::Custom(Some("Hinomi".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|all| failed(&all))
}

fn failed(all: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<&str> = all.iter().map(|one| one.message.as_str()).collect();
    PdfError::Failed(messages.join("; "))
}
