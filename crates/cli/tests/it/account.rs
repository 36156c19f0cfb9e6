//! Users, from the command line.

use crate::world::{World, transcript};

const PASSWORD: &[u8] = b"correct horse battery\n";

/// A line that reads a password.
fn piped(world: &World, line: &str, password: &[u8]) -> String {
    transcript(line, &world.pipe(line, password))
}

#[test]
fn users_are_added_changed_and_kept_out() {
    let world = World::new();
    let mut session = String::new();
    for (line, password) in [
        ("account add aoki --role admin --display 青木 --password-stdin", PASSWORD),
        ("account add baba --role reader --language en --password-stdin", b"battery staple horse\r\n"),
        ("account add baba --role reader --password-stdin", PASSWORD),
        ("account add Chiba! --role reader --password-stdin", PASSWORD),
        ("account add system --role reader --password-stdin", PASSWORD),
        ("account add chiba --role reader --password-stdin", b"short\n"),
        ("account add chiba --role reader --password-stdin", b"password123456\n"),
        ("account add chiba --role reader --password-stdin", b""),
        ("account password baba --password-stdin", b"another horse battery\n"),
        ("account password chiba --password-stdin", PASSWORD),
    ] {
        session.push_str(&piped(&world, line, password));
    }
    session.push_str(&world.session(&[
        "account add chiba --role reader",
        "account add chiba --role boss --password-stdin",
        "account add chiba --password-stdin",
        "account role baba coordinator",
        "account role aoki reader",
        "account disable aoki",
        "account disable baba",
        "account enable baba",
        "account enable chiba",
        "account remove-second-factor baba",
        "account token baba --label feed --role admin",
        "account token baba --label feed --days 367",
    ]));
    insta::assert_snapshot!(session);
    // The day is this machine's.
    let list = world.answer("account list");
    let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["name", "role", "factors", "added", "displayed", "as"]);
    assert_eq!((&rows[1][..3], rows[1][4]), (&["aoki", "admin", "1"][..], "青木"));
    assert_eq!((&rows[2][..3], rows[2][4]), (&["baba", "coordinator", "1"][..], "baba"));
    let json: serde_json::Value = serde_json::from_str(&world.answer("account list --format json")).unwrap();
    assert_eq!((&json[1]["name"], &json[1]["role"]), (&"baba".into(), &"coordinator".into()));
    assert!(!list.contains("argon2") && !json.to_string().contains("argon2"));
}

#[test]
fn a_token_is_printed_alone_and_kept_as_its_hash() {
    let world = World::new();
    piped(&world, "account add aoki --role analyst --password-stdin", PASSWORD);
    let said = world.run("account token aoki --label feed --role analyst --write --days 30");
    assert_eq!((said.status, said.err.as_str()), (0, "aoki: a token for 30 days; it is not shown again\n"));
    let token = said.out.strip_suffix('\n').unwrap();
    assert!(token.starts_with("hin_") && token.len() == 56, "{token}");
    for file in ["hinomi.db", "hinomi.db-wal"] {
        let bytes = std::fs::read(world.data().join(file)).unwrap_or_default();
        for secret in [token, "correct horse battery"] {
            assert!(!bytes.windows(secret.len()).any(|some| some == secret.as_bytes()), "{file}");
        }
    }
}
