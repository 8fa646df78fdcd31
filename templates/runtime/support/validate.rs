//! What breaks the rules of the document in a value that its type holds.

use std::collections::BTreeMap;
use std::fmt;

use super::check::Checked;

/// How many violations of one value are told.
const MOST: usize = 1000;

/// A type of which the document asks more than its type says.
pub trait Validate {
    /// Checks all that the document asks of the value beyond its type.
    ///
    /// # Errors
    ///
    /// Every rule that is broken, and where.
    fn validate(&self) -> Result<(), Violations> {
        let mut found = Found::default();
        self.check(&At::Root, &mut found);
        if found.list.is_empty() {
            Ok(())
        } else {
            Err(Violations(found.list))
        }
    }

    /// Adds every violation in the value, which is at that place, to those that have been found.
    fn check(&self, at: &At<'_>, found: &mut Found);
}

/// Whether a value breaks no rule.
pub fn holds<T: Validate>(value: &T) -> bool {
    value.validate().is_ok()
}

/// Whether a value breaks none of these rules, which are not those of a type of its own.
pub fn keeps<T>(rules: impl FnOnce(&T, &At<'_>, &mut Found)) -> impl FnOnce(&T) -> bool {
    move |value| {
        let mut found = Found::default();
        rules(value, &At::Root, &mut found);
        found.list.is_empty()
    }
}

/// A rule that is broken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The way to the value that breaks it.
    pub path: Vec<Step>,
    /// The keyword of the document that says the rule: `minimum`, `pattern`, …
    pub keyword: &'static str,
    /// For people.
    pub message: String,
}

impl Violation {
    /// Where it is, as a JSON pointer (RFC 6901): `/items/3/name`, or nothing for the value itself.
    pub fn pointer(&self) -> String {
        let steps = self.path.iter().map(|step| match step {
            Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Item(index) => format!("/{index}"),
        });
        steps.collect()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            keyword, message, ..
        } = self;
        match self.pointer().as_str() {
            "" => write!(f, "{message} ({keyword})"),
            pointer => write!(f, "{pointer}: {message} ({keyword})"),
        }
    }
}

/// One step of the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A member of an object.
    Member(String),
    /// An item of an array.
    Item(usize),
}

/// All the violations in a value; there is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The violations, in the order of the type.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, violation) in self.iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The place of a value that is checked. It lies on the stack and is only written out where there is a violation.
#[derive(Debug, Clone, Copy)]
pub enum At<'a> {
    /// The value that the check began with.
    Root,
    /// A member of an object.
    Member(&'a At<'a>, &'a str),
    /// An item of an array.
    Item(&'a At<'a>, usize),
}

impl At<'_> {
    /// The place of a member.
    pub fn member<'a>(&'a self, name: &'a str) -> At<'a> {
        At::Member(self, name)
    }

    /// The place of an item.
    pub fn item(&self, index: usize) -> At<'_> {
        At::Item(self, index)
    }

    fn path(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut current = self;
        loop {
            current = match current {
                Self::Root => break,
                Self::Member(parent, name) => {
                    steps.push(Step::Member((*name).to_owned()));
                    parent
                }
                Self::Item(parent, index) => {
                    steps.push(Step::Item(*index));
                    parent
                }
            };
        }
        steps.reverse();
        steps
    }
}

/// The items of a list with their places.
pub fn items<'a, T>(at: &'a At<'a>, items: &'a [T]) -> impl Iterator<Item = (At<'a>, &'a T)> {
    let numbered = items.iter().enumerate();
    numbered.map(|(index, item)| (At::Item(at, index), item))
}

/// The members of a map with their places.
pub fn members<'a, T>(
    at: &'a At<'a>,
    members: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = (At<'a>, &'a T)> {
    let named = members.iter();
    named.map(|(name, member)| (At::Member(at, name), member))
}

/// How many of the optional properties are there.
pub fn count(there: &[bool]) -> usize {
    there.iter().filter(|there| **there).count()
}

/// Collects violations, so that all are told at once.
#[derive(Debug, Default)]
pub struct Found {
    list: Vec<Violation>,
}

impl Found {
    /// Adds a violation. Of a value that breaks rules in a great many places, the first thousand are told.
    pub fn add(&mut self, at: &At<'_>, keyword: &'static str, message: impl Into<String>) {
        if self.list.len() < MOST {
            self.list.push(Violation {
                path: at.path(),
                keyword,
                message: message.into(),
            });
        }
    }

    /// Makes one check of a value.
    pub fn check<T: ?Sized>(&mut self, at: &At<'_>, value: &T, check: impl FnOnce(&T) -> Checked) {
        if let Err(breach) = check(value) {
            self.add(at, breach.keyword, breach.message);
        }
    }

    /// Makes every check of a value that has rules of its own.
    pub fn validate<T: Validate + ?Sized>(&mut self, at: &At<'_>, value: &T) {
        value.check(at, self);
    }

    /// Applies a schema to a value.
    pub fn apply<T>(
        &mut self,
        at: &At<'_>,
        value: &T,
        schema: impl FnOnce(&T, &At<'_>, &mut Self),
    ) {
        schema(value, at, self);
    }

    /// Makes the checks of the members of an object that is at that place.
    pub fn object<'a>(&'a mut self, at: &'a At<'a>) -> Members<'a> {
        Members { found: self, at }
    }
}

/// An object whose members are checked one after the other.
#[derive(Debug)]
pub struct Members<'a> {
    found: &'a mut Found,
    at: &'a At<'a>,
}

impl Members<'_> {
    /// Makes one check of a member.
    pub fn check<T: ?Sized>(
        self,
        name: &str,
        value: &T,
        check: impl FnOnce(&T) -> Checked,
    ) -> Self {
        self.found.check(&self.at.member(name), value, check);
        self
    }

    /// Makes one check of a member, if it is there.
    pub fn check_some<T>(
        self,
        name: &str,
        value: &Option<T>,
        check: impl FnOnce(&T) -> Checked,
    ) -> Self {
        match value {
            Some(value) => self.check(name, value, check),
            None => self,
        }
    }

    /// Makes every check of a member that has rules of its own.
    pub fn validate<T: Validate + ?Sized>(self, name: &str, value: &T) -> Self {
        self.found.validate(&self.at.member(name), value);
        self
    }
}

impl IntoIterator for Found {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        if let Some(value) = self {
            value.check(at, found);
        }
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        (**self).check(at, found);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        for (at, item) in items(at, self) {
            item.check(&at, found);
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        for (at, member) in members(at, self) {
            member.check(&at, found);
        }
    }
}
