//! What can be said on the command line about the operations that are wanted, and about how much diagnostics matter.

use clap::Args;
use oasmith::config::{Level, Picks, Said, Selection, Severities};
use oasmith::diagnostic::Code;

/// The operations that are wanted. A pattern may have `*`, `?` and `[…]`; each option may be repeated.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection (patterns with `*`, `?`, `[…]`; may be repeated)")]
pub(crate) struct Picked {
    /// Take the operations with such a tag
    #[arg(long = "include-tag", value_name = "PATTERN")]
    include_tags: Vec<String>,
    /// Leave out the operations with such a tag
    #[arg(long = "exclude-tag", value_name = "PATTERN")]
    exclude_tags: Vec<String>,
    /// Take the operations with such a path
    #[arg(long = "include-path", value_name = "PATTERN")]
    include_paths: Vec<String>,
    /// Leave out the operations with such a path
    #[arg(long = "exclude-path", value_name = "PATTERN")]
    exclude_paths: Vec<String>,
    /// Take the operations with such an operationId, or such a `METHOD /path`
    #[arg(long = "include-operation", value_name = "PATTERN")]
    include_operations: Vec<String>,
    /// Leave out the operations with such an operationId, or such a `METHOD /path`
    #[arg(long = "exclude-operation", value_name = "PATTERN")]
    exclude_operations: Vec<String>,
}

impl Picked {
    /// The selection that the arguments make.
    pub(crate) fn selection(&self) -> Selection {
        Selection {
            tags: picks(&self.include_tags, &self.exclude_tags),
            paths: picks(&self.include_paths, &self.exclude_paths),
            operations: picks(&self.include_operations, &self.exclude_operations),
        }
    }
}

fn picks(include: &[String], exclude: &[String]) -> Picks {
    let said = |texts: &[String]| texts.iter().cloned().map(Said::from).collect();
    Picks {
        include: said(include),
        exclude: said(exclude),
    }
}

/// How much diagnostics matter.
#[derive(Debug, Args)]
#[command(next_help_heading = "Diagnostics (may be repeated)")]
pub(crate) struct Judged {
    /// Take diagnostics of this code for errors
    #[arg(long, value_name = "CODE", value_parser = |name: &str| Level::Deny.code(name))]
    deny: Vec<Code>,
    /// Take diagnostics of this code for warnings
    #[arg(long, value_name = "CODE", value_parser = |name: &str| Level::Warn.code(name))]
    warn: Vec<Code>,
    /// Do not show diagnostics of this code
    #[arg(long, value_name = "CODE", value_parser = |name: &str| Level::Allow.code(name))]
    allow: Vec<Code>,
}

impl Judged {
    /// The levels that the arguments give.
    pub(crate) fn severities(&self) -> Severities {
        let mut severities = Severities::default();
        for (level, codes) in [
            (Level::Deny, &self.deny),
            (Level::Warn, &self.warn),
            (Level::Allow, &self.allow),
        ] {
            for code in codes {
                severities.set(*code, level);
            }
        }
        severities
    }
}
