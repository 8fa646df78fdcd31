//! What trying has found out about values inside one another.
//!
//! Where nothing but trying says of which type a value is, each try reads what is inside of it, where every type is tried again:
//! each level multiplies the work. So what the tries have found out inside is kept until the outermost value is read, and what
//! all of them may read together is bounded, for a value may have been sent to keep its reader busy.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::thread::LocalKey;

/// How often a value may be read as a whole before it is given up.
const READINGS: usize = 32;

/// How much of a small value may be read: this many values.
const AT_LEAST: usize = 1 << 18;

/// What is known about the values inside the one that is being read. `N` names a value and what it is tried for.
#[derive(Debug)]
pub struct Trials<N> {
    /// How many values are being tried, each inside the one before.
    depth: usize,
    /// How many values may still be read.
    left: usize,
    /// The position of the type that a value is of; none where it is of no type.
    known: HashMap<N, Option<usize>>,
}

impl<N> Default for Trials<N> {
    fn default() -> Self {
        Self {
            depth: 0,
            left: 0,
            known: HashMap::new(),
        }
    }
}

/// What all tries of a thread have in common: nobody reads one value in several threads.
pub type Shared<N> = &'static LocalKey<RefCell<Trials<N>>>;

/// The trial of one value.
#[derive(Debug)]
pub struct Trial<N: 'static> {
    trials: Shared<N>,
    /// None for the outermost, of which nobody asks again.
    name: Option<N>,
    known: Option<Option<usize>>,
    /// How many values are in this one.
    weight: usize,
}

impl<N: Hash + Eq> Trial<N> {
    /// Begins to try of which type a value of so many values is.
    pub fn begin(trials: Shared<N>, weight: usize, name: impl FnOnce() -> N) -> Self {
        trials.with_borrow_mut(|all| {
            all.depth += 1;
            if all.depth == 1 {
                all.left = weight.saturating_mul(READINGS).max(AT_LEAST);
                return Self {
                    trials,
                    name: None,
                    known: None,
                    weight,
                };
            }
            let name = name();
            Self {
                trials,
                known: all.known.get(&name).copied(),
                name: Some(name),
                weight,
            }
        })
    }

    /// The position of the type that the value is of, where that has been found out.
    pub fn known(&self) -> Option<Option<usize>> {
        self.known
    }

    /// Whether the type at this position is to be tried.
    pub fn tries(&self, position: usize) -> bool {
        match self.known {
            Some(known) => known == Some(position),
            None => self.trials.with_borrow_mut(|all| {
                all.left = all.left.saturating_sub(self.weight);
                all.left > 0
            }),
        }
    }

    /// Ends it with the position of the type that fits best.
    ///
    /// # Errors
    ///
    /// When not everything has been tried, because it would have been too much.
    pub fn end(mut self, best: Option<usize>) -> Result<(), &'static str> {
        let name = self.name.take();
        self.trials.with_borrow_mut(|all| {
            if all.left == 0 {
                return Err("Has too many values inside one another that have to be tried");
            }
            if let Some(name) = name {
                all.known.insert(name, best);
            }
            Ok(())
        })
    }
}

impl<N: 'static> Drop for Trial<N> {
    fn drop(&mut self) {
        self.trials.with_borrow_mut(|all| {
            all.depth = all.depth.saturating_sub(1);
            if all.depth == 0 {
                all.known = HashMap::new();
            }
        });
    }
}
