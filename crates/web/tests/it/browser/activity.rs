//! The activity reports in Chromium: from a number to its records and back, without script, and what axe says.

use fantoccini::Locator;

use super::desk::{press, type_in};
use super::driver::{Browser, Driver, Look, Size};
use super::{axe, text};
use crate::activity::{desk, issue, receive};
use crate::staff::desk::{Desk, PASSWORD};

/// Serves the desk of the reports' tests, with two editions, on a free port of this machine.
async fn serve() -> (String, Desk) {
    let desk = desk().await;
    issue(&desk, &[]).await;
    receive(&desk, 4).await;
    issue(&desk, &["one more"]).await;
    receive(&desk, 5).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(web::serve(listener, desk.app.clone(), std::future::pending()));
    (address, desk)
}

async fn sign_in(browser: &Browser, site: &str) {
    browser.goto(&format!("{site}/desk?lang=en")).await.unwrap();
    type_in(browser, "name", "kato").await;
    type_in(browser, "password", PASSWORD).await;
    press(browser, "main button[type=submit]").await;
    browser.wait().for_element(Locator::Css(".desk-places")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_number_to_its_records_and_back() {
    let Some(driver) = Driver::start().await else { return };
    let (site, _desk) = serve().await;
    let browser = driver.open(Look { script: false, ..Look::default() }).await;
    browser.goto(&format!("{site}/?lang=en")).await.unwrap();
    press(&browser, "#newest-report a").await;
    assert_eq!(text(&browser, "h1").await, "Activity report January – March 2008");
    let number = text(&browser, "#figure-incident\\.incidents").await;
    press(&browser, "#figure-incident\\.incidents").await;
    browser.wait().for_element(Locator::Id("records")).await.unwrap();
    assert_eq!(text(&browser, ".facts dd").await, number);
    let rows = browser.find_all(Locator::Css(".records tbody tr")).await.unwrap();
    assert_eq!(rows.len(), 10, "five mails of two incidents each: one came after the edition");
    assert!(text(&browser, ".notice").await.contains("By now there are 10 records"));
    press(&browser, ".crumbs a").await;
    browser.wait().for_element(Locator::Id("report-contents")).await.unwrap();
    let back = browser.current_url().await.unwrap();
    assert_eq!((back.path(), back.fragment()), ("/activity/2008Q1", Some("figure-incident.incidents")));

    // For staff a record leads to its page.
    sign_in(&browser, &site).await;
    browser.goto(&format!("{site}/activity/2008Q1/figure/incident.incidents")).await.unwrap();
    assert!(text(&browser, ".facts").await.contains("It would be today"));
    press(&browser, ".records tbody a").await;
    browser.wait().for_element(Locator::Css(".desk-places")).await.unwrap();
    assert!(browser.current_url().await.unwrap().path().starts_with("/desk/incident/"));
    browser.end().await;
}

/// What anybody sees, then what staff see.
const PAGES: [&str; 13] = [
    "/",
    "/activity",
    "/activity/2008Q1",
    "/activity/2008Q1?edition=1",
    "/activity/2008Q1/figure/incident.incidents",
    "/activity/2008Q1/figure/incident.reports@2007Q4",
    "/activity/2008Q1/report.en.html",
    "/activity/2008Q1?edition=draft",
    "/desk/activity",
    "/desk/activity/2008Q1",
    "/desk/activity/2008Q1/issue",
    "/desk/activity/2008Q1/topic/new",
    "/desk/activity/2008Q1/remark/incidents",
];

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_reports_and_nothing_sticks_out() {
    let Some(driver) = Driver::start().await else { return };
    let Some(axe) = axe::source() else { return };
    let (site, _desk) = serve().await;
    let mut found = Vec::new();
    for (dark, size) in [(false, Size::Wide), (true, Size::Phone), (false, Size::Phone), (true, Size::Wide)] {
        let browser = driver.open(Look { dark, size, ..Look::default() }).await;
        sign_in(&browser, &site).await;
        for page in PAGES {
            for lang in ["ja", "en"] {
                let mark = if page.contains('?') { '&' } else { '?' };
                browser.goto(&format!("{site}{page}{mark}lang={lang}")).await.unwrap();
                let at = format!("{page} {lang} {size:?} dark={dark}");
                let unfold = "document.querySelector('details')?.setAttribute('open', '')";
                browser.execute(unfold, Vec::new()).await.unwrap();
                found.extend(axe::violations(&browser, &axe).await.into_iter().map(|v| format!("{at}: {v}")));
                let wide = "return document.documentElement.scrollWidth";
                let width = browser.execute(wide, Vec::new()).await.unwrap().as_u64().unwrap();
                if width > size.width() {
                    found.push(format!("{at}: {width} pixels wide"));
                }
            }
        }
        browser.end().await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
