//! A client of the dataset-activity API.

/// The client, as `build.rs` generates it.
pub mod dataset_activity {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}
