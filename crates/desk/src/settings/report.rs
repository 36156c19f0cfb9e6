//! `[report]`: what the activity report's files need.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Place, SettingsError};

/// What the activity report's files need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSettings {
    /// The site as the public reaches it, without a slash at the end: numbers in PDF and HTML files lead there.
    /// They lead nowhere where it is not set.
    pub site: Option<String>,
    /// Folders in which fonts are looked for, before those of the machine.
    pub fonts: Vec<PathBuf>,
    /// Whether those of the machine are looked in, too.
    pub machine_fonts: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    site: Option<String>,
    fonts: Vec<PathBuf>,
    machine_fonts: bool,
}

impl Default for Table {
    fn default() -> Self {
        Self { site: None, fonts: Vec::new(), machine_fonts: true }
    }
}

impl Table {
    pub(super) fn settings(self, place: Place<'_>) -> Result<ReportSettings, SettingsError> {
        let site = self.site.map(|site| site.trim_end_matches('/').to_owned());
        if let Some(site) = &site
            && !site.starts_with("https://")
            && !site.starts_with("http://")
        {
            return Err(place.wrong("report.site", "no URL: it begins with https:// or http://"));
        }
        let fonts = self.fonts.iter().map(|path| place.resolve(path)).collect();
        Ok(ReportSettings { site, fonts, machine_fonts: self.machine_fonts })
    }
}
