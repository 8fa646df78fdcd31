//! Generates the client.

use oasmith::{Generator, Part};

fn main() -> Result<(), oasmith::Error> {
    Generator::new("../../specs/dataset-activity/openapi.yaml")
        .only([Part::Client])
        .generate()?;
    // What that API has none of: a choice among servers, and tokens that are come by.
    for name in ["servers", "security-tokens"] {
        Generator::new(format!("../../specs/{name}/openapi.yaml"))
            .only([Part::Client])
            .file_name(format!("{name}.rs"))
            .generate()?;
    }
    Ok(())
}
