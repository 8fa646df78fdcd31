//! One part of a body of several, and what is said of it before it comes.

use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, HeaderName};

use super::body::Body;

/// A part, yet to be written.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What is said of a file, which always has a name in a form.
    pub file: Option<FileName>,
    /// Its headers, without what is said of its name.
    pub headers: HeaderMap,
    /// What it holds.
    pub body: Body,
}

/// The name that a file has, if its sender gave it one.
pub type FileName = Option<String>;

impl Part {
    /// Its headers, up to the empty line that ends them.
    pub fn head(&self, is_form: bool) -> Vec<u8> {
        let mut head = Vec::new();
        let mut write = |name: &HeaderName, value: &[u8]| {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        };
        let own = self.headers.get(CONTENT_DISPOSITION);
        let written = match own {
            Some(_) => None,
            None if is_form => self.of_form(),
            None => self.attached(),
        };
        if let Some(disposition) = written {
            write(&CONTENT_DISPOSITION, disposition.as_bytes());
        }
        for (name, value) in &self.headers {
            write(name, value.as_bytes());
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    /// What it is in a form, where a file without a name of its own has that of its part, since servers tell files by it.
    fn of_form(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let file_name = self.file.as_ref();
        let file_name = file_name.map(|own| own.as_deref().unwrap_or(name));
        let file_name = file_name.map(|it| format!("; filename=\"{}\"", quoted(it)));
        let file_name = file_name.unwrap_or_default();
        Some(format!("form-data; name=\"{}\"{file_name}", quoted(name)))
    }

    /// What it is anywhere else, where parts have no names, but files may (RFC 2183).
    fn attached(&self) -> Option<String> {
        let file_name = self.file.as_ref()?.as_deref()?;
        Some(format!("attachment; filename=\"{}\"", quoted(file_name)))
    }
}

/// A name between quotes, as browsers write it (WHATWG HTML, section 4.10.21.8).
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
