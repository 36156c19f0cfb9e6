//! `GET /desk/search?q=`: addresses, networks, hosts, URLs, and words of both languages.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::Found;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::asked;
use super::rows::{self, IncidentRow, MessageRow};
use crate::error::Failure;
use crate::observation::address::Address;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// Records of each sort that a page shows.
const MOST: u64 = 50;
/// Characters of a question at most.
pub(crate) const LONGEST: usize = 500;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Search {
    q: String,
    /// Whether anything was asked.
    asked: bool,
    messages: Vec<MessageRow>,
    incidents: Vec<IncidentRow>,
    more: bool,
}

impl Search {
    fn new(q: String, found: Found, counts: &HashMap<i64, u64>, zone: &TimeZone) -> Self {
        Self {
            asked: !q.is_empty(),
            q,
            messages: rows::messages(found.messages, counts, zone),
            incidents: rows::incidents(found.incidents, zone),
            more: found.more,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let found = Found {
            messages: vec![super::message::sample_message()],
            incidents: vec![super::incident::sample_incident()],
            more: true,
        };
        Self::new("\"><script>".to_owned(), found, &HashMap::new(), &TimeZone::UTC)
    }
}

/// The question of an address.
pub(crate) fn question(pairs: &mut Vec<(String, String)>) -> Result<String, Failure> {
    let q = asked::take(pairs, "q")?.unwrap_or_default();
    if q.chars().count() > LONGEST {
        return Err(Failure::Question(format!("q: {LONGEST} characters at most")));
    }
    Ok(q.trim().to_owned())
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let q = question(&mut asked::pairs(&uri)?)?;
    let desk = &site.app.incident;
    let found = if q.is_empty() { Found::default() } else { desk.search(&q, MOST).await? };
    let ids: Vec<i64> = found.messages.iter().map(|message| message.id).collect();
    let counts = desk.incident_counts(&ids).await?;
    let address = String::from(Address::new("/desk/search").with("q", &q));
    let page = Search::new(q, found, &counts, site.zone());
    site.staff_page(&staff, "desk_search.html", &text(staff.lang, "search-title"), &address, &page)
}
