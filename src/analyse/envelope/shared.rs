//! The object that the error responses of an API share.

use std::cmp::Reverse;

use indexmap::IndexMap;

use crate::ir::{Api, Content, Format, Operation, Response, SchemaId, SchemaKind, StatusPattern};

/// What most error responses hold.
#[derive(Debug)]
pub(super) struct Shared {
    pub schema: SchemaId,
    /// What most of them send it as.
    pub media_type: String,
}

/// The objects that error responses have in JSON, most common ones first; of equally common ones the one met first. Those that are
/// less than half as common as the first are no objects that error responses share.
pub(super) fn find(api: &Api) -> Vec<Shared> {
    by_frequency(&counts(api, |operation, response| {
        response.status.is_error() && operation.is_of_api()
    }))
}

/// What most operations have for requests that are at fault: with 422, or with 400 where they do not have that.
pub(super) fn of_invalid_requests(api: &Api) -> Option<Shared> {
    let counts = counts(api, |operation, response| {
        let status = operation.invalid_statuses().first().copied();
        let status = status.map(StatusPattern::Code);
        operation.is_of_api() && status == Some(response.status)
    });
    by_frequency(&counts).into_iter().next()
}

fn by_frequency(counts: &IndexMap<SchemaId, IndexMap<&str, usize>>) -> Vec<Shared> {
    let total = |media_types: &IndexMap<&str, usize>| media_types.values().sum::<usize>();
    let mut shared: Vec<(usize, Shared)> = counts
        .iter()
        .map(|(schema, media_types)| {
            let shared = Shared {
                schema: *schema,
                media_type: most_common(media_types),
            };
            (total(media_types), shared)
        })
        .collect();
    shared.sort_by_key(|(count, _)| Reverse(*count));
    let most = shared.first().map_or(0, |(count, _)| *count);
    let common = shared.into_iter().filter(|(count, _)| count * 2 >= most);
    common.map(|(_, shared)| shared).collect()
}

/// What error responses mostly send an object as.
pub(super) fn media_type(api: &Api, schema: SchemaId) -> String {
    let counts = counts(api, |operation, response| {
        response.status.is_error() && operation.is_of_api()
    });
    let of_schema = counts.get(&schema);
    of_schema.map_or_else(|| "application/json".to_owned(), most_common)
}

fn most_common(media_types: &IndexMap<&str, usize>) -> String {
    let mut sent = media_types.iter().rev();
    // No message can be of a range.
    let of_one_kind = sent.clone().filter(|(name, _)| !name.contains('*'));
    let most = of_one_kind.max_by_key(|(_, count)| **count);
    let most = most.or_else(|| sent.next());
    let name = most.map_or("application/json", |(name, _)| *name);
    if name.contains('*') {
        "application/json".to_owned()
    } else {
        name.to_owned()
    }
}

/// The objects in such responses, with how many have them as which media type.
fn counts(
    api: &Api,
    is_meant: impl Fn(&Operation, &Response) -> bool,
) -> IndexMap<SchemaId, IndexMap<&str, usize>> {
    let operations = api.operations.iter();
    let responses = operations.flat_map(|operation| {
        let responses = operation.responses.iter();
        responses.filter(|response| is_meant(operation, response))
    });
    let mut counts: IndexMap<SchemaId, IndexMap<&str, usize>> = IndexMap::new();
    for content in responses.flat_map(|response| &response.contents) {
        if let Some(schema) = object(api, content) {
            let media_types = counts.entry(schema).or_default();
            *media_types.entry(&content.media_type).or_default() += 1;
        }
    }
    counts
}

fn object(api: &Api, content: &Content) -> Option<SchemaId> {
    let Format::Json(schema) = content.format else {
        return None;
    };
    let (id, resolved) = api.schemas.resolve(schema);
    matches!(resolved.kind, SchemaKind::Object(_)).then_some(id)
}
