//! The program's ways out, as the settings have them.

use ::fetch::{Fetcher, Options};
use incident::notify::{Folder, Transport};

use crate::app::App;
use crate::settings::Outgoing;

impl App {
    /// How notifications leave; none where the settings name no way: they wait then.
    pub fn transport(&self) -> Option<Box<dyn Transport>> {
        Some(match self.settings.outgoing.clone()? {
            Outgoing::Smtp(server) => Box::new(server),
            Outgoing::Folder(path) => Box::new(Folder::new(path)),
        })
    }

    /// Asks registries and sites for contacts: guarded, and only believes who has a certificate.
    pub fn ask(&self) -> Result<Fetcher, ::fetch::Error> {
        Fetcher::new(self.settings.fetch.clone())
    }

    /// Looks at harmful sites: guarded, whatever their certificates.
    pub fn looker(&self) -> Result<Fetcher, ::fetch::Error> {
        Fetcher::new(Options { any_certificate: true, ..self.settings.fetch.clone() })
    }
}
