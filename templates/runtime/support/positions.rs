//! Lists whose items have types of their own by position.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{self, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{Checked, require};
use super::unique;

/// A type that is read from a list, item by item.
pub trait Positions: Sized {
    /// What it is called in messages.
    const NAME: &'static str;

    /// Takes the items in their order.
    ///
    /// # Errors
    ///
    /// When one that has to be there is not, or an item is not of its type.
    fn read<'de, A: SeqAccess<'de>>(items: &mut Items<A>) -> Result<Self, A::Error>;
}

/// Reads a list, to its end.
///
/// # Errors
///
/// When it is not what the type says, or has more items.
pub fn deserialize<'de, D: Deserializer<'de>, T: Positions>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_seq(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Positions> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, a list", T::NAME)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        let mut items = Items { items, count: 0 };
        let value = T::read(&mut items)?;
        match items.items.next_element::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::invalid_length(items.count + 1, &self)),
        }
    }
}

/// The items of a list that have not been read yet.
#[derive(Debug)]
pub struct Items<A> {
    items: A,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> Items<A> {
    /// An item that has to be there.
    ///
    /// # Errors
    ///
    /// When it is not there, or not of its type.
    pub fn required<T: Deserialize<'de>>(&mut self) -> Result<T, A::Error> {
        let count = self.count;
        self.optional()?
            .ok_or_else(|| A::Error::invalid_length(count, &"a list with more items"))
    }

    /// An item that may be there.
    ///
    /// # Errors
    ///
    /// When it is not of its type.
    pub fn optional<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        let item = self.items.next_element()?;
        self.count += usize::from(item.is_some());
        Ok(item)
    }

    /// All that follow.
    ///
    /// # Errors
    ///
    /// When one is not of their type.
    pub fn rest<T: Deserialize<'de>>(&mut self) -> Result<Vec<T>, A::Error> {
        let mut rest = Vec::new();
        while let Some(item) = self.optional()? {
            rest.push(item);
        }
        Ok(rest)
    }
}

/// Writes a list item by item.
#[derive(Debug)]
pub struct Writer<S> {
    items: S,
    is_ended: bool,
}

impl<S: SerializeSeq> Writer<S> {
    /// Begins a list.
    ///
    /// # Errors
    ///
    /// When there is no room for it.
    pub fn new(
        serializer: impl Serializer<SerializeSeq = S, Error = S::Error>,
    ) -> Result<Self, S::Error> {
        let items = serializer.serialize_seq(None)?;
        Ok(Self {
            items,
            is_ended: false,
        })
    }

    /// An item that is always there.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or one before it is absent.
    pub fn required<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), S::Error> {
        if self.is_ended {
            return Err(ser::Error::custom(GAP));
        }
        self.items.serialize_element(item)
    }

    /// An item that may be there.
    ///
    /// # Errors
    ///
    /// When it cannot be written, or one before it is absent.
    pub fn optional<T: Serialize>(&mut self, item: &Option<T>) -> Result<(), S::Error> {
        match item {
            Some(item) => self.required(item),
            None => {
                self.is_ended = true;
                Ok(())
            }
        }
    }

    /// All that follow.
    ///
    /// # Errors
    ///
    /// When one cannot be written, or one before them is absent.
    pub fn rest<T: Serialize>(&mut self, items: &[T]) -> Result<(), S::Error> {
        items.iter().try_for_each(|item| self.required(item))
    }

    /// Ends the list.
    ///
    /// # Errors
    ///
    /// When that cannot be written.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.items.end()
    }
}

const GAP: &str = "Must not leave out an item before one that is there";

/// `prefixItems`: which of the optional items are there, in their order, and whether there are any behind them.
pub fn without_gaps<const N: usize>() -> impl Fn(&[bool; N]) -> Checked {
    |there| {
        let holds = there.is_sorted_by(|one, next| one >= next);
        require(holds, "prefixItems", || GAP.to_owned())
    }
}

/// `minItems`, of the number of items that are there.
pub fn min_items(least: usize) -> impl Fn(&usize) -> Checked {
    move |count| {
        let message = || format!("Must have at least {least} items");
        require(*count >= least, "minItems", message)
    }
}

/// `maxItems`, of the number of items that are there.
pub fn max_items(most: usize) -> impl Fn(&usize) -> Checked {
    move |count| {
        let message = || format!("Must have at most {most} items");
        require(*count <= most, "maxItems", message)
    }
}

/// `uniqueItems`, of items of several types: they are compared as JSON.
pub fn unique_items<T: Serialize>() -> impl Fn(&T) -> Checked {
    |list| match serde_json::to_value(list) {
        Ok(serde_json::Value::Array(items)) => unique::items()(&items),
        _ => Ok(()),
    }
}
