//! Staff in Chromium: signing in with a second factor, and the looks of their pages.

use std::sync::Arc;

use account::{Client, NewToken, NewUser, Role, Scope};
use desk::App;
use fantoccini::Locator;
use jiff::SignedDuration;
use kernel::{Clock, FixedClock, Lang};
use testkit::DataFolder;
use totp_rs::Builder;

use crate::browser::axe;
use crate::browser::driver::{Browser, Driver, Look, Size};
use crate::browser::text;

const PASSWORD: &str = "correct horse battery";

/// A site with an admin and two others, on a free port of this machine.
struct Desk {
    app: App,
    clock: Arc<FixedClock>,
    address: String,
    _folder: DataFolder,
}

impl Desk {
    async fn serve() -> Self {
        let folder = DataFolder::new();
        let clock = testkit::clock("2008-04-07T00:00:00+09:00");
        let app = App::open(folder.path(), Arc::clone(&clock) as _).await.unwrap();
        for (name, display, role) in [
            ("aoki", "青木 あきら", Role::Admin),
            ("baba", "Baba", Role::Analyst),
            ("chiba", "千葉 <b>", Role::Reader),
        ] {
            let new = NewUser { name, display, role, lang: Lang::En, password: PASSWORD };
            app.account.add_user(new, "cli").await.unwrap();
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(web::serve(listener, app.clone(), std::future::pending()));
        Self { app, clock, address, _folder: folder }
    }

    async fn sign_in(&self, browser: &Browser, next: &str) {
        browser.goto(&format!("{}{next}", self.address)).await.unwrap();
        for (id, value) in [("name", "aoki"), ("password", PASSWORD)] {
            browser.find(Locator::Id(id)).await.unwrap().send_keys(value).await.unwrap();
        }
        click(browser, "main form button").await;
    }
}

async fn click(browser: &Browser, css: &str) {
    // It may be on the page that is just coming.
    browser.wait().for_element(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

async fn path(browser: &Browser) -> String {
    browser.current_url().await.unwrap().path().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_set_up_and_asked_for() {
    let Some(driver) = Driver::start().await else { return };
    let desk = Desk::serve().await;
    // Nothing of this needs a script.
    let browser = driver.open(Look { script: false, ..Look::default() }).await;
    desk.sign_in(&browser, "/desk/account").await;
    assert_eq!(
        (path(&browser).await.as_str(), text(&browser, "h1").await.as_str()),
        ("/desk/account", "Your account")
    );
    click(&browser, "form[action='/desk/account/second-factor'] button").await;
    let secret = text(&browser, ".secret code").await.replace(' ', "");
    let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let app = Builder::new().with_secret(secret.into_boxed_slice()).build().unwrap();
    let code = || app.generate(desk.clock.now().as_second() as u64).to_string();
    browser.find(Locator::Id("code")).await.unwrap().send_keys(&code()).await.unwrap();
    click(&browser, "form[action='/desk/account/second-factor/confirm'] button").await;
    browser.wait().for_element(Locator::Css(".codes li")).await.unwrap();
    assert_eq!(browser.find_all(Locator::Css(".codes li")).await.unwrap().len(), 10);

    click(&browser, "form[action='/logout'] button").await;
    assert_eq!(path(&browser).await, "/login");
    desk.sign_in(&browser, "/desk/journal").await;
    assert_eq!(text(&browser, "h1").await, "Code");
    browser.find(Locator::Id("code")).await.unwrap().send_keys(&code()).await.unwrap();
    click(&browser, "main form button").await;
    assert!(text(&browser, "[role=alert]").await.contains("was used already"));
    desk.clock.set(desk.clock.now().checked_add(SignedDuration::from_secs(30)).unwrap());
    browser.find(Locator::Id("code")).await.unwrap().send_keys(&code()).await.unwrap();
    click(&browser, "main form button").await;
    assert_eq!(path(&browser).await, "/desk/journal");
    assert!(text(&browser, "table").await.contains("account.second-factor"));
    click(&browser, "form[action='/desk/journal/verify'] button").await;
    assert!(text(&browser, "[role=status]").await.contains("is whole"));
    browser.end().await;
}

/// Each page for staff that this part of the program has.
const PAGES: [&str; 6] = [
    "/desk/account",
    "/desk/account/second-factor",
    "/desk/users",
    "/desk/users/chiba",
    "/desk/journal",
    "/desk/users/nobody",
];

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_pages_for_staff_and_nothing_sticks_out() {
    let Some(driver) = Driver::start().await else { return };
    let Some(axe) = axe::source() else { return };
    let desk = Desk::serve().await;
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1".to_owned();
    let client = Client { address: "192.0.2.7".parse().ok(), agent };
    for name in ["aoki", "chiba"] {
        desk.app.account.sign_in(name, PASSWORD, &client).await.unwrap();
        let new = NewToken { name: "feed of the sensors", role: Role::Reader, scope: Scope::Write, days: 30 };
        desk.app.account.add_token(name, new, "aoki").await.unwrap();
    }
    let mut found = Vec::new();
    for dark in [false, true] {
        for size in [Size::Wide, Size::Phone] {
            let browser = driver.open(Look { dark, size, ..Look::default() }).await;
            for lang in ["ja", "en"] {
                browser.goto(&format!("{}/login?lang={lang}", desk.address)).await.unwrap();
                check(&browser, &axe, &format!("/login {lang} {size:?} dark={dark}"), size, &mut found).await;
            }
            desk.sign_in(&browser, "/desk/account").await;
            click(&browser, "form[action='/desk/account/second-factor'] button").await;
            for page in PAGES {
                for lang in ["ja", "en"] {
                    browser.goto(&format!("{}{page}?lang={lang}", desk.address)).await.unwrap();
                    let at = format!("{page} {lang} {size:?} dark={dark}");
                    check(&browser, &axe, &at, size, &mut found).await;
                }
            }
            browser.end().await;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

async fn check(browser: &Browser, axe: &str, at: &str, size: Size, found: &mut Vec<String>) {
    let unfold = "document.querySelector('details')?.setAttribute('open', '')";
    browser.execute(unfold, Vec::new()).await.unwrap();
    found.extend(axe::violations(browser, axe).await.into_iter().map(|what| format!("{at}: {what}")));
    let wide = "return document.documentElement.scrollWidth";
    let width = browser.execute(wide, Vec::new()).await.unwrap().as_u64().unwrap();
    if width > size.width() {
        found.push(format!("{at}: {width} pixels wide"));
    }
}
