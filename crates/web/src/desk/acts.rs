//! What the forms of the desk have in common.

use axum::response::Response;

use crate::error::Failure;
use crate::staff::{Fields, see_other};

/// The records whose boxes are ticked.
pub(super) fn ticked(fields: &Fields) -> Result<Vec<i64>, Failure> {
    let ids: Result<Vec<i64>, _> = fields.all("id").map(str::parse).collect();
    let ids = ids.map_err(|_| Failure::Malformed)?;
    if ids.is_empty() {
        return Err(Failure::Refused("nothing is ticked".to_owned()));
    }
    Ok(ids)
}

/// One of the words of an enumeration.
pub(super) fn word<T: std::str::FromStr<Err = incident::UnknownWord>>(written: &str) -> Result<T, Failure> {
    written.parse().map_err(|error: incident::UnknownWord| Failure::Refused(error.to_string()))
}

/// The number of a record, with or without the sign before it: `12`, `#12`.
pub(super) fn number(written: &str) -> Result<i64, Failure> {
    let digits = written.trim().trim_start_matches(['#', '＃']);
    digits.parse().map_err(|_| Failure::Refused(format!("{written:?} is no number of an incident")))
}

/// Back to the page of the desk where the form stood; to `usual` where that is none of the desk.
pub(super) fn back(fields: &Fields, usual: &str) -> Response {
    let back = fields.one("back");
    let is_ours = (back == "/desk" || back.starts_with("/desk/") || back.starts_with("/desk?"))
        && !back.contains("..")
        && back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    see_other(if is_ours { back } else { usual })
}
