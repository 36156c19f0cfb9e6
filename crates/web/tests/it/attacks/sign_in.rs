//! Class 9: signing in with what is no password (TheHive CVE-2023-39069: an empty one let in), and guessing the
//! second factor for ever (ADV-2023-004).

use account::Role;
use axum::http::StatusCode;

use crate::staff::desk::{Browser, Desk, FORM, PASSWORD, encoded};

#[tokio::test]
async fn no_odd_password_lets_in() {
    let long = "x".repeat(1_000_000);
    let nearly = format!("{PASSWORD} ");
    let zero = format!("{PASSWORD}\0");
    let wide: String = PASSWORD.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)).collect();
    let upper = PASSWORD.to_uppercase();
    let odd = ["", " ", "\0", "*", "' OR '1'='1", "null", "パスワード", &long, &nearly, &zero, &wide, &upper];
    let nobody = ["", "*", "aoki\0", "' OR 1=1 --", "cli", "system", "ａｏｋｉ"];
    let tries = odd.map(|password| ("aoki", password));
    for (name, password) in tries.into_iter().chain(nobody.map(|name| (name, PASSWORD))) {
        // A site of its own for each: the throttle must not be what refuses.
        let desk = Desk::new(&[("aoki", Role::Admin)]).await;
        let mut browser = Browser::default();
        let answer = browser.sign_in(&desk, name, password, "").await;
        assert_eq!(browser.cookie("hinomi"), None, "{name:?} {password:.20}");
        assert!(answer.status.is_client_error(), "{name:?} {password:.20} {}", answer.status);
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
    let page = "/desk/account/second-factor";
    owner.fill(&desk, "/desk/account", page, &[]).await;
    let token = owner.cookie("hinomi").unwrap().to_owned();
    let session = desk.app.account.session(&token.into()).await.unwrap().unwrap();
    let offered = desk.app.account.offered_second_factor(&session, "x").await.unwrap();
    let bytes = data_encoding::BASE32_NOPAD.decode(offered.secret.replace(' ', "").as_bytes()).unwrap();
    let app = totp_rs::Builder::new().with_secret(bytes.into_boxed_slice()).build().unwrap();
    let code = app.generate(desk.app.clock.now().as_second() as u64).to_string();
    let answer = owner.fill(&desk, page, "/desk/account/second-factor/confirm", &[("code", &code)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());

    // The password is known; codes are tried, each with a ticket of its own.
    let (mut tried, mut refused) = (0, 0);
    for guess in 0..100 {
        let mut browser = Browser::default();
        let mut answer = browser.sign_in(&desk, "aoki", PASSWORD, "").await;
        assert_eq!(browser.cookie("hinomi"), None, "a password alone is no session");
        if answer.status == StatusCode::SEE_OTHER {
            answer = browser.post(&desk, "/login/code", &[("code", &format!("{guess:06}"))]).await;
        }
        match answer.status {
            StatusCode::BAD_REQUEST => tried += 1,
            StatusCode::TOO_MANY_REQUESTS => refused += 1,
            status => panic!("{status}"),
        }
        assert_eq!(browser.cookie("hinomi"), None);
    }
    assert!(tried <= 10 && refused >= 90, "{tried} codes were looked at, {refused} were not");
}
