//! Which relative paths can be files on every system.

/// The names that Windows keeps for devices, whatever extension follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What is wrong with a relative path with `/` between; `None` when every system can hold it inside of the output's folder.
pub(super) fn fault(path: &str) -> Option<String> {
    path.split('/').find_map(|name| {
        let reason = name_fault(name)?;
        Some(format!("`{name}` {reason}"))
    })
}

fn name_fault(name: &str) -> Option<&'static str> {
    if matches!(name, "" | "." | "..") {
        return Some("does not name a file");
    }
    if name
        .chars()
        .any(|character| character.is_control() || r#"<>:"\|?*"#.contains(character))
    {
        return Some("has a character that a file name cannot have");
    }
    if name.ends_with(['.', ' ']) {
        return Some("ends in a way that Windows cuts off");
    }
    let stem = name.split('.').next().unwrap_or_default();
    is_device(&stem.to_lowercase()).then_some("is the name of a device on Windows")
}

fn is_device(stem: &str) -> bool {
    let is_numbered = |port: &str| {
        stem.strip_prefix(port)
            .is_some_and(|number| number.len() == 1 && number.chars().all(|c| c.is_ascii_digit()))
    };
    DEVICES.contains(&stem) || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn ordinary_paths_are_safe() {
        for path in [
            "mod.rs",
            "types/pet.rs",
            "Cargo.toml",
            ".gitignore",
            "console.rs",
            "com.rs",
        ] {
            assert_eq!(fault(path), None, "{path}");
        }
    }

    #[test]
    fn the_rest_is_not() {
        for path in [
            "",
            "/etc/passwd",
            "../up.rs",
            "a//b",
            "a/./b",
            "con.rs",
            "types/NUL.rs",
            "com1.rs",
            "a:b",
            "a\\b",
            "a.",
            "a\n",
        ] {
            assert!(fault(path).is_some(), "{path}");
        }
    }
}
