//! The second factor: time-based one-time passwords (RFC 6238) of an app, and recovery codes on paper.
//!
//! SHA-1, six digits, 30 seconds: what every app takes. A code of the step before or after is taken as well, as
//! clocks differ; each step's code is good once, and none that is older than the newest that was taken.

use jiff::Timestamp;
use kernel::Transaction;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use totp_rs::{Builder, Totp};

use crate::error::{Error, Refusal};
use crate::model::Session;
use crate::secret::{random, sha256};
use crate::service::{Service, note};
use crate::store;

/// Bytes of the shared secret: 160 bits, which RFC 4226 (4, R6) recommends.
const SECRET: usize = 20;
/// Recovery codes that are given out.
const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 80 bits, 16 letters and digits.
const RECOVERY_BYTES: usize = 10;

/// A second factor that is offered, for the app to take.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// The secret in base32, in groups of four, for who types it.
    pub secret: String,
    /// The same as an `otpauth://` address.
    pub address: String,
    /// The address as a QR code: an SVG element without a script or style.
    pub picture: String,
}

impl std::fmt::Debug for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Offer(..)")
    }
}

fn totp(secret: &str, issuer: &str, name: &str) -> Result<Totp, Error> {
    let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes());
    let bytes = bytes.map_err(|error| Error::Machine(format!("second factor: {error}")))?;
    // An issuer can't hold a colon (the address is `issuer:name`).
    let issuer: String = issuer.chars().filter(|c| *c != ':').collect();
    let builder = Builder::new()
        .with_secret(bytes.into_boxed_slice())
        .with_account_name(name)
        .with_issuer(Some(issuer));
    builder.build().map_err(|error| Error::Machine(format!("second factor: {error}")))
}

/// The step whose code this is, if it is newer than `newest`.
fn step_of(secret: &str, code: &str, now: Timestamp, newest: i64) -> Result<Option<i64>, Error> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let step = totp(secret, "", "")?.check(&code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()).filter(|step| *step > newest))
}

/// Takes a code of the app or a recovery code; says which where it is good, for the journal.
pub(crate) async fn take_code(
    transaction: &Transaction,
    user: &store::user::Model,
    code: &str,
    now: Timestamp,
) -> Result<Option<&'static str>, Error> {
    let Some(secret) = &user.totp else { return Ok(None) };
    if let Some(step) = step_of(secret, code, now, user.totp_step)? {
        let row = store::user::Model { totp_step: step, ..user.clone() };
        store::user::update(transaction, row).await?;
        return Ok(Some("code"));
    }
    let taken = store::recovery::take(transaction, user.id, &sha256(&plain(code))).await?;
    Ok(taken.then_some("recovery code"))
}

/// A recovery code as it is hashed: without what people put between.
fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Letters in groups of four.
fn grouped(letters: &str, between: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

impl Service {
    /// Offers a new second factor; it is in force once a code of it confirms it.
    pub async fn offer_second_factor(&self, session: &Session, issuer: &str) -> Result<Offer, Error> {
        let bytes: [u8; SECRET] = random()?;
        let secret = data_encoding::BASE32_NOPAD.encode(&bytes);
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, &session.user.name).await?;
        if row.totp.is_some() {
            return Err(Refusal::HasSecondFactor.into());
        }
        row.totp_offered = Some(secret.clone());
        store::user::update(&transaction, row).await?;
        transaction.commit().await?;
        offer(&secret, issuer, &session.user.name)
    }

    /// The second factor that is on offer, for a page that is shown again.
    pub async fn offered_second_factor(&self, session: &Session, issuer: &str) -> Result<Offer, Error> {
        let row = store::user::get(self.database().connection(), &session.user.name).await?;
        let secret = row.totp_offered.ok_or(Refusal::NothingOffered)?;
        offer(&secret, issuer, &session.user.name)
    }

    /// Puts the offered second factor in force; gives the recovery codes, which nobody sees again.
    pub async fn confirm_second_factor(&self, session: &Session, code: &str) -> Result<Vec<String>, Error> {
        let now = self.now();
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, &session.user.name).await?;
        if row.totp.is_some() {
            return Err(Refusal::HasSecondFactor.into());
        }
        let secret = row.totp_offered.take().ok_or(Refusal::NothingOffered)?;
        // The code that confirms is used up as any other.
        let step = step_of(&secret, code, now, 0)?.ok_or(Refusal::CodeWrong)?;
        row.totp = Some(secret);
        row.totp_step = step;
        let (user, name) = (row.id, row.name.clone());
        store::user::update(&transaction, row).await?;
        let codes = new_recovery_codes(&transaction, user).await?;
        note(&transaction, now, &name, "account.second-factor", &name, "on").await?;
        transaction.commit().await?;
        Ok(codes)
    }

    /// Takes one's own second factor away, which takes the password.
    pub async fn drop_second_factor(&self, session: &Session, password: &str) -> Result<(), Error> {
        self.check_own_password(&session.user.name, password).await?;
        self.reset_second_factor(&session.user.name, &session.user.name).await
    }

    /// Takes a user's second factor away, such as one that is lost.
    pub async fn reset_second_factor(&self, name: &str, who: &str) -> Result<(), Error> {
        let transaction = self.database().begin_write().await?;
        let mut row = store::user::get(&transaction, name).await?;
        (row.totp, row.totp_offered, row.totp_step) = (None, None, 0);
        store::recovery::replace(&transaction, row.id, Vec::new()).await?;
        store::challenge::end_all(&transaction, row.id).await?;
        store::user::update(&transaction, row).await?;
        note(&transaction, self.now(), who, "account.second-factor", name, "off").await?;
        Ok(transaction.commit().await?)
    }

    /// New recovery codes in the place of those that are left, which takes the password.
    pub async fn renew_recovery_codes(
        &self,
        session: &Session,
        password: &str,
    ) -> Result<Vec<String>, Error> {
        self.check_own_password(&session.user.name, password).await?;
        let transaction = self.database().begin_write().await?;
        let row = store::user::get(&transaction, &session.user.name).await?;
        if row.totp.is_none() {
            return Err(Refusal::NothingOffered.into());
        }
        let codes = new_recovery_codes(&transaction, row.id).await?;
        note(&transaction, self.now(), &row.name, "account.recovery-codes", &row.name, "").await?;
        transaction.commit().await?;
        Ok(codes)
    }

    /// How many recovery codes a user has left.
    pub async fn recovery_codes_left(&self, user: i64) -> Result<u64, Error> {
        store::recovery::left(self.database().connection(), user).await
    }
}

async fn new_recovery_codes(transaction: &Transaction, user: i64) -> Result<Vec<String>, Error> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let bytes: [u8; RECOVERY_BYTES] = random()?;
        codes.push(data_encoding::BASE32_NOPAD.encode(&bytes).to_ascii_lowercase());
    }
    store::recovery::replace(transaction, user, codes.iter().map(|code| sha256(code)).collect()).await?;
    Ok(codes.iter().map(|code| grouped(code, "-")).collect())
}

fn offer(secret: &str, issuer: &str, name: &str) -> Result<Offer, Error> {
    let machine = |error: String| Error::Machine(format!("second factor: {error}"));
    let address = totp(secret, issuer, name)?.to_url().map_err(|error| machine(error.to_string()))?;
    let code = QrCode::with_error_correction_level(&address, EcLevel::M);
    let code = code.map_err(|error| machine(error.to_string()))?;
    // Black on white whatever the page's colours are: not every app reads it the other way round.
    let picture = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    // As an element of a page it has no XML declaration.
    let picture = picture.find("<svg").map_or(picture.as_str(), |start| &picture[start..]).to_owned();
    Ok(Offer { secret: grouped(secret, " "), address, picture })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B (SHA-1), in base32.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[track_caller]
    fn check(second: i64, code: &str, newest: i64, expect: Option<i64>) {
        let now = Timestamp::from_second(second).unwrap();
        assert_eq!(step_of(RFC, code, now, newest).unwrap(), expect, "{code} at {second}");
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // Appendix B has eight digits, of which ours are the last six.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            check(second, code, 0, Some(second / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_its_neighbours_and_once() {
        // The last second of its step.
        let step = 1_111_111_109 / 30;
        for (second, expect) in
            [(-60, None), (-59, Some(step)), (0, Some(step)), (30, Some(step)), (31, None)]
        {
            check(1_111_111_109 + second, "081804", 0, expect);
        }
        check(1_111_111_109, "081804", step, None);
        check(1_111_111_109, "081804", step - 1, Some(step));
        check(1_111_111_109, " 081 804 ", 0, Some(step));
        for wrong in ["", "81804", "0081804", "+81804", "８１８０４０", "abcdef", "081805"] {
            check(1_111_111_109, wrong, 0, None);
        }
    }

    #[test]
    fn recovery_codes_are_read_as_people_write_them() {
        assert_eq!(grouped("abcdefghijkl", "-"), "abcd-efgh-ijkl");
        assert_eq!(plain(" ABCD-efgh ijkl\n"), "abcdefghijkl");
    }

    #[test]
    fn an_offer_is_for_eyes_and_for_apps() {
        let offer = offer(RFC, "見本 CSIRT: desk", "aoki").unwrap();
        assert_eq!(offer.secret, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(offer.address.starts_with("otpauth://totp/"), "{}", offer.address);
        assert!(offer.address.contains(RFC) && offer.address.contains("aoki"), "{}", offer.address);
        assert!(
            offer.picture.starts_with("<svg") && !offer.picture.contains("style"),
            "{}",
            &offer.picture[..200]
        );
    }
}
