//! Schemas: from all keywords of a schema to the kind that says the same.

use openapiv3::Schema;

use super::assertion::says_nothing;
use super::excluded::excluded_groups;
use super::flat::{Flat, JsonType, Place, Target};
use super::object::name_by_pattern;
use super::{Lowering, component_name, component_pointer};
use crate::diagnostic::{Code, Diagnostic, Pointer};
use crate::document::keywords;
use crate::ir::{Array, Json, Origin, SchemaId, SchemaKind};

impl<'a> Lowering<'a> {
    /// Lowers everything under `components/schemas`. Each gets its id before any is read, so that they can refer to each
    /// other in any order.
    pub(super) fn component_schemas(&mut self) {
        let components = self.components;
        let root = Pointer::root().join("components").join("schemas");
        for name in components.schemas.keys() {
            let origin = Origin {
                pointer: root.join(name),
                component: Some(name.clone()),
            };
            let id = self.schemas.reserve(origin);
            self.named.insert(name, id);
        }
        self.children = self.find_children();
        for (name, place) in &components.schemas {
            if let Some(&id) = self.named.get(name.as_str()) {
                let origin = Origin {
                    pointer: root.join(name),
                    component: Some(name.clone()),
                };
                self.fill(id, origin, &[Place::new(root.join(name), place)]);
            }
        }
    }

    /// The schema that a reference names, as a place; `None` where there is none, which the stage before has reported.
    pub(super) fn component(&self, reference: &str) -> Option<Place<'a>> {
        let name = component_name(reference, "schemas")?;
        let place = self.components.schemas.get(&name)?;
        Some(Place::new(component_pointer(reference)?, place))
    }

    /// Lowers an inline schema that stands there.
    pub(super) fn schema(
        &mut self,
        pointer: Pointer,
        place: &'a openapiv3::ReferenceOr<Schema>,
    ) -> SchemaId {
        self.places(&[Place::new(pointer, place)])
    }

    /// The schema that all these places together describe; usually there is one.
    pub(super) fn places(&mut self, places: &[Place<'a>]) -> SchemaId {
        if let [
            Place {
                target: Target::Reference(reference),
                ..
            },
        ] = places
            && let Some(id) = self.reference(reference)
        {
            return id;
        }
        let only = match places {
            [
                Place {
                    target: Target::Schema(schema),
                    ..
                },
            ] => Some(std::ptr::from_ref::<Schema>(schema)),
            _ => None,
        };
        if let Some(&id) = only.and_then(|schema| self.inline.get(&schema)) {
            return id;
        }
        let pointer = places.first().map(|place| place.pointer.clone());
        let origin = Origin {
            pointer: pointer.unwrap_or_default(),
            component: None,
        };
        let id = self.schemas.reserve(origin.clone());
        if let Some(schema) = only {
            self.inline.insert(schema, id);
        }
        self.fill(id, origin, places);
        id
    }

    /// The component that a reference names, as the components have it.
    pub(super) fn component_key(&self, reference: &str) -> Option<&'a str> {
        let name = component_name(reference, "schemas")?;
        self.named.get_key_value(name.as_str()).map(|(key, _)| *key)
    }

    fn reference(&self, reference: &str) -> Option<SchemaId> {
        let name = component_name(reference, "schemas")?;
        self.named.get(name.as_str()).copied()
    }

    /// Reads the schema that the places describe into a reserved id.
    fn fill(&mut self, id: SchemaId, origin: Origin, places: &[Place<'a>]) {
        let owner = origin
            .component
            .as_deref()
            .and_then(|name| self.named.get_key_value(name))
            .map(|(name, _)| *name);
        let within = std::mem::replace(&mut self.within, owner.into_iter().collect());
        let nesting = std::mem::take(&mut self.nesting);
        self.fill_within(id, origin, places);
        self.within = within;
        self.nesting = nesting;
    }

    fn fill_within(&mut self, id: SchemaId, origin: Origin, places: &[Place<'a>]) {
        let (flat, alias) = match places {
            [
                Place {
                    target: Target::Reference(reference),
                    ..
                },
            ] => (Flat::default(), self.reference(reference)),
            [
                Place {
                    target: Target::Schema(schema),
                    pointer,
                },
            ] => self.read(schema, pointer),
            several => (self.merge_places(several, &mut self.within.clone()), None),
        };
        match alias {
            Some(target) => self.set(id, origin, flat, SchemaKind::Alias(target)),
            None => self.fill_flat(id, origin, flat),
        }
    }

    /// Reads a schema whose parts are merged into a reserved id.
    pub(super) fn fill_flat(&mut self, id: SchemaId, origin: Origin, mut flat: Flat<'a>) {
        if !self.room.take(&flat, self.sink) {
            return self.set(id, origin, Flat::default(), SchemaKind::Opaque);
        }
        let component = origin.component.as_deref();
        let component = component.and_then(|name| self.named.get_key_value(name));
        let inherited = match component {
            Some((&name, _)) if flat.alternatives.is_empty() => self.inherited(name, &flat),
            _ => None,
        };
        let kind = match inherited {
            Some(union) => {
                // What all subtypes exclude is said by each of them.
                flat.excluded.clear();
                flat.applied.clear();
                flat.dependent_required.clear();
                union
            }
            None => self.kind(&mut flat),
        };
        if kind == SchemaKind::Any {
            self.report_untyped(&flat);
            if !says_nothing(&flat) {
                self.loose.insert(id);
            }
        }
        self.set(id, origin, flat, kind);
    }

    fn set(&mut self, id: SchemaId, origin: Origin, flat: Flat<'a>, kind: SchemaKind) {
        self.report_unchecked(&flat);
        let assertions = self.assertions(&flat);
        let Flat {
            docs,
            access,
            nullable,
            default,
            examples,
            rust_name,
            rust_type,
            ..
        } = flat;
        self.schemas.set(
            id,
            crate::ir::Schema {
                origin,
                docs,
                access,
                nullable,
                default,
                examples,
                rust_name: rust_name.map(ToOwned::to_owned),
                rust_type: rust_type.map(ToOwned::to_owned),
                assertions,
                kind,
            },
        );
    }

    /// What one schema says, and the schema that it only annotates, if that is all it does: `allOf` with a single
    /// reference is how 3.0 gives a reference a description.
    fn read(&mut self, schema: &'a Schema, pointer: &Pointer) -> (Flat<'a>, Option<SchemaId>) {
        let flat = Flat::new(schema, pointer);
        if let [
            Place {
                target: Target::Reference(reference),
                ..
            },
        ] = flat.parts.as_slice()
            && flat.is_annotation_only()
        {
            let alias = self.reference(reference);
            return (flat, alias);
        }
        (self.merge_parts(flat, &mut self.within.clone()), None)
    }

    pub(super) fn kind(&mut self, flat: &mut Flat<'a>) -> SchemaKind {
        if flat.is_faulty {
            return SchemaKind::Opaque;
        }
        // Without a type, a list of values says by itself whether null is one of them.
        let lists_null = |values: &Vec<Json>| values.iter().any(Json::is_null);
        flat.nullable |=
            flat.json_type.is_none() && flat.enumeration.as_ref().is_some_and(lists_null);
        if let Some(values) = flat.enumeration.clone()
            && let Some(kind) = Self::enumeration(flat, &values)
        {
            return kind;
        }
        excluded_groups(flat);
        self.open_where_unclear(flat);
        name_by_pattern(flat);
        match flat.json_type {
            _ if !flat.alternatives.is_empty() => self.alternatives(flat),
            Some(JsonType::Boolean) => SchemaKind::Boolean,
            Some(JsonType::Integer) => self.integer(flat),
            Some(JsonType::Number) => self.number(flat),
            Some(JsonType::String) => self.text(flat),
            Some(JsonType::Array) => self.array(flat),
            Some(JsonType::Object) => self.object(flat),
            // What only objects or only arrays can have tells the type where the document forgot to.
            None if !flat.properties.is_empty()
                || flat.additional.is_some()
                || !flat.member_patterns.is_empty()
                || !flat.required.is_empty()
                || !flat.required_groups.is_empty() =>
            {
                self.object(flat)
            }
            None if !flat.items.is_empty() || !flat.positions.is_empty() => self.array(flat),
            None => SchemaKind::Any,
        }
    }

    fn array(&mut self, flat: &Flat<'a>) -> SchemaKind {
        if !flat.positions.is_empty()
            && let Some(tuple) = self.tuple(flat)
        {
            return SchemaKind::Tuple(tuple);
        }
        let items = if flat.items.is_empty() {
            self.anything(flat.pointer.join("items"))
        } else {
            self.places(&flat.items)
        };
        SchemaKind::Array(Array {
            items,
            min_items: flat.min_items,
            max_items: flat.max_items,
            unique_items: flat.unique_items,
        })
    }

    /// A schema that stands nowhere and allows everything.
    pub(super) fn anything(&mut self, pointer: Pointer) -> SchemaId {
        self.schemas.reserve(Origin {
            pointer,
            component: None,
        })
    }

    /// Says which keywords have no effect because nothing tells the type that they are about.
    fn report_untyped(&mut self, flat: &Flat<'a>) {
        for keyword in flat.keywords_of_types() {
            let message = format!(
                "`{keyword}` is not checked: there is no `type`, so any value may stand here"
            );
            let place = flat.pointer.join(keyword);
            let fault = Diagnostic::at_key(Code::UncheckedKeyword, &place, message);
            self.report(fault.help("add the `type` that is meant"));
        }
    }

    /// Says which keywords have no effect on the output yet.
    fn report_unchecked(&mut self, flat: &Flat<'a>) {
        for (pointer, keyword) in &flat.unchecked {
            // Of some there is an approximation in the types.
            let message = match keywords::UNCHECKED_KEYWORDS.contains(keyword) {
                true => format!("`{keyword}` is not checked by the output yet"),
                false => format!("`{keyword}` has no effect on the output yet"),
            };
            self.report(Diagnostic::at_key(
                Code::UncheckedKeyword,
                &pointer.join(keyword),
                message,
            ));
        }
    }

    pub(super) fn opaque(&mut self, pointer: &Pointer, reason: &str) -> SchemaKind {
        let message = format!("this schema becomes any JSON value: {reason}");
        self.report(Diagnostic::at(Code::OpaqueSchema, pointer, message));
        SchemaKind::Opaque
    }
}
