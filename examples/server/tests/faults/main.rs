//! What comes over a wire from who means ill, from who errs, and from who is cut off: raw bytes for a server that runs. Whatever comes,
//! nothing panics, and the next one is answered.

mod aborted;
mod bodies;
mod encodings;
mod ending;
mod framing;
mod heads;
mod implementation;
mod parts;
mod peer;
mod pipelining;
mod served;
mod slow;

/// The server of `openapi.yaml` in this folder, as `build.rs` generates it.
pub mod faults {
    include!(concat!(env!("OUT_DIR"), "/faults.rs"));
}
