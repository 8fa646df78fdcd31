//! From tokens to text. Nothing else in the house sees `syn` or `prettyplease`.
//!
//! prettyplease writes items without a blank line between them. Where one belongs, the item is given a documentation line
//! that no emitter writes, and that line is emptied once the text stands. So the spacing never has to be guessed from the
//! text, and nothing inside of a literal is touched.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, File, ImplItem, Item, ItemUse, Lit, LitStr, Meta,
    MetaNameValue, TraitItem, UseTree, Visibility,
};

use super::references::used;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::{Code as Emission, DocComments, Emitted, Target};

/// What is written behind the slashes of the line that stands for a blank one. No documentation has control characters, and
/// a literal made by `quote` has them escaped, so no other line is equal to it.
const BLANK: &str = "\u{2}";

/// A module (or another file) in its final text, except for what the layout adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// Where it goes.
    pub target: Target,
    /// The lines of the module's own documentation.
    pub docs: Vec<String>,
    /// What it holds; it ends with a line break unless it is empty.
    pub text: String,
    /// The modules of the support code that it refers to without importing them.
    pub support: Vec<&'static str>,
}

/// Formats what was emitted for one module; its doc comments are taken from those that were kept.
///
/// # Errors
///
/// Tokens that are no Rust file are a fault of an emitter; the diagnostic names the module.
pub fn format(emitted: Emitted, comments: &DocComments) -> Result<Formatted, Diagnostics> {
    let text = match emitted.code {
        Emission::Text(text) => text.into_owned(),
        Emission::Items(items) => {
            format_items(items, comments).map_err(|error| malformed(&emitted.target, &error))?
        }
    };
    Ok(Formatted {
        target: emitted.target,
        docs: emitted.docs,
        support: used(&text, emitted.support),
        text,
    })
}

fn malformed(target: &Target, error: &syn::Error) -> Diagnostics {
    let name = match target {
        Target::Module(module) if module.path.is_empty() => "the root module".to_owned(),
        Target::Module(module) => format!("the module `{}`", module.path.join("::")),
        Target::File(path) => format!("`{path}`"),
    };
    Diagnostic::new(Code::Internal, format!("{name} is not valid Rust: {error}"))
        .help("this is a fault of oasmith; please report it with the document")
        .into()
}

fn format_items(items: Vec<TokenStream>, comments: &DocComments) -> syn::Result<String> {
    let mut file: File = syn::parse2(TokenStream::new())?;
    for tokens in items {
        file.items.extend(syn::parse2::<File>(tokens)?.items);
    }
    space_items(&mut file.items);
    let text = prettyplease::unparse(&file);
    Ok(with_comments(&text, comments))
}

/// Empties the lines that stand for blank ones, and puts the texts of doc comments into their places.
fn with_comments(text: &str, comments: &DocComments) -> String {
    let mut written = String::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive('\n') {
        let code = line.trim_start();
        let comment = code.strip_prefix("///").map(|it| it.trim_end_matches('\n'));
        match comment {
            Some(BLANK) => written.push('\n'),
            Some(comment) if let Some(lines) = comments.take(comment) => {
                let indent = line.get(..line.len() - code.len()).unwrap_or_default();
                for line in lines.split('\n') {
                    written.extend([indent, "///", line, "\n"]);
                }
            }
            _ => written.push_str(line),
        }
    }
    written
}

/// The documentation line that is printed as [`BLANK`].
fn mark() -> Attribute {
    let text = Lit::Str(LitStr::new("\u{2}", Span::call_site()));
    Attribute {
        pound_token: Default::default(),
        style: AttrStyle::Outer,
        bracket_token: Default::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", Span::call_site()).into(),
            eq_token: Default::default(),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: text,
            }),
        }),
    }
}

/// Marks the items of a file or of an inline module that a blank line belongs before, and what is inside of them.
fn space_items(items: &mut [Item]) {
    space(items, item_kind, item_attributes);
    for item in items {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    space_items(items);
                }
            }
            Item::Impl(block) => space(&mut block.items, impl_kind, impl_attributes),
            Item::Trait(block) => space(&mut block.items, trait_kind, trait_attributes),
            _ => {}
        }
    }
}

fn space<T>(
    items: &mut [T],
    kind: impl Fn(&T) -> Kind,
    attributes: impl Fn(&mut T) -> Option<&mut Vec<Attribute>>,
) {
    let mut before = None;
    for item in items {
        let kind = kind(item);
        if let Some(attributes) = attributes(item) {
            let is_import = matches!(kind, Kind::Import(_) | Kind::Export);
            let is_short = is_import || (kind != Kind::Block && attributes.is_empty());
            if before.is_some_and(|before| before != kind || !is_short) {
                attributes.insert(0, mark());
            }
        }
        before = Some(kind);
    }
}

/// What stands together: neighbours of one kind have no blank line between them when they are short, have no attributes
/// and say nothing about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An import from there; always short.
    Import(From),
    /// An import that is exported; always short.
    Export,
    /// A declaration of a module in a file of its own.
    Declaration,
    /// A constant or static.
    Constant,
    /// A type alias or an associated type.
    Alias,
    /// Anything with a body.
    Block,
}

/// Where an import comes from, in the order in which the groups usually stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The standard library.
    Standard,
    /// Another crate.
    Crates,
    /// The modules around.
    Here,
}

fn import_kind(item: &ItemUse) -> Kind {
    if !matches!(item.vis, Visibility::Inherited) {
        return Kind::Export;
    }
    let UseTree::Path(path) = &item.tree else {
        return Kind::Import(From::Crates);
    };
    Kind::Import(match path.ident.to_string().as_str() {
        "std" | "core" | "alloc" => From::Standard,
        "crate" | "self" | "super" => From::Here,
        _ => From::Crates,
    })
}

fn item_kind(item: &Item) -> Kind {
    match item {
        Item::Use(item) => import_kind(item),
        Item::ExternCrate(_) => Kind::Import(From::Crates),
        Item::Mod(module) if module.content.is_none() => Kind::Declaration,
        Item::Const(_) | Item::Static(_) => Kind::Constant,
        Item::Type(_) => Kind::Alias,
        _ => Kind::Block,
    }
}

fn impl_kind(item: &ImplItem) -> Kind {
    match item {
        ImplItem::Const(_) => Kind::Constant,
        ImplItem::Type(_) => Kind::Alias,
        _ => Kind::Block,
    }
}

fn trait_kind(item: &TraitItem) -> Kind {
    match item {
        TraitItem::Const(_) => Kind::Constant,
        TraitItem::Type(_) => Kind::Alias,
        _ => Kind::Block,
    }
}

fn item_attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::ExternCrate(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::ForeignMod(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::TraitAlias(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return None,
    })
}

fn impl_attributes(item: &mut ImplItem) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        ImplItem::Const(item) => &mut item.attrs,
        ImplItem::Fn(item) => &mut item.attrs,
        ImplItem::Type(item) => &mut item.attrs,
        ImplItem::Macro(item) => &mut item.attrs,
        _ => return None,
    })
}

fn trait_attributes(item: &mut TraitItem) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        TraitItem::Const(item) => &mut item.attrs,
        TraitItem::Fn(item) => &mut item.attrs,
        TraitItem::Type(item) => &mut item.attrs,
        TraitItem::Macro(item) => &mut item.attrs,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::emit::Module;

    fn text_of(tokens: TokenStream) -> String {
        format_items(vec![tokens], &DocComments::default()).expect("it is Rust")
    }

    #[test]
    fn items_are_apart_and_imports_together() {
        let text = text_of(quote! {
            use a::B;
            #[cfg(feature = "x")]
            use c::D;
            mod one;
            mod two;
            const X: u8 = 1;
            const Y: u8 = 2;
            #[doc = " Documented."]
            const Z: u8 = 3;
            #[doc = " A pet."]
            #[derive(Debug)]
            pub struct Pet { #[doc = " Its name."] pub name: String, pub age: u8 }
            pub enum Empty {}
        });
        let expected = "use a::B;\n#[cfg(feature = \"x\")]\nuse c::D;\n\nmod one;\nmod two;\n\n\
            const X: u8 = 1;\nconst Y: u8 = 2;\n\n/// Documented.\nconst Z: u8 = 3;\n\n\
            /// A pet.\n#[derive(Debug)]\npub struct Pet {\n    /// Its name.\n    pub name: String,\n    pub age: u8,\n}\n\n\
            pub enum Empty {}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn blocks_are_spaced_inside_and_bodies_are_not() {
        let text = text_of(quote! {
            impl Future for Pet {
                type Output = u8;
                type Other = u8;
                fn a(&self) { let x = 1; struct Inner; fn nested() {} drop(x); }
                fn b(&self) {}
            }
            trait T { const A: u8; fn a(); fn b(); }
            mod inner { fn a() {} fn b() {} }
        });
        let expected = "impl Future for Pet {\n    type Output = u8;\n    type Other = u8;\n\n    fn a(&self) {\n        \
            let x = 1;\n        struct Inner;\n        fn nested() {}\n        drop(x);\n    }\n\n    fn b(&self) {}\n}\n\n\
            trait T {\n    const A: u8;\n\n    fn a();\n\n    fn b();\n}\n\n\
            mod inner {\n    fn a() {}\n\n    fn b() {}\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn literals_keep_their_text() {
        let raw: TokenStream = "const A: &str = r\"one\n    ///\n  two\n\"; fn b() {}"
            .parse()
            .expect("tokens");
        let text = text_of(raw);
        assert!(text.contains("r\"one\n    ///\n  two\n\""), "{text}");
        let mark = "a\n///\u{2}\nb";
        let text = text_of(quote! { const A: &str = #mark; #[doc = ""] fn b() {} });
        assert!(text.contains(r"\u{2}"), "{text}");
        assert!(text.ends_with("///\nfn b() {}\n"), "{text}");
    }

    #[test]
    fn a_line_of_documentation_is_a_line() {
        let comments = DocComments::default();
        let outer = comments.keep(" One.\n\n Two.".to_owned());
        let inner = comments.keep(" Three.".to_owned());
        let items = quote! {
            #[doc = #outer] struct A { #[doc = #inner] a: u8, #[doc = " Four."] b: u8 }
        };
        let text = format_items(vec![items], &comments).expect("it is Rust");
        let expected = "/// One.\n///\n/// Two.\nstruct A {\n    /// Three.\n    a: u8,\n    /// Four.\n    b: u8,\n}\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_no_rust_names_its_module() {
        let emitted = Emitted {
            target: Target::Module(Module {
                path: vec!["client".to_owned(), "pets".to_owned()],
                ..Module::default()
            }),
            docs: Vec::new(),
            code: Emission::Items(vec![quote!(fn struct)]),
            support: &[],
        };
        let fault = format(emitted, &DocComments::default()).expect_err("it is not Rust");
        let fault = fault.iter().next().expect("one fault");
        assert_eq!(fault.code, Code::Internal);
        assert!(
            fault.message.contains("`client::pets`"),
            "{}",
            fault.message
        );
    }
}
