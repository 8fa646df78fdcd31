//! Generates the client.

use oasmith::{Generator, Part};

fn main() -> Result<(), oasmith::Error> {
    Generator::new("../../specs/dataset-activity/openapi.yaml")
        .only([Part::Client])
        .generate()
}
