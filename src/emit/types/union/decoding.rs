//! Which variant a value is read into.

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Variant;
use crate::analyse::{Choice, ObjectChoice, ValueType};
use crate::emit::Context;
use crate::emit::rule;
use crate::emit::tokens::json_type;
use crate::ir::{Additional, SchemaKind};

/// How the enum of a union is decoded.
#[derive(Clone, Copy)]
pub(super) struct Decoding<'a> {
    pub context: Context<'a>,
    pub variants: &'a [Variant],
}

impl<'a> Decoding<'a> {
    /// The methods that say which variants there are for each kind of value.
    pub fn methods(self, choice: &Choice) -> TokenStream {
        let null = self.any().map(|name| {
            quote! {
                fn null() -> Self {
                    Self::#name(serde_json::Value::Null)
                }
            }
        });
        let booleans = self.scalar(&choice.booleans, &Self::boolean).map(|read| {
            quote! {
                fn boolean(value: bool) -> Option<Self> {
                    #read
                }
            }
        });
        let numbers = self.scalar(&choice.numbers, &Self::number).map(|read| {
            quote! {
                fn number(value: &serde_json::Number) -> Option<Self> {
                    #read
                }
            }
        });
        let texts = self.scalar(&choice.texts, &Self::text).map(|read| {
            quote! {
                fn text(value: &str) -> Option<Self> {
                    #read
                }
            }
        });
        let lists = self.lists(&choice.lists);
        let objects = self.objects(&choice.objects);
        quote!(#null #booleans #numbers #texts #lists #objects)
    }

    /// The variant that takes any value.
    fn any(self) -> Option<&'a Ident> {
        let schemas = &self.context.api.schemas;
        let variant = self.variants.iter().find(|variant| {
            let kind = &schemas.resolve(variant.schema).1.kind;
            matches!(kind, SchemaKind::Any | SchemaKind::Opaque)
        });
        variant.map(|variant| &variant.name)
    }

    /// Reads a scalar as the first of the variants that takes it.
    ///
    /// ```text
    /// one_of::read_text(value).map(Self::Uuid).or_else(|| one_of::read_text(value).map(Self::Text))
    /// ```
    fn scalar(
        self,
        positions: &[usize],
        read: &dyn Fn(Self, &Variant) -> TokenStream,
    ) -> Option<TokenStream> {
        let variants: Vec<&Variant> = self.at(positions).collect();
        let last = variants.len().checked_sub(1)?;
        let attempts = variants.iter().enumerate().map(|(index, variant)| {
            let read = read(self, variant);
            let wrap = variant.wrap();
            let known = (index < last)
                .then(|| self.unknown_of(variant))
                .flatten()
                .map(|unknown| quote!(.filter(|read| !matches!(read, #unknown(_)))));
            quote!(#read #known.map(#wrap))
        });
        attempts.reduce(|first, next| quote!(#first.or_else(|| #next)))
    }

    /// The variant with which an enum that is tried first keeps what it does not know.
    fn unknown_of(self, variant: &Variant) -> Option<TokenStream> {
        let bare = &variant.bare;
        let (id, schema) = self.context.api.schemas.resolve(variant.schema);
        match &schema.kind {
            SchemaKind::Enumeration(_) if self.context.is_closed_enum(id) => None,
            SchemaKind::Enumeration(listed) if !listed.allows_others => {
                Some(quote!(#bare::Unknown))
            }
            SchemaKind::Union(_) => Some(quote!(#bare::Unknown)),
            _ => None,
        }
    }

    fn boolean(self, variant: &Variant) -> TokenStream {
        self.read(variant, &quote!(read_boolean))
    }

    fn number(self, variant: &Variant) -> TokenStream {
        match self.context.api.schemas.resolve(variant.schema).1.kind {
            SchemaKind::Integer(_) => quote!(one_of::whole(value)),
            _ => self.read(variant, &quote!(read_number)),
        }
    }

    fn text(self, variant: &Variant) -> TokenStream {
        if self.context.is_read_by_wire(variant.schema) {
            return quote!(one_of::text_by(value, wire::read));
        }
        self.read(variant, &quote!(read_text))
    }

    /// An enum of which the unknown is refused has to be named; of others the variant says the type.
    fn read(self, variant: &Variant, function: &TokenStream) -> TokenStream {
        let bare = &variant.bare;
        match self.unknown_of(variant) {
            Some(_) => quote!(one_of::#function::<#bare>(value)),
            None => quote!(one_of::#function(value)),
        }
    }

    fn lists(self, positions: &[usize]) -> Option<TokenStream> {
        let body = match positions {
            [] => return None,
            [only] => {
                let variant = self.at(&[*only]).next()?;
                let wrap = variant.wrap();
                if self.context.is_read_by_wire(variant.schema) {
                    quote!(one_of::list_by(items, wire::read).map(#wrap))
                } else {
                    quote!(one_of::list(items).map(#wrap))
                }
            }
            _ => quote!(best_fit::list(items)),
        };
        let tries = (positions.len() > 1).then(|| self.tries(&quote!(kept_list), positions));
        Some(quote! {
            fn list<'de, A: serde::de::SeqAccess<'de>>(items: A) -> Result<Self, A::Error> {
                #body
            }
            #tries
        })
    }

    fn objects(self, choice: &ObjectChoice) -> Option<TokenStream> {
        let body = match choice {
            ObjectChoice::None => return None,
            ObjectChoice::Only(only) => {
                let variant = self.at(&[*only]).next()?;
                let wrap = variant.wrap();
                if self.context.is_read_by_wire(variant.schema) {
                    quote!(one_of::object_by(members, wire::read).map(#wrap))
                } else {
                    quote!(one_of::object(members).map(#wrap))
                }
            }
            ObjectChoice::Tag {
                property,
                values,
                otherwise,
                unmapped,
            } => self.by_tag(property, values, (*otherwise, *unmapped)),
            ObjectChoice::Presence {
                properties,
                otherwise,
            } => self.by_presence(properties, *otherwise),
            ObjectChoice::PropertyType { property, types } => self.by_type(property, types),
            ObjectChoice::BestFit(_) => quote!(best_fit::object(members)),
        };
        let tries = match choice {
            ObjectChoice::BestFit(positions) => Some(self.tries(&quote!(kept_object), positions)),
            _ => None,
        };
        Some(quote! {
            fn object<'de, A: serde::de::MapAccess<'de>>(members: A) -> Result<Self, A::Error> {
                #body
            }
            #tries
        })
    }

    /// ```text
    /// let (tag, members) = one_of::tagged(members, "petType")?;
    /// match tag.as_deref() {
    ///     Some("cat") => members.read().map(Self::Cat),
    ///     _ => members.read().map(Self::Unknown),
    /// }
    /// ```
    fn by_tag(
        self,
        property: &str,
        values: &IndexMap<String, usize>,
        (otherwise, unmapped): (Option<usize>, Option<usize>),
    ) -> TokenStream {
        let mut by_variant: IndexMap<usize, Vec<&str>> = IndexMap::new();
        for (value, position) in values {
            by_variant.entry(*position).or_default().push(value);
        }
        let arms = by_variant.iter().filter_map(|(position, values)| {
            let variant = self.variants.get(*position)?;
            let wrap = variant.wrap();
            let without = self
                .refuses(variant, property)
                .then(|| quote!(.without(#property)));
            Some(quote!(Some(#(#values)|*) => members #without.read().map(#wrap),))
        });
        let untagged = otherwise
            .filter(|_| otherwise != unmapped)
            .and_then(|position| self.variants.get(position))
            .map(|variant| {
                let wrap = variant.wrap();
                quote!(None => members.read().map(#wrap),)
            });
        let rest = unmapped
            .and_then(|position| self.variants.get(position))
            .map_or_else(|| quote!(Self::Unknown), Variant::wrap);
        quote! {
            let (tag, members) = one_of::tagged(members, #property)?;
            match tag.as_deref() {
                #(#arms)*
                #untagged
                _ => members.read().map(#rest),
            }
        }
    }

    /// Whether a variant takes no member of that name.
    fn refuses(self, variant: &Variant, property: &str) -> bool {
        match &self.context.api.schemas.resolve(variant.schema).1.kind {
            SchemaKind::Object(object) => {
                object.additional == Additional::Forbidden
                    && !object.properties.contains_key(property)
            }
            _ => false,
        }
    }

    /// ```text
    /// let (mark, members) = one_of::marked(members, &["bark", "meow"])?;
    /// match mark {
    ///     Some(0) => members.read().map(Self::Dog),
    ///     Some(1) => members.read().map(Self::Cat),
    ///     _ => members.read().map(Self::Unknown),
    /// }
    /// ```
    fn by_presence(self, properties: &[(String, usize)], otherwise: Option<usize>) -> TokenStream {
        let names = properties.iter().map(|(name, _)| name);
        let arms = (0usize..)
            .zip(properties)
            .filter_map(|(index, (_, position))| {
                let wrap = self.variants.get(*position)?.wrap();
                let index = proc_macro2::Literal::usize_unsuffixed(index);
                Some(quote!(Some(#index) => members.read().map(#wrap),))
            });
        let rest = otherwise
            .and_then(|position| self.variants.get(position))
            .map_or_else(|| quote!(Self::Unknown), Variant::wrap);
        quote! {
            let (mark, members) = one_of::marked(members, &[#(#names),*])?;
            match mark {
                #(#arms)*
                _ => members.read().map(#rest),
            }
        }
    }

    /// ```text
    /// let (value_type, members) = one_of::typed(members, "value")?;
    /// match value_type {
    ///     Some(one_of::Type::Text) => members.read().map(Self::Label),
    ///     _ => members.read().map(Self::Unknown),
    /// }
    /// ```
    fn by_type(self, property: &str, types: &[(ValueType, usize)]) -> TokenStream {
        let arms = types.iter().filter_map(|(value_type, position)| {
            let wrap = self.variants.get(*position)?.wrap();
            let value_type = json_type(*value_type);
            Some(quote!(Some(one_of::Type::#value_type) => members.read().map(#wrap),))
        });
        quote! {
            let (value_type, members) = one_of::typed(members, #property)?;
            match value_type {
                #(#arms)*
                _ => members.read().map(Self::Unknown),
            }
        }
    }

    /// ```text
    /// fn kept_object(value: best_fit::Kept) -> Result<Self, serde_json::Error> {
    ///     best_fit::BestFit::of(value).or(Self::Cat, validate::holds).or(Self::Dog, |_| true).take()
    /// }
    /// ```
    fn tries(self, method: &TokenStream, positions: &[usize]) -> TokenStream {
        let attempts = self.at(positions).map(|variant| {
            let wrap = variant.wrap();
            let rules = rule::holds(self.context, variant.schema);
            if self.context.is_read_by_wire(variant.schema) {
                quote!(.or_by(wire::read, #wrap, #rules))
            } else {
                quote!(.or(#wrap, #rules))
            }
        });
        quote! {
            fn #method(value: best_fit::Kept) -> Result<Self, serde_json::Error> {
                best_fit::BestFit::of(value) #(#attempts)* .take()
            }
        }
    }

    fn at(self, positions: &[usize]) -> impl Iterator<Item = &'a Variant> {
        let variants = self.variants;
        positions
            .iter()
            .filter_map(move |position| variants.get(*position))
    }
}
