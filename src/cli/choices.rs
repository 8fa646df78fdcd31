//! What can be said on the command line about the operations that are wanted, about how much diagnostics matter, and about
//! how much is taken on.

use clap::Args;
use oasmith::config::{
    ClientChoices, Level, Limit, LimitChoices, Picks, Said, Selection, ServerChoices, Severities,
};
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

/// What client and server are like.
#[derive(Debug, Args)]
pub(crate) struct Shaped {
    /// Name the client's operations by tag, as `client.pets().list()`, instead of having them all side by side
    #[arg(long)]
    by_tag: bool,
    /// Have the client send calls from code that is not async, too
    #[arg(long)]
    blocking: bool,
    /// Have a trait for each tag to implement for the server, instead of one for all operations
    #[arg(long)]
    server_by_tag: bool,
    /// Have the server refuse requests for query parameters that the operation does not have
    #[arg(long)]
    strict_query: bool,
    /// Have the mock answer other values than the plainest where the document shows none, the same for the same number
    #[arg(long, value_name = "NUMBER")]
    mock_seed: Option<u64>,
    /// Have the server hold its answers against the document where it is built for debugging, and log and count what breaks it
    #[arg(long)]
    check_answers: bool,
}

impl Shaped {
    /// The choices that the arguments make for the server.
    pub(crate) fn server(&self) -> ServerChoices {
        ServerChoices {
            by_tag: self.server_by_tag.then_some(true),
            strict_query: self.strict_query.then_some(true),
            mock_seed: self.mock_seed,
            check_answers: self.check_answers.then_some(true),
            envelope: None,
        }
    }

    /// The choices that the arguments make.
    pub(crate) fn client(&self) -> ClientChoices {
        ClientChoices {
            by_tag: self.by_tag.then_some(true),
            blocking: self.blocking.then_some(true),
        }
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

/// How much is taken on before a document is given up.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits (they keep a hostile document from exhausting the machine)")]
pub(crate) struct Limited {
    /// How large its files may be together, in bytes; 268435456 if not said
    #[arg(long, value_name = "N")]
    max_bytes: Option<u64>,
    /// How many objects and arrays may stand inside each other; 10000 if not said
    #[arg(long, value_name = "N")]
    max_depth: Option<u64>,
    /// How many values it may hold; 8000000 if not said
    #[arg(long, value_name = "N")]
    max_nodes: Option<u64>,
    /// How many values its YAML aliases may stand for; 2000000 if not said
    #[arg(long, value_name = "N")]
    max_aliases: Option<u64>,
    /// Of how many files it may consist; 10000 if not said
    #[arg(long, value_name = "N")]
    max_files: Option<u64>,
    /// How many schemas and properties it may have, merged ones counted each time; 4000000 if not said
    #[arg(long, value_name = "N")]
    max_schemas: Option<u64>,
    /// How many operations, webhooks and callbacks may be wanted of it; 40000 if not said
    #[arg(long, value_name = "N")]
    max_operations: Option<u64>,
}

impl Limited {
    /// The limits that the arguments set.
    pub(crate) fn limits(&self) -> LimitChoices {
        let mut limits = LimitChoices::default();
        for limit in Limit::ALL {
            let said = match limit {
                Limit::Bytes => self.max_bytes,
                Limit::Depth => self.max_depth,
                Limit::Nodes => self.max_nodes,
                Limit::Aliases => self.max_aliases,
                Limit::Files => self.max_files,
                Limit::Schemas => self.max_schemas,
                Limit::Operations => self.max_operations,
            };
            if let Some(most) = said {
                limits.set(limit, most);
            }
        }
        limits
    }
}
