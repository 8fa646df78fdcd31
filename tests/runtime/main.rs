//! The code in templates/runtime, which is copied into the output, does what it says.
//!
//! It is compiled here as it is there: the same modules, each below its parent. The lints of this package hold for it, so
//! that it cannot panic either.

#[path = "tree/client.rs"]
#[allow(dead_code, reason = "no test needs every accessor")]
mod client;
#[path = "tree/mock.rs"]
mod mock;
#[path = "tree/server.rs"]
#[allow(dead_code, reason = "no test needs every accessor")]
mod server;
#[path = "tree/support.rs"]
#[allow(dead_code, reason = "no test needs every accessor")]
mod support;

#[cfg(test)]
mod accept;
#[cfg(test)]
mod access;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod authorization;
#[cfg(test)]
mod base_urls;
#[cfg(test)]
mod best_fit;
#[cfg(test)]
mod blocking;
#[cfg(test)]
mod bodies;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod connecting;
#[cfg(test)]
mod contents;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod dropped;
#[cfg(test)]
mod event_bodies;
#[cfg(test)]
mod events;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod excluded;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod house;
#[cfg(test)]
mod in_process;
#[cfg(test)]
mod link_values;
#[cfg(test)]
mod listed;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod mending;
#[cfg(test)]
mod multipart;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod one_of;
#[cfg(test)]
mod paging;
#[cfg(test)]
mod parameters;
#[cfg(test)]
mod patterned;
#[cfg(test)]
mod peer;
#[cfg(test)]
mod positions;
#[cfg(test)]
mod presence;
#[cfg(test)]
mod redirections;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod renewal;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod resets;
#[cfg(test)]
mod retry;
#[cfg(test)]
mod retry_policy;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod script;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod sequences;
#[cfg(test)]
mod spans;
#[cfg(test)]
mod styles;
#[cfg(test)]
mod subschema;
#[cfg(test)]
mod text_formats;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod validation;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod witness;
