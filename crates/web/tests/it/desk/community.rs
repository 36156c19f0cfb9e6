//! Records of work with others, as a coordinator keeps them.

use account::Role;
use axum::http::{Method, StatusCode};
use community::{EntryQuery, Kind};

use crate::report::{Part, form};
use crate::staff::desk::{Browser, Desk, hidden};
use crate::world::Answer;

const PATH: &str = "/desk/community/lecture";

async fn desk() -> Desk {
    Desk::new(&[("reader", Role::Reader), ("cho", Role::Coordinator)]).await
}

async fn lectures(desk: &Desk) -> u64 {
    desk.app.community.entries(Kind::Lecture, &EntryQuery::default()).await.unwrap().total
}

/// Sends a file's text, or what its preview carried, as the page's form does.
async fn send(desk: &Desk, browser: &mut Browser, fields: &[(&str, &str)], file: Option<&str>) -> Answer {
    let page = browser.get(desk, PATH).await;
    let csrf = hidden(page.text(), "csrf").to_owned();
    let text = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied());
    let mut parts: Vec<Part<'_>> = text.map(|(name, value)| (name, None, value.as_bytes())).collect();
    parts.extend(file.map(|file| ("file", Some("lecture.csv"), file.as_bytes())));
    let (media, body) = form(&parts);
    let headers = [("content-type", media), ("sec-fetch-site", "same-origin")];
    let body = String::from_utf8(body).unwrap();
    browser.send(desk, Method::POST, &format!("{PATH}/file"), &headers, body).await
}

#[tokio::test]
async fn a_record_is_added_put_right_changed_and_removed() {
    let desk = desk().await;
    let mut browser = desk.signed_in("cho").await;
    let new = format!("{PATH}/new");
    let wrong = [("title_en", "On <b>worms"), ("speakers", "Mihon"), ("day", "some day")];
    let answer = browser.fill(&desk, &new, PATH, &wrong).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    for said in ["This is no day and no month", "On &lt;b&gt;worms", "value=\"some day\"", "aria-invalid"] {
        assert!(answer.text().contains(said), "{said}");
    }
    assert_eq!(lectures(&desk).await, 0);
    let right =
        [("title_en", "On worms"), ("speakers", "Mihon"), ("day", "2008-02"), ("note", "in the cellar")];
    let answer = browser.fill(&desk, &new, PATH, &right).await;
    assert_eq!(answer.header("location"), "/desk/community/lecture/1", "{}", answer.text());
    let answer = browser.fill(&desk, &new, PATH, &right).await;
    assert!(answer.text().contains("There is such a record already."));
    let one = "/desk/community/lecture/1";
    let undated = [&right[..2], &[("day", "")]].concat();
    browser.fill(&desk, one, one, &undated).await;
    assert!(browser.get(&desk, "/desk/community").await.text().contains("1 without a date"));
    let seen = desk.signed_in("reader").await.get(&desk, one).await;
    assert!(seen.text().contains("On worms") && !seen.text().contains("<textarea"));
    let answer = browser.fill(&desk, one, &format!("{one}/remove"), &[]).await;
    assert_eq!(answer.header("location"), PATH);
    assert_eq!(lectures(&desk).await, 0);
    assert_eq!(browser.get(&desk, one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&desk, "/desk/community/teapot").await.status, StatusCode::NOT_FOUND);
    for wrong in ["period=2008Q5", "skip=-1", "colour=red"] {
        let answer = browser.get(&desk, &format!("{PATH}?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn a_file_is_looked_at_and_then_taken_in() {
    let desk = desk().await;
    let mut browser = desk.signed_in("cho").await;
    let file = "title_ja,speakers,day\r\n見本,Mihon,2008-02\r\nC,D,soon\r\n";
    let looked = send(&desk, &mut browser, &[("lines", "look")], Some(file)).await;
    assert!(
        looked.text().contains("This is no day and no month")
            && looked.text().contains("Take in the good lines")
    );
    assert_eq!(lectures(&desk).await, 0, "only looked at");
    let carried = hidden(looked.text(), "carried").replace("&#x2f;", "/").replace("&#x3d;", "=");
    let taken = send(&desk, &mut browser, &[("lines", "good"), ("carried", &carried)], None).await;
    assert!(taken.text().contains("It was taken in."), "{}", taken.text());
    assert_eq!(lectures(&desk).await, 1);
    let file = browser.get(&desk, &format!("{PATH}/file")).await;
    assert!(file.header("content-disposition").contains("lecture.csv") && file.text().contains("見本"));
    let refused = send(&desk, &mut browser, &[("lines", "good"), ("carried", "no base64!")], None).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}
