//! Sessions: found by their token, ended by whom they belong to.

use jiff::{SignedDuration, Timestamp};

use crate::error::Error;
use crate::model::{Session, SessionHead};
use crate::secret::Secret;
use crate::service::{Service, note};
use crate::store;

/// A session that was not used for so long is over.
pub(crate) const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// However much it is used, a session is over after so long.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How exactly the last use is written down: oftener, and every page view would wait for a writer.
pub(crate) const SEEN_TO: SignedDuration = SignedDuration::from_mins(5);

/// Instants at or before which a session was made, or last used, that is over.
pub(crate) fn over_before(now: Timestamp) -> (i64, i64) {
    let before = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN).as_microsecond();
    (before(LONGEST), before(IDLE))
}

impl Service {
    /// The session of this token, if it is going on and its user may sign in. Notes that it was used.
    pub async fn session(&self, token: &Secret) -> Result<Option<Session>, Error> {
        let now = self.now();
        let db = self.database().connection();
        let Some((row, user)) = store::session::find(db, &token.sha256()).await? else { return Ok(None) };
        let (created, seen) = over_before(now);
        if row.created_us <= created || row.seen_us <= seen || user.disabled {
            return Ok(None);
        }
        if now.duration_since(store::time(row.seen_us)) >= SEEN_TO {
            let transaction = self.database().begin_write().await?;
            store::session::seen(&transaction, row.id, now.as_microsecond()).await?;
            transaction.commit().await?;
        }
        Ok(Some(Session { id: row.id, user: user.seen() }))
    }

    /// Ends the session of this token; nothing where there is none.
    pub async fn sign_out(&self, token: &Secret) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        if let Some((row, user)) = store::session::find(&transaction, &token.sha256()).await? {
            store::session::end(&transaction, user.id, row.id).await?;
            note(&transaction, self.now(), &user.name, "account.sign-out", &user.name, "").await?;
        }
        Ok(transaction.commit().await?)
    }

    /// The user's sessions that are going on, the one used last first.
    pub async fn sessions(&self, user: i64) -> Result<Vec<SessionHead>, Error> {
        let (created, seen) = over_before(self.now());
        let rows = store::session::of(self.database().connection(), user).await?;
        let live = rows.iter().filter(|row| row.created_us > created && row.seen_us > seen);
        Ok(live.map(Into::into).collect())
    }

    /// Ends one of the user's own sessions.
    pub async fn end_session(&self, session: &Session, id: i64) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        if !store::session::end(&transaction, session.user.id, id).await? {
            return Err(Error::NotFound(format!("session {id}")));
        }
        let name = &session.user.name;
        note(&transaction, self.now(), name, "account.end-session", name, &id.to_string()).await?;
        Ok(transaction.commit().await?)
    }

    /// Ends all of the user's sessions but the one that asks; gives how many.
    pub async fn end_other_sessions(&self, session: &Session) -> Result<u64, Error> {
        let transaction = self.database().begin_write().await?;
        let ended = store::session::end_all(&transaction, session.user.id, Some(session.id)).await?;
        let name = &session.user.name;
        note(&transaction, self.now(), name, "account.end-session", name, "all others").await?;
        transaction.commit().await?;
        Ok(ended)
    }
}
