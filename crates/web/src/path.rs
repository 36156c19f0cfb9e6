//! The places of an address: `{id}`, `{name}`.
//!
//! What does not fit its place, a word for a number or bytes that are no text, is an address that leads nowhere: it
//! is said as such, in the reader's language and under `/api/` as problem details. Axum's own answer would repeat
//! what was asked.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::Failure;

/// What stands in the places of an address.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(places)| Self(places)).map_err(|_| Failure::NotFound)
    }
}
