//! Generates the server and the mock.

use oasmith::{Generator, Part};

fn main() -> Result<(), oasmith::Error> {
    Generator::new("../../specs/dataset-activity/openapi.yaml")
        .only([Part::Server, Part::Mock])
        .generate()
}
