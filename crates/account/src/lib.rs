#![doc = include_str!("../README.md")]

mod audit;
mod client;
mod error;
mod model;
mod password;
mod secret;
mod service;
mod session;
mod sign_in;
mod store;
mod throttle;
mod token;
mod totp;
mod user;

pub use client::Client;
pub use error::{Error, Refusal};
pub use model::{NewUser, Role, Scope, Session, SessionHead, Token, UnknownRole, User};
pub use secret::Secret;
pub use service::Service;
pub use sign_in::{SignIn, SignedIn};
pub use token::NewToken;
pub use totp::Offer;
