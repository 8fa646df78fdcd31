//! oasmith turns an OpenAPI document into the Rust that a careful engineer would have written by hand: models, an async
//! client, an axum server, and a mock.
//!
//! From a build script, [`Generator::generate`] writes one file into `OUT_DIR`:
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), oasmith::Error> {
//!     oasmith::Generator::new("openapi.yaml").generate()
//! }
//! ```
//!
//! ```text
//! // src/lib.rs
//! pub mod api {
//!     include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
//! }
//! ```
//!
//! [`Generator::write_to`] writes a folder of modules, or with [`Generator::crate_name`] a complete crate, and
//! [`Generator::check`] says whether such a folder is still what the document says:
//!
//! ```
//! use oasmith::{Generator, Part};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let generator = Generator::new("specs/dataset-activity/openapi.yaml").only([Part::Client]);
//! generator.write_to(folder)?;
//! assert!(generator.check(folder)?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # The way through the house
//!
//! ```text
//! bytes ──read, follow──▶ Document ──upgrade──▶ Document (3.0-shaped) ──type──▶ openapiv3::OpenAPI
//!       ──lower──▶ ir::Api ──analyse──▶ Facts ──plan──▶ Vec<ModulePlan>
//!       ──emit and format, a module at a time, in parallel──▶ Vec<OutputFile{path, text}> ──write──▶ disk, or compare (check)
//! ```
//!
//! One direction, no way back: [`pipeline`] is that sentence. Between two stages stands one named boundary type; a stage
//! knows its own input and output and no other stage. What a stage has to say about the document goes to a
//! [`diagnostic::Diagnostics`] sink.

pub mod analyse;
pub mod cargo;
pub mod config;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod emit;
pub mod ir;
pub mod lower;
#[cfg(feature = "mock")]
pub mod mock;
pub mod output;
pub mod pipeline;
pub mod report;
pub mod stack;

mod error;
mod generator;

pub use config::{ErrorEnvelope, Paging, Part, Serde};
pub use error::Error;
pub use generator::Generator;
