//! The activity reports: drafts, editions, every number with its records, and what staff do.

use account::Role;
use axum::http::{Method, StatusCode};
use desk::flows::activity_report::{self, IssueOptions};
use incident::intake::{Arrival, When};
use kernel::{Lang, Period, Text};

use crate::browser::left_out;
use crate::staff::desk::{Browser, Desk};
use crate::world::{Answer, ask, get};

/// A week after this quarter is now.
const QUARTER: &str = "/activity/2008Q1";

fn period() -> Period {
    "2008Q1".parse().unwrap()
}

/// Takes in a mail of January that reports two scans.
pub(crate) async fn receive(desk: &Desk, number: u32) {
    let mail = format!(
        "From: Aoki <aoki@example.co.jp>\r\nTo: info@csirt.example\r\nSubject: scan of our hosts, secret {number}\r\n\
         Message-ID: <{number}@example.co.jp>\r\nDate: Mon, 07 Jan 2008 10:00:00 +0900\r\n\r\n\
         Attack source: 192.0.2.{number}\r\nAttack source: 198.51.100.{number}\r\n"
    );
    let arrival = Arrival {
        when: When::At("2008-01-07T01:00:00Z".parse().unwrap()),
        ..Arrival::mail(mail.into_bytes())
    };
    desk.app.incident.receive(vec![arrival]).await.unwrap();
}

/// A desk with three reports in the quarter.
pub(crate) async fn desk() -> Desk {
    let users = [
        ("reader", Role::Reader),
        ("aoki", Role::Analyst),
        ("kato", Role::Coordinator),
        ("kanri", Role::Admin),
    ];
    let desk = Desk::new(&users).await;
    for number in 1..=3 {
        receive(&desk, number).await;
    }
    desk
}

/// Issues the quarter without PDF: they take a while, and have tests of their own.
pub(crate) async fn issue(desk: &Desk, changes: &[&str]) {
    let text = |text: &&str| Text { ja: (*text).to_owned(), en: (*text).to_owned() };
    let changes = changes.iter().map(text).collect();
    let options = IssueOptions { changes, without_pdf: Lang::ALL.into() };
    activity_report::issue(&desk.app, period(), "kato", options).await.unwrap();
}

/// The page's text with its slashes.
fn plain(answer: &Answer) -> String {
    answer.text().replace("&#x2f;", "/")
}

#[tokio::test]
async fn nothing_is_public_before_it_is_issued() {
    let desk = desk().await;
    let list = get(&desk.site, "/activity").await;
    assert!(list.text().contains("No report has been issued yet."), "{}", list.text());
    assert!(!get(&desk.site, "/").await.text().contains("newest-report"));
    let figure = format!("{QUARTER}/figure/incident.reports");
    let api = format!("/api/v1{QUARTER}/figures");
    let records = format!("{api}/incident.reports/records");
    let file = format!("{QUARTER}/report.en.html");
    for address in [QUARTER, &figure, &file, &api, &records] {
        for query in ["", "?edition=draft", "?edition=1"] {
            let answer = get(&desk.site, &format!("{address}{query}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}{query}");
            assert!(!answer.text().contains("secret"), "{address}{query}");
        }
    }
    // Staff see today's draft at the same addresses, and nobody keeps it.
    let mut browser = desk.signed_in("reader").await;
    for address in [QUARTER, &figure, &file, &api, &records] {
        let answer = browser.get(&desk, address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        assert_eq!(answer.header("etag"), "", "{address}");
    }
    let page = browser.get(&desk, QUARTER).await;
    assert!(page.text().contains("only staff see it") && page.text().contains("noindex"));
}

#[tokio::test]
async fn an_edition_is_public_with_every_number_a_link() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    for (lang, title) in [("en", "Activity report January – March 2008"), ("ja", "2008年1月〜3月")] {
        let headers = [("accept-language", lang)];
        let page = ask(&desk.site, Method::GET, QUARTER, &headers).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = plain(&page);
        assert!(text.contains(title) && text.matches("<h1").count() == 1, "{text}");
        assert!(!text.contains("<script") && !text.contains(" style=\""));
        // Every number's page is there, and leads back to where the number stands.
        let mut seen = 0;
        for link in text.split("class=\"report-number\"").skip(1) {
            let (_, after) = link.split_once("href=\"").unwrap();
            let (address, after) = after.split_once("\">").unwrap();
            let number = after.split('<').next().unwrap();
            let figure = ask(&desk.site, Method::GET, address, &headers).await;
            assert_eq!(figure.status, StatusCode::OK, "{address}");
            assert!(plain(&figure).contains(&format!("<dd>{number}</dd>")), "{address}");
            let (_, back) = address.split_once("/figure/").unwrap();
            assert!(text.contains(&format!("id=\"figure-{back}\"")), "{back}");
            assert!(plain(&figure).contains(&format!("href=\"{QUARTER}#figure-{back}\"")), "{back}");
            seen += 1;
        }
        assert!(seen > 10, "{seen}");
    }
    // It stands on the home page and in the list, with its files.
    for address in ["/", "/activity"] {
        let page = get(&desk.site, address).await;
        assert!(plain(&page).contains(&format!("href=\"{QUARTER}\"")), "{address}");
        assert!(plain(&page).contains(&format!("href=\"{QUARTER}/report.ja.html\"")), "{address}");
    }
}

#[tokio::test]
async fn the_public_sees_of_a_record_what_anybody_may() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    let address = format!("{QUARTER}/figure/incident.incidents");
    let page = plain(&get(&desk.site, &address).await);
    assert_eq!(page.matches("<tr><td class=\"time\">7 January 2008").count(), 6, "{page}");
    for secret in ["192.0.2.", "198.51.100.", "aoki", "secret", "/desk/incident"] {
        assert!(!page.contains(secret), "{secret}");
    }
    let mut browser = desk.signed_in("reader").await;
    let page = plain(&browser.get(&desk, &address).await);
    assert_eq!(page.matches("href=\"/desk/incident/").count(), 6, "{page}");
    let data = get(&desk.site, &format!("/api/v1{QUARTER}/figures/incident.incidents/records")).await.json();
    assert_eq!(data["total"], 6);
    assert!(data["records"].as_array().unwrap().iter().all(|record| record["id"].is_null()), "{data}");
    let data =
        browser.get(&desk, &format!("/api/v1{QUARTER}/figures/incident.incidents/records")).await.json();
    assert!(data["records"].as_array().unwrap().iter().all(|record| record["id"].is_string()), "{data}");
}

#[tokio::test]
async fn a_correction_leaves_the_first_edition_as_it_was() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    let first = get(&desk.site, &format!("{QUARTER}/report.en.html")).await;
    receive(&desk, 4).await;
    // Drift: the public is told that the list has grown, staff what it would be.
    let address = format!("{QUARTER}/figure/incident.reports");
    let page = get(&desk.site, &address).await;
    assert!(page.text().contains("By now there are 4 records, and the report says 3"), "{}", page.text());
    assert!(!page.text().contains("It would be today"));
    let mut browser = desk.signed_in("kato").await;
    let page = plain(&browser.get(&desk, &address).await);
    assert!(page.contains("<dt>It would be today</dt><dd>4</dd>"), "{page}");
    let page = plain(&browser.get(&desk, "/desk/activity").await);
    assert!(page.contains("/desk/activity/2008Q1#drift"), "{page}");
    let page = plain(&browser.get(&desk, "/desk/activity/2008Q1").await);
    assert!(page.contains("<td class=\"number\">3</td><td class=\"number\">4</td>"), "{page}");

    issue(&desk, &["one more"]).await;
    let newest = plain(&get(&desk.site, QUARTER).await);
    assert!(newest.contains("one more") && newest.contains("Edition 2"), "{newest}");
    let older = plain(&get(&desk.site, &format!("{QUARTER}?edition=1")).await);
    assert!(older.contains("This is no longer the newest edition."), "{older}");
    assert!(
        older.contains(&format!("href=\"{QUARTER}/figure/incident.reports?edition=1\">3</a>")),
        "{older}"
    );
    let page = plain(&get(&desk.site, &format!("{address}?edition=1")).await);
    assert!(page.contains("<dd>3</dd>"), "{page}");
    assert!(page.contains(&format!("rel=\"canonical\" href=\"{address}?edition=1\"")), "{page}");
    let again = get(&desk.site, &format!("{QUARTER}/report.en.html?edition=1")).await;
    assert_eq!(again.bytes, first.bytes, "a file is what it was");
    assert!(again.header("cache-control").contains("immutable"));
    assert_ne!(get(&desk.site, &format!("{QUARTER}/report.en.html")).await.bytes, first.bytes);
}

#[tokio::test]
async fn files_are_sent_once() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    let file = get(&desk.site, &format!("{QUARTER}/report.ja.html")).await;
    assert_eq!(file.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(file.header("content-language"), "ja");
    assert!(file.header("content-security-policy").contains("style-src 'unsafe-inline'"));
    let etag = file.header("etag").to_owned();
    let headers = [("if-none-match", etag.as_str())];
    let again = ask(&desk.site, Method::GET, &format!("{QUARTER}/report.ja.html"), &headers).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    for none in ["report.ja.pdf", "report.fr.html", "report.ja.txt", "x"] {
        let answer = get(&desk.site, &format!("{QUARTER}/{none}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn addresses_that_lead_nowhere_and_those_that_lead_on() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    for (address, status) in [
        ("/activity/2008Q5", 404),
        ("/activity/1500", 404),
        ("/activity/2007Q4", 404),
        ("/activity/2008Q1?edition=2", 404),
        ("/activity/2008Q1?edition=x", 400),
        ("/activity/2008Q1/figure/incident.nothing", 404),
        ("/activity/2008Q1/figure/incident.reports?page=2", 404),
        ("/activity/2008Q1/figure/incident.reports?page=0", 404),
        ("/activity/2008Q1/figure/incident.reports?page=99999999999999999999", 400),
        ("/api/v1/activity/2008Q1/figures?colour=red", 400),
        ("/api/v1/activity/2008Q1/figures/incident.reports/records?count=1001", 400),
    ] {
        assert_eq!(get(&desk.site, address).await.status.as_u16(), status, "{address}");
    }
    for rest in ["", "/figure/incident.reports"] {
        let answer = get(&desk.site, &format!("/activity/2008-01-01..2008-03-31{rest}?lang=ja")).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(answer.header("location"), format!("{QUARTER}{rest}?lang=ja"));
    }
}

#[tokio::test]
async fn programs_get_the_same() {
    let desk = desk().await;
    issue(&desk, &[]).await;
    let list = get(&desk.site, "/api/v1/activity").await.json();
    assert_eq!(list["editions"][0]["period"], "2008Q1");
    let address = list["editions"][0]["figures"].as_str().unwrap().to_owned();
    let figures = get(&desk.site, &address).await.json();
    for figure in figures["figures"].as_array().unwrap() {
        let records = get(&desk.site, figure["records"].as_str().unwrap()).await;
        assert_eq!(records.status, StatusCode::OK, "{figure}");
        let decimals = figure["decimals"].as_u64().unwrap();
        let counts = !matches!(figure["unit"].as_str().unwrap(), "percent-change" | "business-days" | "days");
        if counts && decimals == 0 {
            assert_eq!(records.json()["total"], figure["value"], "{figure}");
        }
    }
    let csv = get(&desk.site, &format!("{address}&format=csv&lang=ja")).await;
    assert!(csv.text().starts_with("id,name,period,value"), "{}", csv.text());
    assert!(csv.text().contains("\r\nincident.reports,"), "{}", csv.text());
    let wrong = ask(&desk.site, Method::GET, &address, &[("authorization", "Bearer hin_x")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn staff_write_what_stands_in_the_report() {
    let desk = desk().await;
    let mut browser = desk.signed_in("aoki").await;
    let here = "/desk/activity/2008Q1";
    let form = format!("{here}/topic/new");
    let topic = |title: &'static str| {
        [
            ("title_ja", "トピック<b>"),
            ("title_en", title),
            ("text_ja", "本文"),
            ("text_en", "Words\r\n\r\nand more"),
            ("link_url", "https://www.example/"),
            ("link_ja", "詳しく"),
            ("link_en", "More"),
        ]
    };
    for title in ["First", "Second"] {
        let answer = browser.fill(&desk, &form, &form, &topic(title)).await;
        assert_eq!(answer.header("location"), here, "{}", answer.text());
    }
    // What is refused is not lost.
    let answer = browser.fill(&desk, &form, &form, &[("title_ja", "片方だけ"), ("text_en", "kept")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(
        answer.text().contains("value=\"片方だけ\"") && answer.text().contains("kept"),
        "{}",
        answer.text()
    );

    let topics = desk.app.report.topics(period()).await.unwrap();
    let second = topics.iter().find(|topic| topic.written.title.en == "Second").unwrap().id;
    browser.fill(&desk, here, &format!("{here}/topic/{second}/up"), &[]).await;
    let titles: Vec<String> =
        desk.app.report.topics(period()).await.unwrap().into_iter().map(|one| one.written.title.en).collect();
    assert_eq!(titles, ["Second", "First"]);
    browser.fill(&desk, here, &format!("{here}/topic/{second}/remove"), &[]).await;

    let remark = format!("{here}/remark/incidents");
    let words = [("text_ja", "所見です"), ("text_en", "A remark")];
    let answer = browser.fill(&desk, &remark, &remark, &words).await;
    assert_eq!(answer.header("location"), format!("{here}#remarks"), "{}", answer.text());
    let nowhere = browser.fill(&desk, &remark, &format!("{here}/remark/nowhere"), &words).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);

    let draft = plain(&browser.get(&desk, "/activity/2008Q1?edition=draft").await);
    assert!(
        draft.contains("<h3>First</h3>") && !draft.contains("Second") && draft.contains("A remark"),
        "{draft}"
    );
    let said: Vec<String> = desk
        .app
        .account
        .journal(None, None, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.what)
        .collect();
    for what in ["report.topic.add", "report.topic.change", "report.topic.remove", "report.remark.write"] {
        assert!(said.iter().any(|known| known == what), "{what}: {said:?}");
    }
}

/// Where no Japanese font is, the page says so, and a file that needs it says which package has it.
async fn without_fonts(desk: &Desk, browser: &mut Browser) {
    if activity_report::has_japanese_fonts(&desk.app).await.unwrap() {
        left_out(
            "what a page says without a Japanese font, as there is one; HINOMI_FONTS=/nowhere has it said",
        );
        return;
    }
    let page = browser.get(desk, "/desk/activity/2008Q1/issue").await;
    assert!(page.text().contains("fonts-noto-cjk") && page.text().contains("name=\"without_pdf\""));
    let file = browser.get(desk, "/activity/2008Q1/report.ja.pdf?edition=draft").await;
    assert_eq!(file.status, StatusCode::CONFLICT);
    assert!(file.text().contains("fonts-noto-cjk"), "{}", file.text());
    let file = browser.get(desk, "/activity/2008Q1/report.ja.html?edition=draft").await;
    assert_eq!(file.status, StatusCode::OK);
}

#[tokio::test]
async fn coordinators_issue_and_correct() {
    let desk = desk().await;
    let issue = "/desk/activity/2008Q1/issue";
    let mut analyst = desk.signed_in("aoki").await;
    let answer = analyst.fill(&desk, "/desk/account", issue, &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let mut browser = desk.signed_in("kato").await;
    without_fonts(&desk, &mut browser).await;
    let without = [("without_pdf", "ja"), ("without_pdf", "en")];
    let answer = browser.fill(&desk, issue, issue, &without).await;
    assert_eq!(answer.header("location"), "/desk/activity/2008Q1", "{}", answer.text());
    assert_eq!(get(&desk.site, QUARTER).await.status, StatusCode::OK);

    receive(&desk, 4).await;
    let page = browser.get(&desk, issue).await;
    assert!(page.text().contains("Issue edition 2") && page.text().contains("name=\"change_ja\""));
    let answer = browser.fill(&desk, issue, issue, &without).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("Say in both languages what this edition corrects."), "{}", answer.text());
    let words =
        [("change_ja", "1件追加"), ("change_en", "One more"), ("without_pdf", "ja"), ("without_pdf", "en")];
    let answer = browser.fill(&desk, issue, issue, &words).await;
    assert_eq!(answer.header("location"), "/desk/activity/2008Q1", "{}", answer.text());
    let answer = browser.fill(&desk, issue, issue, &words).await;
    assert!(answer.text().contains("Nothing has changed since the last edition."), "{}", answer.text());
}

#[tokio::test]
async fn quarters_that_are_empty_or_to_come() {
    let desk = desk().await;
    let mut browser = desk.signed_in("kato").await;
    for (period, over) in
        [("2007Q3", true), ("2008Q2", false), ("2030Q1", false), ("FY2007", true), ("2008H1", false)]
    {
        for address in [format!("/activity/{period}"), format!("/desk/activity/{period}")] {
            assert_eq!(browser.get(&desk, &address).await.status, StatusCode::OK, "{address}");
        }
        let issue = format!("/desk/activity/{period}/issue");
        let page = browser.get(&desk, &issue).await;
        assert_eq!(page.text().contains("not over yet"), !over, "{period}");
        if !over {
            let answer = browser.fill(&desk, "/desk/account", &issue, &[]).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{period}");
            assert!(answer.text().contains("not over yet"), "{}", answer.text());
        }
    }
    assert_eq!(browser.get(&desk, "/desk/activity/2008Q9").await.status, StatusCode::NOT_FOUND);
    let answer = browser.get(&desk, "/desk/activity?period=2007H2").await;
    assert_eq!(answer.header("location"), "/desk/activity/2007H2");
    assert_eq!(Browser::default().get(&desk, "/desk/activity").await.status, StatusCode::SEE_OTHER);
}
