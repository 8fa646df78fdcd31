//! What the values of parameters and forms look like, as the code that reads them asks for it.

use std::collections::HashMap;

use super::runtime::server::outline::{ANYTHING, Members, Outline};
use super::spec::Spec;
use crate::analyse::{MemberOutlines, OutlineId};

/// How deep an outline is drawn: one that holds itself has no end. What is deeper may be anything.
const DEEPEST: usize = 16;

/// The outlines that have been drawn. Like the document they are there as long as the process is.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    drawn: HashMap<(OutlineId, usize), &'static Outline>,
}

impl Outlines {
    /// The outline of that id.
    pub fn get(&mut self, spec: Spec, id: OutlineId) -> &'static Outline {
        self.draw(spec, id, DEEPEST)
    }

    fn draw(&mut self, spec: Spec, id: OutlineId, depth: usize) -> &'static Outline {
        if let Some(drawn) = self.drawn.get(&(id, depth)) {
            return drawn;
        }
        let outline = spec.facts.readings.outlines.get(id);
        let (Some(outline), Some(inner)) = (outline, depth.checked_sub(1)) else {
            return &ANYTHING;
        };
        if outline.anything {
            return &ANYTHING;
        }
        let positions = outline.positions.iter();
        let positions: Vec<_> = positions.map(|it| self.draw(spec, *it, inner)).collect();
        let members = outline.members.as_ref();
        let drawn = Outline {
            text: outline.text,
            number: outline.number,
            boolean: outline.boolean,
            null: outline.null,
            items: outline.items.map(|items| self.draw(spec, items, inner)),
            positions: positions.leak(),
            members: members.map(|members| self.members(spec, members, inner)),
        };
        let drawn: &'static Outline = Box::leak(Box::new(drawn));
        self.drawn.insert((id, depth), drawn);
        drawn
    }

    fn members(&mut self, spec: Spec, members: &'static MemberOutlines, depth: usize) -> Members {
        let named = members.named.iter();
        let named: Vec<(&'static str, &'static Outline)> = named
            .map(|(name, outline)| (name.as_str(), self.draw(spec, *outline, depth)))
            .collect();
        Members {
            named: named.leak(),
            others: members.others.map(|others| self.draw(spec, others, depth)),
        }
    }
}
