//! From the IR to what follows from it: names, boxes, derives, and the patterns that an API follows without saying so.
//!
//! Each pass is a file and looks only at the IR and at the passes before it.

mod access;
mod calls;
mod chance;
mod checks;
mod coding;
mod conform;
mod conversions;
mod defaults;
mod depth;
mod derives;
mod envelope;
mod events;
mod examples;
mod exchanges;
mod extent;
mod form_shapes;
mod header_text;
mod idempotency;
mod links;
mod maker;
mod names;
mod outcome;
mod outlines;
mod pagination;
mod parameters;
mod patterned;
mod patterns;
mod received;
mod recursion;
mod routes;
mod samples;
mod selection;
mod servers;
mod serving;
mod shapes;
mod shown;
mod sizes;
mod tables;
mod tag_group;
mod unions;
mod usage;
mod walk;

use conform::Conformance;
#[cfg(feature = "mock")]
pub(crate) use conform::{check, format, unique};
use serde::Serialize;

use crate::config::{Config, Part};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, OperationId};

pub use access::{Access, schemes};
pub use calls::{Call, CallBody, CallValue, Calls};
pub use checks::{Checks, Numeric, Rule};
pub use coding::Coding;
pub use conversions::{Conversion, Conversions};
pub use defaults::{Defaults, PlainValue, PropertyDefault, PropertyDefaults};
pub use derives::Derives;
pub use envelope::{
    Body, Envelope, FaultList, FaultShape, Filled, Filling, KindValues, ListedFaults,
    LocationShape, OwnEnvelopes, Refused,
};
pub use events::json_fields;
pub use examples::Examples;
pub use exchanges::{AnswerCase, Exchange, Exchanges, Talk};
pub use extent::Extent;
pub use form_shapes::{FileShape, FormReading, FormShape, OtherParts, is_always_there, part_style};
pub use header_text::HeaderText;
pub use idempotency::IdempotencyKeys;
pub use links::{Linked, Links, parameter as link_parameter};
pub use names::{
    BodyNames, ByTag, ChoiceNames, FormNames, Names, OneServer, OperationNames, ReceivedNames,
    RustName, SecurityNames, ServerNames, VariableNames,
};
pub use outcome::{ErrorShape, Outcome, Outcomes, SuccessShape};
pub use outlines::{MemberOutlines, Outline, OutlineId, Outlines};
pub use pagination::{More, Pages, Pagination, Path, Source, Way};
pub use parameters::{Reading, Readings};
pub use patterns::{Engine, Pattern};
pub use received::Received;
pub use recursion::{Holding, Recursion};
pub use routes::{Route, Routes, literal, template};
pub use samples::Samples;
pub use selection::{Additions, Closed};
pub use servers::{ServerChoice, ServerChoices};
pub use serving::{QueryNames, base_path, invalid_as, mock_status, success_media_types};
pub use shapes::{Alternative, BodyChoice, BodyShape, ChoiceId};
pub use shown::{Case, Shown, ShownGroup};
pub use sizes::Sizes;
pub use tables::{ObjectTable, OtherMembers, Sign, Table, TableMember, TableObjects, Tables};
pub use tag_group::Group;
pub use unions::{Choice, ObjectChoice, Unions, ValueType};
pub use usage::Usage;

/// What follows from an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The operations by tag.
    pub groups: Vec<Group>,
    /// The webhooks and callbacks.
    #[serde(skip_serializing_if = "Group::is_empty")]
    pub hooks: Group,
    /// The webhooks and callbacks that the server receives.
    #[serde(skip_serializing_if = "Received::is_empty")]
    pub received: Received,
    /// What each operation answers, sorted into successes and errors.
    pub outcomes: Outcomes,
    /// What can be asked next, with what was asked and answered.
    #[serde(skip_serializing_if = "Links::is_empty")]
    pub links: Links,
    /// The name of everything that is emitted.
    pub names: Names,
    /// Which enumerations take no other values than those that are listed.
    #[serde(skip_serializing_if = "Closed::is_empty")]
    pub closed: Closed,
    /// What is written on types and fields because their user wants it.
    #[serde(skip_serializing_if = "Additions::is_empty")]
    pub additions: Additions,
    /// Where a type would hold itself.
    pub recursion: Recursion,
    /// Which way each schema travels.
    pub usage: Usage,
    /// Which types are large.
    pub sizes: Sizes,
    /// How the variant of a union is found.
    pub unions: Unions,
    /// How a shape of requests is made of the one of responses, and the other way round.
    #[serde(skip_serializing_if = "Conversions::is_empty")]
    pub conversions: Conversions,
    /// What each type can derive.
    pub derives: Derives,
    /// Which of serde's traits each type implements.
    #[serde(skip_serializing_if = "Coding::is_whole")]
    pub coding: Coding,
    /// What there is to check of a value beyond its type.
    pub checks: Checks,
    /// The object in which the API reports errors, where all operations share one.
    pub envelope: Option<Envelope>,
    /// The error envelope of requests that are at fault, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope_of_faults: Option<Envelope>,
    /// What operations are refused with that describe something else for it.
    #[serde(skip_serializing_if = "OwnEnvelopes::is_empty")]
    pub own_envelopes: OwnEnvelopes,
    /// Why there is no envelope, where error responses have an object in common.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_envelope: Option<String>,
    /// The operations that answer page by page.
    pub pagination: Pagination,
    /// The headers by which a server knows that it was asked before.
    #[serde(skip_serializing_if = "IdempotencyKeys::is_empty")]
    pub idempotency_keys: IdempotencyKeys,
    /// How the text of each parameter becomes a value.
    #[serde(skip_serializing_if = "Readings::is_empty")]
    pub readings: Readings,
    /// What optional parameters stand for when they are left out.
    pub defaults: Defaults,
    /// What optional properties stand for when they are left out.
    #[serde(skip_serializing_if = "PropertyDefaults::is_empty")]
    pub property_defaults: PropertyDefaults,
    /// What the mock answers with.
    pub examples: Examples,
    /// What the tests decode and encode.
    #[serde(skip_serializing_if = "Shown::is_empty")]
    pub shown: Shown,
    /// A value for each required parameter to show or to test with.
    pub samples: Samples,
    /// What the tests call the operations with.
    #[serde(skip_serializing_if = "Calls::is_empty")]
    pub calls: Calls,
    /// What the tests have client and server tell each other.
    #[serde(skip_serializing_if = "Exchanges::is_empty")]
    pub exchanges: Exchanges,
    /// The choices among servers.
    #[serde(skip_serializing_if = "ServerChoices::is_empty")]
    pub servers: ServerChoices,
    /// Which operations the server can route.
    pub routes: Routes,
    /// By which credentials callers of the server are let in.
    #[serde(skip_serializing_if = "Access::is_open")]
    pub access: Access,
}

impl Facts {
    /// The name of the function of an operation.
    pub fn function(&self, operation: OperationId) -> Option<&str> {
        self.names
            .operation(operation)
            .map(|names| names.function.as_str())
    }
}

/// Works out everything that the emitters need to know.
pub fn analyse(api: &Api, config: &Config, sink: &mut Diagnostics) -> Facts {
    let mut facts = name(api, config, sink);
    facts.closed = selection::close(api, &facts.names, config, sink);
    facts.checks = checks::collect(api, &facts.closed, sink);
    weigh_values(api, config, &mut facts, sink);
    facts.additions = selection::add(api, &facts.names, &facts.recursion, config, sink);
    recognise(api, config, &mut facts, sink);
    facts.conversions = conversions::find(api, &facts.recursion);
    facts.sizes = sizes::measure(api, &facts.recursion);
    facts.defaults = defaults::read(api);
    facts.coding = coding::work_out(
        api,
        config,
        &coding::Askers {
            envelopes: [facts.envelope.as_ref(), facts.envelope_of_faults.as_ref()],
            own_envelopes: &facts.own_envelopes,
            checks: &facts.checks,
            unions: &facts.unions,
            shown: &facts.shown,
            additions: &facts.additions,
            links: &facts.links,
            outcomes: &facts.outcomes,
        },
    );
    facts.shown = for_tests(std::mem::take(&mut facts.shown), config);
    facts
}

/// Sorts what there is, and gives all of it a name.
fn name(api: &Api, config: &Config, sink: &mut Diagnostics) -> Facts {
    let groups = tag_group::group(api);
    let hooks = tag_group::hooks(api, config);
    let received = received::collect(api, &hooks, config);
    let outcomes = outcome::sort(api, sink);
    let links = links::resolve(api, &outcomes, sink);
    let (recursion, (usage, readings)) = rayon::join(
        || recursion::find(api),
        || (usage::trace(api), parameters::work_out(api)),
    );
    let servers = servers::collect(api);
    let routes = routes::check(api, sink);
    let access = access::collect(api, &routes, &received);
    let is_served = |id| routes.has(id) || received.has(id);
    let unions = unions::find(api);
    let tables = Tables {
        api,
        unions: &unions,
        closed: &Closed::default(),
    };
    let described = tables::described(tables, &readings, is_served);
    let names = names::decide(
        api,
        (groups.as_slice(), &hooks, &received, &outcomes),
        (&readings.outlines, &described),
        (&servers, &links, &access),
        config,
        sink,
    );
    Facts {
        groups,
        hooks,
        received,
        outcomes,
        links,
        names,
        recursion,
        usage,
        readings,
        servers,
        routes,
        access,
        unions,
        ..Facts::default()
    }
}

/// Holds the values that the document shows against its schemas, and makes others.
fn weigh_values(api: &Api, config: &Config, facts: &mut Facts, sink: &mut Diagnostics) {
    let conformance = || Conformance::new(api, &facts.checks, &facts.closed);
    let (shown, (samples, examples, property_defaults, derives, idempotency_keys)) = rayon::join(
        || shown::collect(api, &conformance(), config, sink),
        || {
            let conformance = conformance();
            let maker = maker::Maker::new(api, &facts.checks, &conformance);
            let maker = maker.seeded(config.server.mock_seed);
            let maker = config.parts.contains(Part::Mock).then_some(&maker);
            (
                samples::find(api, &facts.checks, &conformance),
                examples::choose(api, &facts.outcomes, &conformance, maker),
                defaults::of_properties(api, &facts.names, &facts.recursion, &conformance),
                derives::work_out(api, &facts.recursion, &facts.closed),
                idempotency::recognise(api, &conformance),
            )
        },
    );
    let calls = match config.tests {
        true => {
            let conformance = conformance();
            let maker = maker::Maker::new(api, &facts.checks, &conformance);
            calls::make_up(api, &facts.outcomes, &maker)
        }
        false => Calls::default(),
    };
    if config.tests && config.parts.contains(Part::Client) && config.parts.contains(Part::Server) {
        let asked = (&facts.outcomes, &facts.routes);
        facts.exchanges = exchanges::make_up(api, asked, &facts.checks, &conformance());
    }
    facts.shown = shown;
    facts.samples = samples;
    facts.examples = examples;
    facts.property_defaults = property_defaults;
    facts.derives = derives;
    facts.idempotency_keys = idempotency_keys;
    facts.calls = calls;
}

/// Recognises what the API does without saying so.
fn recognise(api: &Api, config: &Config, facts: &mut Facts, sink: &mut Diagnostics) {
    let envelope = envelope::recognise(api, &facts.recursion, config, sink);
    facts.envelope = envelope.envelope;
    facts.envelope_of_faults = envelope.of_faults;
    facts.own_envelopes = envelope.own;
    facts.no_envelope = envelope.reason;
    facts.pagination = pagination::recognise(api, &facts.outcomes, config, sink);
}

/// What is shown to the tests, where there are any.
fn for_tests(shown: Shown, config: &Config) -> Shown {
    if config.tests {
        shown
    } else {
        Shown::default()
    }
}
