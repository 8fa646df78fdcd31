//! What was read of a value that may not fit its type.

use super::fault::{Fault, Segment};

/// A value that fits its type, or one that was mended where it does not, so that its rules can be looked at all the same.
#[derive(Debug)]
#[must_use = "the rules of the value are not looked at yet"]
pub struct Reviewed<T> {
    value: Option<T>,
    fits: bool,
    /// Where it was mended.
    mended: Vec<Vec<Segment>>,
}

impl<T> Reviewed<T> {
    /// A value that fits.
    pub fn fits(value: T) -> Self {
        Self {
            value: Some(value),
            fits: true,
            mended: Vec::new(),
        }
    }

    /// A value that fits since it was mended at these places.
    pub fn mended(value: T, mended: Vec<Vec<Segment>>) -> Self {
        Self {
            value: Some(value),
            fits: false,
            mended,
        }
    }

    /// No value.
    pub fn nothing() -> Self {
        Self {
            value: None,
            fits: false,
            mended: Vec::new(),
        }
    }

    /// The value as what `map` makes of it.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Reviewed<U> {
        Reviewed {
            value: self.value.map(map),
            fits: self.fits,
            mended: self.mended,
        }
    }

    /// The value whose rules can be looked at.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value, if it fits as it came.
    pub fn fitting(self) -> Option<T> {
        self.value.filter(|_| self.fits)
    }

    /// Whether a rule is broken by what came, and not perhaps by how it was mended: what is said of a whole may be so because of a
    /// part, but for the number of items, which stays.
    pub fn is_sure(&self, fault: &Fault) -> bool {
        let is_number = matches!(fault.kind, "too_short" | "too_long");
        self.mended.iter().all(|place| {
            let is_in = fault.location.starts_with(place);
            let inside = place.strip_prefix(fault.location.as_slice());
            let is_item = matches!(inside, Some([Segment::Index(_), ..]));
            !is_in && (inside.is_none() || is_number && is_item)
        })
    }
}

impl<T> Reviewed<Vec<T>> {
    /// The items of a list, each of which was read by itself.
    pub fn list(items: Vec<Reviewed<T>>) -> Self {
        let fits = items.iter().all(|item| item.fits);
        let (mut values, mut mended) = (Vec::new(), Vec::new());
        for item in items {
            let Some(value) = item.value else {
                return Self::nothing();
            };
            values.push(value);
            mended.extend(item.mended);
        }
        Self {
            value: Some(values),
            fits,
            mended,
        }
    }
}

impl<T> From<Option<T>> for Reviewed<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::nothing, Self::fits)
    }
}
