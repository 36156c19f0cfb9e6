//! `GET /desk/activity/{period}`: how the draft stands, and what people have written for it.

use axum::extract::State;
use axum::response::Response;
use desk::flows::activity_report;
use kernel::{Lang, Period, words};
use report::{ActivityReport, Drift, EditionHead, Phrase, Section, TopicDetails};
use serde::Serialize;

use super::{ISSUES, WRITES, path_of};
use crate::activity::list::EditionLink;
use crate::activity::period_of;
use crate::activity::records::figure_path;
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text_with;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PeriodPage {
    period: String,
    months: String,
    is_over: bool,
    /// The number of figures of the draft.
    figures: usize,
    left_out: Vec<LeftOut>,
    editions: Vec<EditionLink>,
    drift: Vec<Drifted>,
    topics: Vec<Topic>,
    sections: Vec<Remarked>,
    may_write: bool,
    may_issue: bool,
}

#[derive(Debug, Clone, Serialize)]
struct LeftOut {
    title: String,
    reason: String,
}

/// A number that would come out differently.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Drifted {
    name: String,
    issued: Option<String>,
    now: Option<String>,
    address: String,
}

#[derive(Debug, Clone, Serialize)]
struct Topic {
    id: i64,
    title: String,
    by: String,
}

/// A section, and whether people have said something about it.
#[derive(Debug, Clone, Serialize)]
struct Remarked {
    id: String,
    title: String,
    is_part: bool,
    remark: Option<String>,
}

#[cfg(test)]
impl PeriodPage {
    /// A period with two editions, drift, a topic and a remark.
    pub(crate) fn sample(lang: Lang) -> Self {
        use crate::activity::sample;
        let (issued, mut now) = (sample::report(Some(2)), sample::report(None));
        now.figures[0].figure.value += 1;
        let said = |which: &str| format!("<b>{which}\u{202E}");
        let remarked = |remark, is_part| Remarked {
            id: "incidents".to_owned(),
            title: said("section"),
            is_part,
            remark,
        };
        let editions = sample::editions();
        let link = |head| EditionLink::new(head, false, None, lang, &jiff::tz::TimeZone::UTC);
        Self {
            period: now.period.to_string(),
            months: words::months(now.period, lang),
            is_over: true,
            figures: now.figures.len(),
            left_out: vec![LeftOut { title: said("title"), reason: said("reason") }],
            editions: editions.iter().map(link).collect(),
            drift: drifted(report::drift(&issued, &now), now.period, lang),
            topics: vec![Topic { id: 3, title: said("topic"), by: said("aoki") }],
            sections: vec![remarked(Some(said("remark")), false), remarked(None, true)],
            may_write: true,
            may_issue: true,
        }
    }
}

/// The numbers of an edition that would come out differently today.
pub(crate) fn drifted(drift: Vec<Drift>, period: Period, lang: Lang) -> Vec<Drifted> {
    let one = |one: Drift| Drifted {
        name: one.name.get(lang).to_owned(),
        address: format!(
            "{}{}",
            figure_path(period, &one.id),
            if one.issued.is_none() { "?edition=draft" } else { "" }
        ),
        issued: one.issued.map(|figure| figure.written()),
        now: one.now.map(|figure| figure.written()),
    };
    drift.into_iter().map(one).collect()
}

/// A section's title.
pub(super) fn title(phrase: &Phrase, lang: Lang) -> String {
    phrase.text().get(lang).to_owned()
}

/// All sections and their parts, in order, and whether each is a part.
pub(super) fn sections(report: &ActivityReport) -> Vec<(&Section, bool)> {
    let mut all = Vec::new();
    for section in &report.sections {
        all.push((section, false));
        parts(section, &mut all);
    }
    all
}

fn parts<'a>(section: &'a Section, all: &mut Vec<(&'a Section, bool)>) {
    for part in &section.parts {
        all.push((part, true));
        parts(part, all);
    }
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let (period, lang) = (period_of(&name)?, staff.lang);
    let service = &site.app.report;
    let draft = activity_report::draft(&site.app, period).await?;
    let remarks = service.remarks(period).await?;
    let editions: Vec<EditionHead> = service.editions_of(period).await?;
    let drift = match service.edition(period, None).await? {
        Some(issued) => report::drift(&issued.report, &draft),
        None => Vec::new(),
    };
    let topic = |topic: TopicDetails| Topic {
        id: topic.id,
        title: topic.written.title.get(lang).to_owned(),
        by: topic.by,
    };
    let remarked = |(section, is_part): (&Section, bool)| Remarked {
        id: section.id.clone(),
        title: title(&section.title, lang),
        is_part,
        remark: remarks.get(&section.id).map(|remark| remark.text.get(lang).to_owned()),
    };
    let today = site.app.clock.now().to_zoned(site.zone().clone()).date();
    let link = |(place, head)| EditionLink::new(head, place == 0, None, lang, site.zone());
    let page = PeriodPage {
        period: period.to_string(),
        months: words::months(period, lang),
        is_over: period.to < today,
        figures: draft.figures.len(),
        left_out: draft
            .left_out
            .iter()
            .map(|one| LeftOut { title: title(&one.title, lang), reason: title(&one.reason, lang) })
            .collect(),
        editions: editions.iter().enumerate().map(link).collect(),
        drift: drifted(drift, period, lang),
        topics: service.topics(period).await?.into_iter().map(topic).collect(),
        sections: sections(&draft).into_iter().map(remarked).collect(),
        may_write: staff.may(WRITES),
        may_issue: staff.may(ISSUES),
    };
    let title = text_with(lang, "desk-activity-of", [("months", &page.months)]);
    site.staff_page(&staff, "activity_desk_period.html", &title, &path_of(period), &page)
}
