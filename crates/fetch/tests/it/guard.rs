//! Where requests must not go.

use fetch::{Denied, Error, Options, Refusal};

use crate::server::{LOOPBACK, Names, Server, fetcher, open};

fn denied(error: Error) -> Denied {
    match error {
        Error::Refused { why: Refusal::Address { why, .. }, .. } => why,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn an_answer_tells_its_chain_and_who_answered() {
    let server = Server::start().await;
    let answer = fetcher(open()).get(&server.url("/to=/x#here")).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice(), answer.cut), (200, &b"hello"[..], None));
    assert_eq!(answer.url(), server.url("/x"));
    assert_eq!(answer.chain.iter().map(|hop| hop.status).collect::<Vec<_>>(), [302, 200]);
    assert_eq!(answer.address, Some(LOOPBACK));
    assert_eq!(answer.header("server"), Some("odd"));
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_else() {
    let server = Server::start().await;
    let options = Options { user_agent: "Watcher/1".to_owned(), ..open() };
    let fetcher = fetcher(options);
    // A cookie is set on the way; it must not come back.
    fetcher.get_json::<serde_json::Value>(&server.url("/json")).await.unwrap();
    fetcher.get(&server.url("/to=/x")).await.unwrap();
    let requests = server.requests.lock().unwrap().clone();
    let mut lines: Vec<_> = requests[2].lines().map(str::to_lowercase).collect();
    lines.sort();
    let host = format!("host: {}", server.socket);
    let mut expect =
        ["", "accept-encoding: identity", "accept: */*", "get /x http/1.1", &host, "user-agent: watcher/1"];
    expect.sort_unstable();
    assert_eq!(lines, expect);
}

#[tokio::test]
async fn loopback_is_closed_unless_it_is_allowed() {
    let server = Server::start().await;
    let closed = fetcher(Options { any_certificate: true, ..Options::default() });
    let error = closed.get(&server.url("/")).await.unwrap_err();
    assert_eq!(denied(error), Denied::Loopback);
    assert_eq!(server.seen(), 0);
}

#[tokio::test]
async fn a_redirect_is_judged_like_the_first_url() {
    let server = Server::start().await;
    let fetcher = fetcher(open());
    let lead = async |place: &str| fetcher.get(&server.url(&format!("/to={place}"))).await.unwrap_err();
    for (place, why) in [
        ("http://127.0.0.2/", Denied::Loopback),
        ("http://169.254.169.254/latest/meta-data/", Denied::LinkLocal),
        ("//10.0.0.1/", Denied::Private),
        ("http://0x0a000001/", Denied::Private),
        ("http://[::1]/", Denied::Loopback),
    ] {
        assert_eq!(denied(lead(place).await), why, "{place}");
    }
    for (place, scheme) in
        [("file:///etc/passwd", "file"), ("gopher://127.0.0.1:70/_x", "gopher"), ("data:,x", "data")]
    {
        let expect = Error::Refused { url: place.to_owned(), why: Refusal::Scheme(scheme.to_owned()) };
        assert_eq!(lead(place).await, expect);
    }
    let port = Error::Refused { url: "http://127.0.0.1:25/".to_owned(), why: Refusal::Port(25) };
    assert_eq!(lead("http://127.0.0.1:25/").await, port);
}

#[tokio::test]
async fn a_name_is_judged_by_every_address_it_has() {
    let server = Server::start().await;
    let names = Names::of(&[
        ("good.example", &[&["127.0.0.1"]]),
        ("inner.example", &[&["10.0.0.1"]]),
        // Were only the first looked at, it would be let out.
        ("mixed.example", &[&["127.0.0.1", "169.254.169.254"]]),
        ("wrapped.example", &[&["::ffff:10.0.0.1"]]),
        ("empty.example", &[&[]]),
    ]);
    let fetcher = fetcher(Options { resolver: names, ..open() });
    let port = server.socket.port();
    let ask = async |host: &str| fetcher.get(&format!("http://{host}:{port}/")).await;
    assert_eq!(ask("good.example").await.unwrap().address, Some(LOOPBACK));
    assert_eq!(server.seen(), 1);
    for (host, why) in [
        ("inner.example", Denied::Private),
        ("mixed.example", Denied::LinkLocal),
        ("wrapped.example", Denied::Private),
    ] {
        assert_eq!(denied(ask(host).await.unwrap_err()), why, "{host}");
    }
    for host in ["empty.example", "missing.example"] {
        assert!(matches!(ask(host).await.unwrap_err(), Error::Dns { .. }), "{host}");
    }
    assert!(matches!(ask("broken.example").await.unwrap_err(), Error::DnsUnknown { .. }));
    assert_eq!(server.seen(), 1, "nobody else was let out");
}

#[tokio::test]
async fn the_machines_own_name_is_no_way_in() {
    let server = Server::start().await;
    let fetcher = fetcher(Options { any_certificate: true, ..Options::default() });
    let error = fetcher.get(&format!("http://localhost:{}/", server.socket.port())).await.unwrap_err();
    assert_eq!(denied(error), Denied::Loopback);
}

/// The name leads outside when it is judged, and inside a moment later. What was judged is what is connected to:
/// the second answer only ever serves the next request, and is judged then.
#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let server = Server::start().await;
    let port = server.socket.port();
    let names = Names::of(&[("turning.example", &[&["127.0.0.1"], &["127.0.0.2"]])]);
    let fetcher = fetcher(Options { resolver: names, ..open() });
    let url = format!("http://turning.example:{port}/");
    assert_eq!(fetcher.get(&url).await.unwrap().address, Some(LOOPBACK));
    assert_eq!(denied(fetcher.get(&url).await.unwrap_err()), Denied::Loopback);
    // And within one chain of redirects: the connection of the first request is not used again.
    let names = Names::of(&[("turning.example", &[&["127.0.0.1"], &["127.0.0.2"]])]);
    let fetcher = crate::server::fetcher(Options { resolver: names, ..open() });
    let error = fetcher.get(&format!("http://turning.example:{port}/keep=/x")).await.unwrap_err();
    assert_eq!(denied(error), Denied::Loopback);
}
