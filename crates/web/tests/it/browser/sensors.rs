//! The fleet in Chromium: an alarm is seen, a sensor renamed and retired; and the looks of its pages.

use std::path::Path;

use fantoccini::Locator;
use testkit::DataFolder;

use super::desk::{press, serve, sign_in, type_in};
use super::driver::{Driver, Look, Size};
use super::{axe, text};
use crate::desk::sensors::fill;

/// Waits until an element says something.
async fn says(browser: &super::driver::Browser, css: &str, words: &str) {
    for _ in 0..200 {
        // The page may be the one that is just going.
        if let Ok(found) = browser.find(Locator::Css(css)).await
            && let Ok(said) = found.text().await
            && said.contains(words)
        {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{css} does not say {words:?}, but {:?}", text(browser, css).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_seen_a_sensor_renamed_and_retired() {
    let Some(driver) = Driver::start().await else { return };
    let folder = DataFolder::new();
    let (site, app) = serve(&folder).await;
    fill(&app).await;
    let browser = driver.open(Look { script: false, ..Look::default() }).await;
    sign_in(&browser, &site).await;
    browser.find(Locator::LinkText("Sensors")).await.unwrap().click().await.unwrap();
    says(&browser, "main", "1,234 packets were lost within the last hour.").await;

    press(&browser, "form[action^='/desk/sensors/alarms/'] button").await;
    says(&browser, "table.records tbody tr td:last-child", "aoki").await;

    press(&browser, "a[href='/desk/sensors/osaka-1']").await;
    says(&browser, "h1", "osaka-1").await;
    browser.find(Locator::Id("title")).await.unwrap().clear().await.unwrap();
    type_in(&browser, "title", "Osaka, second floor").await;
    press(&browser, "form[action$='/describe'] button").await;
    says(&browser, "h1", "Osaka, second floor").await;

    press(&browser, "#retire-sure").await;
    press(&browser, "form[action$='/retire'] button").await;
    says(&browser, "p.chips", "retired").await;

    browser.goto(&format!("{site}/desk/sensors/invite")).await.unwrap();
    type_in(&browser, "name", "naha-1").await;
    press(&browser, "form[action='/desk/sensors/invite'] button").await;
    says(&browser, "pre.command", "hinomi-sensor enroll").await;
    browser.end().await;
}

/// The pages are drawn when somebody asks for pictures: `HINOMI_PICTURES=folder`.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_fleet_and_nothing_sticks_out() {
    let Some(driver) = Driver::start().await else { return };
    let Some(axe) = axe::source() else { return };
    let folder = DataFolder::new();
    let (site, app) = serve(&folder).await;
    fill(&app).await;
    let pages = ["/desk/sensors", "/desk/sensors/osaka-1", "/desk/sensors/sapporo-1", "/desk/sensors/invite"];
    let pictures = std::env::var_os("HINOMI_PICTURES");
    let mut found = Vec::new();
    for dark in [false, true] {
        for size in [Size::Wide, Size::Phone] {
            let browser = driver.open(Look { dark, size, ..Look::default() }).await;
            sign_in(&browser, &site).await;
            for (number, page) in pages.iter().enumerate() {
                for lang in ["ja", "en"] {
                    browser.goto(&format!("{site}{page}?lang={lang}")).await.unwrap();
                    let at = format!("{page} {lang} {size:?} dark={dark}");
                    found.extend(
                        axe::violations(&browser, &axe).await.into_iter().map(|v| format!("{at}: {v}")),
                    );
                    let wide = "return document.documentElement.scrollWidth";
                    let width = browser.execute(wide, Vec::new()).await.unwrap().as_u64().unwrap();
                    if width > size.width() {
                        found.push(format!("{at}: {width} pixels wide"));
                    }
                    if let Some(folder) = &pictures {
                        let scheme = if dark { "dark" } else { "light" };
                        let name = format!("sensors-{number}-{lang}-{size:?}-{scheme}.png");
                        std::fs::write(Path::new(folder).join(name), browser.screenshot().await.unwrap())
                            .unwrap();
                    }
                }
            }
            browser.end().await;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
