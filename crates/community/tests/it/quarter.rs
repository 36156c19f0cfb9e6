//! The sample quarter: what the report says of it.

use community::{Kind, Lines, Section};
use kernel::{Period, Stretch};

use crate::world::World;

async fn quarter() -> (World, Period) {
    let world = World::new().await;
    for (kind, file) in samples::community::FILES {
        let kind: Kind = kind.parse().unwrap();
        let imported = world.community.import(kind, file.as_bytes(), Lines::AllOrNone, "cli").await.unwrap();
        assert!(imported.kept && imported.problem_count == 0, "{kind}: {:?}", imported.problems);
    }
    (world, "2008Q1".parse().unwrap())
}

#[tokio::test]
async fn the_figures_of_the_quarter() {
    let (world, period) = quarter().await;
    let figures = world.community.figures(period).await.unwrap();
    let check = |id: &str, value: i64| {
        let found = figures.iter().find(|figure| figure.id == id).map(|figure| figure.value);
        assert_eq!(found, Some(value), "{id}");
    };
    check("community.events", 8);
    check("community.events.held", 2);
    check("community.events.joined", 3);
    check("community.events.organised", 3);
    check("community.events@2008-02", 2);
    check("community.trainings", 1);
    check("community.countries", 6);
    check("community.training.1.countries", 6);
    check("community.training.1.days", 5);
    check("community.support", 10);
    check("community.support.company", 6);
    check("community.support.organisation", 2);
    check("community.support.group", 2);
    check("community.lectures", 7);
    check("community.lectures@2008-03", 5);
    check("community.articles", 4);
    check("community.organisations", 9);
    check("community.organisations.countries", 4);
    check("community.members.first", 3);
    check("community.members.apcert", 1);
    check("community.members.nippon-csirt-association", 1);
    for figure in &figures {
        assert!(community::define(figure.name()).is_some(), "{} has no definition", figure.id);
    }
    for name in
        ["community", "community.", "community.event", "community.training.x.days", "community.training.1.x"]
    {
        assert_eq!(community::define(name), None, "{name}");
    }
}

#[tokio::test]
async fn the_lists_of_the_quarter_are_in_the_reports_order() {
    let (world, period) = quarter().await;
    let events = world.community.events(period, Section::International).await.unwrap();
    let titles: Vec<&str> = events.iter().map(|event| event.title.en.as_str()).collect();
    assert_eq!(
        titles,
        [
            "APTLD meeting (APRICOT 2008)",
            "Joint Workshop on Security 2008, Tokyo",
            "APCERT AGM 2008",
            "FIRST-TC March 2008 Tokyo"
        ]
    );
    assert_eq!(events[0].begins.unwrap().to_string(), "2008-02-25");
    assert_eq!(events[2].ends.unwrap().to_string(), "2008-03-12");
    assert_eq!(world.community.events(period, Section::National).await.unwrap().len(), 1);
    assert_eq!(world.community.events(period, Section::Vulnerability).await.unwrap().len(), 3);
    let trainings = world.community.trainings(period).await.unwrap();
    let countries: Vec<&str> = trainings[0].countries.iter().map(|country| country.ja).collect();
    let listed = ["インドネシア", "カンボジア", "スリランカ", "バングラデシュ", "フィリピン", "モンゴル"];
    assert_eq!(countries, listed);
    let lectures = world.community.lectures(period).await.unwrap();
    let days: Vec<String> = lectures.iter().map(|lecture| lecture.day.unwrap().to_string()).collect();
    let listed =
        ["03-27", "03-26", "03-12", "03-11", "03-07", "02-22", "02-06"].map(|day| format!("2008-{day}"));
    assert_eq!(days, listed);
    assert_eq!(lectures[0].speakers[0].role.en, "Representative Director");
    let articles = world.community.articles(period).await.unwrap();
    let pages: Vec<&str> = articles.iter().map(|article| article.pages.as_str()).collect();
    assert_eq!(pages, ["10", "138-142", "125, 143", ""]);
    assert_eq!(articles[1].authors.len(), 2);
    assert_eq!(world.community.engagements(period).await.unwrap().len(), 3);
    assert_eq!(world.community.supports(period).await.unwrap().len(), 10);
    assert_eq!(world.community.organisations(period).await.unwrap().len(), 9);
}

#[tokio::test]
async fn what_is_for_staff_alone_is_in_no_public_line() {
    let (world, period) = quarter().await;
    let mut lines = 0;
    for figure in world.community.figures(period).await.unwrap() {
        let all = Stretch { skip: 0, limit: 1000 };
        for record in world.community.records(&figure.evidence, all).await.unwrap().records {
            for secret in ["見本企業", "見本機構", "見本団体", "見本の記録", "desk@"] {
                assert!(
                    !record.public.ja.contains(secret) && !record.public.en.contains(secret),
                    "{record:?}"
                );
            }
            lines += 1;
        }
    }
    assert!(lines > 60, "{lines} lines were looked at");
}
