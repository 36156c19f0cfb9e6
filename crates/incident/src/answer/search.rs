//! Search: addresses, networks, hosts, URLs, and words of both languages.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use crate::candidate::address_key;
use crate::error::Error;
use crate::query::{Incident, Message};
use crate::search;
use crate::service::Service;
use crate::store;

/// Words of a question that are looked at. More would cost a question to the database each.
const MOST_WORDS: usize = 32;

/// What a search has found, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Found {
    /// Messages that have all the words.
    pub messages: Vec<Message>,
    /// Incidents about an address, network, host or URL among the words.
    pub incidents: Vec<Incident>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

/// What a word of the question may be besides a word.
enum Thing {
    Addresses(IpNet),
    Named(String),
}

impl Service {
    /// Looks for `question`, `limit` records of each sort at most.
    pub async fn search(&self, question: &str, limit: u64) -> Result<Found, Error> {
        let db = self.inner.database.connection();
        let mut found = Found::default();
        let most = usize::try_from(limit).unwrap_or(usize::MAX);

        let mut terms = search::of_question(question);
        terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
        terms.truncate(MOST_WORDS);
        let mut messages = store::posting::having_all(db, &terms, most.saturating_add(1)).await?;
        found.more |= messages.len() > most;
        messages.truncate(most);
        let rows = store::message::of(db, &messages).await?;
        found.messages = rows.into_iter().map(Message::try_from).collect::<Result<_, _>>()?;

        let mut incidents = Vec::new();
        for thing in question.split_whitespace().take(MOST_WORDS).filter_map(thing) {
            incidents.extend(match thing {
                Thing::Addresses(network) => {
                    let (first, last) = (address_key(network.network()), address_key(network.broadcast()));
                    store::incident::with_addresses(db, &first, &last, limit.saturating_add(1)).await?
                }
                Thing::Named(name) => store::incident::named(db, &name, limit.saturating_add(1)).await?,
            });
        }
        incidents.sort_by_key(|row| std::cmp::Reverse((row.received_us, row.id)));
        incidents.dedup_by_key(|row| row.id);
        found.more |= incidents.len() > most;
        incidents.truncate(most);
        found.incidents = self.with_ports(incidents).await?;
        Ok(found)
    }
}

/// What a word is, undefanged.
fn thing(word: &str) -> Option<Thing> {
    let word = word.trim_matches(['<', '>', '(', ')', ',', ';', '"', '。', '、']).to_lowercase();
    let word = word.replace("[.]", ".").replace("(.)", ".").replacen("hxxp", "http", 1);
    if let Ok(address) = word.parse::<IpAddr>() {
        return Some(Thing::Addresses(address.to_canonical().into()));
    }
    if let Ok(network) = word.parse::<IpNet>() {
        return Some(Thing::Addresses(network));
    }
    let is_name = word.contains('.') && word.len() > 3 && !word.contains('@');
    is_name.then(|| Thing::Named(url::Url::parse(&word).map_or(word, |url| url.to_string())))
}
