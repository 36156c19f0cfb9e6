//! A collector for tests: takes every frame once, and fails when it is told to.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, DnType, IsCa,
    KeyPair,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use wire::enrol::{Answer, Secret, Token};
use wire::http::{COLLECTOR_NAME, DELIVER_PATH, ENROL_PATH};
use wire::{Batch, DeliveryReader, Receipt, SensorId, Status};

/// What the next deliveries meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An answer with this status, and nothing taken.
    Status(u16),
    /// The connection goes before anything is taken.
    CutBefore,
    /// Everything is taken, and the connection goes before the answer.
    CutAfter,
    /// Only the first frame is taken.
    OnlyFirst,
    /// Everything but the first frames is gone: back to what was acknowledged then.
    Forget(u64),
}

/// What has come.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) acknowledged: u64,
    /// Every frame once, with the offset that came with it.
    pub(crate) batches: Vec<(Batch, Option<i64>)>,
    /// Frames that came again.
    pub(crate) repeated: u64,
    pub(crate) deliveries: u64,
    pub(crate) last_status: Option<Status>,
    pub(crate) faults: VecDeque<Fault>,
    /// Deliveries with frames whose faults are taken; those without meet none.
    pub(crate) clock_us: i64,
    pub(crate) is_revoked: bool,
}

impl Taken {
    /// Packets of all frames.
    pub(crate) fn packets(&self) -> usize {
        self.batches.iter().map(|(batch, _)| batch.v4.len() + batch.v6.len()).sum()
    }

    /// Packets that frames say were lost.
    pub(crate) fn lost(&self) -> u64 {
        self.batches.iter().flat_map(|(batch, _)| &batch.losses).map(|loss| loss.packets).sum()
    }
}

/// The collector, as long as the value lives.
#[derive(Debug)]
pub(crate) struct Collector {
    pub(crate) address: SocketAddr,
    pub(crate) token: Token,
    taken: Arc<Mutex<Taken>>,
    _runtime: tokio::runtime::Runtime,
}

/// The sensor that enrols.
pub(crate) const SENSOR: SensorId = SensorId(*b"sensor of a test");

const SECRET: Secret = Secret(*b"secret of a test");

type Authority = Arc<CertifiedIssuer<'static, KeyPair>>;

impl Collector {
    /// Starts one on a port of this machine's own.
    pub(crate) fn here() -> Self {
        Self::start(std::net::TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// Starts one behind this socket.
    pub(crate) fn start(listener: std::net::TcpListener) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "authority of a test");
        let authority = Arc::new(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap());
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![COLLECTOR_NAME.to_owned()]).unwrap();
        // Out of its time by every clock: the sensor must not mind.
        params.not_before = rcgen::date_time_ymd(1999, 1, 1);
        params.not_after = rcgen::date_time_ymd(2001, 1, 1);
        let certificate = params.signed_by(&key, &authority).unwrap();

        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .allow_unauthenticated()
            .build()
            .unwrap();
        let mut tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients)
            .with_single_cert(
                vec![certificate.der().clone(), authority.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            )
            .unwrap();
        tls.alpn_protocols = vec![b"h2".to_vec()];

        let token = Token { authority: Sha256::digest(authority.der()).into(), secret: SECRET };
        let taken = Arc::new(Mutex::new(Taken { clock_us: 1_700_000_000_000_000, ..Taken::default() }));
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = {
            let _guard = runtime.enter();
            TcpListener::from_std(listener).unwrap()
        };
        runtime.spawn(accept(listener, TlsAcceptor::from(Arc::new(tls)), authority, Arc::clone(&taken)));
        Self { address, token, taken, _runtime: runtime }
    }

    /// What has come.
    pub(crate) fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap()
    }

    /// Has the next deliveries with frames meet these.
    pub(crate) fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.taken().faults.extend(faults);
    }
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, authority: Authority, taken: Arc<Mutex<Taken>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, authority, taken) = (tls.clone(), Arc::clone(&authority), Arc::clone(&taken));
        tokio::spawn(async move {
            let Ok(stream) = tls.accept(stream).await else { return };
            let client: Option<CertificateDer<'_>> =
                stream.get_ref().1.peer_certificates().map(|chain| chain[0].clone().into_owned());
            let is_known = client.is_some();
            let service = service_fn(move |request| {
                answer(request, is_known, Arc::clone(&authority), Arc::clone(&taken))
            });
            // A cut is an error of the service: the connection ends without an answer.
            let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    is_known: bool,
    authority: Authority,
    taken: Arc<Mutex<Taken>>,
) -> Result<Response<Full<Bytes>>, &'static str> {
    let path = request.uri().path().to_owned();
    let body = request.into_body().collect().await.map_err(|_| "body")?.to_bytes();
    match path.as_str() {
        ENROL_PATH => Ok(enrol(&body, &authority)),
        DELIVER_PATH if !is_known => Ok(json(401, r#"{"reason":"no certificate"}"#)),
        DELIVER_PATH => deliver(&body, &mut taken.lock().unwrap()),
        _ => Ok(json(404, "{}")),
    }
}

fn enrol(body: &[u8], authority: &Authority) -> Response<Full<Bytes>> {
    let request: wire::enrol::Request = serde_json::from_slice(body).unwrap();
    if request.secret != SECRET {
        return json(403, r#"{"reason":"the token is not known, or was used"}"#);
    }
    let mut csr = CertificateSigningRequestParams::from_pem(&request.csr).unwrap();
    csr.params.distinguished_name.push(DnType::CommonName, SENSOR.to_string());
    let certificate = csr.signed_by(authority).unwrap().pem();
    let name = "test-1".to_owned();
    let answer = Answer { sensor: SENSOR, name, certificate, authority: authority.pem(), now_us: 0 };
    json(200, &serde_json::to_string(&answer).unwrap())
}

fn deliver(body: &[u8], taken: &mut Taken) -> Result<Response<Full<Bytes>>, &'static str> {
    let mut reader = DeliveryReader::default();
    reader.feed(body).unwrap();
    let mut frames = Vec::new();
    while let Some(delivered) = reader.next().unwrap() {
        assert_eq!(delivered.frame.sensor, SENSOR);
        frames.push((delivered.frame.into_batch().unwrap(), delivered.offset_us));
    }
    reader.finish().unwrap();
    taken.last_status = reader.status().cloned();
    if taken.is_revoked {
        return Ok(json(403, r#"{"reason":"this sensor was retired"}"#));
    }
    let fault = if frames.is_empty() { None } else { taken.faults.pop_front() };
    taken.deliveries += 1;
    match fault {
        Some(Fault::Status(status)) => return Ok(json(status, r#"{"reason":"told to"}"#)),
        Some(Fault::CutBefore) => return Err("cut"),
        Some(Fault::OnlyFirst) => frames.truncate(1),
        Some(Fault::Forget(number)) => {
            taken.acknowledged = number;
            taken.batches.retain(|(batch, _)| batch.last <= number);
        }
        _ => {}
    }
    let mut is_gap = false;
    for (batch, offset_us) in frames {
        if batch.last <= taken.acknowledged {
            taken.repeated += 1;
        } else if batch.first == taken.acknowledged + 1 {
            taken.acknowledged = batch.last;
            taken.batches.push((batch, offset_us));
        } else {
            assert!(batch.first > taken.acknowledged, "frame {} overlaps what was taken", batch.first);
            is_gap = true;
            break;
        }
    }
    if fault == Some(Fault::CutAfter) {
        return Err("cut");
    }
    let receipt = Receipt { acknowledged: taken.acknowledged, now_us: taken.clock_us };
    Ok(json(if is_gap { 409 } else { 200 }, &serde_json::to_string(&receipt).unwrap()))
}

fn json(status: u16, text: &str) -> Response<Full<Bytes>> {
    let mut response = Response::builder().status(status);
    if status == 503 {
        response = response.header("retry-after", "0");
    }
    response.body(Full::new(Bytes::copy_from_slice(text.as_bytes()))).unwrap()
}
