//! `/desk/community`: how many records there are of each kind, and which of them lack a date.

use account::Role;
use axum::extract::State;
use axum::response::Response;
use community::Kind;
use serde::Serialize;

use super::PATH;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// The kinds with their counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Overview {
    kinds: Vec<Count>,
    may_change: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Count {
    kind: Kind,
    all: u64,
    undated: u64,
}

impl Overview {
    pub(super) fn new(counts: Vec<(Kind, u64, u64)>, may_change: bool) -> Self {
        let kinds = counts.into_iter().map(|(kind, all, undated)| Count { kind, all, undated }).collect();
        Self { kinds, may_change }
    }
}

pub(crate) async fn get(State(site): State<Site>, staff: Staff) -> Result<Response, Failure> {
    let counts = site.app.community.counts().await?;
    let page = Overview::new(counts, staff.may(Role::Coordinator));
    site.staff_page(&staff, "desk_community_overview.html", &text(staff.lang, "community-title"), PATH, &page)
}
