//! `GET /desk`: where staff come to first.

use axum::response::Response;

use crate::error::Failure;
use crate::staff::{Staff, see_other};

pub(crate) async fn get(_: Staff) -> Result<Response, Failure> {
    Ok(see_other("/desk/account"))
}
