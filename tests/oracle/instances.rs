//! Instances of a schema, and what is nearly one: a walk over the schema in which proptest draws every value.

use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Number, Value, json};

use super::formats;

/// How deep a value may be at most before everything that need not be there is left out.
const DEPTH: usize = 5;

/// How deep a value goes of which each one requires another: it has to end somewhere, though not as the schema wants it.
const DEEPEST: usize = 50;

/// How many values may be within one before everything that need not be there is left out.
const SIZE: usize = 60;

/// How many mutants of one value are taken at most.
const MUTANTS: usize = 2000;

/// How much of what may be there is there.
#[derive(Clone, Copy, PartialEq)]
pub enum Amount {
    /// Everything, once.
    Full,
    /// As it comes.
    Some,
}

/// Makes the instances of the schemas of a document.
pub struct Maker<'a> {
    pub definitions: &'a Map<String, Value>,
    runner: TestRunner,
    amount: Amount,
    /// How many values there are in the one that is being made.
    size: usize,
}

/// A part of a value, changed on purpose.
pub struct Mutant {
    /// The keyword that it is about.
    pub aim: String,
    pub value: Value,
}

impl<'a> Maker<'a> {
    /// The same instances in every run.
    pub fn new(definitions: &'a Map<String, Value>) -> Self {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, b"oasmith: the same at every run..");
        Self {
            definitions,
            runner: TestRunner::new_with_rng(Config::default(), rng),
            amount: Amount::Some,
            size: 0,
        }
    }

    fn draw<T>(&mut self, strategy: impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.runner).unwrap().current()
    }

    fn one_of<T: Clone + std::fmt::Debug + 'static>(&mut self, list: Vec<T>) -> T {
        self.draw(select(list))
    }

    /// A value of a schema, as far as a walk can tell.
    pub fn value(&mut self, schema: &Value, amount: Amount) -> Value {
        self.amount = amount;
        self.size = 0;
        self.walk(schema, 0)
    }

    /// One of the ways to change a value so that it is just not, or just still, an instance.
    pub fn any_mutant(&mut self, schema: &Value, value: &Value) -> Option<Mutant> {
        let mut all = self.mutants(schema, value);
        if all.is_empty() {
            return None;
        }
        let chosen = self.draw(0..all.len());
        Some(all.swap_remove(chosen))
    }

    /// The schema with everything that is beside or behind it in one object: references are followed, of several schemas
    /// that the value may be of, one is chosen.
    fn flat(
        &mut self,
        schema: &Value,
        fitting: Option<&Value>,
        depth: usize,
    ) -> Map<String, Value> {
        let mut flat = Map::new();
        let Value::Object(schema) = schema else {
            return flat;
        };
        if depth > 20 {
            return flat;
        }
        if let Some(Value::String(reference)) = schema.get("$ref") {
            let target = self.definition(reference);
            return self.flat(&target, fitting, depth + 1);
        }
        for (keyword, value) in schema {
            if !matches!(keyword.as_str(), "allOf" | "oneOf" | "anyOf") {
                flat.insert(keyword.clone(), value.clone());
            }
        }
        for part in parts(schema, "allOf") {
            let part = self.flat(part, fitting, depth + 1);
            merge(&mut flat, part);
        }
        for several in ["oneOf", "anyOf"] {
            let parts = parts(schema, several);
            if let Some(chosen) = self.choose(parts, fitting) {
                let part = self.flat(&chosen, fitting, depth + 1);
                merge(&mut flat, part);
            }
        }
        flat
    }

    /// A part that fits a value, or any.
    fn choose(&mut self, parts: &[Value], fitting: Option<&Value>) -> Option<Value> {
        if parts.is_empty() {
            return None;
        }
        let fits = |part: &&Value| {
            fitting.is_some_and(|value| super::compare::is_valid(part, self.definitions, value))
        };
        if let Some(part) = parts.iter().find(fits) {
            return Some(part.clone());
        }
        // The first is seldom the one that leads back here.
        let few = if self.size > SIZE { &parts[..1] } else { parts };
        Some(self.one_of(few.to_vec()))
    }

    fn definition(&self, reference: &str) -> Value {
        let name = reference.trim_start_matches("#/$defs/");
        self.definitions[name].clone()
    }

    /// A value; the deeper it stands and the more there are, the less is in it.
    fn walk(&mut self, schema: &Value, depth: usize) -> Value {
        self.size += 1;
        let depth = if self.size > SIZE {
            depth.max(DEPTH)
        } else {
            depth
        };
        let flat = self.flat(schema, None, 0);
        self.walk_flat(&flat, depth)
    }

    fn walk_flat(&mut self, flat: &Map<String, Value>, depth: usize) -> Value {
        let shown = parts(flat, "examples");
        if !shown.is_empty() && self.draw(0..3) == 0 {
            return self.one_of(shown.to_vec());
        }
        if let Some(constant) = flat.get("const") {
            return constant.clone();
        }
        let listed = parts(flat, "enum");
        if !listed.is_empty() {
            return self.one_of(listed.to_vec());
        }
        match self.kind(flat, depth).as_str() {
            "null" => Value::Null,
            "boolean" => Value::Bool(self.draw(any::<bool>())),
            "integer" => self.integer(flat),
            "number" => self.number(flat),
            "string" => Value::String(self.text(flat)),
            "array" => self.array(flat, depth),
            "object" => self.object(flat, depth),
            _ => self.anything(),
        }
    }

    /// The JSON type of a value, said by the schema or to be guessed from it.
    fn kind(&mut self, flat: &Map<String, Value>, depth: usize) -> String {
        match flat.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds))
                if kinds.len() > 1 && (depth >= DEPTH || self.draw(0..4) == 0) =>
            {
                text_of(&kinds[kinds.len() - 1])
            }
            Some(Value::Array(kinds)) if !kinds.is_empty() => text_of(&kinds[0]),
            _ => guess(flat).to_owned(),
        }
    }

    fn anything(&mut self) -> Value {
        let some = vec![
            json!(null),
            json!(true),
            json!(7),
            json!(2.5),
            json!("text"),
            json!([1, "a"]),
            json!({"a": {"b": []}}),
        ];
        self.one_of(some)
    }

    fn integer(&mut self, flat: &Map<String, Value>) -> Value {
        let (least, most) = ends(flat, 1.0);
        let step = flat
            .get("multipleOf")
            .and_then(Value::as_f64)
            .unwrap_or(1.0)
            .max(1.0);
        let (low, high) = ((least / step).ceil(), (most / step).floor());
        let drawn = if low <= high {
            self.draw(low as i128..=high as i128)
        } else {
            0
        };
        let drawn = drawn * step as i128;
        let edges: Vec<i128> = [least, most]
            .into_iter()
            .filter(|end| end.fract() == 0.0)
            .map(|end| end as i128)
            .collect();
        let exact = match self.draw(0..3) {
            0 if step == 1.0 && !edges.is_empty() => self.one_of(edges),
            _ => drawn,
        };
        number(exact)
    }

    fn number(&mut self, flat: &Map<String, Value>) -> Value {
        let (least, most) = ends(flat, 0.25);
        if let Some(step) = flat.get("multipleOf").and_then(Value::as_f64) {
            let times = (least / step).ceil().max(-1000.0) as i64
                ..=(most / step).floor().min(1000.0) as i64;
            let times = if times.is_empty() {
                0
            } else {
                self.draw(times)
            };
            return json!(times as f64 * step);
        }
        let (low, high) = (least.max(-1.0e6), most.min(1.0e6));
        // Quarters are exact in 32 bits, too.
        let quarters = (low * 4.0).ceil() as i64..=(high * 4.0).floor() as i64;
        let drawn = if quarters.is_empty() {
            low
        } else {
            self.draw(quarters) as f64 / 4.0
        };
        match (self.draw(0..4), drawn.fract() == 0.0) {
            (0, true) => json!(drawn as i64),
            _ => json!(drawn),
        }
    }

    fn text(&mut self, flat: &Map<String, Value>) -> String {
        let least = size(flat, "minLength").unwrap_or(0);
        let most = size(flat, "maxLength").unwrap_or(least + 12).max(least);
        if let Some(format) = flat.get("format").and_then(Value::as_str)
            && let Some(texts) = formats::valid(format)
        {
            return self.one_of(texts.iter().map(|text| (*text).to_owned()).collect());
        }
        if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
            let bare = pattern.trim_start_matches('^').trim_end_matches('$');
            let Ok(strategy) = proptest::string::string_regex(bare) else {
                let shown: Vec<String> = parts(flat, "examples").iter().map(text_of).collect();
                return if shown.is_empty() {
                    "abc1".to_owned()
                } else {
                    self.one_of(shown)
                };
            };
            let mut drawn = self.draw(strategy);
            for _ in 0..20 {
                if (least..=most).contains(&drawn.chars().count()) {
                    break;
                }
                drawn = self.draw(proptest::string::string_regex(bare).unwrap());
            }
            return drawn;
        }
        let length = self.draw(least..=most.min(least + 30));
        let character = prop_oneof![
            4 => proptest::char::range('a', 'z'),
            1 => select(vec!['é', '\u{1f980}', '"', '\\', ' ', '\n', '0', 'Z']),
        ];
        self.draw(proptest::collection::vec(character, length))
            .into_iter()
            .collect()
    }

    fn array(&mut self, flat: &Map<String, Value>, depth: usize) -> Value {
        let least = size(flat, "minItems").unwrap_or(0);
        let prefix = parts(flat, "prefixItems");
        let many = least.max(prefix.len()) + 3;
        let most = size(flat, "maxItems").unwrap_or(many).max(least);
        let most = if depth >= DEPTH {
            least
        } else {
            most.min(many)
        };
        let length = match self.amount {
            Amount::Full => most.min(least.max(prefix.len()).max(1)),
            Amount::Some => self.draw(least..=most),
        };
        let ends = ["items", "unevaluatedItems"]
            .iter()
            .any(|keyword| flat.get(*keyword) == Some(&Value::Bool(false)));
        let length = if ends {
            length.min(prefix.len())
        } else {
            length
        };
        let items = flat.get("items").cloned().unwrap_or(Value::Bool(true));
        let unique = flat.get("uniqueItems") == Some(&Value::Bool(true));
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..length * 8 {
            if list.len() == length {
                break;
            }
            let schema = prefix.get(list.len()).unwrap_or(&items);
            let item = self.walk(schema, depth + 1);
            if !(unique && list.contains(&item)) {
                list.push(item);
            }
        }
        if let Some(contained) = flat.get("contains") {
            let least = size(flat, "minContains").unwrap_or(1);
            list.extend((0..least).map(|_| self.walk(contained, depth + 1)));
        }
        Value::Array(list)
    }

    fn object(&mut self, flat: &Map<String, Value>, depth: usize) -> Value {
        let required: Vec<String> = parts(flat, "required").iter().map(text_of).collect();
        let mut object = Map::new();
        let none = Map::new();
        let properties = flat
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&none);
        let most = size(flat, "maxProperties").unwrap_or(usize::MAX);
        for (name, property) in properties {
            if property.get("x-stays").is_some() {
                continue;
            }
            let may = depth < DEPTH
                && object.len() < most
                && (self.amount == Amount::Full || self.draw(any::<bool>()));
            let must = depth < DEEPEST && required.contains(name);
            if must || may {
                object.insert(name.clone(), self.walk(property, depth + 1));
            }
        }
        for name in required {
            if !object.contains_key(&name) {
                object.insert(name, self.anything());
            }
        }
        self.patterned(flat, depth, &mut object);
        self.others(flat, depth, &mut object);
        Value::Object(object)
    }

    /// Members whose names match a pattern.
    fn patterned(
        &mut self,
        flat: &Map<String, Value>,
        depth: usize,
        object: &mut Map<String, Value>,
    ) {
        let patterns = flat.get("patternProperties").and_then(Value::as_object);
        for (pattern, schema) in patterns.into_iter().flatten() {
            let name = self.text(&Map::from_iter([("pattern".to_owned(), json!(pattern))]));
            let may = depth < DEPTH && (self.amount == Amount::Full || self.draw(any::<bool>()));
            if may && !object.contains_key(&name) {
                let value = self.walk(schema, depth + 1);
                object.insert(name, value);
            }
        }
    }

    /// Members that the document does not name.
    fn others(&mut self, flat: &Map<String, Value>, depth: usize, object: &mut Map<String, Value>) {
        let least = size(flat, "minProperties").unwrap_or(0);
        let most = size(flat, "maxProperties").unwrap_or(usize::MAX);
        let values = match flat.get("additionalProperties") {
            Some(Value::Bool(false)) => return,
            Some(values) => values.clone(),
            None if flat.contains_key("properties") && object.len() >= least => return,
            None => Value::Bool(true),
        };
        let extra = if depth >= DEPTH {
            0
        } else {
            self.draw(0..3_usize)
        };
        for key in ["other", "type", "", "with space", "größe", "k6", "k7"] {
            let wanted = object.len() < least
                || ["other", "type", ""]
                    .iter()
                    .take(extra)
                    .any(|taken| *taken == key);
            if wanted && object.len() < most && !object.contains_key(key) {
                let value = if values == Value::Bool(true) {
                    self.anything()
                } else {
                    self.walk(&values, depth + 1)
                };
                object.insert(key.to_owned(), value);
            }
        }
    }

    /// Every way to change a value.
    pub fn mutants(&mut self, schema: &Value, value: &Value) -> Vec<Mutant> {
        let mut found = Vec::new();
        self.collect(schema, value, 0, &mut found);
        // The same number from everywhere.
        let step = found.len().div_ceil(MUTANTS).max(1);
        found.into_iter().step_by(step).collect()
    }

    fn collect(&mut self, schema: &Value, value: &Value, depth: usize, found: &mut Vec<Mutant>) {
        let flat = self.flat(schema, Some(value), 0);
        self.own(&flat, value, found);
        if depth > DEPTH {
            return;
        }
        match value {
            Value::Array(items) => {
                let others = flat.get("items").cloned().unwrap_or(Value::Bool(true));
                let prefix = parts(&flat, "prefixItems");
                for (position, item) in items.iter().enumerate().take(prefix.len() + 3) {
                    let schema = prefix.get(position).unwrap_or(&others).clone();
                    let mut inner = Vec::new();
                    self.collect(&schema, item, depth + 1, &mut inner);
                    found.extend(inner.into_iter().map(|mutant| {
                        let mut items = items.clone();
                        items[position] = mutant.value;
                        Mutant {
                            aim: mutant.aim,
                            value: Value::Array(items),
                        }
                    }));
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let properties = flat.get("properties").and_then(Value::as_object);
                    let named = properties.and_then(|properties| properties.get(name));
                    let named = named.or_else(|| by_pattern(&flat, name));
                    let schema = named
                        .or_else(|| flat.get("additionalProperties"))
                        .cloned()
                        .unwrap_or(Value::Bool(true));
                    let mut inner = Vec::new();
                    self.collect(&schema, member, depth + 1, &mut inner);
                    found.extend(inner.into_iter().map(|mutant| {
                        let mut members = members.clone();
                        members.insert(name.clone(), mutant.value);
                        Mutant {
                            aim: mutant.aim,
                            value: Value::Object(members),
                        }
                    }));
                }
            }
            _ => {}
        }
    }

    /// The ways to change a value that leave its parts alone.
    fn own(&mut self, flat: &Map<String, Value>, value: &Value, found: &mut Vec<Mutant>) {
        let mut add = |aim: &str, value: Value| {
            found.push(Mutant {
                aim: aim.to_owned(),
                value,
            })
        };
        for other in [
            json!(null),
            json!(true),
            json!(7),
            json!(2.5),
            json!("text"),
            json!([]),
            json!({}),
        ] {
            add("type", other);
        }
        if flat.contains_key("enum") {
            for other in ["another", "", "ASC", "Open"] {
                add("enum", json!(other));
            }
            for other in [json!(99), json!(-1), json!(1.5), json!(1.0)] {
                add("enum", other);
            }
        }
        let not = flat.get("not").and_then(|not| not.get("enum"));
        for forbidden in not.and_then(Value::as_array).into_iter().flatten() {
            add("not", forbidden.clone());
        }
        match value {
            Value::Number(_) => numbers(flat, &mut add),
            Value::String(text) => texts(flat, text, &mut add),
            Value::Array(items) => lists(flat, items, &mut add),
            Value::Object(members) => objects(flat, members, &mut add),
            _ => {}
        }
    }
}

fn numbers(flat: &Map<String, Value>, add: &mut impl FnMut(&str, Value)) {
    for bound in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
        let Some(end) = flat.get(bound) else { continue };
        add(bound, end.clone());
        if let Some(end) = exact(end) {
            add(bound, number(end - 1));
            add(bound, number(end + 1));
            if end.abs() < 1 << 50 {
                add(bound, json!(end as f64));
            }
        }
        if let Some(end) = end.as_f64()
            && end.abs() < 1.0e6
        {
            add(bound, json!(end - 0.25));
            add(bound, json!(end + 0.25));
        }
    }
    if let Some(step) = flat.get("multipleOf").and_then(Value::as_f64) {
        for times in [0.0, 0.5, 1.0, 1.5, 3.0, 7.0, -2.0] {
            let product = times * step;
            add(
                "multipleOf",
                if product.fract() == 0.0 {
                    json!(product as i64)
                } else {
                    json!(product)
                },
            );
        }
    }
    for whole in [json!(1.0), json!(0), json!(-1), json!(-1.0), json!(3.0)] {
        add("type", whole);
    }
    for huge in [
        i128::from(i32::MAX) + 1,
        i128::from(i64::MAX),
        i128::from(i64::MAX) + 1,
        i128::from(u64::MAX),
        i128::from(i64::MIN),
        i128::from(u32::MAX) + 1,
    ] {
        add("huge", number(huge));
    }
    for huge in [json!(1e300), json!(-1e300), json!(1.0e19), json!(1e-9)] {
        add("huge", huge);
    }
}

fn texts(flat: &Map<String, Value>, text: &str, add: &mut impl FnMut(&str, Value)) {
    for (bound, by) in [
        ("minLength", -1),
        ("minLength", 0),
        ("maxLength", 0),
        ("maxLength", 1),
    ] {
        if let Some(length) = size(flat, bound).and_then(|length| length.checked_add_signed(by)) {
            // Characters, not bytes and not UTF-16 units.
            for filler in ["a", "é", "\u{1f980}"] {
                let own: String = text.chars().take(length).collect();
                let missing = length - own.chars().count();
                add(bound, json!(own + &filler.repeat(missing)));
                add(bound, json!(filler.repeat(length)));
            }
        }
    }
    if flat.contains_key("pattern") {
        for other in [
            format!(" {text}"),
            format!("{text}\n"),
            format!("{text}!"),
            text.to_uppercase(),
            text.to_lowercase(),
            String::new(),
            "é9 _".to_owned(),
            text.chars().rev().collect(),
        ] {
            add("pattern", json!(other));
        }
    }
    if let Some(format) = flat.get("format").and_then(Value::as_str) {
        let aim = format!("format {format}");
        for other in formats::valid(format)
            .unwrap_or_default()
            .iter()
            .chain(formats::INVALID)
        {
            add(&aim, json!(other));
        }
        add(&aim, json!(format!("{text} ")));
        add(&aim, json!(format!("{text}x")));
    }
    add("type", json!(""));
}

fn lists(flat: &Map<String, Value>, items: &[Value], add: &mut impl FnMut(&str, Value)) {
    let Some(first) = items.first() else { return };
    for (bound, by) in [
        ("minItems", -1),
        ("minItems", 0),
        ("maxItems", 0),
        ("maxItems", 1),
    ] {
        if let Some(length) = size(flat, bound).and_then(|length| length.checked_add_signed(by)) {
            add(bound, items.iter().cycle().take(length).cloned().collect());
        }
    }
    let positions = parts(flat, "prefixItems").len();
    for length in 0..positions + 2 {
        add(
            "prefixItems",
            items.iter().cycle().take(length).cloned().collect(),
        );
    }
    if let Some(contained) = flat.get("contains").and_then(|schema| schema.get("const")) {
        for count in 0..5 {
            let contained = std::iter::repeat_n(contained, count);
            add("contains", items.iter().chain(contained).cloned().collect());
        }
        let others = items.iter().filter(|item| *item != contained);
        add("contains", others.cloned().collect());
    }
    let twice: Value = items.iter().chain([first]).cloned().collect();
    add("uniqueItems", twice);
    if let Some(whole) = first.as_i64().filter(|whole| whole.abs() < 1 << 50) {
        add("uniqueItems", json!([whole, whole as f64]));
    }
}

fn objects(
    flat: &Map<String, Value>,
    members: &Map<String, Value>,
    add: &mut impl FnMut(&str, Value),
) {
    for name in members.keys() {
        let mut fewer = members.clone();
        fewer.remove(name);
        add("required", Value::Object(fewer));
    }
    for (name, value) in [
        ("unheardOf", json!(1)),
        ("unheardOf", json!("text")),
        ("x", json!(null)),
        ("X-Y", json!("2024-02-29")),
        ("none", json!(7)),
    ] {
        let mut more = members.clone();
        more.entry(name).or_insert(value);
        add("additionalProperties", Value::Object(more));
    }
    for (bound, by) in [
        ("minProperties", -1),
        ("minProperties", 0),
        ("maxProperties", 0),
        ("maxProperties", 1),
    ] {
        let Some(wanted) = size(flat, bound).and_then(|size| size.checked_add_signed(by)) else {
            continue;
        };
        let mut changed = members.clone();
        let filler = members.values().next().cloned().unwrap_or(json!(1));
        while changed.len() > wanted {
            let last = changed.keys().next_back().cloned().unwrap();
            changed.remove(&last);
        }
        for position in changed.len()..wanted {
            changed.insert(format!("more{position}"), filler.clone());
        }
        add(bound, Value::Object(changed));
    }
}

/// Two schemas that both hold, as one: the stricter of two values where that can be said.
fn merge(into: &mut Map<String, Value>, part: Map<String, Value>) {
    for (keyword, value) in part {
        let Some(present) = into.get_mut(&keyword) else {
            into.insert(keyword, value);
            continue;
        };
        match (keyword.as_str(), present, value) {
            (
                "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties",
                present,
                value,
            ) if value.as_f64() > present.as_f64() => *present = value,
            (
                "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties",
                present,
                value,
            ) if value.as_f64() < present.as_f64() => *present = value,
            ("properties", Value::Object(present), Value::Object(value)) => {
                for (name, property) in value {
                    let both = present
                        .get(&name)
                        .map(|other| json!({"allOf": [other, property]}));
                    present.insert(name, both.unwrap_or(property));
                }
            }
            ("required" | "examples", Value::Array(present), Value::Array(value)) => {
                present.extend(value)
            }
            ("enum", Value::Array(present), Value::Array(value)) => {
                present.retain(|one| value.contains(one))
            }
            ("type", present, value) => *present = common(present, &value),
            ("items" | "additionalProperties", present, value) => {
                *present = json!({"allOf": [present, value]})
            }
            _ => {}
        }
    }
}

fn common(one: &Value, other: &Value) -> Value {
    let list = |kinds: &Value| {
        kinds
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![kinds.clone()])
    };
    let other = list(other);
    let narrow = |kind: Value| match other.contains(&kind) {
        true => Some(kind),
        false if kind == "number" && other.contains(&json!("integer")) => Some(json!("integer")),
        false if kind == "integer" && other.contains(&json!("number")) => Some(kind),
        false => None,
    };
    Value::Array(list(one).into_iter().filter_map(narrow).collect())
}

/// The JSON type that a schema without `type` is about.
fn guess(flat: &Map<String, Value>) -> &'static str {
    let about = [
        (
            "object",
            &[
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
                "propertyNames",
                "dependentRequired",
                "dependentSchemas",
                "minProperties",
                "maxProperties",
            ][..],
        ),
        (
            "array",
            &[
                "items",
                "prefixItems",
                "contains",
                "minItems",
                "maxItems",
                "uniqueItems",
            ],
        ),
        ("string", &["minLength", "maxLength", "pattern", "format"]),
        (
            "number",
            &[
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
            ],
        ),
    ];
    let said = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
    about
        .iter()
        .find(|(_, keywords)| said(keywords))
        .map_or("", |(kind, _)| kind)
}

/// The schema of the members of a pattern that a name matches.
fn by_pattern<'s>(flat: &'s Map<String, Value>, name: &str) -> Option<&'s Value> {
    let patterns = flat.get("patternProperties")?.as_object()?;
    let matches = |pattern: &str| super::compare::matches(pattern, name);
    let mut matching = patterns.iter().filter(|(pattern, _)| matches(pattern));
    matching.next().map(|(_, schema)| schema)
}

fn parts<'s>(schema: &'s Map<String, Value>, keyword: &str) -> &'s [Value] {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn size(flat: &Map<String, Value>, keyword: &str) -> Option<usize> {
    usize::try_from(flat.get(keyword)?.as_f64()? as i64).ok()
}

/// The ends of a range; what lies beyond an exclusive one by a step is the end.
fn ends(flat: &Map<String, Value>, step: f64) -> (f64, f64) {
    let end = |keyword: &str| flat.get(keyword).and_then(Value::as_f64);
    let low = [
        end("minimum"),
        end("exclusiveMinimum").map(|low| low + step),
    ];
    let high = [
        end("maximum"),
        end("exclusiveMaximum").map(|high| high - step),
    ];
    let low = low.into_iter().flatten().reduce(f64::max);
    let high = high.into_iter().flatten().reduce(f64::min);
    (
        low.unwrap_or(high.unwrap_or(0.0).min(0.0) - 100.0),
        high.unwrap_or(low.unwrap_or(0.0).max(0.0) + 100.0),
    )
}

fn exact(value: &Value) -> Option<i128> {
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
}

/// A number that is exact as far as a JSON number of serde_json can be.
fn number(value: i128) -> Value {
    let small = i64::try_from(value).map(Number::from);
    let large = || u64::try_from(value).map(Number::from);
    small
        .or_else(|_| large())
        .map_or_else(|_| json!(value as f64), Value::Number)
}
