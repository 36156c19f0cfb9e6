//! The collector: where sensors enrol and deliver, over HTTP/2 (RFC 9113) and mutual TLS (RFC 8446).
//!
//! ```text
//! POST /v1/enroll    a one-time token and a signing request -> a certificate
//! POST /v1/deliver   frames of a sensor with a certificate  -> up to which frame all is durable
//! ```
//!
//! It has a listener and routes of its own: nothing of the site is reached here, nothing of this there. Who may deliver
//! is decided by the certificate alone, looked up by its SHA-256 at each delivery; what a body says of its sensor must
//! agree. Whatever is refused is logged and counted by day and reason, and shown with the fleet.

mod deliver;
mod enroll;
mod listener;
mod refusal;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use ::desk::pki::Authority;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use observe::live::Collector;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub(crate) use tls::TlsError;

/// Deliveries that are unpacked at the same time. More than there are processors gains nothing and takes memory: a
/// delivery of eight megabytes may become fifty.
const UNPACKING: usize = 4;

/// What handlers share.
#[derive(Clone)]
struct Desk {
    app: ::desk::App,
    authority: Arc<Authority>,
    collector: Collector,
    unpacking: Arc<Semaphore>,
}

/// Why the collector ended.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// Its keys can't be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The lake is not there for it.
    #[error(transparent)]
    Observe(#[from] observe::Error),
    /// The network said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// How long deliveries under way have when the collector is to end: time for a commit or two. One that is still arriving
/// then is delivered again.
const LAST: Duration = Duration::from_secs(10);

/// Collects until `until`; deliveries under way are answered first.
pub async fn collect(
    listener: TcpListener,
    app: ::desk::App,
    authority: Authority,
    until: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CollectError> {
    let acceptor = tls::acceptor(&authority)?;
    let collector = app.observe.collect().await?;
    let unpacking = Arc::new(Semaphore::new(UNPACKING));
    let desk = Desk { app: app.clone(), authority: Arc::new(authority), collector, unpacking };
    let routes = Router::new()
        .route(wire::http::ENROL_PATH, post(enroll::post).layer(DefaultBodyLimit::max(enroll::MOST)))
        .route(wire::http::DELIVER_PATH, post(deliver::post).layer(DefaultBodyLimit::max(wire::MAX_DELIVERY)))
        .with_state(desk);
    let service = routes.into_make_service_with_connect_info::<listener::Peer>();
    let listener = listener::TlsListener::new(listener, acceptor, app);
    let (tell, told) = tokio::sync::oneshot::channel();
    let ends = async move {
        until.await;
        let _ = tell.send(());
    };
    let patience = async {
        let _ = told.await;
        tokio::time::sleep(LAST).await;
    };
    tokio::select! {
        served = axum::serve(listener, service).with_graceful_shutdown(ends) => Ok(served?),
        () = patience => Ok(()),
    }
}
