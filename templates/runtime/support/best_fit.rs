//! Values of one of several types, of which only trying tells the one that fits.

use std::any::TypeId;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use serde::Serialize;
use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess};
use serde_json::Value;

pub use super::kept::Kept;
use super::one_of::{self, OneOf};
use super::trials::{Trial, Trials};

thread_local! {
    static TRIALS: RefCell<Trials<Tried>> = RefCell::default();
}

/// A value, and the union that it is of.
#[derive(Debug)]
struct Tried(TypeId, Kept);

impl PartialEq for Tried {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1.address() == other.1.address()
    }
}

impl Eq for Tried {}

impl Hash for Tried {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0, self.1.address()).hash(state);
    }
}

/// Reads an array of which every type has to be tried.
///
/// # Errors
///
/// When what is read is not JSON, or too much would have to be tried.
pub fn list<'de, A: SeqAccess<'de>, T: OneOf>(items: A) -> Result<T, A::Error> {
    T::kept_list(one_of::list(items)?).map_err(A::Error::custom)
}

/// Reads an object of which every type has to be tried.
///
/// # Errors
///
/// When what is read is not JSON, or too much would have to be tried.
pub fn object<'de, A: MapAccess<'de>, T: OneOf>(members: A) -> Result<T, A::Error> {
    T::kept_object(one_of::object(members)?).map_err(A::Error::custom)
}

/// A value of which every type has to be tried.
#[derive(Debug)]
pub struct BestFit<T> {
    value: Kept,
    trial: Trial<Tried>,
    /// The position of the type that is tried next.
    position: usize,
    best: Option<Best<T>>,
}

/// The type that fits best of those that have been tried.
#[derive(Debug)]
struct Best<T> {
    position: usize,
    fit: Fit,
    value: T,
}

/// How well a type fits: that it keeps the rules counts more than how much of the value it describes.
type Fit = (bool, usize);

impl<T: OneOf + 'static> BestFit<T> {
    /// Begins to try.
    pub fn of(value: Kept) -> Self {
        let name = || Tried(TypeId::of::<T>(), value.clone());
        Self {
            trial: Trial::begin(&TRIALS, value.weight(), name),
            value,
            position: 0,
            best: None,
        }
    }

    /// Tries one of the types. Of those that fit equally well the first is taken.
    #[must_use]
    pub fn or<V: DeserializeOwned + Serialize>(
        self,
        wrap: impl FnOnce(V) -> T,
        keeps_rules: impl FnOnce(&V) -> bool,
    ) -> Self {
        self.or_by(V::deserialize, wrap, keeps_rules)
    }

    /// Tries one of the types, by a reader of its own.
    #[must_use]
    pub fn or_by<V: Serialize>(
        mut self,
        read: impl FnOnce(Kept) -> Result<V, serde_json::Error>,
        wrap: impl FnOnce(V) -> T,
        keeps_rules: impl FnOnce(&V) -> bool,
    ) -> Self {
        let position = self.position;
        self.position += 1;
        if !self.trial.tries(position) {
            return self;
        }
        let Ok(read) = read(self.value.clone()) else {
            return self;
        };
        let fit = match self.trial.known() {
            Some(_) => Fit::default(),
            None => (keeps_rules(&read), described(&read)),
        };
        if self.best.as_ref().is_none_or(|best| fit > best.fit) {
            self.best = Some(Best {
                position,
                fit,
                value: wrap(read),
            });
        }
        self
    }

    /// The one that fits best; the value as it is where none fits.
    ///
    /// # Errors
    ///
    /// When too much would have had to be tried.
    pub fn take(self) -> Result<T, serde_json::Error> {
        let position = self.best.as_ref().map(|best| best.position);
        self.trial
            .end(position)
            .map_err(serde_json::Error::custom)?;
        Ok(match self.best {
            Some(best) => best.value,
            None => T::unknown(self.value.into()),
        })
    }
}

/// How much of a value a type describes.
fn described<V: Serialize>(read: &V) -> usize {
    serde_json::to_value(read).map_or(0, |value| members(&value))
}

/// How many members and items a value has, at every depth.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len() + items.iter().map(members).sum::<usize>(),
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}
