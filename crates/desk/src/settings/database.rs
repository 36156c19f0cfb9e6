//! `database`, `database-password-file`: where the records are, if not in the data folder.

use std::path::Path;

use kernel::Postgres;

use super::{Place, SettingsError};

/// The PostgreSQL database that is to be used; none where the records are in the data folder.
pub(super) fn read(
    url: Option<&str>,
    password_file: Option<&Path>,
    place: Place<'_>,
) -> Result<Option<Postgres>, SettingsError> {
    let Some(url) = url else {
        return match password_file {
            None => Ok(None),
            Some(_) => Err(place.wrong("database-password-file", "there is no database that it opens")),
        };
    };
    let password = password_file.map(|file| place.secret(file)).transpose()?;
    let database =
        Postgres::new(url, password.as_deref()).map_err(|reason| place.wrong("database", reason))?;
    if database.may_be_in_clear() {
        let reason = "records would cross the network, in clear if the server has no TLS: say \
                      sslmode=verify-full in it, or sslmode=disable where the way is safe by itself";
        return Err(place.wrong("database", reason));
    }
    Ok(Some(database))
}
