//! How much oasmith takes on before it gives a document up.

use std::collections::BTreeMap;

/// Something of which there may not be too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The size of all files of a document together, in bytes.
    Bytes,
    /// Objects and arrays inside each other.
    Depth,
    /// Values in the document, once aliases and references to whole path items are written out.
    Nodes,
    /// Values that YAML aliases and merge keys stand for.
    Aliases,
    /// Files of which the document consists.
    Files,
    /// Schemas and properties, those that `allOf`, `oneOf` and `anyOf` merge into others counted again each time.
    Schemas,
    /// Operations, webhooks and callbacks, those that are not selected not counted.
    Operations,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 7] = [
        Self::Bytes,
        Self::Depth,
        Self::Nodes,
        Self::Aliases,
        Self::Files,
        Self::Schemas,
        Self::Operations,
    ];

    /// The key of the limit in `[limits]`; the option of the program has `--max-` before it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Depth => "depth",
            Self::Nodes => "nodes",
            Self::Aliases => "aliases",
            Self::Files => "files",
            Self::Schemas => "schemas",
            Self::Operations => "operations",
        }
    }

    /// The limit of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|limit| limit.name() == name)
    }

    /// What to do where the limit is too low for a document that one trusts.
    pub fn help(self) -> String {
        format!(
            "if you trust the document, raise the limit: `--max-{0} N`, or `{0}` in `[limits]`",
            self.name()
        )
    }
}

/// How much of a document is read, and made of it, before oasmith gives up on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// [`Limit::Bytes`]
    pub bytes: u64,
    /// [`Limit::Depth`]
    pub depth: usize,
    /// [`Limit::Nodes`]
    pub nodes: usize,
    /// [`Limit::Aliases`]
    pub aliases: usize,
    /// [`Limit::Files`]
    pub files: usize,
    /// [`Limit::Schemas`]
    pub schemas: usize,
    /// [`Limit::Operations`]
    pub operations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 * 1024 * 1024,
            depth: 10_000,
            nodes: 8_000_000,
            aliases: 2_000_000,
            files: 10_000,
            schemas: 4_000_000,
            operations: 40_000,
        }
    }
}

/// What a user says of the limits; what is not said stays as it is by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LimitChoices(BTreeMap<Limit, u64>);

impl LimitChoices {
    /// Has this limit be so much.
    pub fn set(&mut self, limit: Limit, most: u64) {
        self.0.insert(limit, most);
    }

    /// These choices and those of another, which hold where both speak of the same limit.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }

    /// The limits that hold.
    pub fn limits(&self) -> Limits {
        let default = Limits::default();
        let said = |limit: Limit| self.0.get(&limit).copied();
        // More than can be addressed is as good as no limit.
        let count = |limit, usual| {
            said(limit).map_or(usual, |most| usize::try_from(most).unwrap_or(usize::MAX))
        };
        Limits {
            bytes: said(Limit::Bytes).unwrap_or(default.bytes),
            depth: count(Limit::Depth, default.depth),
            nodes: count(Limit::Nodes, default.nodes),
            aliases: count(Limit::Aliases, default.aliases),
            files: count(Limit::Files, default.files),
            schemas: count(Limit::Schemas, default.schemas),
            operations: count(Limit::Operations, default.operations),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_later_holds() {
        let mut file = LimitChoices::default();
        file.set(Limit::Files, 5);
        file.set(Limit::Depth, 6);
        let mut program = LimitChoices::default();
        program.set(Limit::Files, 7);
        let expected = Limits {
            files: 7,
            depth: 6,
            ..Limits::default()
        };
        assert_eq!(file.and(&program).limits(), expected);
    }

    #[test]
    fn names_lead_back() {
        for limit in Limit::ALL {
            assert_eq!(Limit::from_name(limit.name()), Some(limit));
        }
        assert_eq!(Limit::from_name("time"), None);
    }
}
