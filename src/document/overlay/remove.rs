//! Taking out what is selected.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::homes::Homes;
use super::path::{Step, Steps, follow, pointer};

/// Takes these nodes out, the deepest first, so that no way changes that is still to be gone.
pub(super) fn remove(root: &mut Value, nodes: Vec<Steps>, homes: &mut Homes) {
    let mut by_parent: BTreeMap<(Reverse<usize>, Steps), BTreeSet<Step>> = BTreeMap::new();
    for mut steps in nodes {
        if let Some(last) = steps.pop() {
            let parent = (Reverse(steps.len()), steps);
            by_parent.entry(parent).or_default().insert(last);
        }
    }
    for ((_, parent), children) in by_parent {
        match follow(root, &parent) {
            Some(Value::Object(members)) => {
                members.retain(|key, _| !children.contains(&Step::Key(key.clone())));
                for child in &children {
                    if let Step::Key(key) = child {
                        homes.forget(pointer(&parent).join(key).as_str());
                    }
                }
            }
            Some(Value::Array(items)) => {
                let removed: BTreeSet<usize> = children.iter().filter_map(index).collect();
                homes.close_up(pointer(&parent).as_str(), &removed, items.len());
                let mut at = 0;
                items.retain(|_| {
                    at += 1;
                    !removed.contains(&(at - 1))
                });
            }
            _ => {}
        }
    }
}

fn index(step: &Step) -> Option<usize> {
    match step {
        Step::Index(index) => Some(*index),
        Step::Key(_) => None,
    }
}
