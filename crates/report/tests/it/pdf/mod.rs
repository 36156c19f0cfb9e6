//! The PDF, read back with a library that is not the one that wrote it, and with poppler's pdftotext.

mod edges;
mod hostile;
mod look;
mod missing;
mod same;
mod structure;
mod words;

use kernel::Lang;
use report::pdf::{Options, render};
use report::{Document, Fonts};

use crate::sample;

/// The site whose figures the PDF leads to.
pub(crate) const BASE: &str = "https://www.cert.example";

/// The languages that can be made here. Japanese needs a font that a machine may lack.
pub(crate) fn languages(fonts: &Fonts) -> Vec<Lang> {
    if fonts.have_japanese() {
        return Lang::ALL.to_vec();
    }
    eprintln!("left out: the Japanese PDF, as Noto CJK (fonts-noto-cjk) is not installed");
    vec![Lang::En]
}

/// The made-up report's PDF.
pub(crate) fn made(lang: Lang, fonts: &Fonts) -> Vec<u8> {
    render(&sample::document(lang), fonts, Options { base: Some(BASE) }).unwrap()
}

/// The PDF of a document with the fonts of the program alone.
pub(crate) fn made_of(document: &Document) -> Vec<u8> {
    render(document, &Fonts::in_folders(Vec::new()), Options::default()).unwrap()
}

/// The made-up report without its sections: where one text is looked at.
pub(crate) fn short(lang: Lang) -> Document {
    let mut document = sample::document(lang);
    document.sections.clear();
    document.charts.clear();
    document
}
