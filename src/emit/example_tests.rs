//! The tests of a crate that decode the document's examples and encode them again.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::rust_type::TypePath;
use super::tokens::{fixed as fixed_name, ident};
use super::{imports, manifest, raw_string};
use crate::analyse::{Case, ShownGroup};
use crate::ir::SchemaKind;

/// Whether there is something to test.
pub(super) fn has_tests(context: Context<'_>) -> bool {
    !context.facts.shown.is_empty()
}

/// What all tests need, from the template, and a test for each component and operation that shows a value.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let fixed: TokenStream = include_str!("../../templates/crate/examples_test.rs.in")
        .parse()
        .unwrap_or_default();
    let meaning = meaning(context);
    let counting = counting(context);
    let tests = context
        .facts
        .shown
        .groups()
        .iter()
        .map(|group| test(context, group));
    let tests: TokenStream = tests.collect();
    let name = context.crate_root().unwrap_or_default();
    let name = fixed_name(&name);
    let types = imports::uses(&tests, "types").then(|| quote!(use #name::types;));
    let wire = imports::uses(&tests, "wire").then(|| quote!(use #name::support::wire;));
    quote! {
        #wire
        #types
        #fixed
        #counting
        #meaning
        #tests
    }
}

/// When two numbers that are written differently are the same: `1` and `1.0`. What a number of 32 bits was written as is lost
/// where two decimals of the same length stand for it.
fn counting(context: Context<'_>) -> TokenStream {
    let mut schemas = context.api.schemas.iter();
    let has_singles = schemas
        .any(|(_, schema)| matches!(&schema.kind, SchemaKind::Number(number) if number.single));
    let value = if has_singles {
        quote!(number.as_f64().map(|value| value as f32))
    } else {
        quote!(number.as_f64())
    };
    quote! {
        #[doc = " Whether two numbers are two ways to write the same."]
        fn counts_same(left: &Number, right: &Number) -> bool {
            let value = |number: &Number| #value;
            value(left) == value(right)
        }
    }
}

/// When two texts that differ mean the same: an instant in two zones, a UUID in capitals.
fn meaning(context: Context<'_>) -> TokenStream {
    let instants = manifest::has_runtime(context, ["support", "dates"]).then(|| {
        quote! {
            let instant = |text| chrono::DateTime::parse_from_rfc3339(text).ok();
            if instant(left).is_some_and(|left| Some(left) == instant(right)) {
                return true;
            }
        }
    });
    quote! {
        #[doc = " Whether two texts are two ways to write the same."]
        fn means_same(left: &str, right: &str) -> bool {
            #instants
            let address = |text: &str| text.parse::<std::net::IpAddr>().ok();
            if address(left).is_some_and(|left| Some(left) == address(right)) {
                return true;
            }
            let is_uuid = |text: &str| text.len() == 36 && text.split('-').count() == 5;
            is_uuid(left) && left.eq_ignore_ascii_case(right)
        }
    }
}

/// ```text
/// #[test]
/// fn pet() -> Result<(), Box<dyn Error>> {
///     round_trip::<types::Pet>("/components/schemas/Pet/example", r#"{"name":"Rex"}"#, None)?;
///     Ok(())
/// }
/// ```
fn test(context: Context<'_>, group: &ShownGroup) -> TokenStream {
    let name = ident(&group.name);
    let cases = group.cases.iter().map(|case| self::case(context, case));
    quote! {
        #[test]
        fn #name() -> Result<(), Box<dyn Error>> {
            #(#cases)*
            Ok(())
        }
    }
}

fn case(context: Context<'_>, case: &Case) -> TokenStream {
    let place = case.pointer.as_str();
    let held = context.value_type(case.schema, TypePath::Imported);
    let held = match context.is_read_by_wire(case.schema) {
        true => quote!(wire::Whole<#held>),
        false => held,
    };
    let value = raw_string::literal(&case.value.to_string());
    let described = if case.kept == case.value {
        quote!(None)
    } else {
        let kept = raw_string::literal(&case.kept.to_string());
        quote!(Some(#kept))
    };
    quote!(round_trip::<#held>(#place, #value, #described)?;)
}
