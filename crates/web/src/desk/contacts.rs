//! `/desk/contacts`: the contact book.

use account::Role;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use incident::notify::{Contact, ContactKind, NewContact};
use kernel::Lang;
use serde::Serialize;

use super::acts::word;
use super::asked::{self, ROWS};
use super::choices::{self, Choice};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::path::Path;
use crate::report_form::Sent;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm, see_other};
use crate::texts::text;

/// The address.
const PATH: &str = "/desk/contacts";

/// The book, or one contact of it with the form that changes it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Contacts {
    q: String,
    rows: Vec<Contact>,
    next: Option<String>,
    /// The contact at hand; an empty one in the book.
    one: NewContact,
    id: Option<i64>,
    addresses: String,
    scopes: String,
    kinds: Vec<Choice>,
    langs: Vec<Choice>,
    may_decide: bool,
}

fn page(
    may_decide: bool,
    lang: Lang,
    q: String,
    rows: Vec<Contact>,
    next: Option<String>,
    one: Option<Contact>,
) -> Contacts {
    let id = one.as_ref().map(|contact| contact.id);
    let one = one.map_or_else(|| NewContact::new("", &[], ContactKind::Network, lang), |one| one.is);
    Contacts {
        q,
        rows,
        next,
        id,
        addresses: one.addresses.join("\n"),
        scopes: one.scopes.join("\n"),
        kinds: choices::of(ContactKind::ALL, Some(one.kind), "contact-kind", lang),
        langs: choices::of(&Lang::ALL, Some(one.lang), "contact-lang", lang),
        one,
        may_decide,
    }
}

impl Contacts {
    /// The book, or a contact of it.
    #[cfg(test)]
    pub(crate) fn sample(one: bool, lang: Lang) -> Self {
        let is = NewContact {
            organisation: "Net <b>Example\u{202E}".to_owned(),
            note: "</textarea><script>".to_owned(),
            scopes: vec!["198.51.100.0/24".to_owned()],
            enabled: false,
            ..NewContact::new("<script>abuse", &["abuse@net.example"], ContactKind::Vendor, Lang::En)
        };
        let contact = Contact { id: 3, is };
        let (rows, one) = if one { (Vec::new(), Some(contact)) } else { (vec![contact], None) };
        page(true, lang, "\"><b>".to_owned(), rows, Some(format!("{PATH}?after=3")), one)
    }
}

pub(crate) async fn list(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    let after = asked::number(&mut pairs, "after")?.unwrap_or(0);
    let q = asked::take(&mut pairs, "q")?.unwrap_or_default();
    let mut rows = site.app.incident.contacts(&q, after, ROWS + 1).await?;
    let more = asked::cut(&mut rows, ROWS);
    let here = Address::new(PATH).with("q", &q);
    let next =
        rows.last().filter(|_| more).map(|last| here.clone().with("after", &last.id.to_string()).into());
    let page = page(staff.may(Role::Coordinator), staff.lang, q, rows, next, None);
    let here = String::from(here);
    site.staff_page(&staff, "desk_contacts.html", &text(staff.lang, "contacts-title"), &here, &page)
}

pub(crate) async fn one(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let contact = site.app.incident.contact(id).await?;
    site.view(&staff, &format!("contact/{id}")).await?;
    let page = page(staff.may(Role::Coordinator), staff.lang, String::new(), Vec::new(), None, Some(contact));
    site.staff_page(
        &staff,
        "desk_contacts.html",
        &text(staff.lang, "contacts-title"),
        &format!("{PATH}/{id}"),
        &page,
    )
}

fn filled(form: &Fields) -> Result<NewContact, Failure> {
    let lines = |name: &str| {
        let lines = form.one(name).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    Ok(NewContact {
        name: form.one("name").to_owned(),
        organisation: form.one("organisation").to_owned(),
        addresses: lines("addresses"),
        lang: if form.one("lang") == Lang::En.tag() { Lang::En } else { Lang::Ja },
        kind: word(form.one("kind"))?,
        country: form.one("country").to_owned(),
        openpgp: form.one("openpgp").to_owned(),
        note: form.one("note").to_owned(),
        enabled: form.one("enabled") == "yes",
        scopes: lines("scopes"),
    })
}

pub(crate) async fn add(
    State(site): State<Site>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let id = site.app.incident.add_contact(filled(&form)?, staff.name()).await?;
    Ok(see_other(&format!("{PATH}/{id}")))
}

pub(crate) async fn change(
    State(site): State<Site>,
    Path(id): Path<i64>,
    StaffForm { staff, form }: StaffForm<Fields>,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    site.app.incident.change_contact(id, filled(&form)?, staff.name()).await?;
    Ok(see_other(&format!("{PATH}/{id}")))
}

/// `GET /desk/contacts.csv`: the whole book; its cells are no formulas.
pub(crate) async fn export(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    site.view(&staff, "contact/all").await?;
    let book = site.app.incident.export_contacts().await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"contacts.csv\"")),
    ];
    Ok((headers, book).into_response())
}

/// `POST /desk/contacts.csv`: a book comes in; lines that make no contact are said.
pub(crate) async fn import(
    State(site): State<Site>,
    staff: Staff,
    request: Request,
) -> Result<Response, Failure> {
    staff.require(Role::Coordinator)?;
    let sent = Sent::of_staff(&staff, request).await?;
    let file = sent.files.first().ok_or(Failure::Malformed)?;
    let book = String::from_utf8_lossy(&file.bytes);
    let imported = site.app.incident.import_contacts(&book, staff.name()).await?;
    if imported.problem_count > 0 {
        let first = imported.problems.iter().take(10).map(|one| format!("{}: {}", one.place, one.reason));
        let said = first.collect::<Vec<_>>().join("; ");
        let (added, changed, wrong) = (imported.added, imported.changed, imported.problem_count);
        return Err(Failure::Refused(format!(
            "{added} added, {changed} changed, {wrong} lines left out: {said}"
        )));
    }
    Ok(see_other(PATH))
}
