//! Values by chance, the same for the same seed.

use std::cell::Cell;

use serde_json::json;

use crate::ir::{Integer, Json, Number, Text, TextFormat};

/// The longest text, and how far numbers without bounds go from where they begin.
const LONGEST: usize = 12;
const FAR: i128 = 1_000;

/// What stands in texts besides letters: what means something in URLs, forms, headers or JSON, and what takes several bytes.
const SPECIAL: [char; 16] = [
    ' ', '&', '=', '+', '%', ',', ';', '|', '/', '?', '#', '"', '\\', 'é', '漢', '🦀',
];

/// Decisions, one after the other, that a seed makes.
pub(super) struct Chance {
    state: Cell<u64>,
    special: &'static [char],
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self {
            state: Cell::new(seed),
            special: &SPECIAL,
        }
    }

    /// With these characters in texts besides letters.
    pub const fn with_special(mut self, special: &'static [char]) -> Self {
        self.special = special;
        self
    }

    /// The next number of a sequence: splitmix64 (Steele, Lea and Flood, 2014).
    fn next(&self) -> u64 {
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the limit, which is none of 0.
    pub fn below(&self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    pub fn coin(&self) -> bool {
        self.next().is_multiple_of(2)
    }

    /// The values with another one at the front.
    pub fn turned(&self, mut values: Vec<Json>) -> Vec<Json> {
        if !values.is_empty() {
            let front = self.below(values.len());
            values.rotate_left(front);
        }
        values
    }

    /// A whole number within the bounds, a multiple of what it has to be one of.
    pub fn whole(&self, integer: &Integer) -> Option<Json> {
        let bounds = &integer.bounds;
        let least = bounds
            .minimum
            .map(|bound| bound.value.saturating_add(i128::from(bound.exclusive)));
        let most = bounds
            .maximum
            .map(|bound| bound.value.saturating_sub(i128::from(bound.exclusive)));
        let least = least.unwrap_or_else(|| most.map_or(-FAR, |most| most.saturating_sub(FAR)));
        let most = most.unwrap_or_else(|| least.saturating_add(2 * FAR));
        let step = bounds.multiple_of.unwrap_or(1).max(1);
        let first = least
            .div_euclid(step)
            .saturating_add(i128::from(least.rem_euclid(step) > 0));
        let count = most.div_euclid(step).checked_sub(first)?.checked_add(1)?;
        let count = usize::try_from(count.min(2 * FAR))
            .ok()
            .filter(|count| *count > 0)?;
        let chosen = first.saturating_add(i128::try_from(self.below(count)).ok()?);
        serde_json::Number::from_i128(chosen.checked_mul(step)?).map(Json::Number)
    }

    /// A number within the bounds, a multiple of what it has to be one of.
    pub fn number(&self, number: &Number) -> Json {
        let bounds = &number.bounds;
        let step = bounds.multiple_of.unwrap_or(0.25);
        let least = bounds.minimum.map(|bound| bound.value);
        let most = bounds.maximum.map(|bound| bound.value);
        let first = (least
            .or(most.map(|most| most - 100.0 * step))
            .unwrap_or(0.0)
            / step)
            .ceil();
        // No more than can be counted.
        let steps = u32::try_from(self.below(100)).unwrap_or(0);
        json!((first + f64::from(steps)) * step)
    }

    /// A text of the lengths and the format.
    pub fn text(&self, text: &Text) -> String {
        let number = |limit| self.below(limit);
        match text.format {
            TextFormat::Uuid => format!(
                "{:08x}-0000-4000-8000-{:012x}",
                number(1 << 32),
                number(1 << 40)
            ),
            TextFormat::DateTime => {
                let (hour, second) = (number(24), number(60));
                format!(
                    "{}T{hour:02}:30:{second:02}.{:03}Z",
                    self.day(),
                    number(1_000)
                )
            }
            TextFormat::Date => self.day(),
            TextFormat::Time => format!("{:02}:{:02}:{:02}Z", number(24), number(60), number(60)),
            TextFormat::Duration => format!("P{}DT{}H", number(100), number(24)),
            TextFormat::Ipv4 => format!("192.0.2.{}", number(256)),
            TextFormat::Ipv6 => format!("2001:db8::{:x}", number(1 << 16)),
            TextFormat::Byte => {
                let all = ["ZXhh", "ZQ==", "ZXg=", "/+8="];
                all.get(number(all.len()))
                    .copied()
                    .unwrap_or_default()
                    .to_owned()
            }
            TextFormat::Email => format!("someone{}@example.com", number(100)),
            TextFormat::Hostname => format!("host{}.example.com", number(100)),
            TextFormat::Uri => format!("https://example.com/{}?a=%20&b={}", number(100), number(9)),
            TextFormat::UriReference => format!("a/{}", number(100)),
            TextFormat::Plain | TextFormat::Binary | TextFormat::Password => self.letters(text),
        }
    }

    fn day(&self) -> String {
        format!(
            "{}-{:02}-{:02}",
            1990 + self.below(50),
            1 + self.below(12),
            1 + self.below(28)
        )
    }

    fn letters(&self, text: &Text) -> String {
        let least = text.min_length.unwrap_or(1);
        let most = text
            .max_length
            .unwrap_or(usize::MAX)
            .min(least.saturating_add(LONGEST));
        let count = least + self.below(most.saturating_sub(least) + 1);
        let one = || match self.below(3) {
            0 => self
                .special
                .get(self.below(self.special.len()))
                .copied()
                .unwrap_or('a'),
            _ => char::from(b'a' + u8::try_from(self.below(26)).unwrap_or(0)),
        };
        // A text that is longer takes only time.
        (0..count.min(1_000)).map(|_| one()).collect()
    }
}
