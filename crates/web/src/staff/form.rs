//! A form that staff have sent.

use axum::body::{Body, Bytes};
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Failure;
use crate::site::Site;
use crate::staff::{Staff, is_ours};

/// A form of our own page, sent within the session that it was made for. Anything else is refused with 403 before
/// the handler.
///
/// `T` is what serde makes of `application/x-www-form-urlencoded`; for fields that come several times (boxes that
/// are ticked) take [`Fields`].
#[derive(Debug)]
pub(crate) struct StaffForm<T> {
    /// Who sends it.
    pub(crate) staff: Staff,
    /// What was filled in.
    pub(crate) form: T,
}

/// The fields as they came, in order.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field without the blanks around it; empty where it is not there.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default().trim()
    }
}

impl<T: DeserializeOwned> FromRequest<Site> for StaffForm<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let staff = Staff::from_request_parts(&mut parts, site).await?;
        if !is_ours(&parts.headers) {
            return Err(Failure::Foreign);
        }
        let bytes = read(Request::from_parts(parts.clone(), body), site).await?;
        let fields: Fields = parse(&parts, &bytes, site).await?;
        if !staff.csrf_fits(fields.one("csrf")) {
            return Err(Failure::Foreign);
        }
        let form = parse(&parts, &bytes, site).await?;
        Ok(Self { staff, form })
    }
}

/// A form of our own page where there is no session yet.
#[derive(Debug)]
pub(crate) struct OpenForm<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Site> for OpenForm<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        if !is_ours(request.headers()) {
            return Err(Failure::Foreign);
        }
        let form = Form::<T>::from_request(request, site).await;
        form.map(|Form(form)| Self(form)).map_err(|_| Failure::Malformed)
    }
}

async fn read(request: Request, site: &Site) -> Result<Bytes, Failure> {
    // Bounded by axum's limit for bodies.
    Bytes::from_request(request, site).await.map_err(|_| Failure::Malformed)
}

async fn parse<T: DeserializeOwned>(
    parts: &axum::http::request::Parts,
    bytes: &Bytes,
    site: &Site,
) -> Result<T, Failure> {
    let request = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let form = Form::<T>::from_request(request, site).await;
    form.map(|Form(form)| form).map_err(|_| Failure::Malformed)
}
