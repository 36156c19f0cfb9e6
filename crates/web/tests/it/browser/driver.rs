//! Chromium's driver as a child process, and sessions of Chromium (WebDriver, W3C).

use std::net::TcpListener;
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use testkit::DataFolder;

use crate::browser::left_out;

/// A running driver; its process ends with it.
pub(crate) struct Driver {
    child: Child,
    address: String,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Only this one child, by its id.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How wide the window is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Size {
    /// 1280 pixels.
    Wide,
    /// 390 pixels, as a phone.
    Phone,
}

impl Size {
    /// In CSS pixels.
    pub(crate) const fn width(self) -> u64 {
        match self {
            Self::Wide => 1280,
            Self::Phone => 390,
        }
    }
}

/// What the reader has set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) dark: bool,
    pub(crate) size: Size,
    pub(crate) script: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { dark: false, size: Size::Wide, script: true }
    }
}

/// A session, with a profile that goes away with it.
pub(crate) struct Browser {
    client: Client,
    _profile: DataFolder,
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Browser {
    /// Closes the window.
    pub(crate) async fn end(self) {
        self.client.close().await.unwrap();
    }
}

/// Whether a program can be started.
fn is_installed(program: &str) -> bool {
    let run = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

impl Driver {
    /// Starts the driver on a free port; none, said loudly, where it or Chromium is not installed.
    pub(crate) async fn start() -> Option<Self> {
        for program in ["chromium", "chromedriver"] {
            if !is_installed(program) {
                left_out(&format!("a test in a browser, as {program} is not installed"));
                return None;
            }
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let driver = Self { child, address: format!("http://127.0.0.1:{port}") };
        for _ in 0..100 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Some(driver);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("chromedriver does not answer on {}", driver.address);
    }

    /// Opens a window.
    pub(crate) async fn open(&self, look: Look) -> Browser {
        let profile = DataFolder::new();
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en-US",
            "--window-size=1280,900",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--blink-settings=preferredColorScheme={}", u8::from(!look.dark)));
        let mut chrome = json!({ "args": arguments });
        if let Size::Phone = look.size {
            chrome["mobileEmulation"] = json!({ "deviceMetrics": { "width": look.size.width(), "height": 844, "pixelRatio": 1.0, "touch": true } });
        }
        if !look.script {
            chrome["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), chrome);
        // The driver is on this machine: no TLS.
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&self.address).await.unwrap();
        Browser { client, _profile: profile }
    }
}
