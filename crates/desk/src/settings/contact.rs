//! `[contact]`: how the organisation is reached; it stands at the end of the activity report.

use serde::Deserialize;

use super::{Place, SettingsError};

/// How the organisation is reached. What is not set is not printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// A mail address.
    pub mail: Option<String>,
    /// A telephone number, as it is to be written.
    pub phone: Option<String>,
    /// A FAX number, as it is to be written.
    pub fax: Option<String>,
    /// The URL of the form for reports of incidents.
    pub form: Option<String>,
    /// The fingerprint of its OpenPGP key: groups of hexadecimal digits.
    pub fingerprint: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    mail: Option<String>,
    phone: Option<String>,
    fax: Option<String>,
    form: Option<String>,
    fingerprint: Option<String>,
}

/// Hexadecimal digits of a fingerprint: OpenPGP version 3 (MD5), 4 (SHA-1, RFC 4880) and 6 (SHA-256, RFC 9580).
const FINGERPRINT_DIGITS: [usize; 3] = [32, 40, 64];

impl Table {
    pub(super) fn contact(self, place: Place<'_>) -> Result<Contact, SettingsError> {
        if self.mail.as_ref().is_some_and(|mail| !mail.contains('@')) {
            return Err(place.wrong("contact.mail", "no mail address"));
        }
        if let Some(form) = &self.form
            && !form.starts_with("https://")
            && !form.starts_with("http://")
        {
            return Err(place.wrong("contact.form", "no URL: it begins with https:// or http://"));
        }
        let fingerprint = match &self.fingerprint {
            Some(written) => Some(grouped(written).ok_or_else(|| {
                place.wrong("contact.fingerprint", "32, 40 or 64 hexadecimal digits are a fingerprint")
            })?),
            None => None,
        };
        let Self { mail, phone, fax, form, .. } = self;
        Ok(Contact { mail, phone, fax, form, fingerprint })
    }
}

/// A fingerprint in groups, as its version is usually written; nothing where it is none.
fn grouped(written: &str) -> Option<String> {
    let digits: Vec<char> = written.chars().filter(|c| !matches!(c, ' ' | ':' | '-')).collect();
    if !FINGERPRINT_DIGITS.contains(&digits.len()) || !digits.iter().all(char::is_ascii_hexdigit) {
        return None;
    }
    let size = if digits.len() == 32 { 2 } else { 4 };
    let groups = digits.chunks(size).map(|group| group.iter().collect::<String>().to_ascii_uppercase());
    Some(groups.collect::<Vec<_>>().join(" "))
}
