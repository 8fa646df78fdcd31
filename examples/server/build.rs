//! Generates the server and the mock, and for tests/faults the server of what they have not.

use oasmith::{Generator, Part};

fn main() -> Result<(), oasmith::Error> {
    Generator::new("../../specs/dataset-activity/openapi.yaml")
        .only([Part::Server, Part::Mock])
        .generate()?;
    Generator::new("tests/faults/openapi.yaml")
        .only([Part::Server])
        .file_name("faults.rs")
        .generate()
}
