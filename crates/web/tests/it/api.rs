//! The API for programs.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::world::{SENSORS, ask, get, site};

const QUARTER: &str = "from=2008-01-01&to=2008-03-31";

#[tokio::test]
async fn the_top_list_is_the_same_in_json_and_csv() {
    let site = site().await;
    let json = get(&site, &format!("/api/v1/observe/top?{QUARTER}&limit=3")).await;
    assert_eq!(json.header("content-type"), "application/json");
    assert_eq!(json.header("access-control-allow-origin"), "*");
    let answer = json.json();
    assert_eq!(answer["period"]["time_zone"], "Asia/Tokyo");
    assert_eq!(answer["period"]["notice"], "Sample data.");
    assert_eq!(answer["sensors"]["alive"], SENSORS.len());
    let csv = get(&site, &format!("/api/v1/observe/top?{QUARTER}&limit=3&format=csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let rows: Vec<Vec<&str>> =
        csv.text().split_terminator("\r\n").map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), 4);
    for (row, place) in rows[1..].iter().zip(answer["rows"].as_array().unwrap()) {
        assert_eq!(row.len(), rows[0].len());
        assert_eq!(row[1], place["port"]);
        assert_eq!(row[2].parse::<f64>().unwrap(), place["average"].as_f64().unwrap());
        assert_eq!(row[3].parse::<u64>().unwrap(), place["packets"].as_u64().unwrap());
    }
}

#[tokio::test]
async fn the_course_adds_up_to_the_list() {
    let site = site().await;
    let top = get(&site, &format!("/api/v1/observe/top?{QUARTER}&limit=1")).await.json();
    let first = &top["rows"][0];
    for bucket in ["day", "week", "hour"] {
        let port = first["port"].as_str().unwrap();
        let address = format!("/api/v1/observe/series?{QUARTER}&port={port}&bucket={bucket}&sources=yes");
        let series = get(&site, &address).await.json();
        let points = series["lines"][0]["points"].as_array().unwrap();
        let packets: u64 = points.iter().filter_map(|p| p["packets"].as_u64()).sum();
        let average: f64 = points.iter().filter_map(|p| p["average"].as_f64()).sum();
        assert_eq!(packets, first["packets"].as_u64().unwrap(), "{bucket}");
        // Each point is rounded to three decimals.
        let slack = 0.0005 * points.len() as f64 + 0.001;
        assert!((average - first["average"].as_f64().unwrap()).abs() <= slack, "{bucket}: {average}");
        assert!(points.iter().all(|p| p["sources"].as_u64() <= p["packets"].as_u64()), "{bucket}");
    }
}

#[tokio::test]
async fn a_gap_is_null_and_empty_never_zero() {
    let site = site().await;
    let question = "from=2007-12-30&to=2008-01-02&port=445/tcp";
    let series = get(&site, &format!("/api/v1/observe/series?{question}")).await.json();
    assert_eq!(series["buckets"][0]["start"], "2007-12-30T00:00:00+09:00");
    assert!(series["lines"][0]["points"][0].is_null());
    assert!(series["lines"][0]["points"][3].is_object());
    let csv = get(&site, &format!("/api/v1/observe/series?{question}&format=csv")).await;
    let rows: Vec<_> = csv.text().split_terminator("\r\n").collect();
    assert_eq!(rows[0], "start,bucket,port,average,packets,sources,hours,sensors_fewest,sensors_most");
    assert_eq!(rows[1], "2007-12-30T00:00:00+09:00,day,445/tcp,,,,0,0,0");
    assert_eq!(rows.len(), 5);
}

#[tokio::test]
async fn mistakes_are_named() {
    let site = site().await;
    for (address, parameter) in [
        ("/api/v1/observe/top?from=2008-01-01", "to"),
        ("/api/v1/observe/top?to=2008-01-01", "from"),
        ("/api/v1/observe/top?from=2008-13-01&to=2008-01-01", "from"),
        ("/api/v1/observe/top?by=loudness", "by"),
        ("/api/v1/observe/top?limit=0", "limit"),
        ("/api/v1/observe/top?limit=101", "limit"),
        ("/api/v1/observe/top?limit=5&limit=6", "limit"),
        ("/api/v1/observe/top?format=xml", "format"),
        ("/api/v1/observe/top?sensor=a", "sensor"),
        ("/api/v1/observe/series", "port"),
        ("/api/v1/observe/series?port=tcp/445", "port"),
        ("/api/v1/observe/series?port=445/tcp&bucket=year", "bucket"),
        ("/api/v1/observe/series?port=445/tcp&from=1970-01-01&to=2199-12-31", "bucket"),
        ("/api/v1/observe/graph.svg", "port"),
        ("/api/v1/observe/graph.svg?port=22/tcp&top=1-5", "port"),
        ("/api/v1/observe/graph.svg?top=1-5&lang=fr", "lang"),
    ] {
        let answer = get(&site, address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["parameter"], parameter, "{address}: {problem}");
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["type"], "/api#error-parameters");
        assert_eq!(problem["errors"][0]["parameter"], parameter);
    }
    let ports: Vec<_> = (1..=11).map(|port| format!("port={port}/tcp")).collect();
    let answer = get(&site, &format!("/api/v1/observe/series?{}", ports.join("&"))).await;
    assert_eq!(answer.json()["parameter"], "port");
    let japanese = ask(&site, Method::GET, "/api/v1/observe/top?limit=0", &[("accept-language", "ja")]).await;
    assert_eq!(japanese.json()["title"], "指定に誤りがあります");
    let nowhere = get(&site, "/api/v2/").await;
    assert_eq!(
        (nowhere.status, nowhere.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
    let post = ask(&site, Method::POST, "/api/v1/observe/top", &[]).await;
    assert_eq!(post.json()["status"], 405);
}

#[tokio::test]
async fn the_graph_is_a_picture_of_its_own() {
    let site = site().await;
    let graph = get(&site, &format!("/api/v1/observe/graph.svg?{QUARTER}&top=6-10&lang=ja")).await;
    assert_eq!(graph.header("content-type"), "image/svg+xml");
    assert!(graph.header("content-security-policy").contains("style-src 'unsafe-inline'"));
    assert!(!graph.header("content-security-policy").contains("script"));
    assert!(graph.text().starts_with("<svg") && graph.text().contains("<style>"));
    assert!(graph.text().contains("上位6位〜10位（2008年1月1日〜3月31日） 見本データです。"));
    let port =
        get(&site, &format!("/api/v1/observe/graph.svg?{QUARTER}&port=2967/tcp&shape=narrow&scheme=dark"))
            .await;
    assert!(port.text().contains("TCP 2967"));
}

/// A value that the parameter accepts, by its description.
fn accepted(parameter: &Value) -> String {
    let schema = &parameter["schema"];
    match parameter["name"].as_str().unwrap() {
        "from" => "2008-01-01".to_owned(),
        "to" => "2008-01-31".to_owned(),
        "port" => "445/tcp".to_owned(),
        "limit" => "5".to_owned(),
        _ => schema["enum"][0].as_str().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn what_the_document_describes_is_what_is_understood() {
    let site = site().await;
    let document = get(&site, "/api/v1/openapi.json").await.json();
    for (path, item) in document["paths"].as_object().unwrap() {
        // What needs a token is asked in the desk's own tests.
        if item["get"]["security"].is_array() || item["get"].is_null() {
            continue;
        }
        let parameters = item["get"]["parameters"].as_array().unwrap();
        let pairs = parameters.iter().filter(|parameter| {
            // One of the two is wanted, never both.
            !(path.ends_with("graph.svg") && parameter["name"] == "top")
        });
        let query: Vec<_> =
            pairs.map(|p| format!("{}={}", p["name"].as_str().unwrap(), accepted(p))).collect();
        let address = format!("{path}?{}", query.join("&"));
        let answer = get(&site, &address).await;
        if item["get"]["security"].is_array() {
            assert_eq!(
                answer.status,
                StatusCode::UNAUTHORIZED,
                "{address}: nobody gets this without a token"
            );
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
        let media = answer.header("content-type").split(';').next().unwrap().to_owned();
        assert!(item["get"]["responses"]["200"]["content"][&media].is_object(), "{path} answers in {media}");
    }
}
