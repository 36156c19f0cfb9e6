//! What sensor and collector must agree on around the frames: HTTP/2 over TLS, both sides with certificates.

/// Where a new sensor asks for its certificate, without having one: `POST`, [`Request`](crate::enrol::Request).
pub const ENROL_PATH: &str = "/v1/enroll";

/// Where a sensor delivers, with its certificate: `POST`, a [`Delivery`](crate::Delivery).
pub const DELIVER_PATH: &str = "/v1/deliver";

/// The content type of a delivery.
pub const DELIVERY_TYPE: &str = "application/vnd.hinomi.delivery";

/// The name in the collector's certificate, whatever address a sensor reaches it by. A name that is changed shuts
/// out every sensor that is in the field.
pub const COLLECTOR_NAME: &str = "collector.hinomi.internal";
