//! Every page in both languages, held against its snapshot.

use kernel::Lang;
use serde::Serialize;

use super::*;
use crate::staff::{self, account, code, login, users};
use crate::templates::Templates;

fn check<C: Serialize>(template: &str, address: &str, context: impl Fn(Lang) -> C) {
    let templates = Templates::new();
    for lang in Lang::ALL {
        let is_staff = address.starts_with("/desk");
        let layout =
            if is_staff { Layout::desk_sample(lang, address) } else { Layout::sample(lang, address) };
        let html = templates.render(template, &layout, &context(lang)).unwrap();
        assert!(!html.contains("<script"), "{template}: a page has no script, and the sample's is escaped");
        assert!(!html.contains(" style="), "{template}: the policy forbids it");
        insta::assert_snapshot!(format!("{}.{lang}", template.replace(".html", "")), without_drawings(&html));
    }
}

/// The page without what `chart` draws, which has snapshots of its own.
fn without_drawings(html: &str) -> String {
    let mut parts = html.split("<svg");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (drawing, rest) = part.split_once("</svg>").unwrap();
        let words = if drawing.contains("chart-") { "<svg>(a chart)" } else { "<svg>(the mark)" };
        out.push_str(words);
        out.push_str("</svg>");
        out.push_str(rest);
    }
    out
}

#[test]
fn home() {
    check("home.html", "/", home::Home::sample);
}

#[test]
fn observe() {
    check("observe.html", "/observe", observe::Observe::sample);
}

#[test]
fn port() {
    check("port.html", "/observe/port/tcp/135", port::PortPage::sample);
}

#[test]
fn icmp() {
    check("icmp.html", "/observe/icmp", icmp::Icmp::sample);
}

#[test]
fn data_terms() {
    check("data_terms.html", "/about/data", |_| ());
}

#[test]
fn api_guide() {
    check("api.html", "/api", api_guide::Guide::new);
}

#[test]
fn failure() {
    check("failure.html", "/nowhere", |_| failure::Failed::sample());
}

#[test]
fn signing_in() {
    check("login.html", "/login", login::Login::sample);
    check("login_code.html", "/login/code", code::Code::sample);
}

#[test]
fn account() {
    check("account.html", "/desk/account", account::AccountPage::sample);
    check("account_token.html", "/desk/account", |_| account::Shown {
        name: "feed <b>".to_owned(),
        token: "hin_x".to_owned(),
    });
    check("second_factor.html", "/desk/account/second-factor", |_| account::OfferPage {
        secret: "AAAA BBBB".to_owned(),
        picture: "<svg></svg>".to_owned(),
        wrong: Some("wrong".to_owned()),
    });
    let codes = vec!["abcd-efgh".to_owned()];
    check("recovery_codes.html", "/desk/account", |_| account::Codes { codes: codes.clone(), new: true });
}

#[test]
fn users() {
    check("users.html", "/desk/users", users::list::UsersPage::sample);
    check("user.html", "/desk/users/aoki", users::one::UserPage::sample);
}

#[test]
fn journal() {
    check("journal.html", "/desk/journal", staff::journal::JournalPage::sample);
}
