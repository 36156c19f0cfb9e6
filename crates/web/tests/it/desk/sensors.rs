//! The fleet's pages, over live sensors that have delivered.

use account::{NewToken, Role, Scope};
use axum::http::{Method, StatusCode};
use desk::App;
use jiff::SignedDuration;
use observe::fleet::{About, FleetRules, Invitation, NetworkKind};
use observe::live::{Condition, Incoming};
use wire::{Batch, Cause, Loss, SensorId};

use super::desk;
use crate::staff::desk::{Browser, hidden};

/// Where a sensor of the tests stands, which most may not see.
const ADDRESS: &str = "192.0.2.77";

/// Three sensors: one well, one that loses packets and has a wrong clock, one that never delivered; with the alarms
/// of it.
pub(crate) async fn fill(app: &App) {
    let collector = app.observe.collect().await.unwrap();
    let now_us = app.clock.now().as_microsecond();
    for (id, name) in [(1, "tokyo-1"), (2, "osaka-1"), (3, "sapporo-1")] {
        let about = About {
            title: format!("{name} <b>"),
            country: Some("JP".to_owned()),
            network: Some(NetworkKind::University),
            addresses: vec![ADDRESS.to_owned()],
            note: "The host is in room 77.".to_owned(),
        };
        let invitation = Invitation { name: name.to_owned(), about };
        let valid = SignedDuration::from_hours(1);
        app.observe.invite(invitation, &[id; 16], valid, "kanri").await.unwrap();
        let sensor = SensorId([id; 16]);
        app.observe.redeem(&[id; 16], sensor, &format!("{id:064x}")).await.unwrap();
        if id == 3 {
            continue;
        }
        let from_us = now_us - 3 * 86_400_000_000;
        let mut batch = Batch {
            sensor,
            first: 1,
            last: 1,
            made_us: now_us,
            from_us,
            until_us: now_us,
            ..Batch::default()
        };
        if id == 2 {
            batch.losses = vec![Loss { cause: Cause::SpoolFull, packets: 1234, from_us, until_us: now_us }];
        }
        let condition = Condition { version: "0.1.0".to_owned(), waiting_frames: 3, waiting_bytes: 9000 };
        let offset_us = Some(if id == 2 { 90_000_000 } else { 0 });
        collector.deliver(sensor, condition, vec![Incoming { offset_us, batch }]).await.unwrap();
    }
    app.observe.refused(observe::fleet::RefusedFor::Token, None, "from 203.0.113.9").await.unwrap();
    let listening = app.clock.now() - SignedDuration::from_hours(1);
    let rules = FleetRules { silent: SignedDuration::from_mins(5), listening };
    app.observe.look_after_fleet(rules).await.unwrap();
}

#[tokio::test]
async fn where_a_sensor_stands_is_for_admins_alone() {
    let desk = desk().await;
    fill(&desk.app).await;
    for (name, role, sees) in
        [("reader", Role::Reader, false), ("aoki", Role::Analyst, false), ("kanri", Role::Admin, true)]
    {
        let mut browser = desk.signed_in(name).await;
        let new = NewToken { name: "test", role, scope: Scope::Read, days: 1 };
        let token = desk.app.account.add_token(name, new, name).await.unwrap();
        let bearer = format!("Bearer {}", token.expose());
        for path in
            ["/desk/sensors", "/desk/sensors/tokyo-1", "/api/v1/sensors", "/api/v1/sensors?format=csv"]
        {
            let answer = browser.get(&desk, path).await;
            assert_eq!(answer.status, StatusCode::OK, "{name} {path}");
            assert!(answer.text().contains("tokyo-1"), "{name} {path}");
            let headers = [("authorization", bearer.as_str())];
            let by_token = if path.starts_with("/api") {
                Browser::default().send(&desk, Method::GET, path, &headers, String::new()).await
            } else {
                browser.get(&desk, path).await
            };
            for answer in [&answer, &by_token] {
                let shown = answer.text().contains(ADDRESS) || answer.text().contains("room 77");
                assert_eq!(shown, sees && path != "/desk/sensors", "{name} {path}");
            }
        }
    }
    // The public sees nothing of them at all.
    for path in ["/", "/observe", "/api/v1/observe/top", "/api/v1/openapi.json", "/about/data"] {
        let answer = Browser::default().get(&desk, path).await;
        for kept in [ADDRESS, "tokyo-1", "osaka-1"] {
            assert!(!answer.text().contains(kept), "{path}: {kept}");
        }
    }
    assert_eq!(Browser::default().get(&desk, "/api/v1/sensors").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_sensor_is_described_retired_and_revoked_by_an_admin_who_is_sure() {
    let desk = desk().await;
    fill(&desk.app).await;
    let mut kanri = desk.signed_in("kanri").await;
    let page = "/desk/sensors/osaka-1";
    let html = kanri.get(&desk, page).await;
    for said in
        ["Losing packets", "1,234", "osaka-1 &lt;b&gt;", "+90 s", "the spool was full", "24 of 24 hours"]
    {
        assert!(html.text().contains(said), "{said}");
    }
    let describe = format!("{page}/describe");
    let fields = [("title", "Osaka"), ("country", "jp"), ("network", "cloud"), ("addresses", "198.51.100.7")];
    let done = kanri.fill(&desk, page, &describe, &fields).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, page));
    assert!(kanri.get(&desk, page).await.text().contains("198.51.100.7"));
    let wrong = kanri.fill(&desk, page, &describe, &[("title", "x"), ("country", "Japan")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);

    let retire = format!("{page}/retire");
    assert_eq!(kanri.fill(&desk, page, &retire, &[]).await.status, StatusCode::CONFLICT, "nobody was sure");
    assert_eq!(kanri.fill(&desk, page, &retire, &[("sure", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert!(kanri.get(&desk, page).await.text().contains("retired"));
    let reinstate = format!("{page}/reinstate");
    assert_eq!(kanri.fill(&desk, page, &reinstate, &[]).await.status, StatusCode::SEE_OTHER);
    let revoke = format!("{page}/revoke");
    assert_eq!(kanri.fill(&desk, page, &revoke, &[("sure", "yes")]).await.status, StatusCode::SEE_OTHER);
    assert!(kanri.get(&desk, page).await.text().contains("key revoked"));
    assert_eq!(kanri.get(&desk, "/desk/sensors/nobody").await.status, StatusCode::NOT_FOUND);
    let journal = desk.app.account.journal(Some("sensor/osaka-1"), None, 20).await.unwrap();
    let done: Vec<&str> =
        journal.iter().filter(|entry| entry.who == "kanri").map(|entry| entry.what.as_str()).collect();
    for what in ["revoke", "reinstate", "retire", "describe", "invite"] {
        assert!(done.contains(&format!("observe.sensor-{what}").as_str()), "{what}: {done:?}");
    }
}

#[tokio::test]
async fn an_alarm_is_seen_by_an_analyst() {
    let desk = desk().await;
    fill(&desk.app).await;
    let mut aoki = desk.signed_in("aoki").await;
    let html = aoki.get(&desk, "/desk/sensors").await.text().to_owned();
    for said in ["1,234 packets were lost", "off by +90 seconds", "invalid token: 1", "has not delivered yet"]
    {
        assert!(html.contains(said), "{said}");
    }
    let open = desk.app.observe.open_alarms().await.unwrap();
    let address = format!("/desk/sensors/alarms/{}", open[0].id);
    let done = aoki.fill(&desk, "/desk/sensors", &address, &[("back", "/desk/sensors")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/desk/sensors"));
    assert_eq!(desk.app.observe.open_alarms().await.unwrap()[0].seen_by.as_deref(), Some("aoki"));
    let mut reader = desk.signed_in("reader").await;
    assert!(!reader.get(&desk, "/desk/sensors").await.text().contains("/desk/sensors/alarms/"));
}

#[tokio::test]
async fn a_token_is_shown_once_with_what_its_host_does() {
    let desk = desk().await;
    let mut kanri = desk.signed_in("kanri").await;
    let page = "/desk/sensors/invite";
    let fields = [("name", "naha-1"), ("country", "JP"), ("network", "home")];
    let shown = kanri.fill(&desk, page, page, &fields).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let (_, rest) = shown.text().split_once("--token ").unwrap();
    let token: wire::enrol::Token = rest.split_once('<').unwrap().0.parse().unwrap();
    let html = kanri.get(&desk, "/desk/sensors").await;
    assert!(html.text().contains("naha-1") && !html.text().contains(&token.to_string()));
    let enrolled = desk.app.observe.redeem(&token.secret.0, SensorId([7; 16]), "ab").await.unwrap();
    assert_eq!(enrolled.name, "naha-1");
    for (name, status) in [("Naha", 409), ("invite", 409), ("", 409)] {
        let answer = kanri.fill(&desk, page, page, &[("name", name)]).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
    }
    kanri.fill(&desk, page, page, &[("name", "naha-2")]).await;
    let id = desk.app.observe.invitations().await.unwrap()[0].id;
    let withdraw = format!("/desk/sensors/invite/{id}/withdraw");
    kanri.fill(&desk, "/desk/sensors", &withdraw, &[]).await;
    assert!(desk.app.observe.invitations().await.unwrap().is_empty());
    assert!(!hidden(kanri.get(&desk, page).await.text(), "csrf").is_empty());
}
