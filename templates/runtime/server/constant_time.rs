//! Secrets are compared without telling where they differ.

use subtle::ConstantTimeEq;

/// Whether two texts are the same. How long that takes depends on their lengths alone.
pub fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
