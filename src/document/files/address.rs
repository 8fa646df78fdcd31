//! Where the text of a reference leads to: a file on disk, or a URL (RFC 3986, section 5).

use std::path::{Component, Path, PathBuf};

use crate::document::refs::target::percent_decoded;

/// Where a file is, as its name is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Address {
    /// On disk.
    File(PathBuf),
    /// Somewhere else; only what the user says it stands for on disk is read.
    Url(String),
}

impl Address {
    /// What a reference in the file at this address leads to. The text is that of the reference without its fragment.
    pub(super) fn join(&self, text: &str) -> Self {
        if let Some(scheme) = scheme(text) {
            return match local_path(text) {
                Some(path) if scheme.eq_ignore_ascii_case("file") => Self::File(path),
                _ => Self::Url(text.to_owned()),
            };
        }
        match self {
            Self::Url(base) => Self::Url(joined(base, text)),
            Self::File(_) if text.starts_with("//") => Self::Url(text.to_owned()),
            Self::File(base) => {
                let folder = base.parent().unwrap_or(Path::new(""));
                Self::File(normalised(&folder.join(percent_decoded(text))))
            }
        }
    }
}

/// The scheme of a URL. One letter is none, but the name of a disk.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then_some(scheme)
}

/// The path of a URL `file:///a/b` (RFC 8089).
fn local_path(url: &str) -> Option<PathBuf> {
    let (_, rest) = url.split_once(':')?;
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(rest) => {
            let slash = rest.find('/')?;
            let (host, path) = rest.split_at(slash);
            matches!(host, "" | "localhost").then_some(path)?
        }
    };
    Some(normalised(Path::new(&percent_decoded(path))))
}

/// A relative reference against a URL.
fn joined(base: &str, text: &str) -> String {
    let after_scheme = base.find("://").map_or(0, |at| at + "://".len());
    let (scheme, rest) = base.split_at(after_scheme);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if let Some(other) = text.strip_prefix("//") {
        return format!("{scheme}{other}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if text.starts_with('/') {
        text.to_owned()
    } else {
        format!("{folder}/{text}")
    };
    format!("{scheme}{host}{}", without_dots(&whole))
}

/// RFC 3986, section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    format!("/{}", segments.join("/"))
}

/// A path without `.`, and with `..` only where it begins.
pub(super) fn normalised(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match (component, plain.components().next_back()) {
            (Component::CurDir, _)
            | (Component::ParentDir, Some(Component::RootDir | Component::Prefix(_))) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                plain.pop();
            }
            (other, _) => plain.push(other.as_os_str()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_their_file() {
        let file = Address::File(PathBuf::from("api/schemas/pet.yaml"));
        let joined = |text: &str| file.join(text);
        let path = |path: &str| Address::File(PathBuf::from(path));
        let url = |url: &str| Address::Url(url.to_owned());
        assert_eq!(joined("owner.yaml"), path("api/schemas/owner.yaml"));
        assert_eq!(joined("./a/../b%20c.yaml"), path("api/schemas/b c.yaml"));
        assert_eq!(joined("../../../x"), path("../x"));
        assert_eq!(joined("/etc/x"), path("/etc/x"));
        assert_eq!(joined("file:///etc/../x%20y"), path("/x y"));
        assert_eq!(joined("file://host/x"), url("file://host/x"));
        assert_eq!(joined("https://a.b/c"), url("https://a.b/c"));
        assert_eq!(joined("//a.b/c"), url("//a.b/c"));
        assert_eq!(joined("urn:x"), url("urn:x"));
    }

    #[test]
    fn references_are_relative_to_their_url() {
        let base = Address::Url("https://a.b/c/d.yaml".to_owned());
        let joined = |text: &str| base.join(text);
        let url = |url: &str| Address::Url(url.to_owned());
        assert_eq!(joined("e.yaml"), url("https://a.b/c/e.yaml"));
        assert_eq!(joined("../../../e/./f"), url("https://a.b/e/f"));
        assert_eq!(joined("/e"), url("https://a.b/e"));
        assert_eq!(joined("//x.y/e"), url("https://x.y/e"));
        let host = Address::Url("https://a.b".to_owned());
        assert_eq!(host.join("e"), url("https://a.b/e"));
    }
}
