//! Through a proxy.

use fetch::{Denied, Error, Options, Refusal};

use crate::server::{Names, Server, fetcher, open};

#[tokio::test]
async fn a_proxy_gets_names_unresolved_and_addresses_judged() {
    let proxy = Server::start().await;
    // No name is known here, and loopback is not open: the proxy's own address is the organisation's choice.
    let options = Options {
        proxy: Some(format!("http://{}", proxy.socket)),
        resolver: Names::of(&[]),
        allow: Vec::new(),
        ..open()
    };
    let fetcher = fetcher(options);
    assert_eq!(fetcher.get("http://site.example/x").await.unwrap().body, b"hello");
    assert!(proxy.requests.lock().unwrap()[0].starts_with("GET http://site.example/x HTTP/1.1\r\n"));
    // A tunnel for TLS is asked for by name, too; what stands behind this one is no TLS.
    fetcher.get("https://bank.example/").await.unwrap_err();
    assert!(proxy.requests.lock().unwrap()[1].starts_with("CONNECT bank.example:443 HTTP/1.1\r\n"));
    let error = fetcher.get("http://169.254.169.254/").await.unwrap_err();
    let Error::Refused { why: Refusal::Address { why, .. }, .. } = error else { panic!("{error}") };
    assert_eq!((why, proxy.seen()), (Denied::LinkLocal, 2));
}

#[test]
fn a_proxy_that_is_no_url_is_said() {
    let error = fetch::Fetcher::new(Options { proxy: Some("::".to_owned()), ..open() }).unwrap_err();
    assert!(matches!(error, Error::Options(_)), "{error}");
}
