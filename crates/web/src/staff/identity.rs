//! Who has signed in: the one way to a page for staff.

use account::{Role, Secret, Session};
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use kernel::Lang;

use crate::error::Failure;
use crate::language;
use crate::site::Site;
use crate::staff::cookie::Cookie;
use crate::staff::csrf::Csrf;
use crate::staff::page::FIRST;

/// A member of staff with a session that is going on. A handler that takes one is not reached without.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    /// The session and its user.
    pub(crate) session: Session,
    /// The session's secret.
    pub(crate) token: Secret,
    /// The language of the page.
    pub(crate) lang: Lang,
    csrf: Csrf,
}

impl FromRequestParts<Site> for Staff {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let token = Cookie::Session.read(&parts.headers, site.app.settings.https);
        let session = match &token {
            Some(token) => site.app.account.session(token).await?,
            None => None,
        };
        let (Some(token), Some(session)) = (token, session) else {
            return Err(Failure::SignIn(next(parts)));
        };
        let lang = language::of(&parts.uri, &parts.headers);
        let staff = Self { session, csrf: Csrf::of(&token), token, lang };
        parts.extensions.insert(staff.clone());
        Ok(staff)
    }
}

/// Where to go after signing in: to the page that was asked for. What was sent can't be sent again.
fn next(parts: &Parts) -> String {
    match parts.method {
        Method::GET | Method::HEAD => {
            parts.uri.path_and_query().map_or(FIRST, |path| path.as_str()).to_owned()
        }
        _ => FIRST.to_owned(),
    }
}

impl Staff {
    /// The name that records name them by.
    pub(crate) fn name(&self) -> &str {
        &self.session.user.name
    }

    /// The name that pages show.
    pub(crate) fn display(&self) -> &str {
        &self.session.user.display
    }

    /// What they may do.
    pub(crate) fn role(&self) -> Role {
        self.session.user.role
    }

    /// Whether they may do what `role` may.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.role() >= role
    }

    /// Refuses who may not do what `role` may.
    pub(crate) fn require(&self, role: Role) -> Result<(), Failure> {
        if self.may(role) { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// The token for the forms of a page.
    pub(crate) fn csrf(&self) -> String {
        self.csrf.masked()
    }

    /// Whether a form's token is this session's. [`StaffForm`](crate::staff::StaffForm) asks this itself; only a
    /// form with files (`multipart/form-data`) has to be asked by its handler, with [`is_ours`](super::is_ours).
    pub(crate) fn csrf_fits(&self, shown: &str) -> bool {
        self.csrf.fits(shown)
    }
}
