//! The README of a crate.

use super::manifest::hook_words;
use super::{Context, HOOKS, first_call, mock_server};
use crate::config::Part;

/// What the API is, its first call, and the features of the crate.
pub(super) fn text(context: Context<'_>) -> String {
    let info = &context.api.info;
    include_str!("../../templates/crate/README.md.in")
        .replace("{{title}}", &one_line(&info.title))
        .replace("{{source}}", context.source)
        .replace("{{first_call}}", &first_call(context))
        .replace("{{features}}", &features(context))
        // Last, so that nothing in the document's text is taken for a place.
        .replace(
            "{{description}}",
            info.description.as_deref().unwrap_or_default().trim(),
        )
        .replace("\n\n\n", "\n\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same example as in the crate's documentation, where it is compiled.
fn first_call(context: Context<'_>) -> String {
    let Some(example) = first_call::example(context) else {
        return String::new();
    };
    let lines: Vec<&str> = example
        .lines()
        .filter(|line| !line.starts_with("# "))
        .collect();
    format!("\n```rust\n{}\n```\n", lines.join("\n"))
}

fn features(context: Context<'_>) -> String {
    let mut rows = vec![
        "| feature | what it adds |".to_owned(),
        "| --- | --- |".to_owned(),
    ];
    let mut row = |name: &str, words: &str| rows.push(format!("| `{name}` | {words} |"));
    for part in context.config.parts.iter() {
        match part {
            Part::Types => {}
            Part::Client => {
                row("client", "the async client");
                row(
                    "rustls",
                    "TLS for the client, unless it is given a `reqwest::Client`",
                );
            }
            Part::Server => row("server", "the trait `server::Api` and its axum router"),
            Part::Mock => {
                row("mock", "a server that answers from the document's examples");
                row(
                    mock_server::FEATURE,
                    "a binary that serves it: `cargo run --features mock-server -- --listen 127.0.0.1:8080`",
                );
            }
        }
    }
    if !context.facts.hooks.is_empty() {
        row(HOOKS, hook_words(context));
    }
    for position in 0..context.facts.groups.len() {
        if let Some(name) = context.group_feature_name(position) {
            let tag = context
                .facts
                .groups
                .get(position)
                .and_then(|group| group.tag.as_deref());
            row(
                &name,
                &format!(
                    "the operations tagged {}",
                    one_line(tag.unwrap_or("with nothing")).replace('|', "\\|")
                ),
            );
        }
    }
    rows.join("\n")
}
