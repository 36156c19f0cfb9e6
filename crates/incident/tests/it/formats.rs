//! Machine formats, on inputs of our own always, and on the public ones where they lie beside the checkout.

mod files;

mod arf;
mod export;
mod iodef;
mod phishing;
mod shadowserver;
mod xarf;
