//! The statics that hold the outlines of parameters.

use std::collections::BTreeMap;

use super::rust_name::{Case, RustName};
use super::{Names, Scope};
use crate::analyse::outlines::{Outline, OutlineId, Outlines};
use crate::ir::Api;

/// How many lists in each other a name speaks of.
const DEEPEST: usize = 3;

/// Names each outline that is no constant of the support code: it may hold itself, or be wanted in several places.
pub(super) fn name_outlines(
    api: &Api,
    outlines: &Outlines,
    names: &Names,
) -> BTreeMap<OutlineId, RustName> {
    let namer = Namer {
        api,
        outlines,
        names,
    };
    let mut scope = Scope::default();
    let wanted = outlines.iter().filter(|(_, outline)| !outline.is_simple());
    wanted
        .map(|(id, outline)| {
            let words = namer.words(outline, DEEPEST);
            (id, scope.take(&[&words], Case::Shouty, "VALUE"))
        })
        .collect()
}

struct Namer<'a> {
    api: &'a Api,
    outlines: &'a Outlines,
    names: &'a Names,
}

impl Namer<'_> {
    /// The types of its values, and what they are where there is no type.
    fn words(&self, outline: &Outline, depth: usize) -> String {
        let types = outline.schemas.iter().filter_map(|schema| {
            let schema = self.api.schemas.resolve(*schema).0;
            Some(self.names.type_name(schema)?.unraw().to_owned())
        });
        let types: Vec<String> = types.collect();
        if !types.is_empty() {
            return types.join(" or ");
        }
        let items = outline.items.and_then(|items| self.outlines.get(items));
        let items = items.filter(|_| depth > 0);
        let list = items.map(|items| format!("{} list", self.words(items, depth - 1)));
        let kinds = [
            (outline.anything, "anything"),
            (outline.text, "text"),
            (outline.number, "number"),
            (outline.boolean, "boolean"),
            (outline.null, "null"),
            (outline.members.is_some(), "members"),
        ];
        let kinds = kinds.into_iter().filter(|(is_set, _)| *is_set);
        let kinds = kinds.map(|(_, kind)| kind.to_owned()).chain(list);
        kinds.collect::<Vec<_>>().join(" or ")
    }
}
