//! Lists whose items have schemas of their own by position (JSON Schema Core 2020-12, section 10.3.1.1: `prefixItems`).

use super::Lowering;
use super::flat::{Flat, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Property, SchemaId, Tuple};

/// How many positions have items of their own in a type.
const MOST_POSITIONS: usize = 64;

impl<'a> Lowering<'a> {
    /// The tuple; `None` where it has no positions, or too many for a type.
    pub(super) fn tuple(&mut self, flat: &Flat<'a>) -> Option<Tuple> {
        let positions = flat.positions.iter().map(|it| it.count).max().unwrap_or(0);
        let most = flat.max_items.unwrap_or(usize::MAX);
        let count = positions.min(most);
        if count > MOST_POSITIONS {
            let message = format!(
                "there are more than {MOST_POSITIONS} schemas of positions: an item may be any value"
            );
            let place = flat.pointer.join("prefixItems");
            self.report(Diagnostic::at_key(Code::UncheckedKeyword, &place, message));
        }
        if count == 0 || count > MOST_POSITIONS {
            return None;
        }
        let lists: Vec<(Vec<Place<'a>>, usize)> = flat
            .positions
            .iter()
            .map(|it| (self.carried(&it.place), it.count))
            .collect();
        let least = flat.min_items.unwrap_or(0);
        let items = (0..count).map(|position| Property {
            schema: self.item_at(flat, &lists, position),
            required: position < least,
        });
        let items = items.collect();
        let rest = (most > count).then(|| self.item_at(flat, &lists, usize::MAX));
        Some(Tuple {
            items,
            rest,
            min_items: flat.min_items.filter(|least| *least > count),
            max_items: flat.max_items.filter(|most| *most > count),
            unique_items: flat.unique_items,
        })
    }

    /// What all lists, and what is said of every item, say of the one at a position.
    fn item_at(
        &mut self,
        flat: &Flat<'a>,
        lists: &[(Vec<Place<'a>>, usize)],
        position: usize,
    ) -> SchemaId {
        let of_lists = lists.iter().filter_map(|(places, count)| {
            // One more than there are positions is of the items behind them.
            places.get(position.min(*count))
        });
        let places: Vec<Place<'a>> = of_lists.chain(&flat.items).cloned().collect();
        if places.is_empty() {
            return self.anything(flat.pointer.join("items"));
        }
        self.places(&places)
    }
}
