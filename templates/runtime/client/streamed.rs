//! Successes that come as they are sent, or as a whole.

use super::byte_stream::ByteStream;

/// What a success holds: bytes as they come, or what is read as a whole, as `send` reads it.
#[derive(Debug)]
pub enum Streamed<T> {
    /// A body of bytes or text, as it comes. Status and content type say which one it is.
    Bytes(ByteStream),
    /// What any other success holds.
    Whole(T),
}
