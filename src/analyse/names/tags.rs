//! Names by tag: `client.datasets().list_activity(…)`.
//!
//! What the tag says already is left out of a function's name, where the rest is a name that nothing else in the group has.

use std::collections::HashMap;

use super::operations::{ByTag, OperationNames};
use super::reserved::{RESERVED_FUNCTIONS, RESERVED_STEMS};
use super::rust_name::{Case, RustName, identifier};
use super::scope::Scope;
use crate::analyse::Group;
use crate::ir::OperationId;

/// Methods that a group has whatever the document says, or that would hide one of a trait that the output calls.
pub(super) const RESERVED_METHODS: &[&str] = &[
    "clone", "into", "from", "borrow", "to_owned", "default", "new",
];

/// Gives the operations names by their groups; `is_wished` says of which the name is to stay as it is.
pub(super) fn name_by_tag(
    groups: &[Group],
    operations: &mut [OperationNames],
    is_wished: impl Fn(OperationId) -> bool,
) {
    let mut types = Scope::with(RESERVED_STEMS);
    for names in &*operations {
        for name in [&names.stem, &names.request, &names.response, &names.error] {
            types.insert(name.clone());
        }
    }
    let mut of_client = Scope::with(RESERVED_FUNCTIONS);
    for group in groups.iter().filter(|group| group.tag.is_some()) {
        let tag = group.tag.as_deref().unwrap_or_default();
        let longer = format!("{tag} group");
        let accessor = of_client.take(&[tag, &longer], Case::Snake, "group");
        let handle = types.take(&[tag, &longer], Case::Camel, "Group");
        let methods = methods(group, operations, &accessor, &is_wished);
        for (id, method) in methods {
            if let Some(names) = operations.get_mut(id.0) {
                names.by_tag = Some(ByTag {
                    accessor: Some((accessor.clone(), handle.clone())),
                    method,
                });
            }
        }
    }
    // Operations without a tag stay the client's own, beside its groups.
    for id in groups
        .iter()
        .filter(|group| group.tag.is_none())
        .flat_map(|group| &group.operations)
    {
        if let Some(names) = operations.get_mut(id.0) {
            let longer = format!("{} operation", names.function.unraw());
            let texts = [names.function.unraw(), &longer];
            names.by_tag = Some(ByTag {
                accessor: None,
                method: of_client.take(&texts, Case::Snake, "operation"),
            });
        }
    }
}

/// The methods of a group.
fn methods(
    group: &Group,
    operations: &[OperationNames],
    tag: &RustName,
    is_wished: &impl Fn(OperationId) -> bool,
) -> Vec<(OperationId, RustName)> {
    let functions = group.operations.iter().filter_map(|id| {
        let function = &operations.get(id.0)?.function;
        let short = (!is_wished(*id)).then(|| shortened(function.unraw(), tag.unraw()));
        Some((*id, function, short.flatten()))
    });
    let functions: Vec<_> = functions.collect();
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for (_, function, short) in &functions {
        *wanted.entry(function.unraw()).or_default() += 1;
        if let Some(short) = short {
            *wanted.entry(short.unraw()).or_default() += 1;
        }
    }
    let mut scope = Scope::with(RESERVED_METHODS);
    let mut names = Vec::new();
    for (id, function, short) in &functions {
        let only = |short: &&RustName| wanted.get(short.unraw()) == Some(&1) && !scope.has(short);
        let name = short.as_ref().filter(only);
        let name = match name {
            Some(short) => scope.insert(short.clone()),
            None => scope.take(&[function.unraw()], Case::Snake, "operation"),
        };
        names.push((*id, name));
    }
    names
}

/// The name without the words of the tag, in singular or plural; none where they are not in it, and where what is left would
/// be no plain name.
fn shortened(function: &str, tag: &str) -> Option<RustName> {
    let words: Vec<&str> = function.split('_').collect();
    let of_tag: Vec<&str> = tag.split('_').collect();
    let start = words
        .windows(of_tag.len())
        .position(|window| window.iter().zip(&of_tag).all(|(a, b)| is_same(a, b)))?;
    let (before, rest) = words.split_at_checked(start)?;
    let behind = rest.get(of_tag.len()..)?;
    let rest = [before, behind].concat().join("_");
    let name = identifier(&rest, Case::Snake, "operation");
    (!name.is_raw() && name.unraw() == rest).then_some(name)
}

fn is_same(word: &str, other: &str) -> bool {
    singular(word) == singular(other)
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let hisses = ["sses", "xes", "ches", "shes"];
    let ending = if hisses.iter().any(|end| word.ends_with(end)) {
        "es"
    } else {
        "s"
    };
    // `address` is one already.
    let stem = word
        .strip_suffix(ending)
        .filter(|stem| ending == "es" || !stem.ends_with('s'));
    stem.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn the_words_of_the_tag_are_left_out() {
        let short = |function, tag| shortened(function, tag).map(|name| name.to_string());
        for (function, tag, expected) in [
            ("list_dataset_activity", "datasets", "list_activity"),
            ("get_pet_by_id", "pet", "get_by_id"),
            ("list_categories", "category", "list"),
            ("list_boxes", "box", "list"),
            ("user_accounts_list", "user_account", "list"),
            ("address_list", "addresses", "list"),
            ("get_status", "status", "get"),
        ] {
            assert_eq!(
                short(function, tag).as_deref(),
                Some(expected),
                "{function}"
            );
        }
        // Nothing would be left, a keyword, a number, or the tag is not in it.
        for (function, tag) in [
            ("pets", "pet"),
            ("move_pet", "pets"),
            ("pet_2", "pet"),
            ("place_order", "store"),
            ("carpet_list", "pet"),
        ] {
            assert_eq!(short(function, tag), None, "{function}");
        }
    }
}
