//! The report as files: each language as a page and as a PDF.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::Lang;
use report::html::{Links, Which};
use report::{ActivityReport, Document, Fonts, Media, html, pdf};

use super::error::ActivityError;
use crate::app::App;
use crate::settings::ReportSettings;

/// The fonts that reports are set in: looked for when they are first needed, and again as long as there are no
/// Japanese ones, so that a font that is installed later is found without a restart.
#[derive(Debug, Clone)]
pub(crate) struct FontShelf {
    folders: Vec<PathBuf>,
    of_machine: bool,
    found: Arc<Mutex<Option<Arc<Fonts>>>>,
}

impl FontShelf {
    /// Where the settings say.
    pub(crate) fn new(settings: &ReportSettings) -> Self {
        Self { folders: settings.fonts.clone(), of_machine: settings.machine_fonts, found: Arc::default() }
    }

    fn get(&self) -> Arc<Fonts> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        match &*found {
            Some(fonts) if fonts.have_japanese() => Arc::clone(fonts),
            _ => {
                let folders = self.folders.clone();
                let fonts = if self.of_machine { Fonts::find(&folders) } else { Fonts::in_folders(folders) };
                Arc::clone(found.insert(Arc::new(fonts)))
            }
        }
    }
}

/// The report as a file. The same report, settings and fonts give the same bytes.
pub async fn file(
    app: &App,
    report: &ActivityReport,
    lang: Lang,
    media: Media,
) -> Result<Vec<u8>, ActivityError> {
    let document = Document::of(report, lang);
    let (base, shelf) = (app.settings.report.site.clone(), app.fonts.clone());
    let period = report.period;
    let which = report.edition.as_ref().map_or(Which::Draft, |edition| Which::Edition(edition.number));
    let making = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, ActivityError> {
        match media {
            Media::Html => {
                let links = base.map(|base| Links { base, period, which });
                Ok(html::file(&document, links.as_ref())?.into_bytes())
            }
            Media::Pdf => Ok(pdf::render(&document, &shelf.get(), pdf::Options { base: base.as_deref() })?),
        }
    });
    making.await?
}

/// Whether a Japanese PDF can be made: whether files are there that should have its fonts.
pub async fn has_japanese_fonts(app: &App) -> Result<bool, ActivityError> {
    let shelf = app.fonts.clone();
    Ok(tokio::task::spawn_blocking(move || shelf.get().have_japanese()).await?)
}
