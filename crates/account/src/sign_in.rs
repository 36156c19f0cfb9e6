//! Signing in: name and password, then a code where there is a second factor.
//!
//! A wrong name, a wrong password and a disabled user get the same answer after the same work. The journal tells of
//! every sign-in and every failure; a name that nobody has is not written there, as it may be a password.

use jiff::{SignedDuration, Timestamp};
use kernel::Transaction;

use crate::client::Client;
use crate::error::Error;
use crate::model::User;
use crate::secret::Secret;
use crate::service::{Service, note};
use crate::session::over_before;
use crate::store::{self, attempt, challenge};
use crate::throttle::Whom;
use crate::totp;

/// For so long a sign-in waits for its code.
const CHALLENGE: SignedDuration = SignedDuration::from_mins(5);
/// So many codes may be tried with one password.
const CODES: i64 = 5;
/// What the journal calls a user that there is none of.
const NOBODY: &str = "(nobody)";

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// A session has begun.
    Done(SignedIn),
    /// The password was right; a code is needed. The ticket stands for the password meanwhile.
    SecondFactor(Secret),
    /// Name or password is wrong, or the user is disabled; or the code is wrong.
    Wrong,
    /// The ticket is no good any more: it has to begin anew.
    Over,
    /// Too many failures: the next attempt is looked at from then on.
    Wait(Timestamp),
}

/// A session that has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// What the browser is to show from now on.
    pub token: Secret,
    /// Whose session it is.
    pub user: User,
}

impl Service {
    /// Looks at a name and a password.
    pub async fn sign_in(&self, name: &str, password: &str, client: &Client) -> Result<SignIn, Error> {
        let name = name.trim().to_lowercase();
        let network = client.network();
        if let Some(until) = self.count_attempt(&name, &network).await? {
            return Ok(SignIn::Wait(until));
        }
        let user = store::user::find(self.database().connection(), &name).await?;
        let stored = user.as_ref().map(|user| user.password.as_str());
        let checked = match self.inner.hasher.check(password, stored).await {
            Err(Error::Busy) => {
                // Nobody has looked at it, so it is no failure.
                self.uncount_attempt(&name, &network).await?;
                return Err(Error::Busy);
            }
            checked => checked?,
        };
        let now = self.now();
        let Some(user) = user.filter(|user| checked.right && !user.disabled) else {
            self.note_failure(&name, client, "password").await?;
            return Ok(SignIn::Wrong);
        };
        let rehashed = if checked.outdated { Some(self.inner.hasher.hash(password).await?) } else { None };
        let transaction = self.database().begin_write().await?;
        // Looked at again: it may have been changed while the password was being checked.
        let now_stored = store::user::get(&transaction, &name).await?;
        if now_stored.password != user.password || now_stored.disabled {
            return Ok(SignIn::Wrong);
        }
        if let Some(hash) = rehashed {
            store::user::rehash(&transaction, user.id, &hash).await?;
        }
        let signed_in = if now_stored.totp.is_some() {
            // The failures stay counted until the code is right as well.
            let ticket = Secret::token("")?;
            let over = now.checked_sub(CHALLENGE).unwrap_or(Timestamp::MIN).as_microsecond();
            challenge::insert(&transaction, user.id, ticket.sha256(), now.as_microsecond(), over).await?;
            attempt::taken_back(&transaction, Whom::User, &name).await?;
            attempt::taken_back(&transaction, Whom::Client, &network).await?;
            SignIn::SecondFactor(ticket)
        } else {
            attempt::taken_back(&transaction, Whom::Client, &network).await?;
            SignIn::Done(begin(&transaction, &now_stored, client, now, "").await?)
        };
        transaction.commit().await?;
        Ok(signed_in)
    }

    /// Looks at a code of the second factor, or a recovery code.
    pub async fn second_factor(&self, ticket: &Secret, code: &str, client: &Client) -> Result<SignIn, Error> {
        let now = self.now();
        let over = now.checked_sub(CHALLENGE).unwrap_or(Timestamp::MIN).as_microsecond();
        let transaction = self.database().begin_write().await?;
        let Some(row) = challenge::find(&transaction, &ticket.sha256(), over).await? else {
            return Ok(SignIn::Over);
        };
        let user = store::user::by_id(&transaction, row.account_user_id).await?;
        let Some(user) = user.filter(|user| !user.disabled) else { return Ok(SignIn::Over) };
        for (whom, name) in [(Whom::User, &user.name), (Whom::Client, &client.network())] {
            if let Some(until) = attempt::wait(&transaction, whom, name, now).await? {
                return Ok(SignIn::Wait(until));
            }
        }
        if let Some(how) = totp::take_code(&transaction, &user, code, now).await? {
            challenge::end(&transaction, row.id).await?;
            let user = store::user::get(&transaction, &user.name).await?;
            let signed_in = begin(&transaction, &user, client, now, how).await?;
            transaction.commit().await?;
            return Ok(SignIn::Done(signed_in));
        }
        attempt::failed(&transaction, Whom::User, &user.name, now).await?;
        attempt::failed(&transaction, Whom::Client, &client.network(), now).await?;
        let wrong = if row.tries + 1 >= CODES {
            challenge::end(&transaction, row.id).await?;
            SignIn::Over
        } else {
            challenge::tried(&transaction, &row).await?;
            SignIn::Wrong
        };
        let detail = format!("code, {}", client.address_text());
        note(&transaction, now, &user.name, "account.sign-in-failed", &user.name, &detail).await?;
        transaction.commit().await?;
        Ok(wrong)
    }

    /// Counts an attempt as a failure, before it is known to be none; the time to wait for where it is too early.
    async fn count_attempt(&self, name: &str, network: &str) -> Result<Option<Timestamp>, Error> {
        let now = self.now();
        let transaction = self.database().begin_write().await?;
        let mut until = None;
        for (whom, name) in [(Whom::User, name), (Whom::Client, network)] {
            until = until.max(attempt::wait(&transaction, whom, name, now).await?);
        }
        if until.is_none() {
            attempt::failed(&transaction, Whom::User, name, now).await?;
            attempt::failed(&transaction, Whom::Client, network, now).await?;
            transaction.commit().await?;
        }
        Ok(until)
    }

    async fn uncount_attempt(&self, name: &str, network: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        attempt::taken_back(&transaction, Whom::User, name).await?;
        attempt::taken_back(&transaction, Whom::Client, network).await?;
        Ok(transaction.commit().await?)
    }

    async fn note_failure(&self, name: &str, client: &Client, what: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        let known = store::user::find(&transaction, name).await?;
        let name = known.as_ref().map_or(NOBODY, |user| user.name.as_str());
        let detail = format!("{what}, {}", client.address_text());
        note(&transaction, self.now(), name, "account.sign-in-failed", name, &detail).await?;
        Ok(transaction.commit().await?)
    }
}

/// Begins a session: a new token, whatever the browser showed before.
async fn begin(
    transaction: &Transaction,
    user: &store::user::Model,
    client: &Client,
    now: Timestamp,
    how: &str,
) -> Result<SignedIn, Error> {
    let token = Secret::token("")?;
    let (created, seen) = over_before(now);
    store::session::prune(transaction, created, seen).await?;
    let row = store::session::row(user.id, token.sha256(), now.as_microsecond(), client);
    store::session::insert(transaction, row).await?;
    attempt::forget(transaction, Whom::User, &user.name).await?;
    let address = client.address_text();
    let detail: Vec<_> = [address.as_str(), how].into_iter().filter(|text| !text.is_empty()).collect();
    note(transaction, now, &user.name, "account.sign-in", &user.name, &detail.join(", ")).await?;
    Ok(SignedIn { token, user: user.seen() })
}
