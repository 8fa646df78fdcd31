//! The rules of what is held apart are those of the value.

use super::deep::Deep;
use super::validate::{At, Found, Validate};

impl<T: Validate> Validate for Deep<T> {
    fn check(&self, at: &At<'_>, found: &mut Found) {
        T::check(self, at, found);
    }
}
