//! What was done with others: coordination abroad and within the country, lectures, articles.

use community::{Article, Engagement, Event, Lecture, Person, Section as Place, Training, When};
use jiff::civil::Date;
use kernel::{Lang, Text};
use report::{Block, Item, Link, Phrase, Section, Value};

use super::error::ActivityError;
use super::figures::Figures;
use super::{paragraph, section};
use crate::app::App;

pub(super) async fn sections(app: &App, figures: &mut Figures) -> Result<Vec<Section>, ActivityError> {
    let period = figures.period;
    figures.add(app.community.figures(period).await?, community::define);
    let engagements = app.community.engagements(period).await?;
    let mut international = section("international", "international-title", Vec::new());
    international.parts = vec![
        events(
            "international-events",
            "international-events-title",
            &app.community.events(period, Place::International).await?,
        ),
        trainings(figures, &app.community.trainings(period).await?),
    ];
    international.parts.extend(parts_in("international-engagements", &engagements, Place::International));
    let mut national = section("national", "national-title", Vec::new());
    national.parts = vec![supports(figures)];
    let held = app.community.events(period, Place::National).await?;
    if !held.is_empty() {
        national.parts.push(events("national-events", "national-events-title", &held));
    }
    national.parts.extend(parts_in("national-engagements", &engagements, Place::National));
    let lectures = app.community.lectures(period).await?.iter().map(lecture).collect();
    let articles = app.community.articles(period).await?.iter().map(article).collect();
    Ok(vec![
        international,
        national,
        listed(figures, "lectures", "community.lectures", lectures),
        listed(figures, "articles", "community.articles", articles),
    ])
}

/// A section that is a list of dated things: their number, then one a line.
fn listed(figures: &Figures, name: &str, figure: &str, items: Vec<Item>) -> Section {
    let blocks = match figures.value(figure) {
        Some(number) if number > 0 => {
            let said = Phrase::new(&format!("{name}-said")).figure(name, figure);
            vec![paragraph(said), Block::List { items }]
        }
        _ => vec![paragraph(Phrase::new(&format!("{name}-none")))],
    };
    section(name, &format!("{name}-title"), blocks)
}

fn events(id: &str, title: &str, events: &[Event]) -> Section {
    let blocks = if events.is_empty() {
        vec![paragraph(Phrase::new("events-none"))]
    } else {
        let items = events.iter().map(event).collect();
        vec![paragraph(Phrase::new("events-said")), Block::List { items }]
    };
    section(id, title, blocks)
}

fn event(event: &Event) -> Item {
    let lead = Phrase::new("event-lead")
        .with("title", Value::Text(event.title.clone()))
        .with("role", Value::Text(event.role.text()));
    let when = days(event.begins, event.ends);
    let place = some(&event.place);
    let first = match (when, place) {
        (Some(when), Some(place)) => {
            Some(Phrase::new("when-where").with("when", when).with("place", Value::Text(place.clone())))
        }
        (Some(when), None) => Some(Phrase::new("said").with("text", when)),
        (None, place) => place.map(Phrase::said),
    };
    let lines = first.into_iter().chain(paragraphs(&event.what)).collect();
    Item { lead, lines, links: link(&event.title, event.link.as_deref()) }
}

fn trainings(figures: &Figures, trainings: &[Training]) -> Section {
    let items = trainings.iter().map(|one| training(figures, one)).collect();
    let part = listed(figures, "trainings", "community.trainings", items);
    Section {
        id: "international-trainings".to_owned(),
        title: Phrase::new("international-trainings-title"),
        ..part
    }
}

fn training(figures: &Figures, training: &Training) -> Item {
    let figure = |what: &str| {
        let id = format!("community.training.{}.{what}", training.id);
        figures.get(&id).map(|reported| reported.figure.id.clone())
    };
    let took_part = match (figure("days"), figure("countries")) {
        (Some(days), Some(countries)) if !training.countries.is_empty() => {
            Some(Phrase::new("training-held").figure("days", &days).figure("countries", &countries))
        }
        (Some(days), _) => Some(Phrase::new("training-days").figure("days", &days)),
        (None, Some(countries)) if !training.countries.is_empty() => {
            Some(Phrase::new("training-countries").figure("countries", &countries))
        }
        (None, _) => None,
    };
    let names = |lang: Lang, between: &str| {
        let names: Vec<String> =
            training.countries.iter().map(|country| country.text().get(lang).to_owned()).collect();
        names.join(between)
    };
    let names = (!training.countries.is_empty()).then(|| {
        let names = Text { ja: names(Lang::Ja, "、"), en: names(Lang::En, ", ") };
        Phrase::new("training-who").with("names", Value::Text(names))
    });
    let organiser = some(&training.organiser)
        .map(|name| Phrase::new("training-organiser").with("name", Value::Text(name.clone())));
    let when = days(training.begins, training.ends).map(|when| Phrase::new("said").with("text", when));
    let lines = [when, took_part, names, organiser].into_iter().flatten();
    Item {
        lead: Phrase::said(&training.title),
        lines: lines.chain(paragraphs(&training.what)).collect(),
        links: link(&training.title, training.link.as_deref()),
    }
}

/// Our parts in associations; nothing where there are none.
fn parts_in(id: &str, engagements: &[Engagement], place: Place) -> Option<Section> {
    let here = engagements.iter().filter(|engagement| engagement.section == place);
    let items: Vec<Item> = here
        .map(|engagement| Item {
            lead: Phrase::new("engagement")
                .with("association", Value::Text(engagement.association.clone()))
                .with("role", Value::Text(engagement.role.clone())),
            lines: paragraphs(&engagement.what).collect(),
            links: link(&engagement.association, engagement.link.as_deref()),
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let blocks = vec![paragraph(Phrase::new("engagements-said")), Block::List { items }];
    Some(section(id, "engagements-title", blocks))
}

fn supports(figures: &Figures) -> Section {
    let said = match figures.value("community.support") {
        Some(number) if number > 0 => Phrase::new("support-said")
            .figure("supports", "community.support")
            .figure("company", "community.support.company")
            .figure("organisation", "community.support.organisation")
            .figure("group", "community.support.group"),
        _ => Phrase::new("support-none"),
    };
    section("support", "support-title", vec![paragraph(said)])
}

fn lecture(lecture: &Lecture) -> Item {
    let lead = Phrase::new("quoted").with("title", Value::Text(lecture.title.clone()));
    let where_and_when = where_and_when(&lecture.event, lecture.day);
    Item {
        lead,
        lines: lecture.speakers.iter().map(person).chain(where_and_when).collect(),
        links: link(&lecture.title, lecture.link.as_deref()),
    }
}

fn article(article: &Article) -> Item {
    let pages = (!article.pages.is_empty())
        .then(|| Phrase::new("article-pages").with("pages", Value::Sign(article.pages.clone())));
    Item {
        lead: Phrase::new("quoted").with("title", Value::Text(article.title.clone())),
        lines: article
            .authors
            .iter()
            .map(person)
            .chain(where_and_when(&article.medium, article.day))
            .chain(pages)
            .collect(),
        links: link(&article.title, article.link.as_deref()),
    }
}

fn person(person: &Person) -> Phrase {
    match some(&person.role) {
        Some(role) => Phrase::new("person")
            .with("role", Value::Text(role.clone()))
            .with("name", Value::Text(person.name.clone())),
        None => Phrase::said(&person.name),
    }
}

/// The place that something was at, and its day.
fn where_and_when(place: &Text, day: Option<When>) -> Option<Phrase> {
    let when = days(day, None);
    match (some(place), when) {
        (Some(place), Some(when)) => {
            Some(Phrase::new("when-where").with("when", when).with("place", Value::Text(place.clone())))
        }
        (Some(place), None) => Some(Phrase::said(place)),
        (None, when) => when.map(|when| Phrase::new("said").with("text", when)),
    }
}

/// The days from one to another; the day or month alone where there is no other.
fn days(begins: Option<When>, ends: Option<Date>) -> Option<Value> {
    Some(match (begins?, ends) {
        (When::Day(first), Some(last)) => Value::Days(first, last),
        (begins, _) => Value::Text(Text { ja: begins.written(Lang::Ja), en: begins.written(Lang::En) }),
    })
}

fn some(text: &Text) -> Option<&Text> {
    (!text.ja.is_empty() || !text.en.is_empty()).then_some(text)
}

/// Paragraphs of people, a line each. Both languages may have another number of them: then they stay one.
fn paragraphs(text: &Text) -> impl Iterator<Item = Phrase> {
    let cut = |text: &str| -> Vec<String> {
        let pieces = text.split("\n\n").map(str::trim).filter(|piece| !piece.is_empty());
        pieces.map(str::to_owned).collect()
    };
    let (ja, en) = (cut(&text.ja), cut(&text.en));
    let pairs = if ja.len() == en.len() {
        ja.into_iter().zip(en).map(|(ja, en)| Text { ja, en }).collect()
    } else {
        vec![text.clone()]
    };
    pairs.into_iter().map(|text| Phrase::said(&text))
}

fn link(title: &Text, url: Option<&str>) -> Vec<Link> {
    url.map(|url| Link { title: title.clone(), url: url.to_owned() }).into_iter().collect()
}
