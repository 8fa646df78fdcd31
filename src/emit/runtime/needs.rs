//! What this API has that the files of the runtime are for.

use crate::analyse::{BodyShape, Choice, Engine, Reading, Rule, Way};
use crate::config::Part;
use crate::emit::server::Taken;
use crate::emit::{Context, client, server};
use crate::ir::{
    EnumerationType, Format, Framing, Operation, OperationId, Parameter, ParameterLocation,
    SchemaId, SchemaKind, SecurityKind, Style, TextFormat,
};

/// What the API has that files are needed for.
#[derive(Debug, Default)]
pub struct Needs {
    pub answer_headers: bool,
    pub answered_events: bool,
    pub answered_items: bool,
    pub api_key: bool,
    pub backtracking: bool,
    pub basic: bool,
    pub bearer: bool,
    pub best_fit: bool,
    pub blocking: bool,
    pub byte_streams: bool,
    pub body: bool,
    pub check_answers: bool,
    pub checks: bool,
    pub choices: bool,
    pub client_credentials: bool,
    pub cursor_pages: bool,
    pub dates: bool,
    pub deep: bool,
    pub events: bool,
    pub excluded: bool,
    pub files: bool,
    pub form_bodies: bool,
    pub format: bool,
    pub forms: bool,
    pub guards: bool,
    pub has_server: bool,
    pub header: bool,
    pub http_credential: bool,
    pub in_process: bool,
    pub json: bool,
    pub json_bodies: bool,
    pub linked_pages: bool,
    pub links: bool,
    pub listed: bool,
    pub multipart: bool,
    pub numbered_pages: bool,
    pub octets: bool,
    pub offset_pages: bool,
    pub pages: bool,
    pub pairs: bool,
    pub parts: bool,
    pub passwords: bool,
    pub path: bool,
    pub pattern: bool,
    pub patterned: bool,
    pub positions: bool,
    pub presence: bool,
    pub problem: bool,
    pub refresh_token: bool,
    pub secret: bool,
    pub sent_events: bool,
    pub sequences: bool,
    pub shared_routes: bool,
    pub spans: bool,
    pub streamed: bool,
    pub style: bool,
    pub subschema: bool,
    pub taken_events: bool,
    pub taken_parts: bool,
    pub text: bool,
    pub text_bodies: bool,
    pub texts: bool,
    pub unions: bool,
    pub unique: bool,
    pub uuids: bool,
    pub value_streams: bool,
    pub violation: bool,
    pub wire: bool,
}

impl Needs {
    pub fn of(context: Context<'_>) -> Self {
        let mut needs = Self {
            pages: !context.facts.pagination.is_empty(),
            links: !context.facts.links.is_empty(),
            problem: context.facts.envelope.is_none(),
            blocking: context.has_blocking(),
            deep: context.facts.recursion.has_apart(),
            in_process: context.config.parts.contains(Part::Server),
            check_answers: context.config.parts.contains(Part::Server)
                && server::checks_answers(context),
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
        self.best_fit = tries(context);
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
        self.json = has_client || self.mends();
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
        self.streamed = client::has_streamed(context);
        let mut responses = operations.iter().flat_map(|it| &it.responses);
        self.answer_headers = responses.any(|it| !it.headers.is_empty());
    }

    /// Whether headers with texts in quotes are read: each server reads what its callers take.
    pub fn quotes(&self) -> bool {
        self.answer_headers || self.media_types() || self.texts || self.has_server
    }

    /// Whether it matters which media type a message is of.
    pub fn media_types(&self) -> bool {
        self.choices || self.sequences || self.body
    }

    /// Whether anything is read that may be an object.
    pub fn reads_objects(&self) -> bool {
        self.json
    }

    /// Whether texts become values by what these look like.
    pub fn outlines(&self) -> bool {
        self.parts || self.form_bodies || self.taken_parts
    }

    /// Whether it reads values that have parts, of which all faults are told.
    pub fn mends(&self) -> bool {
        self.json_bodies || self.items() || self.outlines()
    }

    /// Whether the server reads texts in any charset.
    pub fn reads_texts(&self) -> bool {
        self.text_bodies || self.taken_parts
    }

    /// Whether values are taken one after the other.
    pub fn items(&self) -> bool {
        self.value_streams || self.taken_events
    }

    pub fn byte_stream(&self) -> bool {
        self.byte_streams || self.items() || self.taken_parts
    }

    pub fn credentials(&self) -> bool {
        self.api_key || self.basic || self.bearer || self.http_credential
    }

    pub fn parameters(&self) -> bool {
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
pub(in crate::emit) fn needs_outlines(context: Context<'_>) -> bool {
    let outlines = &context.facts.readings.outlines;
    let mut named = outlines
        .iter()
        .filter_map(|(id, _)| context.facts.names.outline(id));
    context.served().next().is_some() && named.next().is_some()
}

/// Whether a parameter is checked as a body is, part by part.
pub(in crate::emit) fn is_checked_in_parts(
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

/// Whether there is a union of which only trying tells which of its variants a value is.
fn tries(context: Context<'_>) -> bool {
    let mut schemas = context.api.schemas.iter();
    schemas.any(|(id, _)| {
        let choice = context.facts.unions.get(id);
        context.facts.coding.is_decoded(id) && choice.is_some_and(Choice::tries)
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
