//! `hinomi account ...`

mod add;
mod disable;
mod list;
mod password;
mod prompt;
mod role;
mod second_factor;
mod token;

use std::path::Path;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

/// How the journal names whoever types commands: they hold the data folder itself.
pub(crate) const WHO: &str = "cli";

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Adds a user; the first password is asked for.
    Add(add::Add),
    /// All users.
    List(list::List),
    /// Gives a user another role.
    Role(role::SetRole),
    /// Keeps a user out: no sign-in, no token.
    Disable(disable::Disable),
    /// Lets a user in again.
    Enable(disable::Enable),
    /// Sets a user's password, which ends all their sessions.
    Password(password::Password),
    /// Removes a user's second factor, such as one that is lost.
    RemoveSecondFactor(second_factor::RemoveSecondFactor),
    /// Makes a token with which a program uses the API in a user's name; printed this once.
    Token(token::Token),
}

impl Account {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(add) => add.run(data).await,
            Self::List(list) => list.run(data).await,
            Self::Role(role) => role.run(data).await,
            Self::Disable(disable) => disable.run(data).await,
            Self::Enable(enable) => enable.run(data).await,
            Self::Password(password) => password.run(data).await,
            Self::RemoveSecondFactor(remove) => remove.run(data).await,
            Self::Token(token) => token.run(data).await,
        }
    }
}

/// The roles, from the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Sees everything on the desk.
    Reader,
    /// Decides about messages and incidents as well.
    Analyst,
    /// Handles notifications, contacts and takedowns as well.
    Coordinator,
    /// Handles users and reads the journal as well.
    Admin,
}

impl From<Role> for ::account::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Reader => Self::Reader,
            Role::Analyst => Self::Analyst,
            Role::Coordinator => Self::Coordinator,
            Role::Admin => Self::Admin,
        }
    }
}
