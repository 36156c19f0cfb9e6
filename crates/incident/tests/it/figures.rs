//! Figures and the records behind them.

use kernel::Period;

use crate::world::World;

#[tokio::test]
async fn a_figure_has_as_many_records_as_it_says() {
    let world = World::new().await;
    for (number, day) in [(1, "2008-01-31T23:59:59+09:00"), (2, "2008-02-01T00:00:00+09:00")] {
        let mail =
            format!("From: a{number}@example.org\nSubject: scan\n\nfrom 192.0.2.{number} and 192.0.2.9\n");
        world.receive_at(&mail, day).await;
    }
    world
        .receive_at("From: b@example.jp\nSubject: ?\n\nHow do I report?\n", "2008-02-02T00:00:00+09:00")
        .await;
    let period: Period = "2008Q1".parse().unwrap();
    let figures = world.desk.figures(period).await.unwrap();
    let value = |id: &str| figures.iter().find(|figure| figure.id == id).map(|figure| figure.value);
    assert_eq!(value("incident.reports"), Some(2));
    assert_eq!(value("incident.incidents"), Some(4));
    assert_eq!(value("incident.incidents@2008-01"), Some(2));
    assert_eq!(value("incident.incidents@2008-03"), Some(0));
    assert_eq!(value("incident.kind.scan"), Some(4));
    assert_eq!(value("incident.kind.forged"), Some(0));
    assert_eq!(value("incident.sender.org"), Some(2));
    assert_eq!(value("incident.other-messages"), Some(1));
    assert_eq!(value("incident.takedowns"), Some(0));
    assert_eq!(value("incident.takedown.days"), None, "no site went");
    for figure in &figures {
        let records = world.desk.evidence(&figure.evidence, 1000).await.unwrap();
        assert_eq!(i64::try_from(records.len()), Ok(figure.value), "{} by {}", figure.id, figure.evidence);
    }
}
