//! What JSON there is for the types that requests hold, as tables.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::outlines;
use crate::analyse::{
    ObjectTable, OtherMembers, OutlineId, Sign, Table, TableMember, TableObjects,
};
use crate::emit::tokens::{ident, json_type};
use crate::emit::{Context, imports};
use crate::ir::SchemaId;

/// ```text
/// /// The objects of `Pet`.
/// pub static PET: Objects = Objects::Members {
///     named: &[Member { name: "name", required: true, schema: Schema::TEXT }],
///     others: Others::Unsaid,
/// };
/// ```
pub(in crate::emit) fn module(context: Context<'_>) -> TokenStream {
    let tables = context.tables();
    let items = context.facts.names.tables().filter_map(|(id, name)| {
        let table = tables.objects(id)?;
        let value = objects(context, &table);
        let type_name = context.facts.names.type_name(id)?;
        let described = context.doc_lines(&[format!("The objects of `{}`.", type_name.unraw())]);
        let name = ident(name);
        Some(quote! {
            #described
            pub static #name: Objects = #value;
        })
    });
    let items: TokenStream = items.collect();
    let mentioned = imports::identifiers(&items);
    let used = ["Member", "Objects", "Others", "Schema", "Sign"].into_iter();
    let used: Vec<Ident> = used
        .filter(|name| mentioned.contains(*name))
        .map(|name| format_ident!("{name}"))
        .collect();
    // Types stand in the support code, since unions tell their variants apart by them.
    let types = mentioned.contains("Type").then(|| {
        quote!(
            use super::super::support::json_type::Type;
        )
    });
    let used = match used.as_slice() {
        [only] => quote!(use super::schema::#only;),
        several => quote!(use super::schema::{#(#several),*};),
    };
    quote! {
        #types
        #used
        #items
    }
}

/// What is known of the values of a schema, where a value is read.
///
/// ```text
/// Schema::of(&schemas::PET)
/// ```
pub(super) fn reference(context: Context<'_>, schema: SchemaId) -> TokenStream {
    let writing = Writing {
        context,
        is_static: false,
    };
    writing.table(&context.tables().of(schema))
}

/// How a value is written, and what is known of it.
///
/// ```text
/// assembly::Written { outline: &outlines::PET, schema: schema::Schema::of(&schemas::PET) }
/// ```
pub(super) fn written(
    context: Context<'_>,
    outline: Option<OutlineId>,
    schema: SchemaId,
) -> TokenStream {
    let outline = outline.map(|outline| outlines::reference(context, outline));
    let outline = outline.unwrap_or_else(|| quote!(&outline::ANYTHING));
    let schema = reference(context, schema);
    quote!(assembly::Written { outline: #outline, schema: #schema })
}

fn objects(context: Context<'_>, table: &ObjectTable<'_>) -> TokenStream {
    let writing = Writing {
        context,
        is_static: true,
    };
    match table {
        ObjectTable::Members(named, others) => {
            let named = named.iter().map(|member| writing.member(member));
            let others = writing.others(others);
            quote!(Objects::Members { named: &[#(#named),*], others: #others })
        }
        ObjectTable::Alternatives(alternatives) => {
            let alternatives = alternatives.iter().map(|(sign, objects)| {
                let (sign, objects) = (self::sign(*sign), writing.objects(objects));
                quote!((#sign, #objects))
            });
            quote!(Objects::Alternatives(&[#(#alternatives),*]))
        }
    }
}

/// ```text
/// Sign::Text("kind", "cat")
/// ```
fn sign(sign: Sign<'_>) -> TokenStream {
    match sign {
        Sign::Text(name, text) => quote!(Sign::Text(#name, #text)),
        Sign::NoText(name) => quote!(Sign::NoText(#name)),
        Sign::Has(name) => quote!(Sign::Has(#name)),
        Sign::Type(name, of) => {
            let of = json_type(of);
            quote!(Sign::Type(#name, Type::#of))
        }
        Sign::None => quote!(Sign::None),
    }
}

/// How tables are written.
struct Writing<'a> {
    context: Context<'a>,
    /// Whether in a static of the module of all tables, where what is referred to is there as long as the process is.
    is_static: bool,
}

impl Writing<'_> {
    /// What stands before the names of what tables are made of.
    fn of(&self) -> Option<TokenStream> {
        (!self.is_static).then(|| quote!(schema::))
    }

    /// ```text
    /// const { &schema::Schema::of(&schemas::USER) }
    /// ```
    fn refer(&self, value: &TokenStream) -> TokenStream {
        match self.is_static {
            true => quote!(&#value),
            false => quote!(const { &#value }),
        }
    }

    /// ```text
    /// Member { name: "owner", required: false, schema: Schema::of(&USER).or_null() }
    /// ```
    fn member(&self, member: &TableMember<'_>) -> TokenStream {
        let (name, required) = (member.name, member.required);
        let schema = self.table(&member.table);
        quote!(Member { name: #name, required: #required, schema: #schema })
    }

    fn others(&self, others: &OtherMembers) -> TokenStream {
        let of = self.of();
        match others {
            OtherMembers::Unsaid => quote!(#of Others::Unsaid),
            OtherMembers::Refused => quote!(#of Others::Refused),
            OtherMembers::Of(table) => {
                let schema = self.table(table);
                quote!(#of Others::Of(#schema))
            }
        }
    }

    /// ```text
    /// Schema::of(&USER).or_null()
    /// ```
    fn table(&self, table: &Table) -> TokenStream {
        let of = self.of();
        if table.anything {
            return quote!(#of Schema::ANYTHING);
        }
        match self.of_one_type(table) {
            Some(simple) if table.null => quote!(#simple.or_null()),
            Some(simple) => simple,
            None => self.literal(table),
        }
    }

    /// The same where all values but null are of one JSON type.
    fn of_one_type(&self, table: &Table) -> Option<TokenStream> {
        let of = self.of();
        let types = (table.number, table.boolean, &table.items, &table.objects);
        Some(match (table.text.as_deref(), types) {
            (Some(text), (false, false, None, None)) => self.texts(text),
            (None, (true, false, None, None)) => quote!(#of Schema::NUMBER),
            (None, (false, true, None, None)) => quote!(#of Schema::BOOLEAN),
            (None, (false, false, Some(items), None)) if table.positions.is_empty() => {
                let items = self.refer(&self.table(items));
                quote!(#of Schema::list(#items))
            }
            (None, (false, false, None, Some(objects))) => {
                let objects = self.objects(objects);
                quote!(#of Schema::of(#objects))
            }
            _ => return None,
        })
    }

    /// ```text
    /// Schema { text: Some(""), null: true, ..Schema::NOTHING }
    /// ```
    fn literal(&self, table: &Table) -> TokenStream {
        let of = self.of();
        let text = table.text.as_ref().map(|text| quote!(text: Some(#text),));
        let flags = [
            (table.number, quote!(number: true,)),
            (table.boolean, quote!(boolean: true,)),
            (table.null, quote!(null: true,)),
        ];
        let flags = flags.into_iter().filter(|(is_set, _)| *is_set);
        let flags = flags.map(|(_, flag)| flag);
        let items = table.items.as_ref().map(|items| {
            let items = self.refer(&self.table(items));
            quote!(items: Some(#items),)
        });
        let positions = (!table.positions.is_empty()).then(|| {
            let positions = table.positions.iter().map(|it| self.table(it));
            let positions = self.refer(&quote!([#(#positions),*]));
            quote!(positions: #positions,)
        });
        let objects = table.objects.as_ref().map(|objects| {
            let objects = self.objects(objects);
            quote!(objects: Some(#objects),)
        });
        quote!(#of Schema { #text #(#flags)* #items #positions #objects ..#of Schema::NOTHING })
    }

    /// ```text
    /// Schema::like("1970-01-01")
    /// ```
    fn texts(&self, text: &str) -> TokenStream {
        let of = self.of();
        match text {
            "" => quote!(#of Schema::TEXT),
            text => quote!(#of Schema::like(#text)),
        }
    }

    fn objects(&self, objects: &TableObjects) -> TokenStream {
        let of = self.of();
        match objects {
            TableObjects::Anything => quote!(&#of Objects::Alternatives(&[])),
            TableObjects::Of(id) => match self.context.facts.names.table(*id).map(ident) {
                Some(name) if self.is_static => quote!(&#name),
                Some(name) => quote!(&schemas::#name),
                None => quote!(&#of Objects::Alternatives(&[])),
            },
            TableObjects::Map(values) => {
                let values = self.table(values);
                self.refer(&quote! {
                    #of Objects::Members { named: &[], others: #of Others::Of(#values) }
                })
            }
        }
    }
}
