//! Topics and remarks: written, ordered, changed, taken away, and in the journal.

use kernel::Text;
use report::{Error, Link, Refusal, TopicWritten};

use crate::world::{World, quarter, text};

fn written(place: u32, title: &str) -> TopicWritten {
    TopicWritten {
        period: quarter(),
        place,
        title: text(&format!("{title}の件"), title),
        text: text("一段落目。\n\n二段落目。", "One.\n\nTwo."),
        links: vec![Link { title: text("案内", "Notice"), url: "https://csirt.example/at".to_owned() }],
    }
}

#[tokio::test]
async fn topics_stand_in_their_order() {
    let world = World::new().await;
    let save = async |id, topic| world.reports.save_topic(id, topic, "aoki").await.unwrap();
    let second = save(None, written(2, "second")).await;
    let first = save(None, written(1, "first")).await;
    let later = save(None, written(2, "later")).await;
    save(None, TopicWritten { period: "2008Q2".parse().unwrap(), ..written(1, "elsewhere") }).await;
    let ids = async || {
        let topics = world.reports.topics(quarter()).await.unwrap();
        topics.iter().map(|topic| topic.id).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, [first, second, later]);
    assert_eq!(save(Some(later), written(0, "later")).await, later);
    assert_eq!(ids().await, [later, first, second]);
    world.reports.remove_topic(first, "baba").await.unwrap();
    assert_eq!(ids().await, [later, second]);
    let topic = world.reports.topic(later).await.unwrap();
    assert_eq!((topic.written, topic.by.as_str()), (written(0, "later"), "aoki"));
    let journal = world.journal().await;
    let last = [
        format!("aoki report.topic.change topic/{later}"),
        format!("baba report.topic.remove topic/{first}"),
    ];
    assert_eq!(journal[4..], last);
}

#[tokio::test]
async fn what_is_no_topic_is_refused() {
    let world = World::new().await;
    let link = |title: Text, url: &str| Link { title, url: url.to_owned() };
    let check = async |change: &dyn Fn(&mut TopicWritten), expect: Refusal| {
        let mut topic = written(1, "topic");
        change(&mut topic);
        let error = world.reports.save_topic(None, topic, "aoki").await.unwrap_err();
        assert!(matches!(error, Error::Refused(refusal) if refusal == expect), "{error}");
    };
    check(&|topic| topic.title.en = " ".to_owned(), Refusal::TitleForm).await;
    check(&|topic| topic.title.ja = "長".repeat(201), Refusal::TitleForm).await;
    check(&|topic| topic.text.ja.clear(), Refusal::TextForm).await;
    check(&|topic| topic.links[0].url = "javascript:alert(1)".to_owned(), Refusal::LinkForm).await;
    check(&|topic| topic.links = vec![link(text("", ""), "https://csirt.example")], Refusal::LinkForm).await;
    check(&|topic| topic.links = vec![topic.links[0].clone(); 21], Refusal::LinkCount).await;
    assert_eq!(world.reports.topics(quarter()).await.unwrap(), []);
    for place in 0..50 {
        world.reports.save_topic(None, written(place, "one of many"), "aoki").await.unwrap();
    }
    check(&|_| (), Refusal::TopicCount).await;
}

#[tokio::test]
async fn a_topic_that_is_not_there_is_said_so() {
    let world = World::new().await;
    let not_found =
        |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound(_))), "{result:?}");
    not_found(world.reports.topic(7).await.map(drop));
    not_found(world.reports.remove_topic(7, "aoki").await);
    not_found(world.reports.save_topic(Some(7), written(1, "topic"), "aoki").await.map(drop));
    assert_eq!(world.journal().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_remark_is_written_over_and_taken_away() {
    let world = World::new().await;
    let save =
        async |section, ja, en| world.reports.save_remark(quarter(), section, text(ja, en), "aoki").await;
    let remarks = async || {
        let remarks = world.reports.remarks(quarter()).await.unwrap().into_iter();
        remarks.map(|(section, remark)| (section, remark.text.en)).collect::<Vec<_>>()
    };
    save("incidents", "増えた。", "More.").await.unwrap();
    save("observation", "減った。", "Fewer.").await.unwrap();
    save("incidents", "さらに増えた。", "Still more.").await.unwrap();
    let kept = |section: &str, en: &str| (section.to_owned(), en.to_owned());
    assert_eq!(remarks().await, [kept("incidents", "Still more."), kept("observation", "Fewer.")]);
    save("incidents", " ", "").await.unwrap();
    save("incidents", "", "").await.unwrap();
    assert_eq!(remarks().await, [kept("observation", "Fewer.")]);
    let refused = [save("Incidents!", "増", "More").await, save("incidents", "増", "").await];
    let refused = refused.map(|result| result.unwrap_err().to_string());
    assert_eq!(refused, [Refusal::SectionForm.to_string(), Refusal::TextForm.to_string()]);
    let journal = world.journal().await;
    assert_eq!(
        journal[2..],
        ["aoki report.remark.write report/2008Q1", "aoki report.remark.remove report/2008Q1"]
    );
}
