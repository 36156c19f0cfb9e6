//! Makes the authority, and signs sensors' keys.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use sha2::{Digest, Sha256};
use wire::http::COLLECTOR_NAME;

use super::{Authority, PkiError, hex};

/// For how many years certificates are good.
const YEARS: i32 = 30;

/// From when on they are good: before any sensor's clock that begins with its firmware's date.
const SINCE: i32 = 2000;

/// What a new authority consists of, PEM.
pub(super) struct Made {
    pub authority_pem: String,
    pub authority_key_pem: String,
    pub server_pem: String,
    pub server_key_pem: String,
}

/// A sensor's certificate.
#[derive(Debug, Clone)]
pub struct SensorCertificate {
    /// PEM.
    pub pem: String,
    /// DER.
    pub der: Vec<u8>,
    /// SHA-256 of the DER, in hexadecimal: what the sensor is recognised by.
    pub sha256: String,
}

/// Makes an authority and the collector's certificate.
pub(super) fn make(now: Timestamp) -> Result<Made, PkiError> {
    let wrong = || PkiError::wrong("the collector's authority");
    let authority_key = KeyPair::generate().map_err(wrong())?;
    let mut params = CertificateParams::new(Vec::new()).map_err(wrong())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    in_force(&mut params, "Hinomi collector authority", now);
    let authority = params.self_signed(&authority_key).map_err(wrong())?;

    let issuer = Issuer::new(params, &authority_key);
    let server_key = KeyPair::generate().map_err(wrong())?;
    let mut params = CertificateParams::new([COLLECTOR_NAME.to_owned()]).map_err(wrong())?;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    in_force(&mut params, COLLECTOR_NAME, now);
    let server = params.signed_by(&server_key, &issuer).map_err(wrong())?;
    Ok(Made {
        authority_pem: authority.pem(),
        authority_key_pem: authority_key.serialize_pem(),
        server_pem: server.pem(),
        server_key_pem: server_key.serialize_pem(),
    })
}

/// Whose the certificate is, and when it is good.
fn in_force(params: &mut CertificateParams, name: &str, now: Timestamp) {
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    params.distinguished_name = subject;
    let year = i32::from(now.to_zoned(TimeZone::UTC).year());
    params.not_before = date_time_ymd(SINCE, 1, 1);
    params.not_after = date_time_ymd(year + YEARS, 1, 1);
}

impl Authority {
    /// Signs the key of a request (PKCS #10, PEM) as that of `sensor`. The request proves that who asks has the key;
    /// nothing else that it wants is taken over.
    pub fn sign(&self, request: &str, sensor: &str, now: Timestamp) -> Result<SensorCertificate, PkiError> {
        let of_request = || PkiError::wrong("the certificate signing request");
        let mut request = CertificateSigningRequestParams::from_pem(request).map_err(of_request())?;
        let mut params = CertificateParams::new(Vec::new()).map_err(of_request())?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        in_force(&mut params, sensor, now);
        request.params = params;
        let of_authority = || PkiError::wrong("the collector's authority");
        let key = KeyPair::from_pem(&self.authority_key_pem).map_err(of_authority())?;
        let issuer = Issuer::from_ca_cert_pem(&self.authority_pem, key).map_err(of_authority())?;
        let certificate = request.signed_by(&issuer).map_err(of_request())?;
        let der = certificate.der().to_vec();
        let sha256 = hex(&Sha256::digest(&der));
        Ok(SensorCertificate { pem: certificate.pem(), der, sha256 })
    }
}
