//! `[report]`: what the activity report's files need.
//!
//! Where the environment has `HINOMI_FONTS` (folders with `:` between them), fonts are looked for there and nowhere else.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Place, SettingsError};

/// What the activity report's files need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSettings {
    /// The site as the public reaches it, without a slash at the end: numbers in PDF and HTML files lead there.
    /// They lead nowhere where it is not set.
    pub site: Option<String>,
    /// Folders in which fonts are looked for first.
    pub fonts: Vec<PathBuf>,
    /// Whether those of the machine are looked in, too.
    pub machine_fonts: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    site: Option<String>,
    fonts: Vec<PathBuf>,
}

/// Folders of fonts in the environment: for tests, and for machines whose own fonts are not to be used.
const FONTS: &str = "HINOMI_FONTS";

impl Table {
    pub(super) fn settings(self, place: Place<'_>) -> Result<ReportSettings, SettingsError> {
        let site = self.site.map(|site| site.trim_end_matches('/').to_owned());
        if let Some(site) = &site
            && !site.starts_with("https://")
            && !site.starts_with("http://")
        {
            return Err(place.wrong("report.site", "no URL: it begins with https:// or http://"));
        }
        let told = std::env::var_os(FONTS);
        let machine_fonts = told.is_none();
        let fonts = match told {
            Some(folders) => std::env::split_paths(&folders).collect(),
            None => self.fonts.iter().map(|path| place.resolve(path)).collect(),
        };
        Ok(ReportSettings { site, fonts, machine_fonts })
    }
}
