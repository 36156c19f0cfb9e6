//! A site that was closed is back: those who can act are to be told again.
//!
//! The watch has opened its incident again already. Here the message about it is drafted; it goes out when a
//! person has seen it, as any other.

use incident::notify::Drafted;

use crate::app::App;

/// Who did it, in histories.
const SYSTEM: &str = "system";

/// Drafts the messages about a revival.
pub async fn follow(app: &App, incident: i64) -> Result<Drafted, incident::Error> {
    let fetcher = app.ask().ok();
    let ask = fetcher.as_ref().map(|fetcher| fetcher as &dyn incident::notify::Ask);
    app.incident.draft_revival(incident, ask, SYSTEM).await
}
