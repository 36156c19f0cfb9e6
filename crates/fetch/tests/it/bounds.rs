//! Servers that want more than they get.

use std::sync::Arc;
use std::time::Duration;

use fetch::{Cut, Error, Options, Resolve, Resolving};
use serde_json::{Value, json};

use crate::server::{LOOPBACK, Server, fetcher, open};

/// Where the time has to run out. Nothing that must succeed has so little.
const SHORT: Duration = Duration::from_millis(300);

fn small() -> Options {
    Options { body_bytes: 1000, header_bytes: 2000, redirects: 3, ..open() }
}

#[tokio::test]
async fn redirects_end() {
    let server = Server::start().await;
    let fetcher = fetcher(small());
    assert_eq!(fetcher.get(&server.url("/down=3")).await.unwrap().chain.len(), 4);
    let too_far = fetcher.get(&server.url("/down=4")).await.unwrap_err();
    assert_eq!(too_far, Error::Redirects { url: server.url("/down=1"), limit: 3 });
    let seen = server.seen();
    assert!(matches!(fetcher.get(&server.url("/loop")).await.unwrap_err(), Error::Redirects { .. }));
    assert_eq!(server.seen(), seen + 4);
}

#[tokio::test]
async fn a_body_is_cut_by_size_and_by_time() {
    let server = Server::start().await;
    let fetcher = fetcher(small());
    let endless = fetcher.get(&server.url("/endless")).await.unwrap();
    assert_eq!((endless.body.len(), endless.cut), (1000, Some(Cut::Size)));
    let bomb = fetcher.get(&server.url("/bomb")).await.unwrap();
    assert_eq!((bomb.body.len(), bomb.cut), (1000, Some(Cut::Size)));
    let patient = crate::server::fetcher(Options { whole_time: Duration::from_secs(2), ..small() });
    let drip = patient.get(&server.url("/drip")).await.unwrap();
    assert_eq!((drip.status, drip.cut), (200, Some(Cut::Ended)));
    let short = fetcher.get(&server.url("/short")).await.unwrap();
    assert_eq!((short.body.as_slice(), short.cut), (&b"half"[..], Some(Cut::Ended)));
}

#[tokio::test]
async fn headers_are_bounded() {
    let server = Server::start().await;
    let fetcher = fetcher(small());
    assert_eq!(fetcher.get(&server.url("/head=1000")).await.unwrap().status, 200);
    let large = fetcher.get(&server.url("/head=3000")).await.unwrap_err();
    assert!(matches!(large, Error::TooLarge { limit: 2000, .. }), "{large}");
    let endless = fetcher.get(&server.url("/endless-head")).await.unwrap_err();
    assert!(matches!(endless, Error::Http { .. } | Error::Timeout { .. }), "{endless}");
}

#[tokio::test]
async fn who_does_not_answer_is_told_from_who_answers_nonsense() {
    let server = Server::start().await;
    let hasty = fetcher(Options { whole_time: SHORT, ..small() });
    for path in ["/silent", "/drip-head"] {
        let expect = Error::Timeout { url: server.url(path) };
        assert_eq!(hasty.get(&server.url(path)).await.unwrap_err(), expect);
    }
    let fetcher = fetcher(small());
    for path in ["/garbage", "/close"] {
        let error = fetcher.get(&server.url(path)).await.unwrap_err();
        assert!(matches!(error, Error::Http { .. }), "{path}: {error}");
    }
    // A port that was free a moment ago.
    let free = tokio::net::TcpListener::bind((LOOPBACK, 0)).await.unwrap().local_addr().unwrap();
    let error = fetcher.get(&format!("http://{free}/")).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error}");
}

#[tokio::test]
async fn a_resolver_that_says_nothing_is_not_waited_for() {
    #[derive(Debug)]
    struct Silent;
    impl Resolve for Silent {
        fn resolve<'a>(&'a self, _: &'a str) -> Resolving<'a> {
            Box::pin(std::future::pending())
        }
    }
    let options = Options { resolver: Arc::new(Silent), resolve_time: SHORT, ..small() };
    let error = fetcher(options).get("http://site.example/").await.unwrap_err();
    assert!(matches!(error, Error::DnsUnknown { .. }), "{error}");
}

#[tokio::test]
async fn a_document_is_whole_and_in_json_or_an_error() {
    let server = Server::start().await;
    let fetcher = fetcher(small());
    let get = async |path: &str| fetcher.get_json::<Value>(&server.url(path)).await;
    assert_eq!(get("/json").await.unwrap(), json!({"a": 1}));
    assert_eq!(get("/to=/json").await.unwrap(), json!({"a": 1}));
    let busy = get("/status=503_Busy").await.unwrap_err();
    assert_eq!(busy, Error::Status { url: server.url("/status=503_Busy"), status: 503, retry_after: None });
    let slow = get("/slow-down").await.unwrap_err();
    assert_eq!(slow, Error::Status { url: server.url("/slow-down"), status: 429, retry_after: Some(7) });
    assert!(matches!(get("/").await.unwrap_err(), Error::Document { .. }));
    assert!(matches!(get("/short").await.unwrap_err(), Error::Document { .. }));
    assert!(matches!(get("/endless").await.unwrap_err(), Error::TooLarge { .. }));
    let requests = server.requests.lock().unwrap();
    assert!(requests[0].contains("application/rdap+json"), "{}", requests[0]);
}
