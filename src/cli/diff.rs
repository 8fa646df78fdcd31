//! A difference as a text that `patch` understands.

use std::time::Duration;

use oasmith::output::Difference;
use similar::TextDiff;

/// The file of which one is made that does not exist, or that is made of one.
const NOWHERE: &str = "/dev/null";

/// After this time a rough difference has to do: finding the smallest one takes quadratic time.
const PATIENCE: Duration = Duration::from_secs(2);

/// The unified diff from what a file holds to what it should hold.
pub(super) fn unified_diff(difference: &Difference) -> String {
    let (old, new) = difference.texts();
    let side = |letter: char, text: Option<&str>| match text {
        Some(_) => format!("{letter}/{}", difference.path),
        None => NOWHERE.to_owned(),
    };
    TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(old.unwrap_or_default(), new.unwrap_or_default())
        .unified_diff()
        .context_radius(3)
        .header(&side('a', old), &side('b', new))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasmith::output::Change;

    #[test]
    fn each_change_has_its_headers() {
        let diff = |change| {
            unified_diff(&Difference {
                path: "mod.rs".to_owned(),
                change,
            })
        };
        let (old, new) = ("a\n".to_owned(), "b\n".to_owned());
        assert_eq!(
            diff(Change::Stale {
                old: old.clone(),
                new: new.clone()
            }),
            "--- a/mod.rs\n+++ b/mod.rs\n@@ -1 +1 @@\n-a\n+b\n"
        );
        assert_eq!(
            diff(Change::Missing { new }),
            "--- /dev/null\n+++ b/mod.rs\n@@ -0,0 +1 @@\n+b\n"
        );
        assert_eq!(
            diff(Change::Extra { old }),
            "--- a/mod.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        );
    }
}
