//! Who asks the part of the API that is for staff.

use account::{Role, Scope, Secret, User};
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;

/// A program with a token (`Authorization: Bearer hin_...`), or a browser with a session that only asks.
///
/// A browser's session changes nothing here: other sites can make a browser send requests, but can't add a token.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// In whose name.
    pub(crate) user: User,
    /// What they may do here.
    pub(crate) role: Role,
    /// Whether they may change anything.
    pub(crate) scope: Scope,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        if let Some(authorization) = parts.headers.get(AUTHORIZATION) {
            let token = authorization.to_str().ok().and_then(bearer).ok_or(Failure::SignIn(String::new()))?;
            let known = site.app.account.bearer(&token).await?;
            let (user, role, scope) = known.ok_or(Failure::SignIn(String::new()))?;
            return Ok(Self { user, role, scope });
        }
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            return Err(Failure::SignIn(String::new()));
        }
        let staff = Staff::from_request_parts(parts, site).await?;
        let role = staff.role();
        Ok(Self { user: staff.session.user, role, scope: Scope::Read })
    }
}

/// The token of `Bearer <token>` (RFC 6750, 2.1; the scheme's letters may be small or capital).
fn bearer(authorization: &str) -> Option<Secret> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::from(token.trim().to_owned()))
}

impl Caller {
    /// The name that records name them by.
    pub(crate) fn name(&self) -> &str {
        &self.user.name
    }

    /// Refuses who may not ask what `role` may.
    pub(crate) fn require(&self, role: Role) -> Result<(), Failure> {
        if self.role >= role { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// Refuses who may not change what `role` may.
    pub(crate) fn require_write(&self, role: Role) -> Result<(), Failure> {
        if self.scope == Scope::Write { self.require(role) } else { Err(Failure::Forbidden) }
    }
}
