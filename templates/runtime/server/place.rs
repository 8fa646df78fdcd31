//! The place of a value that is looked at.

use super::fault::Segment;

/// Where a value is. It lies on the stack and is only written out where there is a fault.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// Where the outermost value is.
    Whole(&'a [Segment]),
    /// A member of an object.
    Member(&'a Place<'a>, &'a str),
    /// An item of a list.
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    /// Whether it is in a value.
    pub fn is_part(&self) -> bool {
        !matches!(self, Self::Whole(_))
    }

    /// The way to it.
    pub fn segments(&self) -> Vec<Segment> {
        match self {
            Self::Whole(location) => location.to_vec(),
            Self::Member(whole, name) => whole.with(Segment::from((*name).to_owned())),
            Self::Item(whole, index) => whole.with(Segment::from(*index)),
        }
    }

    fn with(&self, last: Segment) -> Vec<Segment> {
        let mut segments = self.segments();
        segments.push(last);
        segments
    }
}
