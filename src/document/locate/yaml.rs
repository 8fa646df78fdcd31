//! Finds nodes in a YAML text.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::trie::{Found, ROOT, Trie};

/// An open mapping or sequence on the way.
struct Open {
    /// Its node, if something in it is looked for.
    node: Option<usize>,
    expects: Expects,
}

enum Expects {
    /// The next item of a sequence, with its index.
    Item(usize),
    /// A key.
    Key,
    /// The value of a key, with the node and the place of the key, if it is looked for.
    Value(Option<(usize, Range<usize>)>),
}

struct Scan<'a> {
    trie: &'a mut Trie,
    open: Vec<Open>,
}

/// Fills in where the nodes of `trie` stand in `text`. A text that is not well-formed is scanned up to there.
pub(super) fn scan(text: &str, trie: &mut Trie) {
    let mut scan = Scan {
        trie,
        open: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        scan.event(&event, span.start.index()..span.end.index());
    }
    to_bytes(text, trie);
}

impl Scan<'_> {
    fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        match event {
            Event::Scalar(text, ..) => self.scalar(text, place),
            Event::Alias(_) => self.scalar("", place),
            Event::MappingStart(..) => self.begin(place, Expects::Key),
            Event::SequenceStart(..) => self.begin(place, Expects::Item(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn scalar(&mut self, text: &str, place: Range<usize>) {
        if !self.key(text, &place) {
            self.value(place, false);
        }
    }

    /// Takes a scalar as a key, if one is expected.
    fn key(&mut self, text: &str, place: &Range<usize>) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        if !matches!(open.expects, Expects::Key) {
            return false;
        }
        let member = open.node.and_then(|node| self.trie.child(node, text));
        open.expects = Expects::Value(member.map(|node| (node, place.clone())));
        true
    }

    fn begin(&mut self, place: Range<usize>, expects: Expects) {
        // The parser gives the first character of a mapping or sequence; spans are cut at the end of the line.
        let node = self.value(place.start..usize::MAX, true);
        let node = node.filter(|node| !self.trie.is_leaf(*node));
        self.open.push(Open { node, expects });
    }

    /// A value begins: notes where, if it is looked for.
    fn value(&mut self, value: Range<usize>, container: bool) -> Option<usize> {
        let (node, key) = match self.open.last_mut() {
            None => (ROOT, None),
            Some(open) => match &mut open.expects {
                Expects::Item(index) => {
                    let at = *index;
                    *index += 1;
                    (self.trie.child(open.node?, &at.to_string())?, None)
                }
                // The reader refuses keys that are not scalars.
                Expects::Key => return None,
                Expects::Value(member) => {
                    let member = member.take();
                    open.expects = Expects::Key;
                    let (node, key) = member?;
                    (node, Some(key))
                }
            },
        };
        self.trie.found(
            node,
            Found {
                key,
                value,
                container,
            },
        );
        Some(node)
    }
}

/// The parser counts characters; spans count bytes.
fn to_bytes(text: &str, trie: &mut Trie) {
    let mut wanted: Vec<&mut usize> = trie
        .all_found()
        .flat_map(|found| {
            let key = found.key.as_mut();
            let value = &mut found.value;
            key.map(|key| [&mut key.start, &mut key.end])
                .into_iter()
                .flatten()
                .chain([&mut value.start, &mut value.end])
        })
        .collect();
    wanted.sort_unstable_by_key(|index| **index);
    let mut wanted = wanted.into_iter().peekable();
    for (index, (byte, _)) in text.char_indices().enumerate() {
        while let Some(position) = wanted.next_if(|position| **position <= index) {
            *position = byte;
        }
    }
    for position in wanted {
        *position = text.len();
    }
}
