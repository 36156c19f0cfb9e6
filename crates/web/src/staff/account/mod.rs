//! `/desk/account`: one's own name, password, second factor, tokens and sessions.

mod page;
pub(crate) mod password;
pub(crate) mod profile;
pub(crate) mod second_factor;
pub(crate) mod sessions;
pub(crate) mod tokens;

#[cfg(test)]
pub(crate) use page::AccountPage;
pub(crate) use page::{TokenRow, get, token_row};
#[cfg(test)]
pub(crate) use second_factor::{Codes, OfferPage};
#[cfg(test)]
pub(crate) use tokens::Shown;

/// The page.
pub(crate) const PATH: &str = "/desk/account";
