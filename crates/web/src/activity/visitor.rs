//! Who looks at a page that is for anybody.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;

/// Anybody; a member of staff where somebody has signed in.
#[derive(Debug, Clone)]
pub(crate) struct Visitor(pub(crate) Option<Staff>);

impl FromRequestParts<Site> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        match Staff::from_request_parts(parts, site).await {
            Ok(staff) => Ok(Self(Some(staff))),
            Err(Failure::SignIn(_)) => Ok(Self(None)),
            Err(failure) => Err(failure),
        }
    }
}
