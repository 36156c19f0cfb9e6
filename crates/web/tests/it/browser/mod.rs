//! The pages in Chromium.
//!
//! Where Chromium or its driver is not installed these tests say so and leave themselves out; where npm can't
//! bring axe-core, the one that needs it does.

mod activity;
mod axe;
mod desk;
mod driver;
mod hostile;
mod notify;
mod sensors;
mod staff;

use std::io::Write;

use driver::{Browser, Driver, Look, Size};
use fantoccini::Locator;

use crate::world::app;

/// Serves the sample on a free port of this machine; ends with the test's runtime.
async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(web::serve(listener, app().await, std::future::pending()));
    format!("http://{address}")
}

/// Says that something is left out, past the test runner, which keeps what passing tests print to itself.
pub(crate) fn left_out(what: &str) {
    let _ = writeln!(std::io::stderr(), "LEFT OUT: {what}");
}

async fn text(browser: &Browser, css: &str) -> String {
    browser.find(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_finds_the_way() {
    let Some(driver) = Driver::start().await else { return };
    let site = serve().await;
    let browser = driver.open(Look::default()).await;

    browser.goto(&site).await.unwrap();
    assert_eq!(text(&browser, "html h1").await, "Listening to the internet from fixed points");
    browser.find(Locator::LinkText("Observation")).await.unwrap().click().await.unwrap();
    assert!(text(&browser, "h1").await.contains("January – March 2008"));
    assert_eq!(browser.find_all(Locator::Css("figure")).await.unwrap().len(), 4);

    // The language is switched, the page stays, and the choice is remembered.
    browser.find(Locator::LinkText("日本語")).await.unwrap().click().await.unwrap();
    assert_eq!(browser.current_url().await.unwrap().path(), "/observe");
    assert!(text(&browser, "h1").await.contains("2008年1月〜3月"));
    browser.goto(&format!("{site}/observe/port/tcp/445")).await.unwrap();
    assert_eq!(text(&browser, "h1").await, "TCP 445");
    assert!(text(&browser, ".lead-text").await.contains("Windows ファイル共有"));

    // The period is chosen in the form.
    for (id, day) in [("from", "02012008"), ("to", "02072008")] {
        browser.find(Locator::Id(id)).await.unwrap().send_keys(day).await.unwrap();
    }
    let bucket = browser.find(Locator::Id("bucket")).await.unwrap();
    bucket.select_by_value("hour").await.unwrap();
    browser.find(Locator::Css("form.question button")).await.unwrap().click().await.unwrap();
    let query = browser.current_url().await.unwrap().query().unwrap().to_owned();
    assert!(query.contains("from=2008-02-01&to=2008-02-07"), "{query}");
    browser.find(Locator::Css("details summary")).await.unwrap().click().await.unwrap();
    let hours = browser.find_all(Locator::Css(".numbers tbody tr")).await.unwrap();
    assert_eq!(hours.len(), 7 * 24);
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_script_runs_and_none_is_needed() {
    let Some(driver) = Driver::start().await else { return };
    let site = serve().await;
    let browser = driver.open(Look::default()).await;
    browser.goto(&format!("{site}/observe")).await.unwrap();
    // A script element put into the page, as an injection would: the policy stops it.
    let inject = "const s = document.createElement('script'); s.textContent = 'window.injected = 1';\
                  document.body.append(s); const d = document.createElement('div');\
                  d.innerHTML = '<img src=x onerror=\"window.injected = 2\"><b style=\"color: red\">x</b>';\
                  document.body.append(d);\
                  return new Promise(done => setTimeout(() => done([typeof window.injected,\
                  getComputedStyle(d.querySelector('b')).color === getComputedStyle(d).color]), 300))";
    let outcome = browser.execute(inject, Vec::new()).await.unwrap();
    assert_eq!(outcome, serde_json::json!(["undefined", true]));
    browser.end().await;

    let probe = "data:text/html,<title>off</title><script>document.title='on'</script>";
    let browser = driver.open(Look::default()).await;
    browser.goto(probe).await.unwrap();
    assert_eq!(browser.title().await.unwrap(), "on");
    browser.end().await;
    let browser = driver.open(Look { script: false, ..Look::default() }).await;
    browser.goto(probe).await.unwrap();
    assert_eq!(browser.title().await.unwrap(), "off", "scripts are switched off in this window");
    browser.goto(&format!("{site}/observe/port/tcp/445?from=2008-02-01&to=2008-02-29")).await.unwrap();
    assert_eq!(text(&browser, "h1").await, "TCP 445");
    browser.find(Locator::Css("form.question button")).await.unwrap().click().await.unwrap();
    assert!(browser.current_url().await.unwrap().query().unwrap().contains("from=2008-02-01"));
    assert!(!browser.find_all(Locator::Css("figure svg path")).await.unwrap().is_empty());
    browser.end().await;
}

/// A page of each kind, and those of failure.
const PAGES: [&str; 8] = [
    "/",
    // With a gap in it.
    "/observe?from=2007-12-20&to=2008-01-10&class=scan",
    "/observe?from=2008-02-30&to=2008-03-01",
    "/observe/port/tcp/445",
    "/observe/icmp",
    "/about/data",
    "/api",
    "/nowhere",
];

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_and_nothing_sticks_out() {
    let Some(driver) = Driver::start().await else { return };
    let Some(axe) = axe::source() else { return };
    let site = serve().await;
    let mut found = Vec::new();

    // The checker itself is checked: a picture without words must not pass.
    let browser = driver.open(Look::default()).await;
    browser.goto(&format!("{site}/api")).await.unwrap();
    let spoil = "document.querySelector('main').append(document.createElement('img'))";
    browser.execute(spoil, Vec::new()).await.unwrap();
    let spoilt = axe::violations(&browser, &axe).await;
    assert!(spoilt.iter().any(|violation| violation.contains("image-alt")), "{spoilt:?}");
    browser.end().await;

    for dark in [false, true] {
        for size in [Size::Wide, Size::Phone] {
            let browser = driver.open(Look { dark, size, ..Look::default() }).await;
            for page in PAGES {
                for lang in ["ja", "en"] {
                    let mark = if page.contains('?') { '&' } else { '?' };
                    browser.goto(&format!("{site}{page}{mark}lang={lang}")).await.unwrap();
                    let at = format!("{page} {lang} {size:?} dark={dark}");
                    let unfold = "document.querySelector('details')?.setAttribute('open', '')";
                    browser.execute(unfold, Vec::new()).await.unwrap();
                    found.extend(
                        axe::violations(&browser, &axe).await.into_iter().map(|v| format!("{at}: {v}")),
                    );
                    // Not against `innerWidth`: a phone's grows with what sticks out.
                    let wide = "return document.documentElement.scrollWidth";
                    let width = browser.execute(wide, Vec::new()).await.unwrap().as_u64().unwrap();
                    if width > size.width() {
                        found.push(format!("{at}: {width} pixels wide"));
                    }
                    let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
                    assert_eq!(browser.execute(is_dark, Vec::new()).await.unwrap(), dark, "{at}");
                }
            }
            browser.end().await;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
