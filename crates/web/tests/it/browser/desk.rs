//! The desk in Chromium: from a report by form to a closed message, and a mail that wants to do harm.

use std::path::Path;

use account::{NewUser, Role};
use desk::App;
use fantoccini::Locator;
use incident::intake::Arrival;
use kernel::Lang;
use testkit::DataFolder;

use super::driver::{Browser, Driver, Look, Size};
use super::{axe, text};
use crate::world::open;

const PASSWORD: &str = "correct horse battery";

/// Serves a desk with one user on a free port of this machine.
pub(super) async fn serve(folder: &DataFolder) -> (String, App) {
    let app = open(folder).await;
    let new =
        NewUser { name: "aoki", display: "青木", role: Role::Admin, lang: Lang::En, password: PASSWORD };
    app.account.add_user(new, "cli").await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(web::serve(listener, app.clone(), std::future::pending()));
    (format!("http://{address}"), app)
}

pub(super) async fn type_in(browser: &Browser, id: &str, words: &str) {
    browser.wait().for_element(Locator::Id(id)).await.unwrap().send_keys(words).await.unwrap();
}

pub(super) async fn press(browser: &Browser, css: &str) {
    // It may be on the page that is just coming.
    browser.wait().for_element(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

pub(super) async fn sign_in(browser: &Browser, site: &str) {
    browser.goto(&format!("{site}/desk?lang=en")).await.unwrap();
    type_in(browser, "name", "aoki").await;
    type_in(browser, "password", PASSWORD).await;
    press(browser, "main button[type=submit]").await;
    browser.wait().for_element(Locator::Css(".desk-places")).await.unwrap();
}

pub(super) async fn receive(app: &App, mail: &str) -> i64 {
    let arrival = Arrival::mail(mail.replace('\n', "\r\n").into_bytes());
    app.incident.receive(vec![arrival]).await.unwrap()[0].message
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_report_by_form_to_a_closed_message() {
    let Some(driver) = Driver::start().await else { return };
    let folder = DataFolder::new();
    let (site, _) = serve(&folder).await;
    let browser = driver.open(Look { script: false, ..Look::default() }).await;

    // Somebody reports, without an account and without script.
    browser.goto(&format!("{site}/report?lang=en")).await.unwrap();
    let kind = browser.find(Locator::Id("happened")).await.unwrap();
    kind.select_by_value("phishing").await.unwrap();
    type_in(&browser, "sources", "hxxp://bank[.]example/login").await;
    type_in(&browser, "mail", "reporter@example.org").await;
    press(&browser, "form.form-sheet button").await;
    browser.wait().for_element(Locator::Css(".receipt")).await.unwrap();
    let receipt = text(&browser, ".receipt").await;
    assert!(receipt.starts_with("20080407-"), "{receipt}");

    // Staff sign in, read, decide and close.
    sign_in(&browser, &site).await;
    assert_eq!(browser.current_url().await.unwrap().path(), "/desk");
    press(&browser, "table.records th a").await;
    browser.wait().for_element(Locator::Css("dl.record")).await.unwrap();
    assert!(text(&browser, "dl.record").await.contains(&receipt));
    if browser.find_all(Locator::Css("#incidents ~ .scroll tbody tr")).await.unwrap().is_empty() {
        type_in(&browser, "subject", "http://bank.example/login").await;
        browser
            .find(Locator::Css("form[action$='/add'] select"))
            .await
            .unwrap()
            .select_by_value("phishing")
            .await
            .unwrap();
        press(&browser, "form[action$='/add'] button").await;
    }
    press(&browser, "#incidents ~ .scroll th a").await;
    browser.wait().for_element(Locator::Id("close-note")).await.unwrap();
    assert!(text(&browser, "h1").await.contains("http://bank.example/login"));
    type_in(&browser, "close-note", "closed by its owner").await;
    press(&browser, "form.act[action$='/close'] button").await;
    browser.wait().for_element(Locator::Css(".history .note")).await.unwrap();
    assert!(text(&browser, ".history").await.contains("closed by its owner"));
    browser.goto(&format!("{site}/desk")).await.unwrap();
    press(&browser, "table.records th a").await;
    press(&browser, "form.act[action$='/close'] button").await;
    // The page comes again, closed; going on before it would take the form back.
    browser.wait().for_element(Locator::Css("form.act[action$='/reopen']")).await.unwrap();
    browser.goto(&format!("{site}/desk")).await.unwrap();
    assert!(text(&browser, "main").await.contains("No message is like this."));
    browser.goto(&format!("{site}/desk/statistics?period=2008Q2")).await.unwrap();
    assert!(text(&browser, ".counts").await.contains("Phishing"));
    browser.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_mail_shows_nothing_but_text() {
    let Some(driver) = Driver::start().await else { return };
    let folder = DataFolder::new();
    let (site, app) = serve(&folder).await;
    let id = receive(
        &app,
        "From: <script>document.title='harm'</script> <evil@evil.example>\nSubject: <img src=x onerror=\"document.title='harm'\">\n\
         MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n\
         <script>document.title='harm'</script><a href=\"javascript:document.title='harm'\">x</a>\n\
         --b\nContent-Type: text/plain\n\nhttp://evil.example/ </pre><script>document.title='harm'</script>\n--b--\n",
    )
    .await;
    let browser = driver.open(Look::default()).await;
    sign_in(&browser, &site).await;
    browser.goto(&format!("{site}/desk/message/{id}")).await.unwrap();
    let count = "return [document.scripts.length, document.images.length, document.title.includes('harm'),\
                 [...document.links].filter(a => a.origin !== location.origin).length]";
    let counted = browser.execute(count, Vec::new()).await.unwrap();
    assert_eq!(counted, serde_json::json!([0, 0, false, 0]));
    assert!(text(&browser, "main").await.contains("</pre><script>document.title='harm'</script>"));
    browser.end().await;
}

/// All pages of the desk are drawn here when somebody asks for pictures: `HINOMI_PICTURES=folder`.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_the_desk_and_nothing_sticks_out() {
    let Some(driver) = Driver::start().await else { return };
    let Some(axe) = axe::source() else { return };
    let folder = DataFolder::new();
    let (site, app) = serve(&folder).await;
    for i in 0..4 {
        let mail = format!(
            "From: =?utf-8?B?6Z2S5pyo?= <aoki{i}@example.co.jp>\nSubject: =?utf-8?B?5LiN5a+p44Gq44Ki44Kv44K744K5?= {i}\n\
             Message-ID: <{i}@example.co.jp>\nDate: Mon, 07 Jan 2008 10:00:00 +0900\nContent-Type: text/plain; charset=utf-8\n\n\
             発信元: 192.0.2.{i} から 22/tcp へのスキャンがありました。\n2008-01-07 09:00:00 +0900 SRC=192.0.2.{i} DPT=22\n"
        );
        receive(&app, &mail).await;
    }
    let by_hand = incident::decide::ByHand {
        subject: format!("http://bank.example/{}", "very-long-path/".repeat(20)),
        kind: incident::Kind::Phishing,
    };
    let incident = app.incident.add_incident(1, &by_hand, "aoki").await.unwrap();
    let pages = [
        "/report".to_owned(),
        "/desk/community".to_owned(),
        "/desk/community/lecture".to_owned(),
        "/desk/community/event/new".to_owned(),
        "/desk/community/event/file".to_owned(),
        "/desk/watched-ports?quarter=2008Q1".to_owned(),
        "/desk".to_owned(),
        "/desk/message/1".to_owned(),
        "/desk/incidents".to_owned(),
        format!("/desk/incident/{incident}"),
        "/desk/entry".to_owned(),
        "/desk/notifications".to_owned(),
        "/desk/contacts".to_owned(),
        "/desk/templates".to_owned(),
        "/desk/templates/scan/ja".to_owned(),
        "/desk/takedowns?period=2008Q2".to_owned(),
        "/desk/takedown".to_owned(),
        "/desk/search?q=192.0.2.0/24".to_owned(),
        "/desk/statistics?period=2008".to_owned(),
    ];
    let pictures = std::env::var_os("HINOMI_PICTURES");
    let mut found = Vec::new();
    for dark in [false, true] {
        for size in [Size::Wide, Size::Phone] {
            let browser = driver.open(Look { dark, size, ..Look::default() }).await;
            sign_in(&browser, &site).await;
            for (number, page) in pages.iter().enumerate() {
                for lang in ["ja", "en"] {
                    let mark = if page.contains('?') { '&' } else { '?' };
                    browser.goto(&format!("{site}{page}{mark}lang={lang}")).await.unwrap();
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
                        let name =
                            format!("{number}-{lang}-{size:?}-{}.png", if dark { "dark" } else { "light" });
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
