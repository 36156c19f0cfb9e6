//! Incidents: what came in, from where, of which kinds, and what we did about it.

use incident::{Kind, Refinement};
use jiff::ToSpan;
use kernel::Period;
use observe::{Port, services};
use report::{Block, Cell, ChartBlock, Link, Phrase, Section, Table, Value};

use super::chart::{Line, by_month};
use super::error::ActivityError;
use super::figures::{Figures, of};
use super::{paragraph, section};
use crate::app::App;

/// Ports and sender domains that are listed at most; more would be a list of single reports.
const MOST_ROWS: usize = 10;
/// Months before the period that the chart of kinds shows: with a quarter, five quarters.
const MONTHS_BEFORE: i64 = 12;

pub(super) async fn section_of(app: &App, figures: &mut Figures) -> Result<Section, ActivityError> {
    let period = figures.period;
    figures.add(app.incident.figures(period).await?, incident::define);
    for other in [period.before(), period.year_before()] {
        figures.add_of(other, app.incident.figures(other).await?, incident::define);
    }
    let charted =
        Period { from: period.from.first_of_month().saturating_sub(MONTHS_BEFORE.months()), to: period.to };
    let months = app.incident.figures(charted).await?;
    figures.add(months.into_iter().filter(|figure| figure.id.contains('@')), incident::define);

    let received = Phrase::new("incidents-received")
        .with("days", Value::Days(period.from, period.to))
        .figure("reports", "incident.reports")
        .figure("incidents", "incident.incidents");
    let mut blocks = vec![paragraph(received)];
    if figures.value("incident.reports") == Some(0) {
        blocks =
            vec![paragraph(Phrase::new("incidents-none").with("days", Value::Days(period.from, period.to)))];
    }
    blocks.push(Block::Table(figures.compared("incidents-compared", "incidents-compared", &compared())));
    if let Some(form) = &app.settings.contact.form {
        let title = Phrase::new("incidents-form").text();
        blocks.push(Block::Links { links: vec![Link { title, url: form.clone() }] });
    }
    Ok(Section {
        parts: vec![senders(figures), notifications(), kinds(app, figures, charted), other_messages(figures)],
        ..section("incidents", "incidents-title", blocks)
    })
}

/// What is compared with other periods.
fn compared() -> Vec<(Phrase, &'static str)> {
    let kinds = [
        ("kind-scan", "incident.kind.scan"),
        ("kind-forged", "incident.kind.forged"),
        ("kind-intrusion", "incident.kind.intrusion"),
        ("kind-phishing", "incident.kind.phishing"),
        ("kind-other", "incident.kind.other"),
    ];
    let whole = [("compared-reports", "incident.reports"), ("compared-incidents", "incident.incidents")];
    let ours = [
        ("compared-notifications", "incident.notifications"),
        ("compared-other-messages", "incident.other-messages"),
    ];
    whole.into_iter().chain(kinds).chain(ours).map(|(key, id)| (Phrase::new(key), id)).collect()
}

/// A table of names and one number each.
fn counted(id: &str, caption: &str, what: &str, number: &str, rows: Vec<(Phrase, String)>) -> Table {
    Table {
        id: id.to_owned(),
        caption: Phrase::new(caption),
        header: vec![Phrase::new(what), Phrase::new(number)],
        rows: rows.into_iter().map(|(name, id)| vec![Cell::Words(name), Cell::Figure(id)]).collect(),
        notes: Vec::new(),
    }
}

fn senders(figures: &Figures) -> Section {
    let senders = figures.largest("incident.sender.").into_iter().take(MOST_ROWS);
    let rows: Vec<_> = senders
        .map(|(tld, _)| (Phrase::sign(&format!(".{tld}")), format!("incident.sender.{tld}")))
        .collect();
    let mut blocks =
        vec![paragraph(Phrase::new(if rows.is_empty() { "senders-none" } else { "senders-said" }))];
    if !rows.is_empty() {
        let table =
            counted("incidents-senders", "senders-caption", "senders-domain", "senders-reports", rows);
        blocks.push(Block::Table(table));
    }
    section("incidents-senders", "senders-title", blocks)
}

fn notifications() -> Section {
    let sent = Phrase::new("notifications-sent").figure("notifications", "incident.notifications");
    section("incidents-notifications", "notifications-title", vec![paragraph(sent)])
}

fn kinds(app: &App, figures: &Figures, charted: Period) -> Section {
    let lines: Vec<Line> = Kind::ALL
        .iter()
        .map(|kind| Line {
            name: Phrase::new(&format!("kind-{kind}")).text(),
            figure: format!("incident.kind.{kind}"),
        })
        .collect();
    let drawn = by_month(figures, charted, &lines, "incidents-kinds", &app.settings.zone);
    let caption = Phrase::new("kinds-chart").with("months", Value::Months(charted));
    let chart =
        ChartBlock { id: "incidents-kinds".to_owned(), caption, ja: drawn.ja, en: drawn.en, data: None };
    let mut blocks = vec![paragraph(Phrase::new("kinds-said")), Block::Chart(Box::new(chart))];
    blocks.push(Block::Table(by_months(figures)));
    Section {
        parts: vec![
            scan(figures),
            plain(figures, Kind::Forged),
            plain(figures, Kind::Intrusion),
            phishing(figures),
            plain(figures, Kind::Other),
        ],
        ..section("incidents-kinds", "kinds-title", blocks)
    }
}

/// The kinds month by month, and the whole.
fn by_months(figures: &Figures) -> Table {
    let period = figures.period;
    let months = period.months();
    // A year's months beside each other would not go on a page.
    let columns: Vec<Period> = if months.len() <= 6 { months } else { Vec::new() };
    let head = |period: &Period| Phrase::new("said").with("text", Value::Months(*period));
    let header = std::iter::once(Phrase::new("kinds-kind"))
        .chain(columns.iter().map(head))
        .chain([Phrase::new("kinds-whole")])
        .collect();
    let row = |name: Phrase, id: String| {
        let cells = columns.iter().map(|month| figures.cell(&of(&id, *month)));
        std::iter::once(Cell::Words(name)).chain(cells).chain([figures.cell(&id)]).collect()
    };
    let kinds = Kind::ALL
        .iter()
        .map(|kind| row(Phrase::new(&format!("kind-{kind}")), format!("incident.kind.{kind}")));
    let rows = kinds.chain([row(Phrase::new("compared-incidents"), "incident.incidents".to_owned())]);
    Table {
        id: "incidents-months".to_owned(),
        caption: Phrase::new("kinds-caption"),
        header,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// What is said of a kind: how many, or that there were none.
fn said(figures: &Figures, kind: Kind) -> Block {
    let id = format!("incident.kind.{kind}");
    paragraph(match figures.value(&id) {
        Some(0) | None => Phrase::new(&format!("kind-{kind}-none")),
        Some(_) => Phrase::new(&format!("kind-{kind}-said")).figure("incidents", &id),
    })
}

fn scan(figures: &Figures) -> Section {
    let name = |port: &str| {
        let number = port.parse().unwrap_or(0);
        let usual =
            services::usual(Port::tcp(number)).map(|usual| usual.name).filter(|name| !name.is_empty());
        Phrase::sign(&usual.map_or_else(|| port.to_owned(), |name| format!("{port} ({name})")))
    };
    let ports = figures.largest("incident.scan.port.").into_iter().take(MOST_ROWS);
    let mut rows: Vec<_> =
        ports.map(|(port, _)| (name(&port), format!("incident.scan.port.{port}"))).collect();
    let many = "incident.scan.many-ports";
    if figures.value(many).is_some_and(|incidents| incidents > 0) {
        rows.push((Phrase::new("scan-many-ports"), many.to_owned()));
    }
    let mut blocks = vec![said(figures, Kind::Scan)];
    if !rows.is_empty() {
        let table = counted("incidents-ports", "scan-caption", "scan-port", "scan-incidents", rows);
        blocks.push(Block::Table(Table { notes: vec![Phrase::new("scan-note")], ..table }));
    }
    section("incidents-scan", "kind-scan-title", blocks)
}

/// A kind with those of its refinements that there were.
fn plain(figures: &Figures, kind: Kind) -> Section {
    let refined = Refinement::ALL.iter().filter(|refinement| refinement.kind() == kind);
    let rows: Vec<_> = refined
        .map(|refinement| {
            let id = format!("incident.refinement.{refinement}");
            (Phrase::new(&format!("refinement-{refinement}")), id)
        })
        .filter(|(_, id)| figures.value(id).is_some_and(|incidents| incidents > 0))
        .collect();
    let mut blocks = vec![said(figures, kind)];
    if !rows.is_empty() {
        let id = format!("incidents-{kind}-refined");
        blocks.push(Block::Table(counted(&id, "refined-caption", "refined-what", "scan-incidents", rows)));
    }
    section(&format!("incidents-{kind}"), &format!("kind-{kind}-title"), blocks)
}

fn phishing(figures: &Figures) -> Section {
    let mut section = plain(figures, Kind::Phishing);
    if figures.value("incident.takedown.days").is_some() {
        section.blocks.push(paragraph(
            Phrase::new("takedowns-said")
                .figure("sites", "incident.takedowns")
                .figure("days", "incident.takedown.days"),
        ));
    }
    section
}

fn other_messages(figures: &Figures) -> Section {
    let id = "incident.other-messages";
    let said = match figures.value(id) {
        Some(0) | None => Phrase::new("other-messages-none"),
        Some(_) => Phrase::new("other-messages-said").figure("messages", id),
    };
    section("incidents-other-messages", "other-messages-title", vec![paragraph(said)])
}
