//! Who may do what.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kernel::Lang;
use serde::{Deserialize, Serialize};

/// What somebody may do; each role may do all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads everything on the desk.
    Reader,
    /// Decides about messages and incidents.
    Analyst,
    /// Speaks for the organisation: notifications, contacts, takedowns.
    Coordinator,
    /// Decides about users, and reads the journal.
    Admin,
}

impl Role {
    /// All of them, from the least.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Analyst, Self::Coordinator, Self::Admin];

    /// The word that it is stored and asked for by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Coordinator => "coordinator",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no such role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role {0:?}: reader, analyst, coordinator or admin")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(word: &str) -> Result<Self, UnknownRole> {
        let found = Self::ALL.into_iter().find(|role| role.name() == word);
        found.ok_or_else(|| UnknownRole(word.to_owned()))
    }
}

/// What a program's token may do with its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Ask.
    Read,
    /// Ask and change.
    Write,
}

/// A user, as others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Number.
    pub id: i64,
    /// The name that they sign in with and that records name them by.
    pub name: String,
    /// The name that pages show.
    pub display: String,
    /// What they may do.
    pub role: Role,
    /// The language that pages speak to them.
    pub lang: Lang,
    /// Whether they are kept out.
    pub disabled: bool,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// When they were added.
    pub created: Timestamp,
    /// When the password was set.
    pub password_set: Timestamp,
}

/// Somebody to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// The name to sign in with; capitals are made small.
    pub name: &'a str,
    /// The name that pages show.
    pub display: &'a str,
    /// What they may do.
    pub role: Role,
    /// Their language.
    pub lang: Lang,
    /// Their first password.
    pub password: &'a str,
}

/// A session that is going on, with whom it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Number.
    pub id: i64,
    /// Whose.
    pub user: User,
}

/// A session in the list of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionHead {
    /// Number.
    pub id: i64,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used, to some minutes.
    pub seen: Timestamp,
    /// The address from which it was begun.
    pub client: String,
    /// What the browser called itself.
    pub agent: String,
}

/// A program's token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do at most; less where the owner may do less by now.
    pub role: Role,
    /// Whether it may change anything.
    pub scope: Scope,
    /// When it was made.
    pub created: Timestamp,
    /// From when on it is no good.
    pub expires: Timestamp,
    /// When it was last used, to some minutes.
    pub used: Option<Timestamp>,
}
