//! The pages, without a browser.

use axum::http::{Method, StatusCode};
use testkit::DataFolder;

use crate::world::{COLUMNS, SENSORS, ask, get, import, open, site};

/// Every page that a reader can come to.
const PAGES: [&str; 7] = [
    "/",
    "/observe",
    "/observe?from=2008-02-01&to=2008-02-07&class=scan",
    "/observe/port/tcp/445",
    "/observe/icmp",
    "/about/data",
    "/api",
];

#[tokio::test]
async fn every_page_speaks_both_languages_and_allows_no_script() {
    let site = site().await;
    for address in PAGES {
        for (lang, word) in [("ja", "見本データです。"), ("en", "Sample data.")] {
            let page = ask(&site, Method::GET, address, &[("accept-language", lang)]).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            let text = page.text();
            assert!(text.contains(&format!("<html lang=\"{lang}\">")), "{address}");
            assert!(text.contains(word), "{address}");
            assert!(text.contains("&lt;CSIRT&gt;") && !text.contains("<CSIRT>"), "{address}");
            assert!(!text.contains("<script") && !text.contains(" style=\""), "{address}");
            assert_eq!(text.matches("<h1").count(), 1, "{address}");
            assert_eq!(page.header("content-language"), lang);
            assert_eq!(page.header("vary"), "accept-encoding, accept-language, cookie");
            assert_eq!(page.header("x-content-type-options"), "nosniff");
            assert_eq!(page.header("referrer-policy"), "no-referrer");
            insta::allow_duplicates! {
                insta::assert_snapshot!(page.header("content-security-policy"), @"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            }
        }
    }
}

#[tokio::test]
async fn the_quarter_and_its_year_stand_in_four_figures() {
    let page = get(&site().await, "/observe").await;
    let text = page.text();
    for id in ["period-1-5", "period-6-10", "year-1-5", "year-6-10"] {
        assert!(text.contains(&format!("<figure class=\"figure\" id=\"{id}\"")), "{id}");
    }
    assert!(text.contains("Destination ports, places 1 to 5 (1 January – 31 March 2008)"));
    assert!(text.contains("Destination ports, places 6 to 10 (1 April 2007 – 31 March 2008)"));
    // 91 days, and the year's weeks.
    assert!(text.matches("<th scope=\"row\">2008-").count() >= 2 * 91);
}

#[tokio::test]
async fn the_busiest_ports_are_those_of_the_time() {
    let page = get(&site().await, "/observe").await;
    for port in ["TCP 135", "TCP 445", "TCP 139"] {
        assert!(page.text().contains(&format!(">{port}</a>")), "{port}");
    }
    assert!(page.text().contains("Windows file sharing (SMB)"));
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let site = site().await;
    for address in ["/observe", "/healthz", "/api/v1/observe/top"] {
        let full = get(&site, address).await;
        let head = ask(&site, Method::HEAD, address, &[]).await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.bytes.is_empty() && !full.bytes.is_empty());
        assert_eq!(head.header("content-type"), full.header("content-type"));
        assert_eq!(head.header("etag"), full.header("etag"));
    }
}

#[tokio::test]
async fn what_the_reader_has_is_not_sent_again() {
    let site = site().await;
    let first = get(&site, "/observe").await;
    let etag = first.header("etag").to_owned();
    let again = ask(&site, Method::GET, "/observe", &[("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let small = ask(&site, Method::GET, "/observe", &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    assert!(small.bytes.starts_with(&[0x1f, 0x8b]) && small.bytes.len() * 3 < first.bytes.len());
}

#[tokio::test]
async fn the_language_is_remembered_and_the_way_back_is_local() {
    let site = site().await;
    let switch =
        get(&site, "/language/ja?back=/observe%3Ffrom%3D2008-01-01%26to%3D2008-03-31%26lang%3Den").await;
    assert_eq!(switch.status, StatusCode::SEE_OTHER);
    assert_eq!(switch.header("location"), "/observe?from=2008-01-01&to=2008-03-31");
    assert!(switch.header("set-cookie").starts_with("lang=ja; Path=/;"), "{}", switch.header("set-cookie"));
    let page = ask(&site, Method::GET, "/", &[("cookie", "lang=ja"), ("accept-language", "en")]).await;
    assert!(page.text().contains("<html lang=\"ja\">"));
    let away = get(&site, "/language/ja?back=//evil.example/").await;
    assert_eq!(away.header("location"), "/");
    assert_eq!(get(&site, "/language/fr").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_what_is_wrong() {
    let site = site().await;
    for (address, said) in [
        ("/observe?from=2008-02-30&to=2008-03-01", "id=\"from-error\""),
        ("/observe?from=2008-03-02&to=2008-03-01", "lies before the first"),
        ("/observe?from=2008-03-02", "to is needed"),
        ("/observe?class=%3Cb%3E", "“&lt;b&gt;” is none of"),
        ("/observe?from=1970-01-01&to=2199-12-31", "10000 points at most"),
        ("/observe/port/tcp/445?from=2008-01-01&to=2008-03-31&bucket=hour", "31 days at most"),
        ("/observe/icmp?bucket=year", "id=\"bucket-error\""),
    ] {
        let page = get(&site, address).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(page.text().contains(said), "{address}: {}", page.text());
        assert!(page.text().contains("aria-invalid=\"true\""), "{address}");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    // What an address carries beyond a page's own parameters (a newsletter's marks) does no harm.
    assert_eq!(get(&site, "/observe?utm_source=x").await.status, StatusCode::OK);
}

#[tokio::test]
async fn failures_are_pages_in_both_languages() {
    let site = site().await;
    for address in ["/nowhere", "/observe/port/tcp/70000", "/observe/port/foo/1", "/assets/0/none.css"] {
        for (lang, said) in [("ja", "ページが見つかりません"), ("en", "Page not found")] {
            let page = ask(&site, Method::GET, address, &[("accept-language", lang)]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
            assert!(page.text().contains(said), "{address}");
        }
    }
    let page = ask(&site, Method::POST, "/observe", &[("accept-language", "ja")]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(page.header("allow"), "GET,HEAD");
    assert!(page.text().contains("この方法では要求できません"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test]
async fn a_port_has_one_address() {
    let site = site().await;
    for (address, leads_to) in [
        (
            "/observe/port/TCP/0445?from=2008-01-01&to=2008-01-31",
            "/observe/port/tcp/445?from=2008-01-01&to=2008-01-31",
        ),
        ("/observe/port?port=UDP+1026", "/observe/port/udp/1026"),
        ("/observe/port?port=445", "/observe/port/tcp/445"),
        ("/observe/port?port=icmp", "/observe/icmp"),
    ] {
        let answer = get(&site, address).await;
        assert!(answer.status.is_redirection(), "{address}: {}", answer.status);
        assert_eq!(answer.header("location"), leads_to, "{address}");
    }
    assert_eq!(get(&site, "/observe/port?port=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash() {
    let site = site().await;
    let home = get(&site, "/").await;
    let (_, after) = home.text().split_once("rel=\"stylesheet\" href=\"").unwrap();
    // The template engine writes slashes as references.
    let address = after.split('"').next().unwrap().replace("&#x2f;", "/");
    let style = get(&site, &address).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    assert!(style.text().contains(chart::CSS));
    let old = get(&site, "/assets/0123456789abcdef/site.css").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "no-cache"));
}

#[tokio::test]
async fn an_empty_lake_says_so() {
    let folder = DataFolder::new();
    let site = web::router(open(&folder).await);
    assert!(get(&site, "/").await.text().contains("There is no data yet."));
    for address in PAGES {
        assert_eq!(get(&site, address).await.status, StatusCode::OK, "{address}");
    }
    let top = get(&site, "/api/v1/observe/top").await.json();
    assert_eq!(top["rows"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_new_import_is_seen_at_once() {
    let folder = DataFolder::new();
    // One sensor, whose packets are public at once here.
    let settings = "[publication]\ndelay-hours = 0\nsensors = 1\nround = 0\n";
    std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
    let app = open(&folder).await;
    let site = web::router(app.clone());
    assert!(get(&site, "/observe").await.text().contains("No packet was observed"));
    let path = folder.path().join("one.csv");
    std::fs::write(&path, format!("{COLUMNS}1207500000,s1,192.0.2.1,tcp,,40000,22\n")).unwrap();
    import(&app, &path).await;
    assert!(get(&site, "/observe").await.text().contains(">TCP 22</a>"));
}

#[tokio::test]
async fn no_sensor_is_named_and_no_source_shown() {
    let site = site().await;
    let data = [
        "/api/v1/observe/top?by=sources",
        "/api/v1/observe/top?format=csv",
        "/api/v1/observe/series?port=445/tcp&sources=yes",
        "/api/v1/observe/graph.svg?top=1-5",
    ];
    for address in PAGES.into_iter().chain(data) {
        let text = get(&site, address).await.text().to_owned();
        for sensor in SENSORS {
            assert!(!text.contains(sensor), "{address} names {sensor}");
        }
        // No dotted address of any kind: digits, dots and digits, four times.
        let dotted = text
            .split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .find(|word| word.parse::<std::net::Ipv4Addr>().is_ok());
        assert_eq!(dotted, None, "{address}");
    }
}
