//! TLS with the collector's own authority: sensors show a certificate, who enrols has none yet.

use std::sync::Arc;

use ::desk::pki::Authority;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use thiserror::Error;
use tokio_rustls::TlsAcceptor;

/// The only protocol that is spoken.
const ALPN: &[u8] = b"h2";

/// The collector's keys can't be used.
#[derive(Debug, Error)]
#[error("the collector's keys: {0}")]
pub struct TlsError(String);

fn wrong(error: impl std::fmt::Display) -> TlsError {
    TlsError(error.to_string())
}

/// What speaks TLS with sensors.
pub(super) fn acceptor(authority: &Authority) -> Result<TlsAcceptor, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(authority.certificate().as_bytes()).map_err(wrong)?)
        .map_err(wrong)?;
    // A certificate that is no longer trusted is told by the database, at once and for each delivery.
    let sensors = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .allow_unauthenticated()
        .build()
        .map_err(wrong)?;
    let chain = authority.server_chain();
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<_, _>>().map_err(wrong)?;
    let key = PrivateKeyDer::from_pem_slice(authority.server_key().as_bytes()).map_err(wrong)?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(wrong)?
        .with_client_cert_verifier(sensors)
        .with_single_cert(chain, key)
        .map_err(wrong)?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
