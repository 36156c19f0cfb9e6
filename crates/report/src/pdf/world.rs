//! All that typst may see: the template, the document's data, the charts and the fonts. No disk, no clock.

use std::sync::OnceLock;

use serde_json::json;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

use super::error::PdfError;
use super::sheet::Sheet;
use crate::fonts::{LATIN, Shelf};

/// The one source.
const TEMPLATE: &str = include_str!("report.typ");

/// The world of one report.
pub(super) struct Paper<'a> {
    shelf: &'a Shelf,
    template: Source,
    files: Vec<(FileId, Bytes)>,
}

impl<'a> Paper<'a> {
    pub(super) fn new(mut sheet: Sheet, shelf: &'a Shelf) -> Result<Self, PdfError> {
        let japanese = shelf.japanese();
        let serif = japanese.first().copied();
        let sans = japanese.last().copied();
        sheet.document["fonts"] = json!({ "latin": LATIN, "serif": serif, "sans": sans });
        let mut files = vec![(id("report.json")?, Bytes::from_string(sheet.document.to_string()))];
        for (place, chart) in sheet.charts.into_iter().enumerate() {
            files.push((id(&format!("chart-{place}.svg"))?, Bytes::from_string(chart)));
        }
        let template = Source::new(id("report.typ")?, TEMPLATE.to_owned());
        Ok(Self { shelf, template, files })
    }
}

/// Names are kept by typst as long as the program runs; these are few, and the same for every report.
fn id(name: &str) -> Result<FileId, PdfError> {
    let path = VirtualPath::new(name).map_err(|error| PdfError::Failed(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Typst's own functions. Headings of table rows for readers by ear are among those it still tries out.
fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let features = Features::from_iter([Feature::A11yExtras]);
        LazyHash::new(Library::builder().with_features(features).build())
    })
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(name, _)| *name == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
