//! The texts of notifications: changed, tried, taken up again.

use account::Role;
use axum::http::StatusCode;

use crate::staff::desk::Desk;

const ADDRESS: &str = "/desk/templates/scan/en";

#[tokio::test]
async fn a_text_is_tried_kept_and_taken_back() {
    let desk = Desk::new(&[("kuroda", Role::Coordinator)]).await;
    let mut browser = desk.signed_in("kuroda").await;
    let list = browser.get(&desk, "/desk/templates").await;
    assert!(list.text().replace("&#x2f;", "/").contains(&format!("href=\"{ADDRESS}\"")), "{}", list.text());
    let act = |act: &str| format!("{ADDRESS}/{act}");

    let new = [("subject", "Scan: {{ count }}"), ("body", "Dear {{ salutation }},\r\nplease look.\r\n")];
    let tried = browser.fill(&desk, ADDRESS, &act("preview"), &new).await;
    assert!(tried.text().contains("Scan: 2") && tried.text().contains("not kept yet"), "{}", tried.text());
    assert!(browser.get(&desk, ADDRESS).await.text().contains("This text was never changed."));

    let wrong = [("subject", "Scan"), ("body", "{{ nothing.here }}")];
    let answer = browser.fill(&desk, ADDRESS, &act("change"), &wrong).await;
    assert!(answer.text().contains("This text does not work:") && answer.text().contains("line 1"));
    assert!(answer.text().contains("{{ nothing.here }}"), "what was typed is still there");

    let kept = browser.fill(&desk, ADDRESS, &act("change"), &new).await;
    assert_eq!(kept.header("location"), ADDRESS, "{}", kept.text());
    let template = desk.app.incident.template("scan", kernel::Lang::En).await.unwrap();
    assert_eq!(template.body, "Dear {{ salutation }},\nplease look.\n");
    let page = browser.get(&desk, ADDRESS).await;
    assert!(page.text().contains("kuroda") && page.text().contains("Take up again"), "{}", page.text());

    let back = browser.fill(&desk, ADDRESS, &act("reset"), &[]).await;
    assert_eq!(back.header("location"), ADDRESS);
    assert_eq!(desk.app.incident.template("scan", kernel::Lang::En).await.unwrap().version, None);
    for nowhere in ["/desk/templates/scam/en", "/desk/templates/scan/fr"] {
        assert_eq!(browser.get(&desk, nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
}

#[tokio::test]
async fn who_does_not_speak_for_the_organisation_sees_no_texts() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let mut browser = desk.signed_in("aoki").await;
    assert!(!browser.get(&desk, "/desk").await.text().contains("/desk/templates"));
    for address in ["/desk/templates", ADDRESS] {
        assert_eq!(browser.get(&desk, address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    let answer = browser.fill(&desk, "/desk/account", &format!("{ADDRESS}/reset"), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
