//! Webhooks (OpenAPI 3.1.0, section 4.8.1) and callbacks (OpenAPI 3.0.3, section 4.7.18): what the API sends by itself, to an
//! address that it was told.

use std::collections::{HashMap, VecDeque};

use openapiv3::{OpenAPI, PathItem};

use super::Lowering;
use super::operation::{Carried, placed};
use crate::diagnostic::Pointer;
use crate::ir::{Callback, Hook, Operation, PathTemplate, SkippedOperation};

/// The path items of the callbacks of an operation: the place, the name, the expression, and the item.
pub(super) fn callbacks_of<'o>(
    operation: &'o openapiv3::Operation,
    place: &Pointer,
) -> Vec<(Pointer, &'o str, &'o str, &'o PathItem)> {
    let place = place.join("callbacks");
    let callbacks = operation.callbacks.iter();
    let items = callbacks.flat_map(|(name, callback)| {
        let place = place.join(name);
        callback
            .iter()
            .map(move |(expression, item)| (place.join(expression), name, expression, item))
    });
    items
        .map(|(place, name, expression, item)| (place, name.as_str(), expression.as_str(), item))
        .collect()
}

/// How many different callbacks of one name and expression are compared with others.
const MOST_ALIKE: usize = 16;

/// A path item of which all operations are webhooks or callbacks.
struct HookItem<'a> {
    item: &'a PathItem,
    hook: Hook,
}

/// What was lowered of a callback: the path item, and the positions of the operations from the first to behind the last.
type Known<'a> = (&'a PathItem, (usize, usize));

impl<'a> Lowering<'a> {
    /// Lowers the webhooks, then the callbacks of the operations, then those of both of these.
    pub(super) fn hooks(
        &mut self,
        document: &'a OpenAPI,
        carried: &'a Carried,
        (operations, skipped): (&mut Vec<Operation>, &mut Vec<SkippedOperation>),
    ) {
        let mut open: VecDeque<HookItem<'a>> = VecDeque::new();
        let webhooks = carried.webhooks.iter();
        open.extend(webhooks.map(|(name, item)| HookItem {
            item,
            hook: Hook {
                pointer: Pointer::root().join("webhooks").join(name),
                name: name.clone(),
                callback: None,
            },
        }));
        for (path, item) in &document.paths.paths {
            let pointer = Pointer::root().join("paths").join(path);
            let item = item.as_item().into_iter();
            let asked = item.flat_map(|item| placed(document, (item, &pointer), carried));
            for place in asked {
                let owner = format!("{} {path}", place.method);
                open.extend(items_of(place.operation, &place.pointer, &owner));
            }
        }
        // No server of this API is asked for them.
        let has_server = std::mem::replace(&mut self.has_server, false);
        let mut known: HashMap<(String, String), Vec<Known<'a>>> = HashMap::new();
        while let Some(found) = open.pop_front() {
            if add_owner(&found, &known, operations) {
                continue;
            }
            let first = operations.len();
            for mut place in placed(document, (found.item, &found.hook.pointer), carried) {
                open.extend(items_of(place.operation, &place.pointer, &found.hook.name));
                place.hook = Some(found.hook.clone());
                match self.operation(&place, PathTemplate::default()) {
                    Ok(operation) => operations.push(operation),
                    Err(reason) => skipped.push(place.skipped(found.hook.place(), reason)),
                }
            }
            if let Some(callback) = &found.hook.callback {
                let key = (found.hook.name.clone(), callback.expression.clone());
                let lowered = (found.item, (first, operations.len()));
                let alike = known.entry(key).or_default();
                if alike.len() < MOST_ALIKE {
                    alike.push(lowered);
                }
            }
        }
        self.has_server = has_server;
    }
}

fn items_of<'a>(
    operation: &'a openapiv3::Operation,
    pointer: &Pointer,
    owner: &str,
) -> impl Iterator<Item = HookItem<'a>> {
    let callbacks = callbacks_of(operation, pointer).into_iter();
    callbacks.map(move |(pointer, name, expression, item)| HookItem {
        item,
        hook: Hook {
            pointer,
            name: name.to_owned(),
            callback: Some(Callback {
                expression: expression.to_owned(),
                operations: vec![owner.to_owned()],
            }),
        },
    })
}

/// A callback that several operations refer to has been written out in each: it is one all the same.
fn add_owner(
    found: &HookItem<'_>,
    known: &HashMap<(String, String), Vec<Known<'_>>>,
    operations: &mut [Operation],
) -> bool {
    let Some(callback) = &found.hook.callback else {
        return false;
    };
    let key = (found.hook.name.clone(), callback.expression.clone());
    let mut same = known.get(&key).into_iter().flatten();
    let Some((_, (first, end))) = same.find(|(item, _)| *item == found.item) else {
        return false;
    };
    let lowered = operations.get_mut(*first..*end).into_iter().flatten();
    for operation in lowered {
        let hook = operation.hook.as_mut();
        if let Some(of_first) = hook.and_then(|it| it.callback.as_mut()) {
            of_first.operations.extend(callback.operations.clone());
        }
    }
    true
}
