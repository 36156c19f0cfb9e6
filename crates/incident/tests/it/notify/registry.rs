//! Registries and sites are asked, on loopback.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use fetch::{Fetcher, Options};
use incident::Service;
use incident::notify::{Ask, Contacts, NotifyConfig, Registry, Source, Target};
use jiff::ToSpan;
use kernel::{Clock as _, Lang};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use super::contact;
use crate::world::{World, open_with};

/// Status, further header lines, and body.
type Page = (u16, String, String);

/// A web server.
#[derive(Debug, Clone, Default)]
struct Web {
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    fn page(&self, path: &str, status: u16, header: &str, body: &str) {
        self.pages.lock().unwrap().insert(path.to_owned(), (status, header.to_owned(), body.to_owned()));
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    async fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let web = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read);
                let mut request = String::new();
                let mut line = String::new();
                while lines.read_line(&mut line).await.unwrap_or(0) > 2 {
                    if request.is_empty() {
                        request.clone_from(&line);
                    }
                    line.clear();
                }
                let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                web.asked.lock().unwrap().push(path.clone());
                let page = web.pages.lock().unwrap().get(&path).cloned();
                let (status, header, body) = page.unwrap_or((404, String::new(), String::new()));
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: {}\r\n{header}Connection: close\r\n\r\n{body}",
                    body.len()
                );
                let _ = write.write_all(answer.as_bytes()).await;
            }
        });
        base
    }
}

struct Asked {
    world: World,
    desk: Service,
    web: Web,
    fetcher: Fetcher,
}

async fn asked() -> Asked {
    let (world, web) = (World::new().await, Web::default());
    let base = web.start().await;
    let rdap = ["0.0.0.0/0", "::/0", "com", "moscow", "example"].map(|serves| Registry::new(serves, &base));
    let notify = NotifyConfig { rdap: rdap.into(), security_txt: false, ..NotifyConfig::default() };
    let desk = open_with(&world.folder, &world.clock, notify).await;
    let allow = vec!["127.0.0.0/8".parse().unwrap()];
    let fetcher = Fetcher::new(Options { allow, any_certificate: true, ..Options::default() }).unwrap();
    Asked { world, desk, web, fetcher }
}

impl Asked {
    async fn about(&self, address: Option<&str>, host: Option<&str>) -> Contacts {
        let target = Target {
            address: address.map(|text| text.parse().unwrap()),
            host: host.map(str::to_owned),
            ..Target::default()
        };
        self.desk.contacts_of(&target, Some(&self.fetcher as &dyn Ask)).await.unwrap()
    }
}

const NETWORK: &str = r#"{"handle": "NET-1", "startAddress": "198.51.0.0", "endAddress": "198.51.255.255",
  "country": "JP", "arin_originas0_originautnums": [64500], "entities": [{"roles": ["abuse"], "vcardArray": ["vcard",
  [["fn", {}, "text", "Abuse"], ["email", {}, "text", "abuse@example.jp"]]]}]}"#;

#[tokio::test]
async fn an_answer_holds_for_its_network_and_for_a_week() {
    let test = asked().await;
    for path in ["/ip/198.51.100.7", "/ip/198.51.101.1"] {
        test.web.page(path, 200, "", NETWORK);
    }
    let first = test.about(Some("198.51.100.7"), None).await;
    let one = &first.found[0];
    assert_eq!((one.addresses[0].as_str(), one.lang), ("abuse@example.jp", Lang::Ja));
    let Source::Rdap { handle, role, .. } = &one.source else { panic!("{:?}", one.source) };
    assert_eq!((handle.as_str(), role.as_str()), ("NET-1", "abuse"));
    assert_eq!(test.about(Some("198.51.100.200"), None).await.found, first.found, "the same network's part");
    assert_eq!(test.web.asked(), 1);
    test.about(Some("198.51.101.1"), None).await;
    assert_eq!(test.web.asked(), 2, "another part may have somebody of its own");
    test.world.clock.set(test.world.clock.now() + 169.hours());
    test.about(Some("198.51.100.7"), None).await;
    assert_eq!(test.web.asked(), 3);
    contact(&test.desk, "as@example.net", "AS64500", Lang::En).await;
    let found = test.about(Some("198.51.100.7"), None).await.found;
    assert_eq!(found[0].addresses, ["as@example.net"], "the registry tells the system, the book knows it");
}

#[tokio::test]
async fn registries_are_asked_no_oftener_than_they_like() {
    let test = asked().await;
    for i in 0..12 {
        test.web.page(&format!("/ip/203.0.{i}.1"), 200, "", NETWORK.replace("198.51", "203.0").as_str());
    }
    for i in 0..12 {
        let contacts = test.about(Some(&format!("203.0.{i}.1")), None).await;
        assert_eq!(contacts.found.is_empty(), i >= 10, "{i}: {contacts:?}");
    }
    assert_eq!(test.web.asked(), 10);
    test.world.clock.set(test.world.clock.now() + 61.seconds());
    assert_eq!(test.about(Some("203.0.11.1"), None).await.found.len(), 1);
}

#[tokio::test]
async fn failures_are_said_and_left_alone_for_a_while() {
    let test = asked().await;
    test.web.page("/ip/192.0.2.1", 404, "", "");
    test.web.page("/ip/198.51.100.1", 500, "", "");
    test.web.page("/ip/203.0.113.1", 200, "", "<html>sorry</html>");
    test.web.page("/ip/203.0.113.2", 200, "", NETWORK);
    for address in ["192.0.2.1", "198.51.100.1", "203.0.113.1", "203.0.113.2"] {
        for _ in 0..2 {
            let contacts = test.about(Some(address), None).await;
            assert!(contacts.found.is_empty() && contacts.notes.len() == 1, "{address} {contacts:?}");
        }
    }
    assert_eq!(test.web.asked(), 4);
    test.world.clock.set(test.world.clock.now() + 16.minutes());
    test.about(Some("198.51.100.1"), None).await;
    test.about(Some("192.0.2.1"), None).await;
    assert_eq!(test.web.asked(), 5, "a failure is tried again sooner than nothing");
    test.web.page("/ip/192.0.9.1", 429, "Retry-After: 120\r\n", "");
    test.web.page("/ip/192.0.10.1", 200, "", NETWORK.replace("198.51", "192.0").as_str());
    test.about(Some("192.0.9.1"), None).await;
    let contacts = test.about(Some("192.0.10.1"), None).await;
    assert!(contacts.notes[0].contains("left alone"), "{contacts:?}");
    assert_eq!(test.web.asked(), 6);
    test.world.clock.set(test.world.clock.now() + 121.seconds());
    assert_eq!(test.about(Some("192.0.10.1"), None).await.found.len(), 1);
}

#[tokio::test]
async fn nobody_asks_without_being_told_to() {
    let test = asked().await;
    let target = Target { address: Some("192.0.2.1".parse().unwrap()), ..Target::default() };
    assert_eq!(test.desk.contacts_of(&target, None).await.unwrap(), Contacts::default());
    assert_eq!(test.web.asked(), 0);
}

#[tokio::test]
async fn a_site_says_whom_to_write_to() {
    #[derive(Debug)]
    struct Site;
    impl Ask for Site {
        fn ask<'a>(&'a self, url: &'a str) -> incident::notify::Asking<'a> {
            Box::pin(async move {
                let body = match url {
                    "https://www.example.jp/.well-known/security.txt" => "Contact: mailto:sec@example.jp\n",
                    _ => return Err("no such host".to_owned()),
                };
                Ok(incident::notify::Answer { status: 200, body: body.into(), retry_after: None })
            })
        }
    }
    let world = World::new().await;
    contact(&world.desk, "cert@example.net", "country:JP", Lang::Ja).await;
    let about = async |host: &str| {
        let target = Target { host: Some(host.to_owned()), ..Target::default() };
        world.desk.contacts_of(&target, Some(&Site)).await.unwrap().found.remove(0)
    };
    let site = about("www.example.jp").await;
    assert_eq!(site.addresses, ["sec@example.jp"]);
    assert!(matches!(site.source, Source::SecurityTxt { signed: false, .. }));
    let country = about("other.example.jp").await;
    assert_eq!(country.source, Source::NationalCsirt { country: "JP".to_owned() });
    assert_eq!(country.addresses, ["cert@example.net"]);
}

/// Answers of real servers.
#[tokio::test]
async fn answers_of_real_registries_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/incident/rdap");
    if !folder.exists() {
        println!("left out: the answers of real registries are not here");
        return;
    }
    let test = asked().await;
    let common = "icann-rdap-common/src/response/test_files";
    let client = "icann-rdap-client/src/test_files";
    for (file, path, address, host, expect) in [
        (
            format!("{common}/network_192_198_0_0.json"),
            "/ip/192.198.0.9",
            Some("192.198.0.9"),
            None,
            "daniel.petsinger@radiolinkinternet.com",
        ),
        (
            "icann-rdap-srv/resources/test-data-files/2001_db8__.json".to_owned(),
            "/ip/2001:db8::5",
            Some("2001:db8::5"),
            None,
            "joe.user@example.com",
        ),
        (
            format!("{client}/home.moscow.json"),
            "/domain/home.moscow",
            None,
            Some("www.home.moscow"),
            "abuse@reg.ru",
        ),
        (
            format!("{common}/lookup_with_redaction.json"),
            "/domain/example.com",
            None,
            Some("example.com"),
            "abuse@organization.example",
        ),
    ] {
        test.web.page(path, 200, "", &std::fs::read_to_string(folder.join(&file)).unwrap());
        let contacts = test.about(address, host).await;
        assert_eq!(contacts.found[0].addresses, [expect], "{file}");
        let redacted = contacts.notes.iter().any(|note| note.contains("redacted"));
        assert_eq!(redacted, file.contains("redaction"), "{file} {:?}", contacts.notes);
    }
    for file in ["error_ripe_net.json", "entities_fn_arin.json", "domain_search_with_redaction.json"] {
        let text = std::fs::read_to_string(folder.join(common).join(file)).unwrap();
        test.web.page("/domain/odd.example", 200, "", &text);
        let contacts = test.about(None, Some("odd.example")).await;
        assert!(contacts.found.is_empty(), "{file}");
        test.world.clock.set(test.world.clock.now() + 200.hours());
    }
}
