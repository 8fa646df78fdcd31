//! Finds nodes in a JSON text.

use super::trie::{Found, ROOT, Trie};
use crate::document::read::json_events::{Event, Events, Token};

/// An open object or array on the way.
struct Open {
    /// Its node, if something in it is looked for.
    node: Option<usize>,
    /// The index of the next item, if it is an array.
    index: Option<usize>,
}

struct Scan<'a> {
    events: Events<'a>,
    trie: &'a mut Trie,
    open: Vec<Open>,
    /// The key whose value comes next, if its member is looked for.
    member: Option<(usize, Event)>,
}

/// Fills in where the nodes of `trie` stand in `text`. A text that is not well-formed is scanned up to there.
pub(super) fn scan(text: &str, trie: &mut Trie) {
    let mut scan = Scan {
        events: Events::new(text),
        trie,
        open: Vec::new(),
        member: None,
    };
    while let Ok(Some(event)) = scan.events.next() {
        scan.event(event, text.len());
    }
}

impl Scan<'_> {
    fn event(&mut self, event: Event, length: usize) {
        match event.token {
            Token::Key => self.member = self.key(event),
            Token::End => {
                self.open.pop();
            }
            Token::BeginObject | Token::BeginArray => {
                // Up to the end of the text, that is, of the line: spans are cut there.
                let node = self.value(event.start..length, true);
                self.open.push(Open {
                    node: node.filter(|node| !self.trie.is_leaf(*node)),
                    index: (event.token == Token::BeginArray).then_some(0),
                });
            }
            _ => {
                self.value(event.start..event.end, false);
            }
        }
    }

    fn key(&self, event: Event) -> Option<(usize, Event)> {
        let node = self.open.last()?.node?;
        let key = self.events.unescaped(event).ok()?;
        Some((self.trie.child(node, &key)?, event))
    }

    /// A value begins: notes where, if it is looked for.
    fn value(&mut self, value: std::ops::Range<usize>, container: bool) -> Option<usize> {
        let (node, key) = match self.open.last_mut() {
            None => (ROOT, None),
            Some(Open {
                node,
                index: Some(index),
            }) => {
                let at = *index;
                *index += 1;
                let parent = (*node)?;
                (self.trie.child(parent, &at.to_string())?, None)
            }
            Some(_) => {
                let (node, key) = self.member.take()?;
                (node, Some(key.start..key.end))
            }
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
