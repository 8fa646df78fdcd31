//! The Rust type of a schema.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::tokens::{ident, parsed};
use crate::ir::{EnumerationType, IntegerFormat, Own, SchemaId, SchemaKind, TextFormat};

/// How the module that is written names the module of the types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypePath {
    /// It is the module of the types.
    Here,
    /// It imports the module: `types::DatasetActivityPage`.
    Imported,
}

impl TypePath {
    fn tokens(self) -> TokenStream {
        match self {
            Self::Here => TokenStream::new(),
            Self::Imported => quote!(types::),
        }
    }
}

impl Context<'_> {
    /// The type of a schema, without the `Option` that null asks for.
    ///
    /// ```text
    /// Vec<DatasetActivityEvent>
    /// ```
    pub(super) fn rust_type(&self, id: SchemaId, path: TypePath) -> TokenStream {
        if let Some(name) = self.facts.names.type_name(id) {
            let name = ident(name);
            let path = path.tokens();
            return quote!(#path #name);
        }
        self.structural_type(id, path)
    }

    /// The type that a schema has apart from any name of its own.
    pub(super) fn structural_type(&self, id: SchemaId, path: TypePath) -> TokenStream {
        match &self.api.schemas.get(id).kind {
            SchemaKind::Alias(target) => self.rust_type(*target, path),
            SchemaKind::Boolean => quote!(bool),
            SchemaKind::Integer(integer) => integer_type(integer.format),
            SchemaKind::Number(number) if number.single => quote!(f32),
            SchemaKind::Number(_) => quote!(f64),
            SchemaKind::String(text) => text_type(text.format, path),
            SchemaKind::Array(array) => {
                let item = self.value_type(array.items, path);
                quote!(Vec<#item>)
            }
            SchemaKind::Map(map) => {
                let value = self.value_type(map.values, path);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            SchemaKind::Own(own) => own_type(own),
            // Objects, tuples, enumerations and unions have names, so these are the schemas that allow anything.
            SchemaKind::Any
            | SchemaKind::Opaque
            | SchemaKind::Object(_)
            | SchemaKind::Tuple(_)
            | SchemaKind::Enumeration(_)
            | SchemaKind::Union(_) => quote!(serde_json::Value),
        }
    }

    /// The type of a value that is always there: `Option` where it may be null.
    pub(super) fn value_type(&self, id: SchemaId, path: TypePath) -> TokenStream {
        let inner = self.rust_type(id, path);
        if self.holds_null(id) {
            quote!(Option<#inner>)
        } else {
            inner
        }
    }

    /// Whether null needs an `Option`; `serde_json::Value` has a null of its own.
    pub(super) fn holds_null(&self, id: SchemaId) -> bool {
        self.api.schemas.is_nullable(id) && !self.is_any(id)
    }

    /// Whether a schema becomes `serde_json::Value`.
    pub(super) fn is_any(&self, id: SchemaId) -> bool {
        matches!(
            self.api.schemas.resolve(id).1.kind,
            SchemaKind::Any | SchemaKind::Opaque
        )
    }

    /// Whether a schema becomes `String`, for which arguments take anything that can be turned into one.
    pub(super) fn is_plain_string(&self, id: SchemaId) -> bool {
        let (_, schema) = self.api.schemas.resolve(id);
        matches!(&schema.kind, SchemaKind::String(text) if text.format.is_held_as_text())
    }

    /// Whether JSON writes the values as strings.
    pub(super) fn is_text(&self, id: SchemaId) -> bool {
        self.api.schemas.is_text(id)
    }

    /// Whether serde by itself would read the type from other texts of JSON than the document allows: what the values are
    /// in the end, below lists and maps, is read by `support::wire` then.
    pub(super) fn is_read_by_wire(&self, id: SchemaId) -> bool {
        if self.facts.recursion.is_newtype(id) {
            return false;
        }
        match &self.api.schemas.get(id).kind {
            SchemaKind::Alias(target) => self.is_read_by_wire(*target),
            SchemaKind::Array(array) => self.is_read_by_wire(array.items),
            SchemaKind::Map(map) => self.is_read_by_wire(map.values),
            SchemaKind::Integer(_) => true,
            SchemaKind::Number(number) => number.single,
            SchemaKind::String(text) => matches!(
                text.format,
                TextFormat::Uuid | TextFormat::DateTime | TextFormat::Date
            ),
            SchemaKind::Any
            | SchemaKind::Opaque
            | SchemaKind::Boolean
            | SchemaKind::Object(_)
            | SchemaKind::Tuple(_)
            | SchemaKind::Enumeration(_)
            | SchemaKind::Union(_)
            | SchemaKind::Own(_) => false,
        }
    }

    /// Whether a value is a date with a time, or a list of such.
    pub(super) fn holds_time(&self, id: SchemaId) -> bool {
        match self.api.schemas.resolve(id).1.kind.described() {
            SchemaKind::Array(array) => {
                let (_, item) = self.api.schemas.resolve(array.items);
                is_time(item.kind.described())
            }
            kind => is_time(kind),
        }
    }

    /// Whether an enumeration takes no other values than those that are listed; none does unless its user says so.
    pub(super) fn is_closed_enum(&self, id: SchemaId) -> bool {
        self.facts.closed.has(id)
    }

    /// Whether an enumeration is `Copy`: no value of it is kept in what is not.
    pub(super) fn is_copied_enum(&self, id: SchemaId) -> bool {
        let kind = &self.api.schemas.get(id).kind;
        let is_integer = matches!(
            kind,
            SchemaKind::Enumeration(listed) if listed.values_type == EnumerationType::Integer
        );
        is_integer || self.is_closed_enum(id)
    }

    /// The one value that a schema has.
    ///
    /// ```text
    /// PetKind::Dog
    /// ```
    pub(super) fn constant(&self, id: SchemaId, path: TypePath) -> Option<TokenStream> {
        let (id, schema) = self.api.schemas.resolve(id);
        let SchemaKind::Enumeration(listed) = &schema.kind else {
            return None;
        };
        let name = self.rust_type(id, path);
        match self.facts.names.variants(id) {
            [only] if listed.is_constant() => {
                let only = ident(only);
                Some(quote!(#name::#only))
            }
            _ => None,
        }
    }
}

fn is_time(kind: &SchemaKind) -> bool {
    matches!(kind, SchemaKind::String(text) if text.format == TextFormat::DateTime)
}

pub(super) fn integer_type(format: IntegerFormat) -> TokenStream {
    match format {
        IntegerFormat::Int32 => quote!(i32),
        IntegerFormat::Int64 => quote!(i64),
        IntegerFormat::Uint32 => quote!(u32),
        IntegerFormat::Uint64 => quote!(u64),
    }
}

/// A type of the user's own.
///
/// ```text
/// crate::my::Pet
/// ```
fn own_type(own: &Own) -> TokenStream {
    // What is met inside such a type is never named.
    let named = own.rust_type.as_ref();
    named.map_or_else(|| quote!(serde_json::Value), |named| parsed(named.as_str()))
}

/// What a text of a format is held as.
fn text_type(format: TextFormat, path: TypePath) -> TokenStream {
    let support = match path {
        TypePath::Here => quote!(super::support),
        TypePath::Imported => quote!(types),
    };
    match format {
        TextFormat::Uuid => quote!(uuid::Uuid),
        TextFormat::DateTime => quote!(chrono::DateTime<chrono::Utc>),
        TextFormat::Date => quote!(chrono::NaiveDate),
        TextFormat::Ipv4 => quote!(std::net::Ipv4Addr),
        TextFormat::Ipv6 => quote!(std::net::Ipv6Addr),
        TextFormat::Byte => quote!(#support::octets::Base64),
        TextFormat::Password => quote!(#support::secret::Secret),
        TextFormat::Plain
        | TextFormat::Time
        | TextFormat::Duration
        | TextFormat::Binary
        | TextFormat::Uri
        | TextFormat::UriReference
        | TextFormat::Email
        | TextFormat::Hostname => quote!(String),
    }
}
