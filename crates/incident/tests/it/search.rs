//! Words, addresses, hosts and URLs are found.

use crate::world::World;

async fn check(world: &World, question: &str, messages: &[&str], incidents: &[&str]) {
    let found = world.desk.search(question, 10).await.unwrap();
    let subjects: Vec<_> = found.messages.iter().map(|message| message.subject.as_str()).collect();
    assert_eq!(subjects, messages, "messages for {question}");
    let subjects: Vec<_> = found.incidents.iter().map(|incident| incident.subject.as_str()).collect();
    assert_eq!(subjects, incidents, "incidents for {question}");
}

#[tokio::test]
async fn what_was_written_is_found() {
    let world = World::new().await;
    world
        .receive("From: Aoki <aoki@example.jp>\nSubject: one\n\nscan from 192.0.2.1 and 192.0.2.200\n")
        .await;
    world
        .receive(
            "From: b@example.org\nSubject: two\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n\
             2001:db8::5 による不正アクセスがありました。\n",
        )
        .await;
    check(&world, "scan", &["one"], &[]).await;
    check(&world, "SCAN aoki", &["one"], &[]).await;
    check(&world, "scan nobody", &[], &[]).await;
    check(&world, "不正アクセス", &["two"], &[]).await;
    check(&world, "アクセ", &["two"], &[]).await;
    check(&world, "侵入", &[], &[]).await;
    check(&world, "aoki@example.jp", &["one"], &[]).await;
    check(&world, "192.0.2.1", &["one"], &["192.0.2.1"]).await;
    check(&world, "192[.]0[.]2[.]1", &["one"], &["192.0.2.1"]).await;
    check(&world, "192.0.2.0/25", &[], &["192.0.2.1"]).await;
    check(&world, "2001:db8::/32", &[], &["2001:db8::5"]).await;
    check(&world, "", &[], &[]).await;
}

#[tokio::test]
async fn segments_are_merged_and_nothing_is_lost() {
    let world = World::new().await;
    for number in 0..160 {
        world.receive(&format!("From: a@example.jp\nSubject: s{number}\n\nword{number} common\n")).await;
    }
    for number in [0, 1, 11, 12, 143, 144, 159] {
        let subject = format!("s{number}");
        check(&world, &format!("word{number}"), &[subject.as_str()], &[]).await;
    }
    assert_eq!(world.desk.search("common", 1000).await.unwrap().messages.len(), 160);
    assert!(world.desk.search("common", 10).await.unwrap().more);
}
