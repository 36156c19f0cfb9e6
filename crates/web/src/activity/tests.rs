//! Every page of the reports in both languages, over texts that want to do harm.

use kernel::Lang;
use serde::Serialize;

use super::figure::FigurePage;
use super::list::Reports;
use super::report::ReportPage;
use crate::desk::check_page;
use crate::pages::Layout;

fn check<C: Serialize>(template: &str, address: &str, context: impl Fn(Lang) -> C) -> Vec<String> {
    check_page(template, |lang| Layout::sample(lang, address), context)
}

#[test]
fn the_list() {
    let pages = check("activity_list.html", "/activity", Reports::sample);
    for wanted in
        ["href=\"/activity/2008Q1\"", "/activity/2008Q1?edition=1", "/activity/2008Q1/report.ja.pdf"]
    {
        assert!(pages.iter().all(|page| page.contains(wanted)), "{wanted}");
    }
    let empty = check("activity_list.html", "/activity", |_| Reports::empty());
    assert!(empty[1].contains("No report has been issued yet.") && !empty[1].contains("class=\"issues\""));
}

#[test]
fn a_report() {
    let pages = check("activity_report.html", "/activity/2008Q1", |lang| ReportPage::sample(false, lang));
    for wanted in [
        "href=\"/activity/2008Q1/figure/incident.reports?edition=1\">545</a>",
        "id=\"figure-incident.incidents\"",
        "href=\"/activity/2008Q1/report.en.html?edition=1\"",
        "<link rel=\"canonical\" href=\"/activity/2008Q1?edition=1\">",
    ] {
        assert!(pages.iter().all(|page| page.contains(wanted)), "{wanted}: {}", pages[1]);
    }
    assert!(pages[1].contains("This is no longer the newest edition."));
    assert!(!pages[1].contains("noindex") && !pages[1].contains("/desk/activity"));
    let drafts = check("activity_report.html", "/activity/2008Q1", |lang| ReportPage::sample(true, lang));
    assert!(drafts[1].contains("only staff see it") && drafts[0].contains("未発行です"));
    assert!(drafts[1].contains("noindex") && drafts[1].contains("href=\"/desk/activity/2008Q1\""));
}

#[test]
fn a_figure() {
    let address = "/activity/2008Q1/figure/incident.reports";
    let pages = check("activity_figure.html", address, |lang| FigurePage::sample(false, lang));
    for wanted in [
        "href=\"/activity/2008Q1#figure-incident.reports\"",
        "<dd>545</dd>",
        "/figure/incident.reports?page=1\" rel=\"prev\"",
        "/figure/incident.reports?page=3\" rel=\"next\"",
        "href=\"/activity/2008Q1/figure/x%2F%22%3Cb%3E\"",
    ] {
        assert!(pages.iter().all(|page| page.contains(wanted)), "{wanted}: {}", pages[1]);
    }
    assert!(pages[1].contains("By now there are 546 records, and the report says 545"));
    assert!(!pages[1].contains("/desk/") && !pages[1].contains("It would be today"));
    let pages = check("activity_figure.html", address, |lang| FigurePage::sample(true, lang));
    assert!(pages[1].contains("href=\"/desk/message/12\"") && pages[1].contains("It would be today"));
}
