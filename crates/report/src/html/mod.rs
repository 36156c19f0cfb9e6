//! The report as HTML: a fragment for a page of the site, and a file that needs nothing but itself.
//!
//! Both come from the same templates, by [minijinja], which escapes every text. There is no script, no style
//! attribute and nothing from outside; the file's own style stands in its head. The same document gives the same
//! bytes.
//!
//! What a page of the site needs besides its own style is [`CSS`], written with the site's variables (`--ink`,
//! `--rule`, `--fire` ...), and [`chart::CSS`]; the file brings both, and the values of the variables.
//!
//! Each figure's number has the anchor [`anchor`] where it stands first, so that a way back leads to it.

mod links;
mod template;

pub use links::{Links, Which, anchor};

use crate::document::Document;

/// The style of the report's content, for pages that set the variables.
pub const CSS: &str = include_str!("report.css");

/// Why there is no HTML: a mistake in a template of ours.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be written as HTML: {0:#}")]
pub struct HtmlError(#[from] minijinja::Error);

/// Contents, topics and sections, for a page that has the cover's texts by itself. Headings begin with `h2`.
///
/// Figures lead to their pages where `links` says where those are.
pub fn fragment(document: &Document, links: Option<&Links>) -> Result<String, HtmlError> {
    template::render("fragment.html", document, links)
}

/// The whole report as one file.
///
/// Figures lead to their pages where `links` says where those are; give [`Links::base`] a whole address, as nobody
/// knows where a file will be read.
pub fn file(document: &Document, links: Option<&Links>) -> Result<String, HtmlError> {
    template::render("file.html", document, links)
}
