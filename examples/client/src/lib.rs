//! A client of the dataset-activity API.

/// The client, as `build.rs` generates it.
pub mod dataset_activity {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

/// The client of an API with several servers, generated.
pub mod servers {
    include!(concat!(env!("OUT_DIR"), "/servers.rs"));
}

/// The client of an API with tokens, generated.
pub mod security_tokens {
    include!(concat!(env!("OUT_DIR"), "/security-tokens.rs"));
}
