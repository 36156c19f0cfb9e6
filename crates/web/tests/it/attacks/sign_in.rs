//! Class 9: signing in with what is no password (TheHive CVE-2023-39069: an empty one let in), and guessing the
//! second factor for ever (ADV-2023-004).

use account::Role;
use axum::http::StatusCode;

use crate::staff::desk::{Browser, Desk, FORM, PASSWORD, encoded, hidden};

#[tokio::test]
async fn no_odd_password_lets_in() {
    let long = "x".repeat(1_000_000);
    let nearly = format!("{PASSWORD} ");
    let zero = format!("{PASSWORD}\0");
    let wide: String = PASSWORD.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect();
    let upper = PASSWORD.to_uppercase();
    for password in
        ["", " ", "\0", "*", "' OR '1'='1", "null", "パスワード", &long, &nearly, &zero, &wide, &upper]
    {
        // A site of its own for each: the throttle must not be what refuses.
        let desk = Desk::new(&[("aoki", Role::Admin)]).await;
        for name in ["aoki", "", "*", "AOKI\0", "' OR 1=1 --", "cli", "system"] {
            let mut browser = Browser::default();
            let answer = browser.sign_in(&desk, name, password, "").await;
            assert_eq!(browser.cookie("hinomi"), None, "{name:?} {password:.20}");
            assert!(answer.status.is_client_error(), "{name:?} {password:.20} {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_form_without_fields_or_with_each_twice_lets_nobody_in() {
    let desk = Desk::new(&[("aoki", Role::Admin)]).await;
    for body in [
        String::new(),
        encoded(&[("name", "aoki")]),
        encoded(&[("password", PASSWORD)]),
        encoded(&[("name", "aoki"), ("password", "wrong"), ("name", "aoki"), ("password", PASSWORD)]),
        "name[]=aoki&password[]=".to_owned(),
        "%".repeat(1000),
    ] {
        let mut browser = Browser::default();
        let headers = [FORM, ("sec-fetch-site", "same-origin")];
        let answer = browser.send(&desk, axum::http::Method::POST, "/login", &headers, body.clone()).await;
        assert!(answer.status.is_client_error(), "{body:.60}: {}", answer.status);
        assert_eq!(browser.cookie("hinomi"), None, "{body:.60}");
    }
}

#[tokio::test]
async fn codes_are_not_guessed() {
    let desk = Desk::new(&[("aoki", Role::Admin)]).await;
    let mut owner = desk.signed_in("aoki").await;
    let offer =
        owner.fill(&desk, "/desk/account", "/desk/account/second-factor", &[("password", PASSWORD)]).await;
    let page = owner
        .get(
            &desk,
            if offer.header("location").is_empty() {
                "/desk/account/second-factor"
            } else {
                offer.header("location")
            },
        )
        .await;
    let secret =
        desk.app.account.session(&owner.cookie("hinomi").unwrap().to_owned().into()).await.unwrap().unwrap();
    let offered = desk.app.account.offered_second_factor(&secret, "x").await.unwrap();
    let bytes = data_encoding::BASE32_NOPAD.decode(offered.secret.replace(' ', "").as_bytes()).unwrap();
    let app = totp_rs::Builder::new().with_secret(bytes.into_boxed_slice()).build().unwrap();
    let code = app.generate(desk.app.clock.now().as_second() as u64).to_string();
    let csrf = hidden(page.text(), "csrf").to_owned();
    let fields = [("code", code.as_str()), ("csrf", csrf.as_str())];
    let answer = owner.post(&desk, "/desk/account/second-factor/confirm", &fields).await;
    assert!(!answer.status.is_client_error(), "{}", answer.text());

    // The password is known; a thousand codes are tried, each ticket anew.
    let mut refused = 0;
    let mut tried = 0;
    let mut browser = Browser::default();
    for guess in 0..200 {
        if browser.cookies.iter().all(|(name, _)| name != "hinomi_ticket" && !name.contains("ticket")) {
            browser = Browser::default();
            let answer = browser.sign_in(&desk, "aoki", PASSWORD, "").await;
            assert_eq!(browser.cookie("hinomi"), None, "a password alone is no session");
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                refused += 1;
                continue;
            }
        }
        let guess = format!("{guess:06}");
        let answer = browser.post(&desk, "/login/code", &[("code", &guess)]).await;
        tried += usize::from(answer.status == StatusCode::BAD_REQUEST);
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(browser.cookie("hinomi"), None);
    }
    assert!(tried <= 15 && refused > 150, "{tried} codes were looked at, {refused} were not");
}
