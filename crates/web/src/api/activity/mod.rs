//! The activity reports for programs: what is issued, its figures, and the records behind each.
//!
//! Anybody may ask, as on the pages; who comes with a token or has signed in sees drafts, and the numbers of records.

pub(crate) mod figures;
mod openapi;
pub(crate) mod records;
pub(crate) mod reports;

use account::Role;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

pub(super) use openapi::{paths, schemas};

use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

/// Whether whoever asks is one of staff. A token that is none is refused, not passed over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker {
    is_staff: bool,
}

impl FromRequestParts<Site> for Asker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let has_token = parts.headers.contains_key(AUTHORIZATION);
        match Caller::from_request_parts(parts, site).await {
            Ok(caller) => caller.require(Role::Reader).map(|()| Self { is_staff: true }),
            Err(Failure::SignIn(_)) if !has_token => Ok(Self { is_staff: false }),
            Err(failure) => Err(failure),
        }
    }
}
