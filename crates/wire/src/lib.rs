#![doc = include_str!("../README.md")]

mod answer;
mod column;
mod delivery;
pub mod enrol;
mod error;
mod frame;
mod hex;
pub mod http;
mod limits;
mod model;
mod sensor_id;

pub use answer::{Receipt, Refusal};
pub use delivery::{Delivered, Delivery, DeliveryError, DeliveryReader, Status};
pub use error::{ColumnFault, EncodeError, FrameError};
pub use frame::{Frame, Unpacker};
pub use limits::{
    MAX_DELIVERY, MAX_DELIVERY_FRAMES, MAX_DELIVERY_PACKETS, MAX_FRAME, MAX_LOSSES, MAX_PACKETS, MAX_PAYLOAD,
};
pub use model::{Batch, Cause, Loss};
pub use sensor_id::{NoSensorId, SensorId};
