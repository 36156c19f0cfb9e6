//! `[openpgp]`: keys in files.

use std::path::PathBuf;

use ::mail::openpgp::Keyring;
use serde::Deserialize;

use super::{Place, SettingsError};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    /// Files of secret and public keys, armored or not.
    keys: Vec<PathBuf>,
    /// A file whose first line unlocks the secret ones.
    passphrase_file: Option<PathBuf>,
}

impl Table {
    /// Reads the keys.
    pub(super) fn read(&self, place: Place<'_>) -> Result<Keyring, SettingsError> {
        let passphrase = self.passphrase_file.as_deref().map(|path| place.secret(path)).transpose()?;
        let mut ring = Keyring::default();
        for path in &self.keys {
            ring.add(&place.open(path)?, passphrase.as_deref().unwrap_or_default())
                .map_err(|source| SettingsError::Keys { path: place.resolve(path), source })?;
        }
        Ok(ring)
    }
}
