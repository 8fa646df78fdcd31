//! Files of a disk as parts of a body.

use std::io;
use std::path::Path;

use super::body::Body;
use super::multipart::Upload;

impl Upload {
    /// The file at `path`, with its name, read while it is sent.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let upload = Self::new(Body::open(path).await?);
        Ok(match path.file_name() {
            Some(name) => upload.file_name(name.to_string_lossy()),
            None => upload,
        })
    }
}
