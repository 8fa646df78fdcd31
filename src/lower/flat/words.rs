//! What is said of the values of an `enum`.

use indexmap::IndexMap;

use crate::ir::Json;

/// What the document says about one value of an `enum`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::lower) struct EnumerationWords {
    pub name: Option<String>,
    pub description: Option<String>,
}

/// What the lists beside `enum` say about its values: `x-enum-varnames` (also `x-enumNames`) and `x-enum-descriptions`.
pub fn enumeration_words(
    values: &[Json],
    extensions: &IndexMap<String, Json>,
) -> Vec<(Json, EnumerationWords)> {
    let list = |keys: &[&str]| keys.iter().find_map(|key| extensions.get(*key));
    let names = list(&["x-enum-varnames", "x-enumNames"]);
    let descriptions = list(&["x-enum-descriptions", "x-enumDescriptions"]);
    if names.is_none() && descriptions.is_none() {
        return Vec::new();
    }
    let words = values.iter().enumerate().map(|(position, value)| {
        let words = EnumerationWords {
            name: word(names, position, value),
            description: word(descriptions, position, value),
        };
        (value.clone(), words)
    });
    words.collect()
}

/// What a list says of its nth value, or an object of the value as a key; documents write both.
fn word(words: Option<&Json>, position: usize, value: &Json) -> Option<String> {
    let word = match words? {
        Json::Array(list) => list.get(position)?,
        Json::Object(by_value) => match value {
            Json::String(text) => by_value.get(text)?,
            other => by_value.get(&other.to_string())?,
        },
        _ => return None,
    };
    word.as_str().map(ToOwned::to_owned)
}
