//! What is at the end of a path through a body, as an expression in a closure that may give nothing.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyse::{Holding, Path};
use crate::emit::Context;
use crate::emit::holding::taken;
use crate::emit::tokens::ident;
use crate::ir::{SchemaId, SchemaKind};

/// A place in a value, which may be behind an `Option` or two.
pub(super) struct Access {
    /// The place, before those `Option`s of its own.
    place: TokenStream,
    /// How many there are.
    options: usize,
    holding: Holding,
    /// Whether it is a struct around a list.
    pub is_newtype: bool,
}

impl Access {
    /// The end of a path from `page`, which is borrowed.
    pub fn to(context: Context<'_>, root: SchemaId, path: &Path) -> Option<Self> {
        Self::follow(context, (root, Self::page(context, root)), path, false)
    }

    /// The end of a path from the value `start`, which is borrowed; null is not a value of it.
    pub fn from(
        context: Context<'_>,
        root: SchemaId,
        path: &Path,
        start: TokenStream,
    ) -> Option<Self> {
        Self::follow(context, (root, Self::start(start, 0)), path, false)
    }

    /// The end of a path from `page`, which is used up.
    pub fn moving(context: Context<'_>, root: SchemaId, path: &Path) -> Option<Self> {
        Self::follow(context, (root, Self::page(context, root)), path, true)
    }

    /// A page, which may be null.
    fn page(context: Context<'_>, body: SchemaId) -> Self {
        Self::start(quote!(page), usize::from(context.holds_null(body)))
    }

    fn start(place: TokenStream, options: usize) -> Self {
        Self {
            place,
            options,
            holding: Holding::InPlace,
            is_newtype: false,
        }
    }

    fn follow(
        context: Context<'_>,
        (root, start): (SchemaId, Self),
        path: &Path,
        is_moved: bool,
    ) -> Option<Self> {
        let mut schema = root;
        let mut access = start;
        for position in &path.0 {
            let (id, resolved) = context.api.schemas.resolve(schema);
            let SchemaKind::Object(object) = &resolved.kind else {
                return None;
            };
            let field = ident(context.facts.names.fields(id).get(*position)?);
            let (_, property) = object.properties.get_index(*position)?;
            let within = if is_moved {
                taken(access.holding, access.within(&quote!(?)))
            } else {
                access.within(&quote!(.as_ref()?))
            };
            let absent = usize::from(!property.required);
            access = Self {
                place: quote!(#within.#field),
                options: absent + usize::from(context.holds_null(property.schema)),
                holding: context.holding(id, property.schema),
                is_newtype: false,
            };
            schema = property.schema;
        }
        let end = context.api.schemas.resolve(schema).0;
        access.is_newtype = context.facts.recursion.is_newtype(end);
        Some(access)
    }

    /// The place without its `Option`s, each taken off by `inside`.
    fn within(&self, inside: &TokenStream) -> TokenStream {
        let place = &self.place;
        let inside = std::iter::repeat_n(inside, self.options);
        quote!(#place #(#inside)*)
    }

    /// Whether it is behind an `Option` that may stay.
    pub fn is_optional(&self) -> bool {
        self.options > 0 && !self.is_newtype && self.holding == Holding::InPlace
    }

    /// The value in its last `Option`.
    pub fn optional(&self) -> TokenStream {
        let place = &self.place;
        let inside = std::iter::repeat_n(quote!(?), self.options.saturating_sub(1));
        quote!(#place #(#inside)*)
    }

    /// The value, taken out.
    pub fn whole(&self) -> TokenStream {
        let value = taken(self.holding, self.within(&quote!(?)));
        let inner = self.is_newtype.then(|| quote!(.0));
        quote!(#value #inner)
    }

    /// The value where it is, for a method.
    pub fn place(&self) -> TokenStream {
        let place = self.within(&quote!(.as_ref()?));
        let inner = self.is_newtype.then(|| quote!(.0));
        quote!(#place #inner)
    }

    /// The value, which is `Copy`.
    pub fn copied(&self) -> TokenStream {
        self.within(&quote!(?))
    }

    /// A reference to the value.
    pub fn borrowed(&self) -> TokenStream {
        let place = self.place();
        if self.options == 0 {
            quote!(&#place)
        } else {
            place
        }
    }
}
