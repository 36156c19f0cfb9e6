//! FIRST's list of teams.

use community::{EntryQuery, Kind};

use crate::world::{World, draft};

const LIST: &str = r#"{"status": "OK", "status-code": 200, "version": "1", "total": 6, "access": "public", "data": [
  {"id": "mihon", "team": "MIHON-CERT", "team-full": "Mihon Computer Emergency Response Team", "host": "Mihon",
   "establishment": "1999-04-01", "address": "1 Sample Street", "country": "JP", "website": "https://mihon.example/"},
  {"team": "example csirt", "team-full": "Example CSIRT of Elsewhere", "country": "us", "establishment": "0000-00-00",
   "website": "not an address", "constituency": 12},
  {"team-full": "Nameless", "country": "JP"},
  {"team": "Far", "country": "Atlantis"},
  "no team",
  {"team": "MIHON-cert", "country": "JP"}
]}"#;

#[tokio::test]
async fn what_is_new_changed_and_unreadable_is_said() {
    let world = World::new().await;
    let ours = [
        ("short_name", "Mihon-CERT"),
        ("kind", "national-csirt"),
        ("country", "JP"),
        ("name_ja", "見本CERT"),
        ("associations", "APCERT"),
        ("contacts", "desk@mihon.example"),
    ];
    let id = world.community.add(&draft(Kind::Organisation, &ours), "aoki").await.unwrap();
    let gone = [("short_name", "Gone"), ("kind", "csirt"), ("associations", "FIRST")];
    world.community.add(&draft(Kind::Organisation, &gone), "aoki").await.unwrap();
    let look = world.community.import_first(LIST.as_bytes(), true, "aoki").await.unwrap();
    assert!(!look.kept);
    let imported = world.community.import_first(LIST.as_bytes(), false, "aoki").await.unwrap();
    assert_eq!(
        (&imported.added, &imported.changed),
        (&look.added, &look.changed),
        "looking says what will be"
    );
    assert_eq!(imported.added, ["example csirt"]);
    assert_eq!(imported.changed, ["Mihon-CERT"]);
    assert_eq!(imported.absent, ["Gone"]);
    let problems: Vec<String> =
        imported.problems.iter().map(|(place, reason)| format!("{place} {reason}")).collect();
    assert_eq!(
        problems,
        [
            "3 short_name: this has to be filled in",
            "4 Far: country: this is no country: write its two letters of ISO 3166, such as JP",
            "5 this is no team",
            "6 MIHON-cert is in the list twice",
        ]
    );
    let is = world.community.entry(Kind::Organisation, id).await.unwrap().is;
    for (cell, text) in [
        ("short_name", "Mihon-CERT"),
        ("name_ja", "見本CERT"),
        ("name_en", "Mihon Computer Emergency Response Team"),
        ("kind", "national-csirt"),
        ("associations", "APCERT\nFIRST"),
        ("since", "1999-04-01"),
        ("website", "https://mihon.example/"),
        ("contacts", "desk@mihon.example"),
    ] {
        assert_eq!(is.cell(cell), text, "{cell}");
    }
    let again = world.community.import_first(LIST.as_bytes(), false, "aoki").await.unwrap();
    assert_eq!((again.added.len(), again.changed.len(), again.unchanged), (0, 0, 2));
    let all = world.community.entries(Kind::Organisation, &EntryQuery::default()).await.unwrap();
    assert_eq!(all.total, 3);
}

#[tokio::test]
async fn a_file_that_is_no_list_is_refused() {
    let world = World::new().await;
    let check = async |file: &str, said: &str| {
        let refused =
            world.community.import_first(file.as_bytes(), false, "aoki").await.unwrap_err().to_string();
        assert!(refused.contains(said), "{file:?}: {refused}");
    };
    check("", "no list of FIRST's teams").await;
    check("[1", "no list of FIRST's teams").await;
    check("3", "neither a list").await;
    check(r#"{"data": {}}"#, "no list named data").await;
    let bare =
        world.community.import_first(br#"[{"team": "A", "country": "JP"}]"#, false, "aoki").await.unwrap();
    assert_eq!(bare.added, ["A"]);
}
