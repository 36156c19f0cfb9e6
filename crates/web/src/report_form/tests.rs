//! The form's pages in both languages.

use crate::desk::check_page;
use crate::pages::Layout;

use super::page::Form;
use super::received::Received;

#[test]
fn the_form_and_the_receipt_render_in_both_languages() {
    let form = check_page("report.html", |lang| Layout::sample(lang, "/report"), Form::sample);
    assert!(form.iter().all(|html| html.contains("value=\"&lt;script&gt;\"")));
    check_page("report_received.html", |lang| Layout::sample(lang, "/report"), |_| Received::sample());
}
