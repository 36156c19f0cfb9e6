//! The token that a form of our own page has and another site can't know.
//!
//! It follows from the session's token by SHA-256, so nothing is stored, and a page that leaks it does not leak the
//! session. On each page it stands behind another random mask: pages are compressed, and the length of what is
//! compressed would otherwise tell a stranger on the wire about a text that stays the same (BREACH).

use account::Secret;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of the token, and of the mask.
const BYTES: usize = 32;

/// A session's token.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Csrf([u8; BYTES]);

impl std::fmt::Debug for Csrf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Csrf(..)")
    }
}

impl Csrf {
    /// The token of the session that has this secret.
    pub(crate) fn of(session: &Secret) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"hinomi csrf ");
        hasher.update(session.expose().as_bytes());
        Self(hasher.finalize().into())
    }

    /// The token for a page, behind a new mask, in hexadecimal.
    pub(crate) fn masked(&self) -> String {
        let mut mask = [0; BYTES];
        // Without randomness the mask is nothing, and the token as good as before.
        let _ = getrandom::fill(&mut mask);
        let masked = mask.iter().zip(self.0).map(|(mask, byte)| mask ^ byte);
        mask.iter().copied().chain(masked).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a form has this session's token. Takes as long for a wrong one.
    pub(crate) fn fits(&self, shown: &str) -> bool {
        let Some(bytes) = bytes(shown) else { return false };
        let (mask, masked) = bytes.split_at(BYTES);
        let plain: Vec<u8> = mask.iter().zip(masked).map(|(mask, byte)| mask ^ byte).collect();
        plain.ct_eq(&self.0).into()
    }
}

fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    if hexadecimal.len() != 4 * BYTES || !hexadecimal.is_ascii() {
        return None;
    }
    (0..2 * BYTES).map(|at| u8::from_str_radix(&hexadecimal[2 * at..2 * at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_session_alone_however_it_is_masked() {
        let [one, other] = ["one", "other"].map(|token| Csrf::of(&Secret::from(token.to_owned())));
        let (first, second) = (one.masked(), one.masked());
        assert_ne!(first, second);
        assert!(one.fits(&first) && one.fits(&second));
        assert!(!other.fits(&first));
        for wrong in ["", "00", &"0".repeat(128), &"z".repeat(128), &"あ".repeat(43), &first[1..]] {
            assert!(!one.fits(wrong), "{wrong}");
        }
    }
}
