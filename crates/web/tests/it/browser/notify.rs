//! From reports by form to notifications that went out, in Chromium: what the desk is for, once through.

use fantoccini::Locator;
use testkit::DataFolder;

use super::desk::{press, serve, sign_in, type_in};
use super::driver::{Browser, Driver, Look};
use super::text;

/// Notifications become files; nobody is asked for contacts but the book.
const SETTINGS: &str =
    "[mail]\nfrom = \"desk@csirt.example\"\nfolder = \"sent\"\n[contacts]\nsecurity-txt = false\n";

async fn report(browser: &Browser, site: &str, sources: &str) {
    browser.goto(&format!("{site}/report?lang=en")).await.unwrap();
    let kind = browser.find(Locator::Id("happened")).await.unwrap();
    kind.select_by_value("scan").await.unwrap();
    type_in(browser, "sources", sources).await;
    type_in(browser, "when", "2008-04-06 10:00:00").await;
    type_in(browser, "zone", "+09:00").await;
    type_in(browser, "mail", "reporter@example.org").await;
    press(browser, "form.form-sheet button").await;
    browser.wait().for_element(Locator::Css(".receipt")).await.unwrap();
}

async fn tick_all(browser: &Browser) -> usize {
    browser.wait().for_element(Locator::Css("td.tick input")).await.unwrap();
    let boxes = browser.find_all(Locator::Css("td.tick input")).await.unwrap();
    for one in &boxes {
        one.click().await.unwrap();
    }
    boxes.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_several_reports_to_notifications_that_are_counted() {
    let Some(driver) = Driver::start().await else { return };
    let folder = DataFolder::new();
    std::fs::write(folder.path().join("settings.toml"), SETTINGS).unwrap();
    let (site, app) = serve(&folder).await;
    let browser = driver.open(Look { script: false, ..Look::default() }).await;
    for sources in ["192.0.2.1\n192.0.2.2", "198.51.100.7", "203.0.113.9"] {
        report(&browser, &site, sources).await;
    }

    // The book knows two of the three networks.
    sign_in(&browser, &site).await;
    for (name, network) in [("alpha", "192.0.2.0/24"), ("beta", "198.51.100.0/24")] {
        browser.goto(&format!("{site}/desk/contacts")).await.unwrap();
        type_in(&browser, "name", name).await;
        type_in(&browser, "addresses", &format!("abuse@{name}.example")).await;
        type_in(&browser, "scopes", network).await;
        press(&browser, "form.form-sheet button").await;
        browser.wait().for_element(Locator::Css(".crumbs")).await.unwrap();
    }

    // One of the incidents is more than a scan.
    browser.goto(&format!("{site}/desk/incidents")).await.unwrap();
    press(&browser, "table.records tbody tr:last-child th a").await;
    let rsit = browser.wait().for_element(Locator::Id("rsit")).await.unwrap();
    rsit.clear().await.unwrap();
    rsit.send_keys("intrusions:system-compromise").await.unwrap();
    browser.find(Locator::Id("kind")).await.unwrap().select_by_value("intrusion").await.unwrap();
    press(&browser, "form[action$='/classify'] button").await;
    browser.wait().for_element(Locator::Css(".chip.kind-intrusion")).await.unwrap();

    // Drafts for all; whom nobody is known for is written to by hand.
    browser.goto(&format!("{site}/desk/incidents")).await.unwrap();
    assert_eq!(tick_all(&browser).await, 4);
    press(&browser, "button[formaction='/desk/notifications/draft']").await;
    browser.wait().for_element(Locator::Id("nobody")).await.unwrap();
    assert!(text(&browser, "main").await.contains("203.0.113.9"));
    type_in(&browser, "addresses", "abuse@gamma.example").await;
    press(&browser, "form[action$='/draft-to'] button").await;
    browser.wait().for_url(&format!("{site}/desk/notifications?state=draft").parse().unwrap()).await.unwrap();

    // A person has seen them; they go out.
    assert_eq!(tick_all(&browser).await, 3);
    press(&browser, "#bulk button").await;
    browser.wait().for_element(Locator::Css(".empty")).await.unwrap();
    assert!(text(&browser, "main").await.contains("No notification is like this."));
    desk::schedule::send(&app).await.unwrap();
    let sent = std::fs::read_dir(folder.path().join("sent")).unwrap().count();
    assert_eq!(sent, 3);

    // The number leads to what went out, and that to the incidents.
    browser.goto(&format!("{site}/desk/statistics?period=2008Q2")).await.unwrap();
    let number = "a[href='/desk/notifications?period=2008Q2']";
    assert_eq!(text(&browser, &format!("td.strong {number}")).await, "3");
    press(&browser, &format!("td.strong {number}")).await;
    browser.wait().for_element(Locator::Css("table.records tbody th a")).await.unwrap();
    assert_eq!(browser.find_all(Locator::Css("table.records tbody tr")).await.unwrap().len(), 3);
    press(&browser, "table.records tbody tr:last-child th a").await;
    browser.wait().for_element(Locator::Css("dl.record a[href^='/desk/incident/']")).await.unwrap();
    press(&browser, "dl.record a[href^='/desk/incident/']").await;
    browser.wait().for_element(Locator::Css("ul.told .chip")).await.unwrap();
    assert_eq!(text(&browser, "ul.told .chip").await, "Sent");
    browser.end().await;
}
