//! The support code that is copied into the output: which files of `templates/runtime` this API needs.

mod needs;

pub(super) use needs::{is_checked_in_parts, needs_outlines};

use needs::Needs;

use super::Context;
use crate::config::Part;

/// A file of the runtime.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runtime {
    /// Its module, from the root of the output.
    pub path: [&'static str; 2],
    /// Its text.
    pub text: &'static str,
    /// The parts of the output that need it.
    pub parts: &'static [Part],
    /// The cargo feature that it is behind in a crate, besides those of its parts.
    pub feature: Option<&'static str>,
    needed: fn(&Needs) -> bool,
}

macro_rules! runtime {
    ($($parent:literal / $name:literal for $($part:ident)|+ $(behind $feature:literal)? when $needed:expr;)+) => {
        const FILES: &[Runtime] = &[$(Runtime {
            path: [$parent, $name],
            text: include_str!(concat!("../../templates/runtime/", $parent, "/", $name, ".rs")),
            parts: &[$(Part::$part),+],
            feature: [$(Some($feature),)? None][0],
            needed: $needed,
        }),+];
    };
}

runtime! {
    "client" / "answer" for Client when |_| true;
    "client" / "api_error" for Client when |_| true;
    "client" / "auth" for Client when |_| true;
    "client" / "authorized" for Client when |_| true;
    "client" / "base_url" for Client when |_| true;
    "client" / "blocking" for Client when |needs| needs.blocking;
    "client" / "body" for Client when |_| true;
    "client" / "builder" for Client when |_| true;
    "client" / "byte_stream" for Client when |_| true;
    "client" / "chosen" for Client when |needs| needs.choices;
    "client" / "client_credentials" for Client when |needs| needs.client_credentials;
    "client" / "confidential" for Client when |_| true;
    "client" / "cursor_pages" for Client when |needs| needs.cursor_pages;
    "client" / "deadline" for Client when |_| true;
    "client" / "decode" for Client when |_| true;
    "client" / "disk" for Client when |needs| needs.files;
    "client" / "encode" for Client when |_| true;
    "client" / "error" for Client when |_| true;
    "client" / "event_body" for Client when |needs| needs.sent_events;
    "client" / "event_reader" for Client when |needs| needs.events;
    "client" / "events" for Client when |needs| needs.events;
    "client" / "form" for Client when |needs| needs.forms;
    "client" / "handle" for Client when |_| true;
    "client" / "headers" for Client when |needs| needs.answer_headers;
    "client" / "hook" for Client when |_| true;
    "client" / "idempotency" for Client when |_| true;
    "client" / "in_process" for Client behind "server" when |needs| needs.in_process;
    "client" / "incoming" for Client when |_| true;
    "client" / "invalid" for Client when |_| true;
    "client" / "link_values" for Client when |needs| needs.links;
    "client" / "linked_pages" for Client when |needs| needs.linked_pages;
    "client" / "media_type" for Client when |needs| needs.choices || needs.sequences;
    "client" / "multipart" for Client when |needs| needs.multipart;
    "client" / "numbered_pages" for Client when |needs| needs.numbered_pages;
    "client" / "offset_pages" for Client when |needs| needs.offset_pages;
    "client" / "operation" for Client when |_| true;
    "client" / "options" for Client when |_| true;
    "client" / "outgoing" for Client when |_| true;
    "client" / "over_reqwest" for Client when |_| true;
    "client" / "pages" for Client when |needs| needs.pages;
    "client" / "parameters" for Client when |_| true;
    "client" / "part" for Client when |needs| needs.multipart;
    "client" / "platform" for Client when |_| true;
    "client" / "query_keys" for Client when |_| true;
    "client" / "redirection" for Client when |_| true;
    "client" / "redirects" for Client when |_| true;
    "client" / "refresh_token" for Client when |needs| needs.refresh_token;
    "client" / "request" for Client when |_| true;
    "client" / "response" for Client when |_| true;
    "client" / "retries" for Client when |_| true;
    "client" / "retry_after" for Client when |_| true;
    "client" / "sequence" for Client when |needs| needs.sequences;
    "client" / "streamed" for Client when |needs| needs.streamed;
    "client" / "text" for Client when |needs| needs.texts;
    "client" / "spans" for Client behind "tracing" when |needs| needs.spans;
    "client" / "token_endpoint" for Client when |needs| needs.client_credentials || needs.refresh_token;
    "client" / "token_provider" for Client when |_| true;
    "client" / "transport" for Client when |_| true;
    "client" / "tree" for Client when |_| true;
    "client" / "unexpected" for Client when |_| true;
    "client" / "upload_disk" for Client when |needs| needs.multipart;
    "client" / "written" for Client when |_| true;
    "mock" / "example" for Mock when |_| true;
    "mock" / "prefer" for Mock when |_| true;
    "server" / "accept" for Server when |_| true;
    "server" / "access" for Server when |needs| needs.guards;
    "server" / "api_key" for Server when |needs| needs.api_key;
    "server" / "assembly" for Server when Needs::outlines;
    "server" / "authorization" for Server when |needs| needs.bearer || needs.basic || needs.http_credential;
    "server" / "basic" for Server when |needs| needs.basic;
    "server" / "bearer" for Server when |needs| needs.bearer;
    "server" / "body" for Server when |needs| needs.body;
    "server" / "breach" for Server when |needs| needs.parameters() || needs.violation;
    "server" / "byte_stream" for Server when Needs::byte_stream;
    "server" / "check_answer" for Server when |needs| needs.check_answers;
    "server" / "constant_time" for Server when Needs::credentials;
    "server" / "context" for Server when |_| true;
    "server" / "disposition" for Server when |needs| needs.taken_parts;
    "server" / "event_items" for Server when |needs| needs.taken_events;
    "server" / "events" for Server when |needs| needs.answered_events || needs.taken_events;
    "server" / "failure" for Server when |_| true;
    "server" / "fault" for Server when |_| true;
    "server" / "form_body" for Server when |needs| needs.form_bodies;
    "server" / "form_parts" for Server when |needs| needs.taken_parts;
    "server" / "header" for Server when |needs| needs.header;
    "server" / "http_credential" for Server when |needs| needs.http_credential;
    "server" / "items" for Server when |needs| needs.answered_items || needs.taken_events;
    "server" / "json_body" for Server when |needs| needs.json_bodies;
    "server" / "json_text" for Server when Needs::mends;
    "server" / "media" for Server when |needs| needs.body;
    "server" / "mend" for Server when Needs::mends;
    "server" / "methods" for Server when |_| true;
    "server" / "misfit" for Server when Needs::mends;
    "server" / "multipart" for Server when |needs| needs.taken_parts;
    "server" / "outline" for Server when Needs::outlines;
    "server" / "pairs" for Server when |needs| needs.pairs || needs.api_key || needs.outlines();
    "server" / "parameter" for Server when Needs::parameters;
    "server" / "part_reader" for Server when |needs| needs.taken_parts;
    "server" / "part_values" for Server when |needs| needs.taken_parts;
    "server" / "path" for Server when |needs| needs.path;
    "server" / "place" for Server when Needs::mends;
    "server" / "problem" for Server when |needs| needs.problem;
    "server" / "rejection" for Server when |_| true;
    "server" / "reply" for Server when |_| true;
    "server" / "reviewed" for Server when |needs| needs.mends() || needs.violation || needs.parameters();
    "server" / "route" for Server when |needs| needs.shared_routes;
    "server" / "scalar" for Server when Needs::parameters;
    "server" / "schema" for Server when Needs::mends;
    "server" / "sequence" for Server when Needs::items;
    "server" / "structure" for Server when Needs::outlines;
    "server" / "template" for Server when |needs| needs.path || needs.shared_routes;
    "server" / "text_body" for Server when |needs| needs.text_bodies;
    "server" / "unreadable" for Server when |_| true;
    "server" / "violation" for Server when |needs| needs.violation;
    "support" / "backtracking" for Types when |needs| needs.backtracking;
    "support" / "best_fit" for Types when |needs| needs.best_fit;
    "support" / "charset" for Client when |needs| needs.texts && !needs.reads_texts();
    "support" / "charset" for Server when |needs| !needs.texts && needs.reads_texts();
    "support" / "charset" for Client | Server when |needs| needs.texts && needs.reads_texts();
    "support" / "check" for Types when |needs| needs.checks || needs.positions || needs.patterned;
    "support" / "check" for Server when |needs| !needs.checks && needs.parameters();
    "support" / "dates" for Types when |needs| needs.dates;
    "support" / "deep" for Types when |needs| needs.deep;
    "support" / "deep_rules" for Types when |needs| needs.deep && needs.checks;
    "support" / "event_lines" for Client | Server when |needs| needs.events && needs.taken_events;
    "support" / "event_lines" for Client when |needs| needs.events && !needs.taken_events;
    "support" / "event_lines" for Server when |needs| !needs.events && needs.taken_events;
    "support" / "excluded" for Types when |needs| needs.excluded;
    "support" / "format" for Types when |needs| needs.format;
    "support" / "json" for Client | Server when |needs| needs.json;
    "support" / "json_type" for Types when |needs| needs.unions;
    "support" / "json_type" for Server when |needs| !needs.unions && needs.mends();
    "support" / "kept" for Types when |needs| needs.unions;
    "support" / "listed" for Types when |needs| needs.listed;
    "support" / "media_type" for Client | Server when Needs::media_types;
    "support" / "objects" for Client | Server when Needs::reads_objects;
    "support" / "octets" for Types when |needs| needs.octets;
    "support" / "one_of" for Types when |needs| needs.unions;
    "support" / "pattern" for Types when |needs| needs.pattern;
    "support" / "patterned" for Types when |needs| needs.patterned;
    "support" / "pieces" for Client | Server when |needs| needs.sequences && needs.items();
    "support" / "pieces" for Client when |needs| needs.sequences && !needs.items();
    "support" / "pieces" for Server when |needs| !needs.sequences && needs.items();
    "support" / "positions" for Types when |needs| needs.positions;
    "support" / "presence" for Types when |needs| needs.presence;
    "support" / "quoted" for Client | Server when Needs::quotes;
    "support" / "secret" for Types when |needs| needs.passwords;
    "support" / "secret" for Client | Server when |needs| !needs.passwords && needs.secret;
    "support" / "style" for Client | Server when |needs| needs.style;
    "support" / "subschema" for Types when |needs| needs.subschema;
    "support" / "text" for Types when |needs| needs.text;
    "support" / "trials" for Types when |needs| needs.best_fit;
    "support" / "unique" for Types when |needs| needs.unique || needs.positions;
    "support" / "uuids" for Types when |needs| needs.uuids;
    "support" / "validate" for Types when |needs| needs.checks;
    "support" / "wire" for Types when |needs| needs.wire;
}

/// The files that the output needs.
pub(super) fn files(context: Context<'_>) -> Vec<Runtime> {
    let needs = Needs::of(context);
    let parts = &context.config.parts;
    let files = FILES
        .iter()
        .filter(|file| file.parts.iter().any(|part| parts.contains(*part)));
    files
        .filter(|file| (file.needed)(&needs))
        .copied()
        .collect()
}
