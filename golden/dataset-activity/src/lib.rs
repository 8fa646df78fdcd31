//! # Dataset Activity
//!
//! The download activity of an organization's datasets.
//!
//! Every request carries a bearer token. Every error has the same envelope.

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "server")]
pub mod server;
#[doc(hidden)]
pub mod support;
pub mod types;

#[cfg(feature = "client")]
pub use client::{Client, Error};
