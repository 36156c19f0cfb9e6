//! `GET /desk`, the open messages, and `GET /desk/messages`, any of them.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use incident::{Channel, Disposition, Message, MessageQuery, MessageState};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;
use std::collections::HashMap;

use super::asked::{self, Asked, ROWS, cursor};
use super::choices::{self, Choice};
use super::rows::{self, MessageRow};
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Staff;
use crate::texts::text;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Inbox {
    rows: Vec<MessageRow>,
    dispositions: Vec<Choice>,
    channels: Vec<Choice>,
    states: Vec<Choice>,
    assignee: String,
    period: String,
    sender_tld: String,
    /// The same list for programs.
    json: String,
    csv: String,
    /// What the list may be set to by the form under it.
    become_: Vec<Choice>,
    /// This page.
    here: String,
    next: Option<String>,
    /// Whether this is not the first page.
    later: bool,
    /// The first page.
    first: String,
    me: String,
    may_decide: bool,
}

/// What the page is made of.
struct Made<'a> {
    asked: &'a Asked<MessageQuery>,
    messages: Vec<Message>,
    counts: &'a HashMap<i64, u64>,
    lang: Lang,
    zone: &'a TimeZone,
    path: &'a str,
    me: &'a str,
    may_decide: bool,
}

impl Inbox {
    fn new(made: Made<'_>) -> Self {
        let Made { asked, mut messages, counts, lang, zone, path, me, may_decide } = made;
        let query = &asked.query;
        let more = asked::cut(&mut messages, asked.page.limit);
        let last = messages.last().map(|last| cursor(last.received, last.id));
        let address = |after: Option<&str>| {
            let address = asked.address(path);
            String::from(after.map_or(address.clone(), |after| address.with("after", after)))
        };
        let here = asked.page.before.map(|(time, id)| format!("{time}.{id}"));
        let data = |format| String::from(asked.address("/api/v1/incident/messages").with("format", format));
        Self {
            dispositions: choices::or_all(
                Disposition::ALL,
                query.dispositions.first().copied(),
                "disposition",
                lang,
            ),
            channels: choices::or_all(Channel::ALL, query.channel, "channel", lang),
            states: choices::or_all(MessageState::ALL, query.state, "message-state", lang),
            assignee: query.assignee.clone().unwrap_or_default(),
            period: asked.said("period").to_owned(),
            sender_tld: query.sender_tld.clone().unwrap_or_default(),
            json: data("json"),
            csv: data("csv"),
            become_: choices::of(Disposition::ALL, Some(Disposition::Spam), "disposition", lang),
            next: last.filter(|_| more).map(|last| address(Some(&last))),
            here: address(here.as_deref()),
            later: asked.page.before.is_some(),
            first: address(None),
            rows: rows::messages(messages, counts, zone),
            me: me.to_owned(),
            may_decide,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(lang: Lang) -> Self {
        let asked = asked::messages(Vec::new(), (1, 1), &TimeZone::UTC).unwrap();
        let messages = vec![super::message::sample_message(), super::message::sample_message()];
        let counts = HashMap::from([(12, 3)]);
        let zone = &TimeZone::UTC;
        let (path, me, may_decide) = ("/desk/messages", "aoki", true);
        Self::new(Made { asked: &asked, messages, counts: &counts, lang, zone, path, me, may_decide })
    }
}

/// `GET /desk`
pub(crate) async fn open(site: State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let mut pairs = asked::pairs(&uri)?;
    if pairs.iter().all(|(name, _)| name != "state") {
        pairs.push(("state".to_owned(), MessageState::Open.name().to_owned()));
    }
    list(site, staff, pairs, "/desk").await
}

/// `GET /desk/messages`
pub(crate) async fn any(site: State<Site>, staff: Staff, uri: Uri) -> Result<Response, Failure> {
    let pairs = asked::pairs(&uri)?;
    list(site, staff, pairs, "/desk/messages").await
}

async fn list(
    State(site): State<Site>,
    staff: Staff,
    pairs: Vec<(String, String)>,
    path: &'static str,
) -> Result<Response, Failure> {
    let asked = asked::messages(pairs, (ROWS, ROWS), site.zone())?;
    let desk = &site.app.incident;
    let messages = desk.messages(&asked.query, asked.one_more()).await?;
    let ids: Vec<i64> = messages.iter().map(|message| message.id).collect();
    let counts = desk.incident_counts(&ids).await?;
    let page = Inbox::new(Made {
        asked: &asked,
        messages,
        counts: &counts,
        lang: staff.lang,
        zone: site.zone(),
        path,
        me: staff.name(),
        may_decide: staff.may(account::Role::Analyst),
    });
    let title = text(staff.lang, "inbox-title");
    let here = page.here.clone();
    site.staff_page(&staff, "desk_inbox.html", &title, &here, &page)
}
