//! oasmith turns an OpenAPI document into the Rust that a careful engineer would have written by hand.

pub mod analyse;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
pub mod output;
