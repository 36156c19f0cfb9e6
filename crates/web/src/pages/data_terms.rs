//! `GET /about/data`: what the figures are, and who may use them.

use axum::extract::State;
use axum::response::Response;

use crate::cache::Reader;
use crate::error::Failure;
use crate::pages::Layout;
use crate::site::Site;
use crate::texts::text;

pub(crate) async fn get(State(site): State<Site>, reader: Reader) -> Result<Response, Failure> {
    let lang = reader.lang;
    let layout = Layout::new(&site.app.settings, lang, &text(lang, "terms-title"), "/about/data");
    site.answer(&reader, "/about/data".to_owned(), site.draw("data_terms.html", layout, || ())).await
}
