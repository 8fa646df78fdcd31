//! The support code that is copied into the output: which files of `templates/runtime` this API needs.

use crate::analyse::{BodyShape, Choice, Engine, Reading, Rule, Way};
use crate::config::Part;
use crate::ir::{
    EnumerationType, Format, Framing, Operation, OperationId, Parameter, ParameterLocation,
    SchemaId, SchemaKind, SecurityKind, Style, TextFormat,
};

use super::Context;
use super::server::Taken;

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
    "server" / "media" for Server when |needs| needs.body;
    "server" / "methods" for Server when |_| true;
    "server" / "misfit" for Server when |needs| needs.json_bodies || needs.items() || needs.outlines();
    "server" / "multipart" for Server when |needs| needs.taken_parts;
    "server" / "outline" for Server when Needs::outlines;
    "server" / "pairs" for Server when |needs| needs.pairs || needs.api_key || needs.outlines();
    "server" / "parameter" for Server when Needs::parameters;
    "server" / "part_reader" for Server when |needs| needs.taken_parts;
    "server" / "part_values" for Server when |needs| needs.taken_parts;
    "server" / "path" for Server when |needs| needs.path;
    "server" / "problem" for Server when |needs| needs.problem;
    "server" / "rejection" for Server when |_| true;
    "server" / "reply" for Server when |_| true;
    "server" / "route" for Server when |needs| needs.shared_routes;
    "server" / "scalar" for Server when Needs::parameters;
    "server" / "sequence" for Server when Needs::items;
    "server" / "structure" for Server when Needs::outlines;
    "server" / "template" for Server when |needs| needs.path || needs.shared_routes;
    "server" / "text_body" for Server when |needs| needs.text_bodies;
    "server" / "unreadable" for Server when |_| true;
    "server" / "violation" for Server when |needs| needs.violation;
    "support" / "backtracking" for Types when |needs| needs.backtracking;
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
    "support" / "listed" for Types when |needs| needs.listed;
    "support" / "media_type" for Client | Server when Needs::media_types;
    "support" / "objects" for Types when |needs| needs.unions;
    "support" / "objects" for Client | Server when |needs| !needs.unions && needs.reads_objects();
    "support" / "octets" for Types when |needs| needs.octets;
    "support" / "one_of" for Types when |needs| needs.unions;
    "support" / "pattern" for Types when |needs| needs.pattern;
    "support" / "patterned" for Types when |needs| needs.patterned;
    "support" / "pieces" for Client | Server when |needs| needs.sequences && needs.taken_events;
    "support" / "pieces" for Client when |needs| needs.sequences && !needs.taken_events;
    "support" / "pieces" for Server when |needs| !needs.sequences && needs.taken_events;
    "support" / "positions" for Types when |needs| needs.positions;
    "support" / "presence" for Types when |needs| needs.presence;
    "support" / "quoted" for Client | Server when Needs::quotes;
    "support" / "secret" for Types when |needs| needs.passwords;
    "support" / "secret" for Client | Server when |needs| !needs.passwords && needs.secret;
    "support" / "style" for Client | Server when |needs| needs.style;
    "support" / "subschema" for Types when |needs| needs.subschema;
    "support" / "text" for Types when |needs| needs.text;
    "support" / "unique" for Types when |needs| needs.unique || needs.positions;
    "support" / "uuids" for Types when |needs| needs.uuids;
    "support" / "validate" for Types when |needs| needs.checks;
    "support" / "wire" for Types when |needs| needs.wire;
}

/// What the API has that files are needed for.
#[derive(Debug, Default)]
struct Needs {
    answer_headers: bool,
    answered_events: bool,
    answered_items: bool,
    api_key: bool,
    backtracking: bool,
    basic: bool,
    bearer: bool,
    blocking: bool,
    byte_streams: bool,
    body: bool,
    check_answers: bool,
    checks: bool,
    choices: bool,
    client_credentials: bool,
    cursor_pages: bool,
    dates: bool,
    deep: bool,
    events: bool,
    excluded: bool,
    files: bool,
    form_bodies: bool,
    format: bool,
    forms: bool,
    guards: bool,
    has_server: bool,
    header: bool,
    http_credential: bool,
    in_process: bool,
    json: bool,
    json_bodies: bool,
    linked_pages: bool,
    links: bool,
    listed: bool,
    multipart: bool,
    numbered_pages: bool,
    octets: bool,
    offset_pages: bool,
    pages: bool,
    pairs: bool,
    parts: bool,
    passwords: bool,
    path: bool,
    pattern: bool,
    patterned: bool,
    positions: bool,
    presence: bool,
    problem: bool,
    refresh_token: bool,
    secret: bool,
    sent_events: bool,
    sequences: bool,
    shared_routes: bool,
    spans: bool,
    streamed: bool,
    style: bool,
    subschema: bool,
    taken_events: bool,
    taken_parts: bool,
    text: bool,
    text_bodies: bool,
    texts: bool,
    unions: bool,
    unique: bool,
    uuids: bool,
    value_streams: bool,
    violation: bool,
    wire: bool,
}

impl Needs {
    fn of(context: Context<'_>) -> Self {
        let mut needs = Self {
            pages: !context.facts.pagination.is_empty(),
            links: !context.facts.links.is_empty(),
            problem: context.facts.envelope.is_none(),
            blocking: context.has_blocking(),
            deep: context.facts.recursion.has_apart(),
            in_process: context.config.parts.contains(Part::Server),
            check_answers: context.config.parts.contains(Part::Server)
                && super::server::checks_answers(context),
            spans: context.crate_name().is_some() || context.config.client_tracing,
            ..Self::default()
        };
        needs.ask_for_pages(context);
        needs.ask_for_schemas(context);
        needs.ask_for_rules(context);
        needs.ask_for_credentials(context);
        needs.ask_for_operations(context);
        needs.ask_for_bodies(context);
        needs
    }

    fn ask_for_pages(&mut self, context: Context<'_>) {
        for pages in context.facts.pagination.all() {
            match pages.way {
                Way::Offset { .. } => self.offset_pages = true,
                Way::Page { .. } => self.numbered_pages = true,
                Way::Cursor { .. } => self.cursor_pages = true,
                Way::Url { .. } | Way::Link => self.linked_pages = true,
            }
        }
    }

    fn ask_for_schemas(&mut self, context: Context<'_>) {
        let decodes = |test: fn(&SchemaKind) -> bool| is_decoded(context, test);
        let has_format = |wanted| context.has_format(|format| format == wanted);
        self.dates = decodes(|kind| is_text(kind, TextFormat::DateTime))
            || decodes(|kind| is_text(kind, TextFormat::Date));
        self.octets = has_format(TextFormat::Byte);
        self.passwords = has_format(TextFormat::Password);
        self.uuids = decodes(|kind| is_text(kind, TextFormat::Uuid));
        self.presence = decodes(|kind| match kind {
            SchemaKind::Object(object) => !object.properties.is_empty(),
            _ => false,
        });
        self.unions = needs_one_of(context);
        self.text = self.dates
            || self.octets
            || self.uuids
            || decodes(|kind| lists(kind, EnumerationType::Text));
        self.wire = self.dates
            || self.uuids
            || decodes(|kind| lists(kind, EnumerationType::Integer))
            || decodes(|kind| match kind {
                SchemaKind::Integer(_) => true,
                SchemaKind::Number(number) => number.single,
                _ => false,
            });
    }

    fn ask_for_rules(&mut self, context: Context<'_>) {
        let rule = |test: fn(&Rule) -> bool| context.facts.checks.all_rules().any(test);
        let engine = |test: fn(&Engine) -> bool| {
            let mut rules = context.facts.checks.all_rules();
            rules.any(|rule| match rule {
                Rule::Pattern(pattern) | Rule::MemberPattern { pattern, .. } => {
                    test(&pattern.engine)
                }
                _ => false,
            })
        };
        self.checks = rule(|_| true) || self.check_answers;
        let kind = |test: fn(&SchemaKind) -> bool| {
            let mut schemas = context.api.schemas.iter();
            schemas.any(|(_, schema)| test(&schema.kind))
        };
        self.positions = kind(|kind| matches!(kind, SchemaKind::Tuple(_)));
        self.patterned = kind(|kind| match kind {
            SchemaKind::Object(object) => !object.patterns.is_empty(),
            _ => false,
        });
        self.subschema = rule(|rule| matches!(rule, Rule::Applied(_)));
        self.excluded = rule(is_excluding);
        self.listed = needs_list(context) || self.excluded;
        self.format = rule(|rule| matches!(rule, Rule::Format(_)));
        self.unique = rule(|rule| matches!(rule, Rule::UniqueItems));
        self.backtracking = engine(|engine| matches!(engine, Engine::Backtracking(_)));
        self.pattern = engine(|engine| matches!(engine, Engine::Linear(_)));
    }

    fn ask_for_credentials(&mut self, context: Context<'_>) {
        let is_asked_for = |name: &str| {
            let mut requirements = context.served().flat_map(|(_, it)| &it.security);
            requirements.any(|all| all.needs(name))
        };
        let scheme = |test: fn(&SecurityKind) -> bool| {
            let mut schemes = context.api.security_schemes.iter();
            schemes.any(|scheme| test(&scheme.kind) && is_asked_for(&scheme.name))
        };
        self.api_key = scheme(|kind| matches!(kind, SecurityKind::ApiKey { .. }));
        self.basic = scheme(|kind| matches!(kind, SecurityKind::Basic));
        self.bearer = scheme(SecurityKind::is_token);
        self.http_credential = scheme(|kind| matches!(kind, SecurityKind::Http { .. }));
        self.guards = !context.facts.access.is_open();
        let is_there = |test: fn(&SecurityKind) -> bool| {
            let mut schemes = context.api.security_schemes.iter();
            schemes.any(|scheme| test(&scheme.kind))
        };
        self.client_credentials = is_there(|kind| kind.client_credentials().is_some());
        self.refresh_token = is_there(|kind| kind.refresh_token().is_some());
    }

    /// What served operations need, and every client; after what credentials need.
    fn ask_for_operations(&mut self, context: Context<'_>) {
        let has_client = context.config.parts.contains(Part::Client);
        let parameter = |test: &dyn Fn(OperationId, usize, &Parameter) -> bool| {
            context.served().any(|(id, operation)| {
                let mut parameters = operation.parameters.iter().enumerate();
                parameters.any(|(position, it)| test(id, position, it))
            })
        };
        let place = |location| parameter(&|_, _, it| it.location == location);
        let operation =
            |test: &dyn Fn(&Operation) -> bool| context.served().any(|(_, it)| test(it));
        self.has_server = context.config.parts.contains(Part::Server);
        self.body = operation(&|operation| operation.body.is_some());
        let answered = |test: fn(Framing) -> bool| {
            let outcomes = context
                .served()
                .filter_map(|(id, _)| context.facts.outcomes.get(id));
            let mut shapes = outcomes.flat_map(|outcome| &outcome.shapes);
            shapes.any(|shape| is_sequence(context, *shape, test))
        };
        self.answered_items = answered(|_| true);
        self.answered_events = answered(Framing::is_events);
        let taken = |test: fn(Taken) -> bool| {
            let bodies = context.served().filter_map(|(_, it)| it.body.as_ref());
            let mut contents = bodies.flat_map(|body| &body.contents);
            contents.any(|content| test(Taken::of(content)))
        };
        self.json_bodies = taken(|it| matches!(it, Taken::Json(_)));
        self.form_bodies = taken(|it| matches!(it, Taken::Form(_)));
        self.text_bodies = taken(|it| matches!(it, Taken::Text(_)));
        self.byte_streams = taken(|it| it == Taken::Bytes);
        self.value_streams = taken(|it| matches!(it, Taken::Sequence(..)));
        self.taken_events = taken(|it| matches!(it, Taken::Events(..)));
        self.taken_parts = taken(Taken::is_of_parts);
        let routes = &context.facts.routes;
        let is_shared = |id| routes.get(id).is_some_and(|route| route.is_shared);
        self.shared_routes = context.served().any(|(id, _)| is_shared(id));
        self.header = place(ParameterLocation::Header) || operation(&has_part_headers);
        self.path = place(ParameterLocation::Path);
        self.pairs = place(ParameterLocation::Query)
            || place(ParameterLocation::Cookie)
            || context.config.server.strict_query == Some(true);
        self.parts = parameter(&|id, position, _| has_parts(context, (id, position)));
        self.violation = operation(&|operation| is_body_checked(context, operation))
            || parameter(&|id, position, it| {
                is_checked_in_parts(context, (id, position), it.schema)
            });
        self.json = has_client || self.json_bodies || self.items();
        self.style = has_client || self.outlines();
        self.secret = has_client || self.credentials();
    }

    /// What the client needs to write and read bodies.
    fn ask_for_bodies(&mut self, context: Context<'_>) {
        let operations = &context.api.operations;
        let bodies = || operations.iter().filter_map(|it| it.body.as_ref());
        let sent = |test: fn(&Format) -> bool| {
            bodies()
                .flat_map(|it| &it.contents)
                .any(|it| test(&it.format))
        };
        let outcomes = &context.facts.outcomes;
        let alternatives = outcomes.choices.iter().flat_map(|it| &it.alternatives);
        let shapes: Vec<BodyShape> = outcomes
            .all()
            .flat_map(|outcome| outcome.shapes.iter().copied())
            .chain(alternatives.map(|it| it.shape))
            .collect();
        let read = |test: fn(&BodyShape) -> bool| shapes.iter().any(test);
        let is_sequence =
            |it: &Format| matches!(it, Format::Sequence { framing, .. } if !framing.is_events());
        let is_form = |it: &Parameter| matches!(it.style, Style::Urlencoded | Style::FormText);
        let mut parameters = operations.iter().flat_map(|it| &it.parameters);
        self.forms = sent(|it| matches!(it, Format::Form { .. })) || parameters.any(is_form);
        self.multipart = sent(|it| matches!(it, Format::Multipart { .. }));
        self.files = self.multipart || sent(|it| matches!(it, Format::Bytes { .. }));
        self.texts =
            sent(|it| matches!(it, Format::Text { .. })) || read(|it| *it == BodyShape::Text);
        self.events = read(|it| match it {
            BodyShape::Sequence(framing, _) => framing.is_events(),
            _ => false,
        });
        self.sent_events =
            sent(|it| matches!(it, Format::Sequence { framing, .. } if framing.is_events()));
        self.sequences = sent(is_sequence) || read(|it| matches!(it, BodyShape::Sequence(..)));
        self.choices = !outcomes.choices.is_empty();
        self.streamed = super::client::has_streamed(context);
        let mut responses = operations.iter().flat_map(|it| &it.responses);
        self.answer_headers = responses.any(|it| !it.headers.is_empty());
    }

    /// Whether headers with texts in quotes are read: each server reads what its callers take.
    fn quotes(&self) -> bool {
        self.answer_headers || self.media_types() || self.texts || self.has_server
    }

    /// Whether it matters which media type a message is of.
    fn media_types(&self) -> bool {
        self.choices || self.sequences || self.body
    }

    /// Whether anything is read that may be an object.
    fn reads_objects(&self) -> bool {
        self.json || self.outlines()
    }

    /// Whether texts become values by what these look like.
    fn outlines(&self) -> bool {
        self.parts || self.form_bodies || self.taken_parts
    }

    /// Whether the server reads texts in any charset.
    fn reads_texts(&self) -> bool {
        self.text_bodies || self.taken_parts
    }

    /// Whether values are taken one after the other.
    fn items(&self) -> bool {
        self.value_streams || self.taken_events
    }

    fn byte_stream(&self) -> bool {
        self.byte_streams || self.items() || self.taken_parts
    }

    fn credentials(&self) -> bool {
        self.api_key || self.basic || self.bearer || self.http_credential
    }

    fn parameters(&self) -> bool {
        self.api_key || self.header || self.path || self.pairs || self.outlines()
    }
}

/// Whether a body is values one after the other, or may be.
fn is_sequence(context: Context<'_>, shape: BodyShape, test: fn(Framing) -> bool) -> bool {
    match shape {
        BodyShape::Sequence(framing, _) => test(framing),
        BodyShape::Choice(id) => {
            let choice = context.facts.outcomes.choice(id);
            let mut alternatives = choice.into_iter().flat_map(|it| &it.alternatives);
            alternatives.any(|it| is_sequence(context, it.shape, test))
        }
        _ => false,
    }
}

fn is_body_checked(context: Context<'_>, operation: &Operation) -> bool {
    let mut contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.any(|content| {
        let is_checked = |schema| context.facts.checks.has(schema);
        match Taken::of(content) {
            taken if taken.is_of_parts() => content.schemas().any(is_checked),
            taken => taken.item().or(taken.checked()).is_some_and(is_checked),
        }
    })
}

/// Whether parts of a body have headers that the document describes.
fn has_part_headers(operation: &Operation) -> bool {
    let mut contents = operation.body.iter().flat_map(|body| &body.contents);
    contents.any(|content| match &content.format {
        Format::Multipart { parts, .. } => parts.iter().any(|part| !part.headers.is_empty()),
        _ => false,
    })
}

/// Whether the server reads a parameter by an outline that has a name.
pub(super) fn needs_outlines(context: Context<'_>) -> bool {
    let outlines = &context.facts.readings.outlines;
    let mut named = outlines
        .iter()
        .filter_map(|(id, _)| context.facts.names.outline(id));
    context.served().next().is_some() && named.next().is_some()
}

/// Whether a parameter is checked as a body is, part by part.
pub(super) fn is_checked_in_parts(
    context: Context<'_>,
    (operation, position): (OperationId, usize),
    schema: SchemaId,
) -> bool {
    has_parts(context, (operation, position)) && context.facts.checks.has(schema)
}

/// Whether a parameter is taken apart by its style.
fn has_parts(context: Context<'_>, (operation, position): (OperationId, usize)) -> bool {
    let reading = context.facts.readings.get(operation, position);
    matches!(reading, Reading::Json | Reading::Outlined(_))
}

/// Whether such a schema is decoded.
fn is_decoded(context: Context<'_>, test: impl Fn(&SchemaKind) -> bool) -> bool {
    let mut schemas = context.api.schemas.iter();
    schemas.any(|(id, schema)| test(&schema.kind) && context.facts.coding.is_decoded(id))
}

fn is_text(kind: &SchemaKind, format: TextFormat) -> bool {
    matches!(kind, SchemaKind::String(text) if text.format == format)
}

fn lists(kind: &SchemaKind, values_type: EnumerationType) -> bool {
    matches!(kind, SchemaKind::Enumeration(listed) if listed.values_type == values_type)
}

/// Whether a union finds out which of its variants a value is, or says so in a member that it adds.
fn needs_one_of(context: Context<'_>) -> bool {
    let mut schemas = context.api.schemas.iter();
    schemas.any(|(id, schema)| {
        let coding = &context.facts.coding;
        let adds = |choice: &Choice| !choice.written_tags.is_empty();
        matches!(schema.kind, SchemaKind::Union(_))
            && (coding.is_decoded(id)
                || coding.is_encoded(id) && context.facts.unions.get(id).is_some_and(adds))
    })
}

/// Whether a rule compares a value with what is excluded, beyond texts with texts.
fn is_excluding(rule: &Rule) -> bool {
    matches!(
        rule,
        Rule::NotListed(_) | Rule::NotRules(_) | Rule::NotSchema(_)
    )
}

/// Whether an enumeration compares its values, or refuses others than those.
fn needs_list(context: Context<'_>) -> bool {
    let mut schemas = context.api.schemas.iter();
    schemas.any(|(id, schema)| match &schema.kind {
        SchemaKind::Enumeration(listed) => {
            listed.values_type == EnumerationType::Mixed || context.is_closed_enum(id)
        }
        _ => false,
    })
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
