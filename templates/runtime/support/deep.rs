//! Parts of types that hold so many types in each other that rustc would not look through them all.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that rustc does not look into: it is behind a trait object.
///
/// rustc looks at most 128 types deep to find out whether a type is `Send`, and gives up where there are more. This is the
/// value in all but its type: it derefs to it, is made [from](From) it, and is written and read as it is.
pub struct Deep<T>(Box<dyn Held<T> + Send + Sync>);

/// What a value can do that stands for itself.
trait Held<T> {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn into_value(self: Box<Self>) -> T;
}

impl<T> Held<T> for T {
    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn into_value(self: Box<Self>) -> T {
        *self
    }
}

impl<T> Deep<T> {
    /// Holds a value.
    pub fn new(value: T) -> Self
    where
        T: Send + Sync + 'static,
    {
        Self(Box::new(value))
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.0.into_value()
    }
}

impl<T> Deref for Deep<T> {
    type Target = T;

    fn deref(&self) -> &T {
        (*self.0).get()
    }
}

impl<T> DerefMut for Deep<T> {
    fn deref_mut(&mut self) -> &mut T {
        (*self.0).get_mut()
    }
}

impl<T: Send + Sync + 'static> From<T> for Deep<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone + Send + Sync + 'static> Clone for Deep<T> {
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}

impl<T: fmt::Debug> fmt::Debug for Deep<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: Default + Send + Sync + 'static> Default for Deep<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: PartialEq> PartialEq for Deep<T> {
    fn eq(&self, other: &Self) -> bool {
        T::eq(self, other)
    }
}

impl<T: Eq> Eq for Deep<T> {}

impl<T: Hash> Hash for Deep<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        T::hash(self, state);
    }
}

impl<T: Serialize> Serialize for Deep<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: Deserialize<'de> + Send + Sync + 'static> Deserialize<'de> for Deep<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}
