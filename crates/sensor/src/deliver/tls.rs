//! TLS to the collector (RFC 8446): its own authority is the only one that is trusted, under one fixed name,
//! whatever address is connected to.
//!
//! A sensor's clock may be wrong by years, and is only put right by what the collector answers. So the times in
//! certificates are not held against that clock: a certificate that the right authority signed and that is out of
//! its time by this clock is looked at as of a moment within its time.

use std::sync::Arc;

use anyhow::Context;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};

use crate::identity::Identity;

/// The only protocol that is spoken: HTTP/2 (RFC 9113).
const ALPN: &[u8] = b"h2";

/// TLS with the sensor's certificate; without one where it has none yet.
pub fn client_config(authority: [u8; 32], identity: Option<&Identity>) -> anyhow::Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Arc::new(Pinned { authority, provider: Arc::clone(&provider) });
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match identity {
        None => builder.with_no_client_auth(),
        Some(identity) => {
            let (certificate, key) = identity.certificate_and_key()?;
            builder
                .with_client_auth_cert(vec![certificate], key)
                .context("the sensor's certificate and key")?
        }
    };
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(config)
}

/// Trusts chains that end in the one authority.
#[derive(Debug)]
struct Pinned {
    /// SHA-256 of its certificate. The collector sends the certificate itself in its chain.
    authority: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    fn authority<'a, 'b>(&self, chain: &'a [CertificateDer<'b>]) -> Result<&'a CertificateDer<'b>, Error> {
        let pinned = |certificate: &&CertificateDer<'_>| Sha256::digest(certificate)[..] == self.authority;
        chain.iter().find(pinned).ok_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority(intermediates)?.clone().into_owned())?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider))
                .build()
                .map_err(|error| Error::General(error.to_string()))?;
        let mut now = now;
        // Once for the end of the one certificate's time, once for the beginning of the other's.
        for _ in 0..2 {
            let outcome =
                verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
            now = match outcome {
                Err(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
                    not_after
                }
                Err(Error::InvalidCertificate(CertificateError::NotValidYetContext {
                    not_before, ..
                })) => not_before,
                decided => return decided,
            };
        }
        verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
