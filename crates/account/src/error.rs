//! What can go wrong, as far as the caller can do something about it.

use kernel::DatabaseError;
use sea_orm::DbErr;
use thiserror::Error;

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// There is no such record.
    #[error("there is no {0}")]
    NotFound(String),
    /// What was asked can't be done; the person can ask otherwise.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Too many passwords are being looked at; in a moment there is room again.
    #[error("too many sign-ins at the same moment")]
    Busy,
    /// The machine gives no randomness, or a password's hash can't be computed.
    #[error("{0}")]
    Machine(String),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// What a person is told who asks for what can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A name has another form.
    #[error("a user name is 2 to 32 of a-z, 0-9, dot, hyphen and underscore, and begins with a letter")]
    NameForm,
    /// `system` and `cli` stand for the program in the journal.
    #[error("this name stands for the program itself")]
    NameReserved,
    /// Somebody has or had it.
    #[error("there is a user of this name already")]
    NameTaken,
    /// The name that is shown is empty or too long.
    #[error("a displayed name is 1 to 100 characters")]
    DisplayForm,
    /// Too short.
    #[error("a password has 12 characters or more")]
    PasswordShort,
    /// Too long.
    #[error("a password has 1024 bytes or fewer")]
    PasswordLong,
    /// The user name with little more.
    #[error("a password is not the user name with a few characters more")]
    PasswordIsName,
    /// Everybody's first guess.
    #[error("this password is among the first that are guessed")]
    PasswordCommon,
    /// The present password is another.
    #[error("the present password is wrong")]
    PasswordWrong,
    /// Too many wrong ones: not now.
    #[error("too many failures; try again later")]
    Wait,
    /// Typed twice, and not the same.
    #[error("the two new passwords differ")]
    PasswordTwice,
    /// A code of the second factor does not fit.
    #[error("the code is wrong, or was used already")]
    CodeWrong,
    /// Nothing was offered that could be confirmed.
    #[error("there is no second factor to be confirmed")]
    NothingOffered,
    /// There is a second factor already; it has to be taken away first.
    #[error("there is a second factor already")]
    HasSecondFactor,
    /// There would be no admin left.
    #[error("the last admin stays one")]
    LastAdmin,
    /// A token can't do what its owner can't.
    #[error("a token's role is at most its owner's")]
    RoleAbove,
    /// A token's name is empty or too long.
    #[error("a token's name is 1 to 60 characters")]
    TokenName,
    /// A token ends some day.
    #[error("a token is good for 1 to 366 days")]
    TokenDays,
    /// Enough is enough.
    #[error("a user has 50 tokens at most")]
    TokenCount,
    /// The user may not sign in.
    #[error("the user is disabled")]
    Disabled,
}
