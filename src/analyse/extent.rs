//! What of an operation's successes can be had as it comes, of whatever length: bytes and texts.

use super::outcome::{Outcomes, SuccessShape};
use super::shapes::BodyShape;
use crate::ir::OperationId;

/// How much of some bodies can be had as it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// None of them.
    Nothing,
    /// Some of them; the others are read as a whole.
    Some,
    /// All of them.
    All,
}

impl Outcomes {
    /// How much of the successes of an operation can be had as it comes.
    pub fn extent(&self, operation: OperationId) -> Extent {
        let Some(outcome) = self.get(operation) else {
            return Extent::Nothing;
        };
        match outcome.success {
            SuccessShape::Same(shape) => self.extent_of(shape),
            SuccessShape::ByStatus => {
                let shapes = outcome.successes.iter().map(|it| outcome.shape(*it));
                common(shapes.map(|shape| self.extent_of(shape)))
            }
        }
    }

    /// How much of a body can be had as it comes, whichever of several it is.
    pub fn extent_of(&self, shape: BodyShape) -> Extent {
        match shape {
            BodyShape::Bytes | BodyShape::Text => Extent::All,
            BodyShape::Choice(id) => {
                let alternatives = self.choice(id).into_iter().flat_map(|it| &it.alternatives);
                common(alternatives.map(|it| self.extent_of(it.shape)))
            }
            BodyShape::Empty | BodyShape::Json(_) | BodyShape::Sequence(..) => Extent::Nothing,
        }
    }
}

fn common(mut extents: impl Iterator<Item = Extent>) -> Extent {
    let Some(first) = extents.next() else {
        return Extent::Nothing;
    };
    match extents.all(|extent| extent == first) {
        true => first,
        false => Extent::Some,
    }
}
