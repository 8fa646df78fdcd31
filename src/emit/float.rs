//! Floating-point numbers as expressions.

use std::f64::consts;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// How near a number has to be to a constant to be one with two decimals.
const NEAR: f64 = 0.005;

/// The constants that clippy looks for.
const CONSTANTS: [f64; 19] = [
    consts::E,
    consts::FRAC_1_PI,
    consts::FRAC_1_SQRT_2,
    consts::FRAC_2_PI,
    consts::FRAC_2_SQRT_PI,
    consts::FRAC_PI_2,
    consts::FRAC_PI_3,
    consts::FRAC_PI_4,
    consts::FRAC_PI_6,
    consts::FRAC_PI_8,
    consts::LN_2,
    consts::LN_10,
    consts::LOG10_2,
    consts::LOG10_E,
    consts::LOG2_10,
    consts::LOG2_E,
    consts::PI,
    consts::SQRT_2,
    consts::TAU,
];

/// A number that is not negative.
///
/// ```text
/// 0.5
/// ```
///
/// Clippy takes 3.14 for what was meant to be π, so that one is a fraction. Both parts are exact, and a quotient of such numbers is
/// rounded once, as the decimal is.
///
/// ```text
/// 314.0 / 100.0
/// ```
pub(super) fn float(value: f64) -> TokenStream {
    let plain = Literal::f64_unsuffixed(value);
    written(&plain, value, f64::MANTISSA_DIGITS)
}

/// The same for a number of 32 bits: no more digits than it has.
pub(super) fn single(value: f32) -> TokenStream {
    let plain = Literal::f32_unsuffixed(value);
    written(&plain, f64::from(value), f32::MANTISSA_DIGITS)
}

fn written(plain: &Literal, value: f64, bits: u32) -> TokenStream {
    let is_near = |constant: &f64| (constant - value).abs() < NEAR;
    let fraction = CONSTANTS.iter().any(is_near).then(|| fraction(plain, bits));
    match fraction.flatten() {
        Some((numerator, denominator)) => quote!(#numerator / #denominator),
        None => quote!(#plain),
    }
}

/// A decimal as a quotient; none where a part of it has more bits than are exact.
fn fraction(decimal: &Literal, bits: u32) -> Option<(Literal, Literal)> {
    let decimal = decimal.to_string();
    let (whole, rest) = decimal.split_once('.')?;
    let numerator: u64 = format!("{whole}{rest}").parse().ok()?;
    let denominator = 10_u64.checked_pow(u32::try_from(rest.len()).ok()?)?;
    // Of the bits of a power of ten, as many are zero as it has zeros.
    let is_exact = |number: u64| number.checked_shr(number.trailing_zeros()) < Some(1 << bits);
    let literal = |number: u64| Literal::f64_unsuffixed(number as f64);
    (is_exact(numerator) && is_exact(denominator))
        .then(|| (literal(numerator), literal(denominator)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_constant_is_a_fraction() {
        assert_eq!(float(314.0 / 100.0).to_string(), "314.0 / 100.0");
        assert_eq!(single(2718.0 / 1000.0).to_string(), "2718.0 / 1000.0");
        assert_eq!(
            float(consts::PI).to_string(),
            "3141592653589793.0 / 1000000000000000.0"
        );
        assert_eq!(float(3.5).to_string(), "3.5");
        assert_eq!(float(20.0).to_string(), "20.0");
    }

    #[test]
    fn a_fraction_is_the_number() {
        for (constant, scale) in CONSTANTS
            .into_iter()
            .zip([1e2, 1e3, 1e9, 1e14].into_iter().cycle())
        {
            let constant = (constant * scale).round() / scale;
            let text = float(constant).to_string();
            let (numerator, denominator) = text.split_once(" / ").expect("a fraction");
            let parsed = |text: &str| text.parse::<f64>().expect("a number");
            assert_eq!(parsed(numerator) / parsed(denominator), constant, "{text}");
        }
    }
}
