//! Generates the client.

use oasmith::config::Level;
use oasmith::diagnostic::Code;
use oasmith::{Generator, Part};

fn main() -> Result<(), oasmith::Error> {
    Generator::new("../../specs/dataset-activity/openapi.yaml")
        .only([Part::Client])
        .generate()?;
    // What that API has none of: a choice among servers, and tokens that are come by.
    for name in ["servers", "security-tokens"] {
        Generator::new(format!("../../specs/{name}/openapi.yaml"))
            .only([Part::Client])
            .level(Code::IgnoredKeyword, Level::Allow)
            .level(Code::InvalidValue, Level::Allow)
            .level(Code::UnsupportedSecurity, Level::Allow)
            .file_name(format!("{name}.rs"))
            .generate()?;
    }
    Ok(())
}
