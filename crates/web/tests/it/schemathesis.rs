//! Schemathesis asks the API what its own description allows and what it does not, and holds the answers against it:
//! no answer of a kind that is not described, none that is a mistake of ours, no record without a token.
//!
//! `cargo xtask check` brings the program (`HINOMI_SCHEMATHESIS`), else one on the search path is taken; where there
//! is none, that is said.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use account::{NewToken, Role, Scope};
use incident::Kind;
use incident::decide::ByHand;
use incident::notify::{ContactKind, NewContact};
use kernel::Lang;

use crate::browser::left_out;
use crate::desk::{MAIL, desk, receive};
use crate::staff::desk::Desk;

/// Examples of each operation, besides those at the edges, which are always asked. More finds little more.
const EXAMPLES: &str = "20";
/// Checks that the description can't satisfy: OpenAPI does not say that `to` is needed with `from`, that one of two
/// parameters is, or what names a period; and a parameter left empty, as forms send it, is one that was not given.
const LEFT_OUT: &str = "positive_data_acceptance,negative_data_rejection";

fn program() -> Option<OsString> {
    let program = std::env::var_os("HINOMI_SCHEMATHESIS").unwrap_or_else(|| "schemathesis".into());
    let there = Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_ok_and(|status| status.success()) {
        return Some(program);
    }
    left_out("the check of the API against its description, as schemathesis is not installed");
    None
}

/// A desk with a record of each sort.
async fn filled() -> Desk {
    let desk = desk().await;
    let message = receive(&desk, MAIL).await;
    let by_hand = ByHand { subject: "198.51.100.7".to_owned(), kind: Kind::Scan };
    let id = desk.app.incident.add_incident(message, &by_hand, "aoki").await.unwrap();
    let contact = NewContact {
        scopes: vec!["198.51.100.0/24".to_owned()],
        ..NewContact::new("noc", &["noc@net.example"], ContactKind::Network, Lang::En)
    };
    desk.app.incident.add_contact(contact, "kanri").await.unwrap();
    assert_eq!(desk.app.incident.draft(&[id], None, "aoki").await.unwrap().notifications.len(), 1);
    desk
}

/// Lets it ask; with what it said where it found something.
async fn check(desk: &Desk, folder: &Path, token: Option<String>) -> Result<(), String> {
    let Some(program) = program() else { return Ok(()) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(web::serve(listener, desk.app.clone(), std::future::pending()));
    let mut command = Command::new(program);
    command.current_dir(folder).arg("run").arg(format!("{site}/api/v1/openapi.json"));
    // Deterministic: the same questions in each run, as with a fixed seed, and no memory of earlier ones.
    command.args(["--max-examples", EXAMPLES, "--generation-deterministic", "--no-color"]);
    command.args([
        "--checks",
        "all",
        "--exclude-checks",
        LEFT_OUT,
        "--warnings",
        "off",
        "--continue-on-failure",
    ]);
    // Its way to the site is this machine's own.
    command.env("NO_PROXY", "127.0.0.1");
    if let Some(token) = token {
        command.arg("--header").arg(format!("Authorization: Bearer {token}"));
    }
    let output =
        tokio::task::spawn_blocking(move || command.stdin(Stdio::null()).output()).await.unwrap().unwrap();
    serving.abort();
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

async fn token(desk: &Desk, scope: Scope) -> String {
    let new = NewToken { name: "schemathesis", role: Role::Admin, scope, days: 1 };
    desk.app.account.add_token("kanri", new, "kanri").await.unwrap().expose().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_is_as_it_is_described() {
    let folder = testkit::DataFolder::new();
    let desk = filled().await;
    let token = token(&desk, Scope::Write).await;
    check(&desk, folder.path(), Some(token)).await.unwrap_or_else(|said| panic!("{said}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_is_as_it_is_described_for_who_has_no_token() {
    let folder = testkit::DataFolder::new();
    let desk = filled().await;
    check(&desk, folder.path(), None).await.unwrap_or_else(|said| panic!("{said}"));
}
