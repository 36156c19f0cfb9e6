//! Tokens with which programs use the API in a user's name.

use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Refusal};
use crate::model::{Role, Scope, Token, User};
use crate::secret::Secret;
use crate::service::{Service, note};
use crate::session::SEEN_TO;
use crate::store;

/// What every token begins with, so that it is recognised where it should not be: in a log or a repository.
const PREFIX: &str = "hin_";
/// Days that a token is good for at most.
const MOST_DAYS: u16 = 366;
/// Tokens of a user at most.
const MOST: usize = 50;
/// Characters of its name at most.
const NAME: usize = 60;

/// A token to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// What its owner calls it.
    pub name: &'a str,
    /// What it may do, at most what its owner may.
    pub role: Role,
    /// Whether it may change anything.
    pub scope: Scope,
    /// Days that it is good for.
    pub days: u16,
}

impl Service {
    /// Makes a token of a user; it is shown this once.
    pub async fn add_token(&self, owner: &str, new: NewToken<'_>, who: &str) -> Result<Secret, Error> {
        let name = new.name.trim();
        if !(1..=NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(Refusal::TokenName.into());
        }
        if !(1..=MOST_DAYS).contains(&new.days) {
            return Err(Refusal::TokenDays.into());
        }
        let now = self.now();
        let transaction = self.database().begin_write().await?;
        let user = store::user::get(&transaction, owner).await?;
        let seen = user.seen();
        if seen.disabled {
            return Err(Refusal::Disabled.into());
        }
        if new.role > seen.role {
            return Err(Refusal::RoleAbove.into());
        }
        if store::token::of(&transaction, user.id).await?.len() >= MOST {
            return Err(Refusal::TokenCount.into());
        }
        let secret = Secret::token(PREFIX)?;
        let expires = now.checked_add(SignedDuration::from_hours(24 * i64::from(new.days)));
        let row = store::token::Model {
            id: 0,
            account_user_id: user.id,
            name: name.to_owned(),
            sha256: secret.sha256(),
            role: new.role.name().to_owned(),
            may_write: new.scope == Scope::Write,
            created_us: now.as_microsecond(),
            expires_us: expires.unwrap_or(Timestamp::MAX).as_microsecond(),
            used_us: None,
        };
        store::token::insert(&transaction, row).await?;
        let scope = if new.scope == Scope::Write { "write" } else { "read" };
        let detail = format!("{name}: {}, {scope}, {} days", new.role, new.days);
        note(&transaction, now, who, "account.token", owner, &detail).await?;
        transaction.commit().await?;
        Ok(secret)
    }

    /// A user's tokens, the newest first, those that have expired included.
    pub async fn tokens(&self, user: i64) -> Result<Vec<Token>, Error> {
        let rows = store::token::of(self.database().connection(), user).await?;
        Ok(rows.iter().map(store::token::Model::seen).collect())
    }

    /// Takes a user's token away.
    pub async fn end_token(&self, owner: &str, id: i64, who: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        let user = store::user::get(&transaction, owner).await?;
        let Some(row) = store::token::end(&transaction, user.id, id).await? else {
            return Err(Error::NotFound(format!("token {id}")));
        };
        note(&transaction, self.now(), who, "account.end-token", owner, &row.name).await?;
        Ok(transaction.commit().await?)
    }

    /// In whose name this token speaks and what it may do: its own role or its owner's, whichever is less. Nobody's
    /// where it has expired or its owner is kept out.
    pub async fn bearer(&self, token: &Secret) -> Result<Option<(User, Role, Scope)>, Error> {
        let now = self.now();
        let db = self.database().connection();
        let Some((row, user)) = store::token::find(db, &token.sha256()).await? else { return Ok(None) };
        if user.disabled || row.expires_us <= now.as_microsecond() {
            return Ok(None);
        }
        let last = row.used_us.map(store::time);
        if last.is_none_or(|last| now.duration_since(last) >= SEEN_TO) {
            let transaction = self.database().begin_write().await?;
            store::token::used(&transaction, row.id, now.as_microsecond()).await?;
            transaction.commit().await?;
        }
        let (user, token) = (user.seen(), row.seen());
        let role = token.role.min(user.role);
        Ok(Some((user, role, token.scope)))
    }
}
