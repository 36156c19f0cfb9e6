//! `/desk/journal`: who saw or changed what; for admins.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use kernel::journal::{JournalEntry, Verified};
use serde::Serialize;

use crate::error::Failure;
use crate::observation::address::Address;
use crate::parameters::Parameters;
use crate::site::Site;
use crate::staff::{Fields, Staff, StaffForm};
use crate::texts::text;
use crate::words::count;

/// The page.
const PATH: &str = "/desk/journal";

/// Entries of a page.
const ENTRIES: usize = 100;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct JournalPage {
    entries: Vec<Entry>,
    /// The record whose entries these are; all where it is empty.
    object: String,
    /// Where the older ones are, if there are any.
    older: Option<String>,
    /// Where the newest ones are, unless they are these.
    newest: Option<String>,
    verified: Option<Outcome>,
}

#[derive(Debug, Clone, Serialize)]
struct Entry {
    id: i64,
    at: String,
    who: String,
    what: String,
    object: String,
    /// The entries about the same record.
    same: String,
    detail: String,
    /// The first digits of its hash.
    hash: String,
}

/// What came of going through the whole chain.
#[derive(Debug, Clone, Serialize)]
struct Outcome {
    entries: String,
    hash: String,
    broken_at: Option<i64>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    staff: Staff,
    mut parameters: Parameters,
) -> Result<Response, Failure> {
    staff.require(Role::Admin)?;
    let object = parameters.one("object").map(|object| object.trim().to_owned()).unwrap_or_default();
    let before = parameters.up_to("before", usize::MAX).and_then(|id| i64::try_from(id).ok());
    parameters.finish(())?;
    show(&site, &staff, object, before, None).await
}

/// `POST /desk/journal/verify`
pub(crate) async fn verify(State(site): State<Site>, sent: StaffForm<Fields>) -> Result<Response, Failure> {
    sent.staff.require(Role::Admin)?;
    let Verified { entries, hash, broken_at } = site.app.account.verify_journal().await?;
    let outcome = Outcome { entries: count(entries), hash, broken_at };
    show(&site, &sent.staff, String::new(), None, Some(outcome)).await
}

async fn show(
    site: &Site,
    staff: &Staff,
    object: String,
    before: Option<i64>,
    verified: Option<Outcome>,
) -> Result<Response, Failure> {
    let asked = Some(object.as_str()).filter(|object| !object.is_empty());
    // One more than is shown, to know whether there are older ones.
    let mut found = site.app.account.journal(asked, before, ENTRIES as u64 + 1).await?;
    let more = found.len() > ENTRIES;
    found.truncate(ENTRIES);
    let at = |object: &str| {
        let address = Address::new(PATH);
        if object.is_empty() { address } else { address.with("object", object) }
    };
    let older =
        found.last().filter(|_| more).map(|last| at(&object).with("before", &last.id.to_string()).into());
    let newest = before.map(|_| at(&object).into());
    let row = |entry: JournalEntry| Entry {
        id: entry.id,
        at: exact(entry.at_us, site),
        same: at(&entry.object).into(),
        who: entry.who,
        what: entry.what,
        object: entry.object,
        detail: entry.detail,
        hash: entry.hash.chars().take(12).collect(),
    };
    let entries = found.into_iter().map(row).collect();
    let page = JournalPage { entries, older, newest, object, verified };
    let address: String = at(&page.object).into();
    site.staff_page(staff, "journal.html", &text(staff.lang, "journal-title"), &address, &page)
}

/// To the second.
fn exact(at_us: i64, site: &Site) -> String {
    let at = Timestamp::from_microsecond(at_us).unwrap_or_default();
    at.to_zoned(site.zone().clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
impl JournalPage {
    pub(crate) fn sample(lang: kernel::Lang) -> Self {
        let entry = Entry {
            id: 12,
            at: "2008-04-07 00:00:00".to_owned(),
            who: "aoki".to_owned(),
            what: "account.role".to_owned(),
            object: "user/<b>".to_owned(),
            same: "/desk/journal?object=user/x".to_owned(),
            detail: "reader -> <script>".to_owned(),
            hash: "0123456789ab".to_owned(),
        };
        let broken_at = (lang == kernel::Lang::En).then_some(7);
        Self {
            entries: vec![entry],
            object: "user/<b>".to_owned(),
            older: Some("/desk/journal?before=12".to_owned()),
            newest: Some("/desk/journal".to_owned()),
            verified: Some(Outcome { entries: "1,234".to_owned(), hash: "ab".repeat(32), broken_at }),
        }
    }
}
