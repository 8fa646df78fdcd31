//! Of which media type an answer is.

use super::super::support::media_type;
use super::incoming::Incoming;

impl Incoming {
    /// Whether the answer is of one of these media types, as it says itself.
    pub fn is(&self, media_types: &[&str]) -> bool {
        media_type::find(self.headers(), &[media_types]).is_some()
    }
}
