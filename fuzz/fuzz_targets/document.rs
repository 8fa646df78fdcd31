//! Any bytes as a document: whatever they are, there is an output or there are diagnostics, within the limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oasmith::config::Limit;
use oasmith::{Generator, diagnostic::Code};

/// The first byte chooses what the document is called, and so how it is read; the rest is the document.
const NAMES: [&str; 3] = ["openapi.yaml", "openapi.json", "openapi"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, text)) = bytes.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let generator = Generator::from_text(name, text)
        .keep_going(first & 0x40 == 0)
        .tests(first & 0x80 == 0)
        .crate_name("fuzzed")
        // Less than by default, so that what grows without end is found before the machine is full.
        .limit(Limit::Nodes, 100_000)
        .limit(Limit::Aliases, 20_000)
        .limit(Limit::Schemas, 20_000)
        // A document from who knows where must not make the fuzzer read other files.
        .limit(Limit::Files, 1);
    if let Err(error) = generator.in_memory() {
        let is_ours = error
            .diagnostics()
            .iter()
            .any(|fault| fault.code == Code::Internal);
        assert!(!is_ours, "{error}");
    }
});
