//! Sealed messages, with keys made on the spot.

use jiff::Timestamp;
use mail::openpgp::{Encryption, Keyring, Seal, Verdict, open};
use pgp::composed::{
    ArmorOptions, CleartextSignedMessage, DetachedSignature, EncryptionCaps, KeyType, MessageBuilder,
    SecretKeyParamsBuilder, SignedPublicKey, SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::packet::{RevocationCode, SignatureConfig, SignatureType, Subpacket, SubpacketData};
use pgp::ser::Serialize as _;
use pgp::types::{CompressionAlgorithm, KeyDetails as _, Password};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

fn key(seed: u64, name: &str) -> SignedSecretKey {
    let mut subkey = SubkeyParamsBuilder::default();
    subkey.key_type(KeyType::ECDH(ECCCurve::Curve25519Legacy)).can_encrypt(EncryptionCaps::All);
    let mut params = SecretKeyParamsBuilder::default();
    params
        .key_type(KeyType::Ed25519Legacy)
        .can_certify(true)
        .can_sign(true)
        .primary_user_id(name.into())
        .subkeys(vec![subkey.build().unwrap()]);
    params.build().unwrap().generate(rng(seed)).unwrap()
}

fn public(key: &SignedSecretKey) -> Vec<u8> {
    SignedPublicKey::from(key.clone()).to_bytes().unwrap()
}

/// A ring with the desk's secret key and the public keys of these.
fn ring(desk: &SignedSecretKey, others: &[Vec<u8>]) -> Keyring {
    let mut ring = Keyring::default();
    ring.add(&desk.to_bytes().unwrap(), "").unwrap();
    for other in others {
        ring.add(other, "").unwrap();
    }
    ring
}

fn now() -> Timestamp {
    // Keys made by a test are of its day; this lies behind all of them.
    "2100-01-01T00:00:00Z".parse().unwrap()
}

fn opened(mail: &str, ring: &Keyring) -> (Option<Seal>, String) {
    let mail = mail.replace("\r\n", "\n").replace('\n', "\r\n");
    let mut message = mail::read(mail.as_bytes());
    let seal = open(mail.as_bytes(), &mut message, ring, now());
    let text: Vec<_> = message.parts.iter().filter_map(|part| part.text.clone()).collect();
    (seal, text.join("\n"))
}

fn verdict(seal: Option<Seal>) -> Verdict {
    seal.unwrap().signatures.remove(0).verdict
}

const HEAD: &str = "From: a@example.jp\nSubject: report\nMIME-Version: 1.0\n";

fn encrypted(to: &SignedSecretKey, by: Option<&SignedSecretKey>, content: &str) -> String {
    let mut builder = MessageBuilder::from_bytes("", content.to_owned().into_bytes())
        .seipd_v1(rng(5), SymmetricKeyAlgorithm::AES256);
    let public = SignedPublicKey::from(to.clone());
    builder.encrypt_to_key(rng(6), &public.public_subkeys[0]).unwrap();
    if let Some(by) = by {
        builder.sign(&by.primary_key, Password::empty(), HashAlgorithm::Sha256);
    }
    builder.to_armored_string(rng(7), ArmorOptions::default()).unwrap()
}

fn pgp_mime(armored: &str) -> String {
    format!(
        "{HEAD}Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n\
         --b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n\
         {armored}\n--b--\n"
    )
}

#[test]
fn pgp_mime_is_opened_and_its_signature_judged() {
    let (desk, aoki) = (key(1, "desk"), key(2, "Aoki <aoki@example.jp>"));
    let inner = "Content-Type: text/plain; charset=utf-8\r\n\r\n192.0.2.1 からの攻撃\r\n";
    let mail = pgp_mime(&encrypted(&desk, Some(&aoki), inner));
    let (seal, text) = opened(&mail, &ring(&desk, &[public(&aoki)]));
    let seal = seal.unwrap();
    assert_eq!(seal.encryption, Some(Encryption::Opened));
    assert!(text.contains("192.0.2.1 からの攻撃"), "{text}");
    assert_eq!(seal.signatures[0].verdict, Verdict::Good);
    assert_eq!(seal.signatures[0].signer.as_deref(), Some("Aoki <aoki@example.jp>"));
    // Without the signer's key.
    let (seal, text) = opened(&mail, &ring(&desk, &[]));
    assert!(text.contains("192.0.2.1"));
    assert_eq!(verdict(seal), Verdict::UnknownKey);
}

#[test]
fn inline_messages_are_opened_and_what_is_not_for_us_says_so() {
    let (desk, other) = (key(1, "desk"), key(3, "other"));
    let armored = encrypted(&desk, None, "secret 192.0.2.7\n");
    let mail = format!("{HEAD}\n{armored}\n");
    let (seal, text) = opened(&mail, &ring(&desk, &[]));
    assert_eq!((seal.unwrap().encryption, text.contains("192.0.2.7")), (Some(Encryption::Opened), true));
    let (seal, text) = opened(&mail, &ring(&other, &[]));
    assert_eq!(seal.unwrap().encryption, Some(Encryption::NotForUs));
    assert!(text.contains("BEGIN PGP MESSAGE"), "what can't be opened stays as it is");
    let damaged = mail.replacen("\n=", "\n=A", 1).replace("wy", "yw");
    let (seal, _) = opened(&damaged, &ring(&desk, &[]));
    assert_ne!(seal.unwrap().encryption, Some(Encryption::Opened));
}

fn multipart_signed(by: &SignedSecretKey, content: &str) -> String {
    let crlf = content.replace('\n', "\r\n");
    let signature = DetachedSignature::sign_binary_data(
        rng(8),
        &by.primary_key,
        &Password::empty(),
        HashAlgorithm::Sha256,
        crlf.as_bytes(),
    )
    .unwrap();
    let armored = signature.to_armored_string(ArmorOptions::default()).unwrap();
    format!(
        "{HEAD}Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; \
         boundary=s\n\n--s\n{content}\n--s\nContent-Type: application/pgp-signature\n\n{armored}\n--s--\n"
    )
}

#[test]
fn a_signed_part_is_judged_byte_for_byte() {
    let (desk, aoki) = (key(1, "desk"), key(2, "Aoki"));
    let keys = ring(&desk, &[public(&aoki)]);
    let mail = multipart_signed(&aoki, "Content-Type: text/plain\n\nscan from 192.0.2.1\n");
    assert_eq!(verdict(opened(&mail, &keys).0), Verdict::Good);
    assert_eq!(verdict(opened(&mail.replace("192.0.2.1", "192.0.2.2"), &keys).0), Verdict::Bad);
    assert_eq!(verdict(opened(&mail, &ring(&desk, &[])).0), Verdict::UnknownKey);
    let nonsense = mail.replace("BEGIN PGP SIGNATURE", "BEGIN NONSENSE");
    assert_eq!(verdict(opened(&nonsense, &keys).0), Verdict::Unreadable);
    // A mail server that leaves LF on disk changes nothing.
    let mut message = mail::read(mail.as_bytes());
    assert_eq!(verdict(open(mail.as_bytes(), &mut message, &keys, now())), Verdict::Good);
}

#[test]
fn cleartext_signatures_are_judged_and_taken_off() {
    let (desk, aoki) = (key(1, "desk"), key(2, "Aoki"));
    let keys = ring(&desk, &[public(&aoki)]);
    let signed = CleartextSignedMessage::sign(
        rng(9),
        "- from 192.0.2.1\nhello\n",
        &aoki.primary_key,
        &Password::empty(),
    )
    .unwrap();
    let mail = format!("{HEAD}\n{}", signed.to_armored_string(ArmorOptions::default()).unwrap());
    let (seal, text) = opened(&mail, &keys);
    assert_eq!(verdict(seal), Verdict::Good);
    assert!(text.contains("- from 192.0.2.1") && !text.contains("PGP"), "{text}");
    assert_eq!(verdict(opened(&mail.replace("hello", "hallo"), &keys).0), Verdict::Bad);
}

/// The class of CVE-2010-4764: a revoked key must not look like a good one.
#[test]
fn a_revoked_key_is_said() {
    let (desk, aoki) = (key(1, "desk"), key(2, "Aoki"));
    let mut config =
        SignatureConfig::from_key(rng(10), &aoki.primary_key, SignatureType::KeyRevocation).unwrap();
    config.hashed_subpackets = vec![
        Subpacket::regular(SubpacketData::SignatureCreationTime(aoki.created_at())).unwrap(),
        Subpacket::regular(SubpacketData::RevocationReason(RevocationCode::KeyCompromised, "".into()))
            .unwrap(),
        Subpacket::regular(SubpacketData::IssuerFingerprint(aoki.fingerprint())).unwrap(),
    ];
    let revocation =
        config.sign_key(&aoki.primary_key, &Password::empty(), aoki.primary_key.public_key()).unwrap();
    let mut revoked = SignedPublicKey::from(aoki.clone());
    revoked.details.revocation_signatures.push(revocation);
    let mail = multipart_signed(&aoki, "Content-Type: text/plain\n\nscan\n");
    let keys = ring(&desk, &[revoked.to_bytes().unwrap()]);
    assert_eq!(verdict(opened(&mail, &keys).0), Verdict::Revoked);
}

#[test]
fn a_plain_message_has_no_seal_and_nonsense_is_no_key() {
    let desk = key(1, "desk");
    assert_eq!(opened(&format!("{HEAD}\nhello\n"), &ring(&desk, &[])).0, None);
    assert!(Keyring::default().add(b"nonsense", "").is_err());
    assert!(Keyring::default().add(b"", "").is_err());
}

/// Found by asking what a mail without any key can make of two thousand parts.
#[test]
fn what_is_unpacked_of_all_parts_together_is_bounded() {
    let zeros = vec![b'0'; 40 << 20];
    let mut builder = MessageBuilder::from_bytes("", zeros);
    builder.compression(CompressionAlgorithm::ZLIB);
    let packed = builder.to_armored_string(rng(9), ArmorOptions::default()).unwrap();
    let part = format!("--b\nContent-Type: text/plain\n\n{packed}\n");
    let mail = |parts| {
        format!(
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
            part.repeat(parts)
        )
    };
    let ring = Keyring::default();
    assert_eq!(opened(&mail(1), &ring).1.len(), 40 << 20);
    let (_, text) = opened(&mail(60), &ring);
    assert!(text.len() < 101 << 20, "{}", text.len());
    let mail = mail(60);
    let mut message = mail::read(mail.as_bytes());
    open(mail.as_bytes(), &mut message, &ring, now());
    let said: Vec<_> = message.problems.iter().map(|problem| problem.reason.as_str()).collect();
    assert!(said.contains(&"OpenPGP: more than 50 parts; left closed"), "{said:?}");
    assert!(said.iter().any(|reason| reason.contains("bytes are inside")), "{said:?}");
}
