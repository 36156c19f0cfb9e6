//! Staff: signing in, sessions, forms, and the pages about users.
//!
//! How a page for staff is made: the handler takes a [`Staff`] (nobody gets past it without a session), asks
//! `staff.require(Role::Analyst)?` where reading is not enough, and answers with
//! `site.staff_page(&staff, "x.html", "title-key", address, &context)`; its template extends `desk.html`. A form
//! carries `{{ csrf(layout) }}` and is taken by [`StaffForm`]. A look at a record is written down by
//! `site.view(&staff, "incident/12")`. Every answer below `/desk` is `no-store` (`security`).
//!
//! What keeps others out:
//!
//! - The session's token is in a cookie that no script reads (`HttpOnly`), that other sites' forms do not send
//!   (`SameSite=Lax`), and that https alone carries where `https = true` is set (`__Host-`).
//! - A form is taken only from our own pages: the browser says so (`Sec-Fetch-Site`, else `Origin`), and the form
//!   has the session's CSRF token. Signing in has no session yet, so there the browser's word alone decides.
//! - Signing in makes a new token whatever the browser had before; the way on is a local path.

pub(crate) mod account;
pub(crate) mod caller;
mod client;
pub(crate) mod code;
mod cookie;
mod csrf;
mod desk;
mod form;
mod identity;
pub(crate) mod journal;
pub(crate) mod login;
pub(crate) mod logout;
mod origin;
mod page;
pub(crate) mod users;
mod words;

pub(crate) use caller::Caller;
pub(crate) use client::From as Client;
pub(crate) use desk::Desk;
pub(crate) use form::{Fields, StaffForm};
pub(crate) use identity::Staff;
pub(crate) use origin::is_ours;
pub(crate) use page::{see_other, to_sign_in};
