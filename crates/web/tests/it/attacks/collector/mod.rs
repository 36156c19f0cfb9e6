//! The collector under attack, over its real TLS and HTTP/2: what is refused, with which status, and that it is counted;
//! and that a good sensor's deliveries are taken all the while.
//!
//! | attack | tried by |
//! |---|---|
//! | no certificate, another authority's, one of ours that no sensor has | [`strangers`] |
//! | a retired sensor, a revoked key, an old key after a new one | [`strangers`] |
//! | a delivery repeated, reordered, with gaps; another sensor's frame | [`frames`] |
//! | bombs, lies about sizes, damage | [`frames`] |
//! | tokens used twice, at once, expired, withdrawn, made up | [`tokens`] |
//! | garbage instead of TLS, peers that say nothing or stop in the middle, large bodies of strangers | [`floods`] |

mod floods;
mod frames;
mod peer;
mod strangers;
mod tokens;
mod world;

/// Frames whose checksum is right whatever they say.
#[path = "../../../../../wire/tests/it/sealed.rs"]
mod sealed;
