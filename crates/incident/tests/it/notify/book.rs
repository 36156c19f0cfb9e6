//! The contact book.

use incident::notify::{ContactKind, NewContact, Source, Target};
use kernel::Lang;

use super::contact;
use crate::world::World;

#[tokio::test]
async fn the_longest_scope_wins_and_a_disabled_contact_is_none() {
    let world = World::new().await;
    let desk = &world.desk;
    contact(desk, "all@example.net", "0.0.0.0/0", Lang::En).await;
    contact(desk, "wide@example.net", "192.0.2.0/24", Lang::En).await;
    let narrow = contact(desk, "narrow@example.net", "192.0.2.128/25", Lang::En).await;
    contact(desk, "also@example.net", "192.0.2.128/25", Lang::En).await;
    contact(desk, "six@example.net", "2001:db8::/32", Lang::En).await;
    contact(desk, "jp@example.net", "jp", Lang::Ja).await;
    contact(desk, "site@example.net", "example.jp", Lang::Ja).await;
    contact(desk, "as@example.net", "AS64500", Lang::En).await;
    contact(desk, "br@example.net", "country:BR", Lang::En).await;
    let check = async |address: Option<&str>, host: Option<&str>, expect: &[&str]| {
        let target = Target {
            address: address.map(|text| text.parse().unwrap()),
            host: host.map(str::to_owned),
            ..Target::default()
        };
        let found = desk.contacts_of(&target, None).await.unwrap().found;
        let addresses: Vec<&str> = found.iter().map(|one| one.addresses[0].as_str()).collect();
        assert_eq!(addresses, expect, "{address:?} {host:?}");
    };
    check(Some("192.0.2.1"), None, &["wide@example.net"]).await;
    check(Some("192.0.2.200"), None, &["narrow@example.net", "also@example.net"]).await;
    check(Some("198.51.100.1"), None, &["all@example.net"]).await;
    check(Some("2001:db8::1"), None, &["six@example.net"]).await;
    check(Some("2001:db9::1"), None, &[]).await;
    check(None, Some("www.EXAMPLE.jp"), &["site@example.net"]).await;
    check(Some("192.0.2.1"), Some("www.other.jp"), &["jp@example.net"]).await;
    check(None, Some("www.notexample.org"), &[]).await;
    check(None, Some("made-up.br"), &["br@example.net"]).await;
    check(None, Some("a/b\r\nc.jp"), &[]).await;
    desk.enable_contact(narrow, false, "aoki").await.unwrap();
    check(Some("192.0.2.200"), None, &["also@example.net"]).await;
    let history = desk.contact_history(narrow).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.what.as_str()).collect::<Vec<_>>(), ["add", "disable"]);
    let target = Target { system: Some(64500), ..Target::default() };
    let found = desk.contacts_of(&target, None).await.unwrap().found;
    assert_eq!(found[0].source, Source::Book { scope: "AS64500".to_owned() });
}

#[tokio::test]
async fn a_contact_is_found_by_a_word_whatever_its_case_and_signs() {
    let world = World::new().await;
    for name in ["NOC Example", "noc_kansai", "見本ＮＯＣ", "50% off", "wow!"] {
        let new = NewContact::new(name, &["Abuse@example.net"], ContactKind::Hosting, Lang::En);
        world.desk.add_contact(new, "aoki").await.unwrap();
    }
    let check = async |word: &str, expect: &[&str]| {
        let found = world.desk.contacts(word, 0, 10).await.unwrap();
        let names: Vec<&str> = found.iter().map(|contact| contact.is.name.as_str()).collect();
        assert_eq!(names, expect, "{word}");
    };
    check("noc", &["NOC Example", "noc_kansai"]).await;
    check(" NOC ", &["NOC Example", "noc_kansai"]).await;
    check("c_k", &["noc_kansai"]).await;
    check("見本", &["見本ＮＯＣ"]).await;
    check("%", &["50% off"]).await;
    check("!", &["wow!"]).await;
    check("abuse@EXAMPLE", &["NOC Example", "noc_kansai", "見本ＮＯＣ", "50% off", "wow!"]).await;
    check("nobody", &[]).await;
}

#[tokio::test]
async fn the_book_goes_out_and_comes_in_as_it_was() {
    let world = World::new().await;
    let mut evil = NewContact::new(
        "=cmd|' /C calc'!A0",
        &["a@example.jp", "b@example.jp"],
        ContactKind::Hosting,
        Lang::Ja,
    );
    evil.organisation = "+見本, \"引用\"\"".to_owned();
    evil.note = "@one\nline two".to_owned();
    evil.country = "jp".to_owned();
    evil.openpgp =
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----".to_owned();
    evil.scopes = vec!["192.0.2.0/24".to_owned(), "as64500".to_owned(), "見本.example".to_owned()];
    world.desk.add_contact(evil, "aoki").await.unwrap();
    contact(&world.desk, "c@example.jp", "198.51.100.0/24", Lang::En).await;
    let out = world.desk.export_contacts().await.unwrap();
    assert!(!out.contains(",=") && !out.contains("\n=") && !out.contains("\"="), "{out}");

    let other = World::new().await;
    let imported = other.desk.import_contacts(&out, "aoki").await.unwrap();
    assert_eq!((imported.added, imported.problem_count), (2, 0), "{imported:?}");
    let book = |list: Vec<incident::notify::Contact>| list.into_iter().map(|one| one.is).collect::<Vec<_>>();
    let (one, two) =
        (world.desk.contacts("", 0, 10).await.unwrap(), other.desk.contacts("", 0, 10).await.unwrap());
    assert_eq!(book(one), book(two));
    let again = other.desk.import_contacts(&out, "aoki").await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    assert_eq!(other.desk.export_contacts().await.unwrap(), out);

    let wrong = "name,addresses,scopes,kind\nA,not an address,192.0.2.0/24,\nB,b@example.jp,nonsense/99,\n\
                 C,c@example.org,,\nC,d@example.org,,\nD,d@example.org,,starship\n";
    let imported = other.desk.import_contacts(wrong, "aoki").await.unwrap();
    assert_eq!((imported.added, imported.problem_count), (1, 4), "{imported:?}");
    assert_eq!(imported.problems[0].place, "line 2");
    assert!(other.desk.import_contacts("a,b\n1,2\n", "aoki").await.is_err());
}

#[tokio::test]
async fn fifty_thousand_scopes_are_looked_through_by_their_keys() {
    let world = World::new().await;
    let mut book = "name,addresses,scopes\n".to_owned();
    for contact in 0..50_u32 {
        let scopes: Vec<String> = (0..1000_u32)
            .map(|i| {
                let network = (10 << 24) | ((contact * 1000 + i) << 8);
                format!("{}/24", std::net::Ipv4Addr::from_bits(network))
            })
            .collect();
        book += &format!("c{contact},c{contact}@example.net,{}\n", scopes.join(" "));
    }
    let imported = world.desk.import_contacts(&book, "aoki").await.unwrap();
    assert_eq!((imported.added, imported.problem_count), (50, 0));
    contact(&world.desk, "wide@example.net", "10.0.0.0/8", Lang::En).await;
    for (address, expect) in [
        ("10.0.0.9", "c0@example.net"),
        ("10.195.79.1", "c49@example.net"),
        ("10.200.0.1", "wide@example.net"),
    ] {
        let target = Target { address: Some(address.parse().unwrap()), ..Target::default() };
        let found = world.desk.contacts_of(&target, None).await.unwrap().found;
        assert_eq!(found[0].addresses, [expect], "{address}");
    }
}
