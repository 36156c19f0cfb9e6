//! Opens what is sealed in a message.

use std::io::Read as _;

use jiff::Timestamp;
use pgp::composed::{
    CleartextSignedMessage, Deserializable as _, DetachedSignature, Message as Sealed, TheRing,
};

use super::keyring::Keyring;
use super::{Encryption, Seal, Signature, Verdict};
use crate::message::{Message, Problem};
use crate::read::read;
use crate::signed::{Signed, signed};

/// So much is taken out of all that is sealed in one message, in bytes. What is compressed can hold more than any
/// disk, without a key as well, and a message may have thousands of parts.
const LARGEST: u64 = 100 << 20;
/// So many parts of a message are opened. Each costs an attempt with every key that we have.
const SEALED_PARTS: usize = 50;

const ENCRYPTED: &str = "-----BEGIN PGP MESSAGE-----";
const CLEARTEXT: &str = "-----BEGIN PGP SIGNED MESSAGE-----";

/// Verifies and opens `message`, which was read from `bytes`: its parts become those that were inside. `None` where
/// there is neither signature nor encryption.
pub fn open(bytes: &[u8], message: &mut Message, keys: &Keyring, now: Timestamp) -> Option<Seal> {
    let is_sealed = message.parts.iter().any(|part| {
        part.media_type.starts_with("application/pgp-")
            || part.text.as_deref().is_some_and(|text| text.contains("-----BEGIN PGP "))
    });
    if !is_sealed {
        return None;
    }
    let mut seal = Seal::default();
    if let Some(signed) = openpgp_signed(bytes) {
        seal.signatures.push(detached(&signed, keys, now));
    }
    let is_pgp_mime = message.parts.iter().any(|part| part.media_type == "application/pgp-encrypted");
    let (mut room, mut sealed) = (LARGEST, 0);
    for index in 0..message.parts.len() {
        let part = &message.parts[index];
        let text = part.text.as_deref().unwrap_or_default();
        let armored = if let Some(start) = text.find(ENCRYPTED) {
            text.as_bytes()[start..].to_vec()
        } else if is_pgp_mime && part.bytes.starts_with(ENCRYPTED.as_bytes()) {
            part.bytes.clone()
        } else {
            if let Some(start) = text.find(CLEARTEXT) {
                let (content, signatures) = cleartext(&text[start..], keys, now);
                seal.signatures.extend(signatures);
                if let Some(content) = content {
                    let around = text[..start].to_owned();
                    message.parts[index].text = Some(around + &content);
                }
            }
            continue;
        };
        sealed += 1;
        if sealed > SEALED_PARTS {
            let (place, reason) =
                (part.number.clone(), format!("OpenPGP: more than {SEALED_PARTS} parts; left closed"));
            message.problems.push(Problem { place, reason });
            break;
        }
        match decrypt(&armored, keys, now, &mut room) {
            Ok((content, signatures)) => {
                seal.encryption = Some(Encryption::Opened);
                seal.signatures.extend(signatures);
                if is_pgp_mime {
                    let mut inside = read(&content);
                    if let Some(signed) = openpgp_signed(&content) {
                        seal.signatures.push(detached(&signed, keys, now));
                    }
                    message.parts = std::mem::take(&mut inside.parts);
                    message.problems.append(&mut inside.problems);
                    break;
                }
                message.parts[index].text = Some(String::from_utf8_lossy(&content).into_owned());
            }
            Err(reason) => {
                if let Encryption::Damaged(reason) = &reason {
                    let place = message.parts[index].number.clone();
                    message.problems.push(Problem { place, reason: format!("OpenPGP: {reason}") });
                }
                seal.encryption = Some(reason);
            }
        }
    }
    (seal != Seal::default()).then_some(seal)
}

/// What is signed by OpenPGP, and its signature.
fn openpgp_signed(bytes: &[u8]) -> Option<Signed> {
    signed(bytes).filter(|signed| signed.protocol == "application/pgp-signature")
}

fn unreadable() -> Signature {
    Signature { key: String::new(), signer: None, made: None, verdict: Verdict::Unreadable }
}

/// A signature beside what it signs.
fn detached(signed: &Signed, keys: &Keyring, now: Timestamp) -> Signature {
    let Ok((detached, _)) = DetachedSignature::from_reader_single(signed.signature.as_slice()) else {
        return unreadable();
    };
    let signature = &detached.signature;
    keys.judge(signature, now, |signer| signer.has_signed(&signed.content, signature))
}

/// Text with a signature around it (RFC 9580, section 7).
fn cleartext(text: &str, keys: &Keyring, now: Timestamp) -> (Option<String>, Vec<Signature>) {
    let Ok((message, _)) = CleartextSignedMessage::from_string(text) else {
        return (None, vec![unreadable()]);
    };
    let content = message.signed_text();
    let judge =
        |signature| keys.judge(signature, now, |signer| signer.has_signed(content.as_bytes(), signature));
    let signatures = message.signatures().iter().map(judge).collect();
    (Some(content), signatures)
}

/// What is inside, and who has signed it there. `room` is how many bytes may still be taken out.
fn decrypt(
    armored: &[u8],
    keys: &Keyring,
    now: Timestamp,
    room: &mut u64,
) -> Result<(Vec<u8>, Vec<Signature>), Encryption> {
    let damaged = |error: &dyn std::fmt::Display| Encryption::Damaged(error.to_string());
    let (message, _) = Sealed::from_armor(armored).map_err(|error| damaged(&error))?;
    if !message.is_encrypted() {
        return inside(message, keys, now, room);
    }
    let Sealed::Encrypted { esk, .. } = &message else { return Err(damaged(&"no encrypted data")) };
    if esk.is_empty() || keys.secrets.is_empty() {
        return Err(Encryption::NotForUs);
    }
    let ring = TheRing {
        secret_keys: keys.secrets.iter().map(|(key, _)| key).collect(),
        key_passwords: keys.secrets.iter().map(|(_, password)| password).collect(),
        ..TheRing::default()
    };
    match message.decrypt_the_ring(ring, true) {
        Ok((opened, _)) => inside(opened, keys, now, room),
        Err(pgp::errors::Error::MissingKey) => Err(Encryption::NotForUs),
        Err(error) => Err(damaged(&error)),
    }
}

fn inside(
    mut message: Sealed<'_>,
    keys: &Keyring,
    now: Timestamp,
    room: &mut u64,
) -> Result<(Vec<u8>, Vec<Signature>), Encryption> {
    let damaged = |error: &dyn std::fmt::Display| Encryption::Damaged(error.to_string());
    // Nobody packs twice; who packs a thousand times wants to be unpacked a thousand times.
    for _ in 0..2 {
        if message.is_compressed() {
            message = message.decompress().map_err(|error| damaged(&error))?;
        }
    }
    let mut content = Vec::new();
    (&mut message).take(*room + 1).read_to_end(&mut content).map_err(|error| damaged(&error))?;
    let Some(left) = room.checked_sub(content.len() as u64) else {
        *room = 0;
        return Err(damaged(&format!("more than {LARGEST} bytes are inside")));
    };
    *room = left;
    let mut signatures = Vec::new();
    if let Sealed::Signed { reader, .. } = &message {
        for index in 0..reader.num_signatures() {
            let Some(signature) = reader.signature(index) else { continue };
            signatures.push(
                keys.judge(signature, now, |signer| {
                    message.verify_nested_explicit(index, signer.key()).is_ok()
                }),
            );
        }
    }
    Ok((content, signatures))
}
