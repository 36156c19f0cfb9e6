//! A site with users, and browsers that sign in.

use account::{NewUser, Role};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use desk::App;
use kernel::Lang;
use testkit::DataFolder;
use tower::ServiceExt;

use crate::world::{Answer, open};

/// Everybody's password here.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A site over a folder of its own.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) site: Router,
    _folder: DataFolder,
}

/// A browser: it keeps cookies as browsers do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Browser {
    pub(crate) cookies: Vec<(String, String)>,
}

impl Desk {
    /// A site with these users.
    pub(crate) async fn new(users: &[(&str, Role)]) -> Self {
        Self::with_settings("", users).await
    }

    pub(crate) async fn with_settings(settings: &str, users: &[(&str, Role)]) -> Self {
        let folder = DataFolder::new();
        std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
        let app = open(&folder).await;
        for (name, role) in users {
            let new = NewUser { name, display: name, role: *role, lang: Lang::En, password: PASSWORD };
            app.account.add_user(new, "cli").await.unwrap();
        }
        Self { site: web::router(app.clone()), app, _folder: folder }
    }

    /// A browser in which `name` has signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = Browser::default();
        let answer = browser.sign_in(self, name, PASSWORD, "/desk").await;
        assert_eq!(answer.header("location"), "/desk", "{}", answer.text());
        browser
    }
}

/// `a=b&c=d`, encoded.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// What stands in a page's hidden field.
pub(crate) fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, after) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{page}"));
    after.split('"').next().unwrap()
}

impl Browser {
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Sends a request with these headers and the cookies, and takes the cookies of the answer.
    pub(crate) async fn send(
        &mut self,
        desk: &Desk,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address).header("host", "desk.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        let response = desk.site.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn get(&mut self, desk: &Desk, address: &str) -> Answer {
        self.send(desk, Method::GET, address, &[], String::new()).await
    }

    /// Sends a form as a page of ours would, without asking for the page first.
    pub(crate) async fn post(&mut self, desk: &Desk, address: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [FORM, ("sec-fetch-site", "same-origin")];
        self.send(desk, Method::POST, address, &headers, encoded(fields)).await
    }

    /// Opens the page and sends a form of it: with its token.
    pub(crate) async fn fill(
        &mut self,
        desk: &Desk,
        page: &str,
        address: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let page = self.get(desk, page).await;
        let csrf = hidden(page.text(), "csrf").to_owned();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.post(desk, address, &fields).await
    }

    pub(crate) async fn sign_in(&mut self, desk: &Desk, name: &str, password: &str, next: &str) -> Answer {
        self.post(desk, "/login", &[("name", name), ("password", password), ("next", next)]).await
    }
}

/// The header of a form.
pub(crate) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
