//! The output of every document in `specs/` is compiled, as each user would have it: as crates, as modules in crates of
//! their own, and as files for `include!`. No compiler, no lint and no documentation tool finds anything to say.
//!
//! All of it is one workspace in `target/`, which the next run builds upon, so that the crates it depends on are compiled
//! once.

#[cfg(test)]
mod builds;
#[cfg(test)]
mod cargo;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod program;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod workspace;
