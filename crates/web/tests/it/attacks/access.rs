//! Class 8: who may do what, over every route there is (RT CVE-2026-108270, TheHive CVE-2025-48741).

use account::Role;
use axum::http::{Method, StatusCode};

use crate::desk::{MAIL, receive};
use crate::staff::desk::{Browser, Desk, FORM, PASSWORD, encoded, hidden};

/// From which role on a route answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    /// Anybody, signed in or not.
    Anybody,
    /// Who has signed in and is at least this.
    Staff(Role),
    /// There is no such method.
    Nobody,
}

use May::{Anybody, Nobody, Staff};

const READER: May = Staff(Role::Reader);
const ANALYST: May = Staff(Role::Analyst);
const COORDINATOR: May = Staff(Role::Coordinator);
const ADMIN: May = Staff(Role::Admin);

/// Forms with files: what is no such form has no token of ours, and is refused as one of another site.
const WITH_FILES: [&str; 4] =
    ["/desk/entry", "/desk/contacts.csv", "/desk/community/first", "/desk/community/{kind}/file"];

/// A route: what it does where the path leaves that open, who may GET, who may POST.
type Rule = (&'static str, &'static [&'static str], May, May);

/// Every route. One that is missing here fails the test: whoever adds one says who may use it.
const RULES: &[Rule] = &[
    ("/", &[], Anybody, Nobody),
    ("/observe", &[], Anybody, Nobody),
    ("/observe/icmp", &[], Anybody, Nobody),
    ("/observe/port", &[], Anybody, Nobody),
    ("/observe/port/{protocol}/{number}", &[], Anybody, Nobody),
    ("/activity", &[], Anybody, Nobody),
    ("/activity/{period}", &[], Anybody, Nobody),
    ("/activity/{period}/{file}", &[], Anybody, Nobody),
    ("/activity/{period}/figure/{id}", &[], Anybody, Nobody),
    ("/about/data", &[], Anybody, Nobody),
    ("/api", &[], Anybody, Nobody),
    ("/language/{lang}", &[], Anybody, Nobody),
    ("/assets/{hash}/{name}", &[], Anybody, Nobody),
    ("/healthz", &[], Anybody, Nobody),
    ("/api/v1/observe/top", &[], Anybody, Nobody),
    ("/api/v1/observe/series", &[], Anybody, Nobody),
    ("/api/v1/observe/graph.svg", &[], Anybody, Nobody),
    ("/api/v1/account", &[], READER, Nobody),
    ("/api/v1/activity", &[], Anybody, Nobody),
    ("/api/v1/activity/{period}/figures", &[], Anybody, Nobody),
    ("/api/v1/activity/{period}/figures/{id}/records", &[], Anybody, Nobody),
    ("/api/v1/openapi.json", &[], Anybody, Nobody),
    ("/api/v1/incident/messages", &[], READER, Nobody),
    ("/api/v1/incident/messages/{id}", &[], READER, Nobody),
    ("/api/v1/incident/incidents", &[], READER, Nobody),
    ("/api/v1/incident/incidents/{id}", &[], READER, Nobody),
    ("/api/v1/incident/notifications", &[], READER, Nobody),
    ("/api/v1/incident/takedowns", &[], READER, Nobody),
    ("/api/v1/incident/search", &[], READER, Nobody),
    ("/api/v1/incident/statistics", &[], READER, Nobody),
    ("/api/v1/incident/figures", &[], READER, Nobody),
    ("/api/v1/sensors", &[], READER, Nobody),
    // Programs with a token alone: `desk::data` tries their roles.
    ("/api/v1/incident/reports", &[], Nobody, Nobody),
    ("/login", &[], Anybody, Anybody),
    ("/login/code", &[], Anybody, Anybody),
    ("/logout", &[], Nobody, READER),
    ("/report", &[], Anybody, Anybody),
    ("/report/form.txt", &[], Anybody, Nobody),
    ("/report/received/{receipt}", &[], Anybody, Nobody),
    ("/desk", &[], READER, Nobody),
    ("/desk/messages", &[], READER, Nobody),
    ("/desk/messages/{act}", &["close", "reopen", "assign", "dispose"], Nobody, ANALYST),
    ("/desk/message/{id}", &[], READER, Nobody),
    ("/desk/message/{id}/original", &[], READER, Nobody),
    ("/desk/message/{id}/part/{number}", &[], READER, Nobody),
    (
        "/desk/message/{id}/{act}",
        &["note", "add", "withdraw", "close", "reopen", "assign", "dispose", "read"],
        Nobody,
        ANALYST,
    ),
    ("/desk/entry", &[], ANALYST, ANALYST),
    ("/desk/incidents", &[], READER, Nobody),
    ("/desk/incidents/{act}", &["close", "reopen", "withdraw", "merge"], Nobody, ANALYST),
    ("/desk/incident/{id}", &[], READER, Nobody),
    (
        "/desk/incident/{id}/{act}",
        &[
            "classify", "times", "note", "merge", "unmerge", "restore", "link", "unlink", "close", "reopen",
            "withdraw",
        ],
        Nobody,
        ANALYST,
    ),
    ("/desk/notifications", &[], READER, Nobody),
    ("/desk/notifications/{id}", &["approve", "discard"], READER, COORDINATOR),
    ("/desk/notifications/{id}", &["draft", "draft-to", "draft-zone"], READER, ANALYST),
    (
        "/desk/notifications/{id}/{act}",
        &["edit", "approve", "discard", "resend", "was-sent", "leave"],
        Nobody,
        COORDINATOR,
    ),
    ("/desk/contacts", &[], READER, COORDINATOR),
    ("/desk/contacts/{id}", &[], READER, COORDINATOR),
    ("/desk/contacts.csv", &[], COORDINATOR, COORDINATOR),
    ("/desk/community", &[], READER, Nobody),
    ("/desk/community/first", &[], Nobody, COORDINATOR),
    ("/desk/community/{kind}", &[], READER, COORDINATOR),
    ("/desk/community/{kind}/new", &[], COORDINATOR, Nobody),
    ("/desk/community/{kind}/file", &[], COORDINATOR, COORDINATOR),
    ("/desk/community/{kind}/{id}", &[], READER, COORDINATOR),
    ("/desk/community/{kind}/{id}/remove", &[], Nobody, COORDINATOR),
    ("/desk/takedown", &[], READER, Nobody),
    ("/desk/takedown/{id}/{act}", &["start", "stop"], Nobody, ANALYST),
    ("/desk/takedowns", &[], READER, Nobody),
    ("/desk/templates", &[], COORDINATOR, Nobody),
    ("/desk/templates/{name}/{lang}", &[], COORDINATOR, Nobody),
    ("/desk/templates/{name}/{lang}/{act}", &["preview", "change", "reset"], Nobody, COORDINATOR),
    ("/desk/watched-ports", &[], READER, ANALYST),
    ("/desk/watched-ports/{id}", &[], READER, ANALYST),
    ("/desk/watched-ports/{id}/decide", &[], Nobody, ANALYST),
    ("/desk/sensors", &[], READER, Nobody),
    ("/desk/sensors/invite", &[], ADMIN, ADMIN),
    ("/desk/sensors/invite/{id}/withdraw", &[], Nobody, ADMIN),
    ("/desk/sensors/alarms/{id}", &[], Nobody, ANALYST),
    ("/desk/sensors/{name}", &[], READER, Nobody),
    ("/desk/sensors/{name}/{act}", &["describe", "retire", "reinstate", "revoke"], Nobody, ADMIN),
    ("/desk/search", &[], READER, Nobody),
    ("/desk/statistics", &[], READER, Nobody),
    ("/desk/activity", &[], READER, Nobody),
    ("/desk/activity/{period}", &[], READER, Nobody),
    ("/desk/activity/{period}/issue", &[], COORDINATOR, COORDINATOR),
    ("/desk/activity/{period}/topic/{id}", &[], ANALYST, ANALYST),
    ("/desk/activity/{period}/topic/{id}/{act}", &["up", "down", "remove"], Nobody, ANALYST),
    ("/desk/activity/{period}/remark/{section}", &[], ANALYST, ANALYST),
    ("/desk/account", &[], READER, Nobody),
    ("/desk/account/profile", &[], Nobody, READER),
    ("/desk/account/password", &[], Nobody, READER),
    ("/desk/account/second-factor", &[], READER, READER),
    ("/desk/account/second-factor/confirm", &[], Nobody, READER),
    ("/desk/account/second-factor/off", &[], Nobody, READER),
    ("/desk/account/recovery-codes", &[], Nobody, READER),
    ("/desk/account/tokens", &[], Nobody, READER),
    ("/desk/account/tokens/{id}/end", &[], Nobody, READER),
    ("/desk/account/sessions/{id}/end", &[], Nobody, READER),
    ("/desk/account/sessions/end-others", &[], Nobody, READER),
    ("/desk/users", &[], ADMIN, ADMIN),
    ("/desk/users/{name}", &[], ADMIN, Nobody),
    ("/desk/users/{name}/profile", &[], Nobody, ADMIN),
    ("/desk/users/{name}/role", &[], Nobody, ADMIN),
    ("/desk/users/{name}/disable", &[], Nobody, ADMIN),
    ("/desk/users/{name}/enable", &[], Nobody, ADMIN),
    ("/desk/users/{name}/password", &[], Nobody, ADMIN),
    ("/desk/users/{name}/second-factor/off", &[], Nobody, ADMIN),
    ("/desk/users/{name}/tokens/{id}/end", &[], Nobody, ADMIN),
    ("/desk/journal", &[], ADMIN, Nobody),
    ("/desk/journal/verify", &[], Nobody, ADMIN),
];

const ROLES: [(&str, Role); 4] =
    [("ra", Role::Reader), ("ab", Role::Analyst), ("co", Role::Coordinator), ("ad", Role::Admin)];

/// What the forms want: a form that lacks a field would be refused whoever sends it.
const FIELDS: &[(&str, &str)] = &[
    ("id", "1"),
    ("name", "zz"),
    ("display", "zz"),
    ("role", "reader"),
    ("lang", "en"),
    ("password", PASSWORD),
    ("present", "wrong wrong wrong"),
    ("new", PASSWORD),
    ("twice", "something else now"),
    ("code", "000000"),
    ("days", "1"),
    ("note", "x"),
];

fn filled(path: &str, act: &str) -> String {
    // The bulk acts of notifications stand where the number stands.
    let path = if path == "/desk/notifications/{id}" && !act.is_empty() {
        "/desk/notifications/{act}"
    } else {
        path
    };
    // The first session is one's own, which has to go on here.
    let path = path.replace("sessions/{id}", "sessions/999").replace("tokens/{id}", "tokens/999");
    let known = [
        ("{id}", "1"),
        ("{act}", act),
        ("{name}", "zz"),
        ("{number}", "1"),
        ("{lang}", "en"),
        ("{hash}", "x"),
        ("{period}", "2007Q4"),
        ("{file}", "report.en.html"),
        ("{section}", "incidents"),
        ("{kind}", "event"),
    ];
    known.iter().fold(path, |path, (place, value)| path.replace(place, value)).replace("{protocol}", "tcp")
}

/// How many records were changed, and by whom it was told.
async fn changes(desk: &Desk, who: &str) -> usize {
    let all = desk.app.account.journal(None, None, 1000).await.unwrap();
    all.iter()
        .filter(|entry| entry.who == who && entry.what != "view" && !entry.what.contains("sign"))
        .count()
}

#[tokio::test]
async fn every_route_is_for_whom_it_is_for() {
    let desk = Desk::new(&ROLES).await;
    receive(&desk, MAIL).await;
    let known: Vec<&str> = RULES.iter().map(|rule| rule.0).collect();
    for path in web::addresses() {
        assert!(known.contains(&path), "{path}: say in RULES who may use it");
    }
    for (name, role) in ROLES {
        let mut browser = desk.signed_in(name).await;
        let csrf = hidden(browser.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
        for (path, acts, get, post) in RULES {
            // Who ends the own session or password here can't go on.
            if ["/logout", "/login", "/desk/account/password"].contains(path) {
                continue;
            }
            for (method, may) in [(Method::GET, get), (Method::POST, post)] {
                let none = [""];
                for act in if acts.is_empty() || method == Method::GET { &none[..] } else { acts } {
                    let address = filled(path, act);
                    let headers = [FORM, ("sec-fetch-site", "same-origin")];
                    let body = if method == Method::GET {
                        String::new()
                    } else {
                        encoded(&[&[("csrf", csrf.as_str())], FIELDS].concat())
                    };
                    let before = changes(&desk, name).await;
                    let answer = browser.send(&desk, method.clone(), &address, &headers, body).await;
                    let at = format!("{name} {method} {address}: {}", answer.status);
                    match may {
                        Anybody => assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{at}"),
                        Nobody if *path == "/api/v1/incident/reports" => {
                            assert!(matches!(answer.status.as_u16(), 401 | 405), "{at}");
                        }
                        Nobody => assert!(matches!(answer.status.as_u16(), 404 | 405), "{at}"),
                        // Forms with files say the same to a form that is none.
                        Staff(least) if role >= *least && WITH_FILES.contains(path) => {}
                        Staff(least) if role >= *least => {
                            assert_ne!(answer.status, StatusCode::FORBIDDEN, "{at}");
                        }
                        Staff(_) => {
                            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{at}");
                            assert_eq!(changes(&desk, name).await, before, "{at}: something was done");
                        }
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn nothing_for_staff_is_had_without_a_session() {
    let desk = Desk::new(&ROLES).await;
    receive(&desk, MAIL).await;
    for (path, acts, get, post) in RULES {
        for (method, may) in [(Method::GET, get), (Method::POST, post)] {
            if !matches!(may, Staff(_)) {
                continue;
            }
            let address = filled(path, acts.first().copied().unwrap_or_default());
            for cookie in ["", "hinomi=", "hinomi=aaaa", "hinomi=' OR 1=1 --", "__Host-hinomi=x"] {
                let mut headers = vec![FORM, ("sec-fetch-site", "same-origin")];
                if !cookie.is_empty() {
                    headers.push(("cookie", cookie));
                }
                let answer =
                    Browser::default().send(&desk, method.clone(), &address, &headers, String::new()).await;
                let at = format!("{method} {address} {cookie}");
                assert!(matches!(answer.status.as_u16(), 303 | 401 | 404 | 405), "{at}: {}", answer.status);
                assert!(!String::from_utf8_lossy(&answer.bytes).contains("scan of our hosts"), "{at}");
            }
        }
    }
}
