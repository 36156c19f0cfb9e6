//! What is kept, byte by byte.

use account::{NewToken, Role, Scope};

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn no_secret_is_in_the_database() {
    if std::env::var_os(testkit::POSTGRES).is_some() {
        println!("left out: PostgreSQL's own files are not looked through for secrets");
        return;
    }
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (session, begun) = world.begun("aoki").await;
    let new = NewToken { name: "feed", role: Role::Reader, scope: Scope::Read, days: 1 };
    let token = world.accounts.add_token("aoki", new, "aoki").await.unwrap();
    world.sign_in("typed-into-the-wrong-field", "x").await;
    let bytes: Vec<u8> = ["hinomi.db", "hinomi.db-wal"]
        .iter()
        .flat_map(|name| std::fs::read(world.folder.path().join(name)).unwrap())
        .collect();
    let has = |text: &str| bytes.windows(text.len()).any(|some| some == text.as_bytes());
    assert!(has("aoki") && has("$argon2id$v=19$m=19456,t=2,p=1$"), "this looks at the right bytes");
    for secret in [session.expose(), token.expose(), PASSWORD, "typed-into-the-wrong-field"] {
        assert!(!has(secret), "{secret}");
    }
    assert_eq!(begun.user.name, "aoki");
}
