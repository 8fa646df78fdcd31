//! What the values of a parameter look like, to make JSON of its texts.

/// What values there are. A text that is read says only by its outline whether `5` is a number, and whether one item is a list.
#[derive(Debug)]
pub struct Outline {
    /// Whether there are texts.
    pub text: bool,
    /// Whether there are numbers.
    pub number: bool,
    /// Whether there is a boolean.
    pub boolean: bool,
    /// Whether there is null, which is written as an empty text.
    pub null: bool,
    /// The items, where there are lists.
    pub items: Option<&'static Outline>,
    /// The first items, where they differ by their position.
    pub positions: &'static [&'static Outline],
    /// The members, where there are objects.
    pub members: Option<Members>,
}

/// What the members of objects look like.
#[derive(Debug)]
pub struct Members {
    /// Those that the document names.
    pub named: &'static [(&'static str, &'static Outline)],
    /// The others, where the document says that there may be some.
    pub others: Option<&'static Outline>,
}

impl Outline {
    /// No values, which is what others begin with.
    pub const NOTHING: Self = Self {
        text: false,
        number: false,
        boolean: false,
        null: false,
        items: None,
        positions: &[],
        members: None,
    };

    /// Texts.
    pub const TEXT: Self = Self {
        text: true,
        ..Self::NOTHING
    };

    /// Numbers.
    pub const NUMBER: Self = Self {
        number: true,
        ..Self::NOTHING
    };

    /// `true` and `false`.
    pub const BOOLEAN: Self = Self {
        boolean: true,
        ..Self::NOTHING
    };

    /// Whether a single text may be a value.
    pub fn is_plain(&self) -> bool {
        self.text || self.number || self.boolean
    }

    /// Whether a value may have parts.
    pub fn has_parts(&self) -> bool {
        self.items.is_some() || self.members.is_some()
    }

    /// What an item looks like, where there are lists.
    pub fn item(&self, position: usize) -> Option<&'static Self> {
        let own = self.positions.get(position).copied();
        own.or(self.items)
    }

    /// Whether the document names a member.
    pub fn names(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// What a member looks like, where the document knows it.
    pub fn member(&self, name: &str) -> Option<&'static Self> {
        let others = || self.members.as_ref()?.others;
        self.named(name).or_else(others)
    }

    fn named(&self, name: &str) -> Option<&'static Self> {
        let mut named = self.members.as_ref()?.named.iter();
        named
            .find(|(other, _)| *other == name)
            .map(|(_, outline)| *outline)
    }
}

/// Anything: texts, in lists and objects of any depth.
pub static ANYTHING: Outline = Outline {
    text: true,
    items: Some(&ANYTHING),
    members: Some(Members {
        named: &[],
        others: Some(&ANYTHING),
    }),
    ..Outline::NOTHING
};
