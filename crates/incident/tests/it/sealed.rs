//! What is sealed: with OpenPGP it is opened and shown, under a password it stays closed.

use std::sync::Arc;

use incident::intake::{Arrival, Sealed};
use incident::{Config, Service};
use jiff::tz::TimeZone;
use kernel::{Originals, Text};
use mail::openpgp::Keyring;
use pgp::composed::{
    ArmorOptions, EncryptionCaps, KeyType, MessageBuilder, SecretKeyParamsBuilder, SignedPublicKey,
    SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::ser::Serialize as _;
use pgp::types::Password;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use testkit::DataFolder;

use crate::world::World;

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
    params.build().unwrap().generate(StdRng::seed_from_u64(seed)).unwrap()
}

/// A PGP/MIME mail (RFC 3156) for `to`, signed inside by `by`.
fn sealed_mail(to: &SignedSecretKey, by: &SignedSecretKey) -> String {
    let inside = "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\n\
                  Port scan from 192.0.2.1 to port 22.\r\n--i\r\nContent-Type: text/csv\r\n\
                  Content-Disposition: attachment; filename=log.csv\r\n\r\na,b\r\n--i--\r\n";
    let mut builder = MessageBuilder::from_bytes("", inside.as_bytes().to_vec())
        .seipd_v1(StdRng::seed_from_u64(5), SymmetricKeyAlgorithm::AES256);
    let public = SignedPublicKey::from(to.clone());
    builder.encrypt_to_key(StdRng::seed_from_u64(6), &public.public_subkeys[0]).unwrap();
    builder.sign(&by.primary_key, Password::empty(), HashAlgorithm::Sha256);
    let armored = builder.to_armored_string(StdRng::seed_from_u64(7), ArmorOptions::default()).unwrap();
    format!(
        "From: a@example.jp\r\nSubject: sealed\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n\
         --b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\
         --b\r\nContent-Type: application/octet-stream\r\n\r\n{armored}\r\n--b--\r\n"
    )
}

async fn desk(folder: &DataFolder, keys: &[&SignedSecretKey]) -> Service {
    let database = testkit::database(folder.path()).await;
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    let mut ring = Keyring::default();
    for key in keys {
        ring.add(&key.to_bytes().unwrap(), "").unwrap();
    }
    let organisation = Text { ja: "見本CSIRT".to_owned(), en: "Sample CSIRT".to_owned() };
    let config =
        Config { keys: Arc::new(ring), ..Config::new(organisation, TimeZone::get("Asia/Tokyo").unwrap()) };
    // Keys made by a test are of its day; this lies behind all of them.
    let clock = testkit::clock("2100-01-01T00:00:00Z");
    Service::open(database, originals, config, clock as _).await.unwrap()
}

/// Encryption and verdicts.
fn said(sealed: Option<Sealed>) -> (Option<String>, Vec<String>) {
    let sealed = sealed.unwrap();
    (sealed.encryption, sealed.signatures.into_iter().map(|signature| signature.verdict).collect())
}

#[tokio::test]
async fn a_sealed_mail_is_shown_as_it_is_inside() {
    let (ours, theirs) = (key(1, "Desk <desk@csirt.example>"), key(2, "Aoki <a@example.jp>"));
    let folder = DataFolder::new();
    let open = desk(&folder, &[&ours, &theirs]).await;
    let arrival = Arrival::mail(sealed_mail(&ours, &theirs).into_bytes());
    let arrived = open.receive(vec![arrival]).await.unwrap().remove(0);
    assert_eq!(arrived.incidents, 1);
    let report = open.report(arrived.message).await.unwrap();
    assert!(report.written.texts[0].text.contains("scan from 192.0.2.1"), "{:?}", report.written);
    let log = report.written.parts.iter().find(|part| part.name.as_deref() == Some("log.csv")).unwrap();
    let attachment = open.attachment(arrived.message, &log.number).await.unwrap();
    assert_eq!(attachment.bytes.trim_ascii(), b"a,b");
    let signature = &report.openpgp.as_ref().unwrap().signatures[0];
    assert_eq!(signature.signer.as_deref(), Some("Aoki <a@example.jp>"));
    assert_eq!(said(report.openpgp), (Some("opened".to_owned()), vec!["good".to_owned()]));

    // The desk has lost its keys: what is said is what holds for what is shown.
    drop(open);
    let closed = desk(&folder, &[]).await;
    let report = closed.report(arrived.message).await.unwrap();
    assert!(report.written.texts.iter().all(|text| !text.text.contains("192.0.2.1")));
    assert_eq!(said(report.openpgp), (Some("not-for-us".to_owned()), Vec::new()));
}

/// An archive whose only file, `sample.exe`, is encrypted with the password `infected`.
const INFECTED: &str = "UEsDBAoACQAAACBgd12M2emhFwAAAAsAAAAKABwAc2FtcGxlLmV4ZVVUCQAD+yoEa/sqBGt1eAsAAQQAAAAABAAAAACi8LcAVf\
    Y5apVeqa47vMgg0z+oqbFVGlBLBwiM2emhFwAAAAsAAABQSwECHgMKAAkAAAAgYHddjNnpoRcAAAALAAAACgAYAAAAAAABAAAApIEAAAAAc2FtcGxlLmV4ZVVUB\
    QAD+yoEa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAFAAAABrAAAAAAA=";

#[tokio::test]
async fn an_archive_with_a_password_that_everybody_knows_stays_closed() {
    let world = World::new().await;
    let mail = format!(
        "From: a@example.jp\nSubject: sample, password: infected\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
         It came from 192.0.2.1. The password is infected.\n\
         --b\nContent-Type: application/zip\nContent-Disposition: attachment; filename=sample.zip\n\
         Content-Transfer-Encoding: base64\n\n{INFECTED}\n--b--\n"
    );
    let message = world.receive(&mail).await.message;
    let report = world.desk.report(message).await.unwrap();
    let problems: Vec<_> =
        report.problems.iter().map(|one| (one.place.as_str(), one.reason.as_str())).collect();
    assert_eq!(problems, [("part 2 sample.zip", "encrypted files: 1; the archive stays closed")]);
    let names: Vec<_> = report.written.parts.iter().filter_map(|part| part.name.as_deref()).collect();
    assert_eq!(names, ["sample.zip"], "nothing was taken out of it");
    let attachment = world.desk.attachment(message, "2").await.unwrap();
    assert!(attachment.bytes.starts_with(b"PK\x03\x04"), "it can be had as it came");
}
