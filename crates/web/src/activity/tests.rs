//! Every page of the reports in both languages, over texts that want to do harm.

use kernel::Lang;
use serde::Serialize;

use super::figure::FigurePage;
use super::list::Reports;
use super::report::ReportPage;
use super::sample;
use super::writing::issue::IssuePage;
use super::writing::list::Periods;
use super::writing::one::{PeriodPage, drifted};
use super::writing::remark::RemarkPage;
use super::writing::topic::TopicPage;
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

fn check_desk<C: Serialize>(template: &str, address: &str, context: impl Fn(Lang) -> C) -> Vec<String> {
    check_page(template, |lang| Layout::desk_sample(lang, address), context)
}

#[test]
fn periods_on_the_desk() {
    let drift = |figures| desk::flows::activity_report::PeriodDrift {
        head: sample::editions().swap_remove(0),
        drift: report::drift(&sample::report(Some(2)), &{
            let mut now = sample::report(None);
            now.figures.truncate(figures);
            now
        }),
    };
    let today = jiff::civil::date(2008, 5, 1);
    let zone = jiff::tz::TimeZone::UTC;
    let pages = check_desk("activity_desk.html", "/desk/activity", |lang| {
        Periods::new(&[drift(1)], today, &zone, lang)
    });
    assert!(
        pages[1].contains("1 number</span>") && pages[1].contains("href=\"/desk/activity/2008Q1#drift\"")
    );
    assert!(pages[1].contains("Period not over") && pages[1].contains("Not issued"), "{}", pages[1]);
    let pages =
        check_desk("activity_desk.html", "/desk/activity", |lang| Periods::new(&[], today, &zone, lang));
    assert_eq!(pages[1].matches("<tr><th scope=\"row\"").count(), 5);
}

#[test]
fn a_period_on_the_desk() {
    let pages = check_desk("activity_desk_period.html", "/desk/activity/2008Q1", PeriodPage::sample);
    for wanted in [
        "<td class=\"number\">545</td><td class=\"number\">546</td>",
        "action=\"/desk/activity/2008Q1/topic/3/up\"",
        "href=\"/desk/activity/2008Q1/remark/incidents\"",
        "href=\"/desk/activity/2008Q1/issue\"",
        "href=\"/activity/2008Q1/report.ja.pdf?edition=draft\"",
    ] {
        assert!(pages.iter().all(|page| page.contains(wanted)), "{wanted}: {}", pages[1]);
    }
}

#[test]
fn forms_on_the_desk() {
    let harm = || kernel::Text { ja: "</textarea><b>\u{202E}".to_owned(), en: "\"><script>".to_owned() };
    let topic = |_| {
        let link = report::Link { title: harm(), url: "javascript:alert(1)\"".to_owned() };
        let period = sample::report(None).period;
        let written =
            report::TopicWritten { period, place: 1, title: harm(), text: harm(), links: vec![link] };
        TopicPage::new("3", written, Some("wrong <b>".to_owned()))
    };
    let pages = check_desk("activity_desk_topic.html", "/desk/activity/2008Q1/topic/3", topic);
    assert_eq!(pages[1].matches("name=\"link_url\"").count(), 3, "one link, and two rows to fill in");
    let remark = |_| RemarkPage {
        period: "2008Q1".to_owned(),
        section: "incidents".to_owned(),
        heading: "<b>".to_owned(),
        wrong: Some("<b>".to_owned()),
        text: harm(),
    };
    check_desk("activity_desk_remark.html", "/desk/activity/2008Q1/remark/incidents", remark);
    let (issued, mut now) = (sample::report(Some(1)), sample::report(None));
    now.figures.truncate(1);
    for (number, is_over, has_fonts) in [(1, false, true), (1, true, false), (2, true, true)] {
        let issue = |lang| IssuePage {
            period: "2008Q1".to_owned(),
            months: "<b>".to_owned(),
            number,
            is_over,
            has_fonts,
            drift: drifted(report::drift(&issued, &now), now.period, lang),
            wrong: None,
            change: harm(),
        };
        let pages = check_desk("activity_desk_issue.html", "/desk/activity/2008Q1/issue", issue);
        assert_eq!(pages[1].contains("/desk/activity/2008Q1/issue\" method=\"post\""), is_over);
        assert_eq!(pages[1].contains("fonts-noto-cjk"), is_over && !has_fonts);
        assert_eq!(pages[1].contains("name=\"change_en\""), number > 1);
    }
}
