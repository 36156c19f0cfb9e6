//! `/desk/templates`: the texts that notifications are written from. Coordinators change them, see what they make of
//! made-up values, go back to an older version, or take up the built-in text again.

use account::Role;
use axum::extract::{Path, State};
use axum::response::Response;
use incident::notify::{Preview, Template, TemplateVersion};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::words::moment;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::{text, text_with};

/// The address.
const PATH: &str = "/desk/templates";

/// Versions shown with a text, the newest.
const MOST_VERSIONS: usize = 50;

/// All texts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Templates {
    rows: Vec<Template>,
}

/// One text.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TemplatePage {
    name: String,
    /// The language of the text; that of the page is another matter.
    text_lang: Lang,
    subject: String,
    body: String,
    is_built_in: bool,
    preview: Option<Preview>,
    /// Why there is no preview.
    wrong: String,
    /// Whether what is shown is not kept yet.
    is_trial: bool,
    versions: Vec<Version>,
}

/// A text as it was once.
#[derive(Debug, Clone, Serialize)]
struct Version {
    #[serde(flatten)]
    version: TemplateVersion,
    at_local: String,
    /// Whether the built-in text was taken up again.
    is_reset: bool,
}

impl TemplatePage {
    fn new(
        template: Template,
        versions: Vec<TemplateVersion>,
        made: Result<Preview, String>,
        zone: &TimeZone,
    ) -> Self {
        let version = |version: TemplateVersion| Version {
            at_local: moment(version.at, zone),
            is_reset: version.body.is_empty(),
            version,
        };
        let (preview, wrong) = match made {
            Ok(preview) => (Some(preview), String::new()),
            Err(wrong) => (None, wrong),
        };
        Self {
            name: template.name,
            text_lang: template.lang,
            subject: template.subject,
            body: template.body,
            is_built_in: template.version.is_none(),
            preview,
            wrong,
            is_trial: false,
            versions: versions.into_iter().take(MOST_VERSIONS).map(version).collect(),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(_: Lang) -> Self {
        let hostile = "<script>\u{202E}<b>".to_owned();
        let template = Template {
            name: "scan".to_owned(),
            lang: Lang::Ja,
            subject: hostile.clone(),
            body: format!("{{{{ count }}}} {hostile}"),
            version: Some(3),
        };
        let version = |id, body: &str| TemplateVersion {
            id,
            subject: hostile.clone(),
            body: body.to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
            who: "<b>aoki".to_owned(),
        };
        let preview = Preview { subject: hostile.clone(), body: hostile.clone() };
        let versions = vec![version(3, &hostile), version(2, "")];
        Self { wrong: "line 1: <b>".to_owned(), ..Self::new(template, versions, Ok(preview), &TimeZone::UTC) }
    }
}

impl Templates {
    #[cfg(test)]
    pub(crate) fn sample(_: Lang) -> Self {
        let row = |lang| Template {
            name: "scan".to_owned(),
            lang,
            subject: "<script>{{ count }}\u{200B}".to_owned(),
            body: String::new(),
            version: None,
        };
        Self { rows: Lang::ALL.map(row).into() }
    }
}

/// `GET /desk/templates`
pub(crate) async fn list(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let page = Templates { rows: site.app.incident.templates().await? };
    site.staff_page(&staff, "desk_templates.html", &text(staff.lang, "templates-title"), PATH, &page)
}

fn language(tag: &str) -> Result<Lang, Failure> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag).ok_or(Failure::NotFound)
}

/// `GET /desk/templates/{name}/{lang}`
pub(crate) async fn one(
    State(site): State<Site>,
    staff: Staff,
    Path((name, lang)): Path<(String, String)>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let lang = language(&lang)?;
    let template = site.app.incident.template(&name, lang).await.map_err(unknown)?;
    show(&site, &staff, template, false).await
}

/// A text that does not exist is an address that does not.
fn unknown(error: incident::Error) -> Failure {
    match error {
        incident::Error::Refused(_) => Failure::NotFound,
        error => error.into(),
    }
}

async fn show(site: &Site, staff: &Staff, template: Template, is_trial: bool) -> Result<Response, Failure> {
    let (desk, lang) = (&site.app.incident, template.lang);
    let made = match desk.preview_template(&template.subject, &template.body, lang) {
        Ok(preview) => Ok(preview),
        Err(incident::Error::Refused(wrong)) => Err(wrong),
        Err(error) => return Err(error.into()),
    };
    let versions = desk.template_versions(&template.name, lang).await?;
    let names = [("name", text(staff.lang, &format!("template-{}", template.name)))];
    let title =
        text_with(staff.lang, "template-title", names.each_ref().map(|(key, name)| (*key, name.as_str())));
    let here = format!("{PATH}/{}/{lang}", template.name);
    let page = TemplatePage { is_trial, ..TemplatePage::new(template, versions, made, site.zone()) };
    site.staff_page(staff, "desk_template.html", &title, &here, &page)
}

/// `POST /desk/templates/{name}/{lang}/{act}`
pub(crate) async fn act(
    State(site): State<Site>,
    Path((name, lang, act)): Path<(String, String, String)>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let (desk, lang) = (&site.app.incident, language(&lang)?);
    let now = desk.template(&name, lang).await.map_err(unknown)?;
    let (subject, body) = (form.one("subject").to_owned(), written(&form));
    match act.as_str() {
        "preview" => return show(&site, &staff, Template { subject, body, ..now }, true).await,
        "change" => match desk.change_template(&name, lang, &subject, &body, staff.name()).await {
            Ok(_) => {}
            // What was written must not get lost over a mistake in it.
            Err(incident::Error::Refused(_)) if !subject.is_empty() && !body.trim().is_empty() => {
                return show(&site, &staff, Template { subject, body, ..now }, true).await;
            }
            Err(error) => return Err(error.into()),
        },
        "reset" => {
            desk.reset_template(&name, lang, staff.name()).await?;
        }
        _ => return Err(Failure::NotFound),
    }
    Ok(see_other(&format!("{PATH}/{name}/{lang}")))
}

/// The text as it was typed: blanks at its ends are the writer's, line ends the browser's.
fn written(form: &Fields) -> String {
    form.all("body").next().unwrap_or_default().replace("\r\n", "\n")
}
