//! The parts of a body, one after the other (RFC 2046, section 5.1), in memory that is bounded whatever the caller sends.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use bytes::{Buf, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::request::Parts;

use super::super::support::quoted;
use super::byte_stream::ByteStream;
use super::rejection::Rejection;
use super::unreadable::Unreadable;

/// How many parts a body may have. It is set as a layer, `router.layer(axum::Extension(PartLimit(10)))`, and is 1000 where it is not
/// set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartLimit(pub usize);

impl Default for PartLimit {
    fn default() -> Self {
        Self(1000)
    }
}

/// How long all that stands before a part may be, its headers among it.
const LONGEST_HEAD: usize = 16 * 1024;

/// How much may stand behind the last part.
const LONGEST_EPILOGUE: usize = 16 * 1024;

/// How much of a body is looked at at once.
const PIECE: usize = 64 * 1024;

/// The parts of a body.
pub struct Reader {
    body: ByteStream,
    /// What came and has not been looked at.
    rest: Bytes,
    /// What is looked at.
    kept: BytesMut,
    /// The end of the line before a boundary, and the boundary.
    delimiter: Vec<u8>,
    stage: Stage,
    /// How much has been passed over before the first part, or behind the last.
    passed: usize,
    limit: usize,
    /// How many parts there have been.
    count: usize,
}

/// Where in a body it is.
enum Stage {
    /// Before the first boundary.
    Preamble,
    /// Behind a boundary.
    Boundary,
    /// In the headers of a part.
    Head,
    /// At the end of the line that ends the headers.
    Begin,
    /// In what a part holds.
    Data,
    /// Behind the last boundary.
    Epilogue,
    /// At the end of the body, or where it cannot be read any further.
    End(Result<(), Unreadable>),
}

impl Reader {
    /// The parts of a body.
    ///
    /// # Errors
    ///
    /// 400 when nothing is said to stand between them.
    pub fn new(parts: &Parts, body: Body) -> Result<Self, Rejection> {
        let Some(boundary) = boundary(&parts.headers) else {
            let message = "The media type of the body names no boundary";
            return Err(Rejection::malformed(message));
        };
        let PartLimit(limit) = parts.extensions.get().copied().unwrap_or_default();
        Ok(Self {
            body: ByteStream::new(body),
            rest: Bytes::new(),
            // The first boundary may stand at the very beginning, which is as good as the end of a line.
            kept: BytesMut::from("\r\n"),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            stage: Stage::Preamble,
            passed: 0,
            limit,
            count: 0,
        })
    }

    /// The headers of the next part, or `None` after the last. What is left of the part before is passed over.
    ///
    /// # Errors
    ///
    /// When the body breaks off or is none of parts, and when there are too many of them.
    pub fn poll_head(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<HeaderMap>, Unreadable>> {
        loop {
            let headers = match &self.stage {
                Stage::End(end) => return Poll::Ready(end.clone().map(|()| None)),
                Stage::Begin | Stage::Data => {
                    ready!(self.poll_data(context))?;
                    continue;
                }
                Stage::Epilogue => {
                    let end = ready!(self.poll_epilogue(context));
                    self.stage = Stage::End(end);
                    continue;
                }
                Stage::Preamble => self.pass_preamble().map(|()| None),
                Stage::Boundary => self.pass_boundary().map(|()| None),
                Stage::Head => self.take_head(),
            };
            match headers {
                Ok(None) => {}
                Ok(Some(headers)) => return Poll::Ready(Ok(Some(headers))),
                Err(Stop::More) => ready!(self.poll_more(context)),
                Err(Stop::Fault(error)) => self.stage = Stage::End(Err(error)),
            }
        }
    }

    /// The next piece of the part, or `None` after its last.
    ///
    /// # Errors
    ///
    /// When the body breaks off.
    pub fn poll_data(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, Unreadable>> {
        loop {
            let is_begun = match &self.stage {
                Stage::End(Err(error)) => return Poll::Ready(Err(error.clone())),
                Stage::Begin => false,
                Stage::Data => true,
                _ => return Poll::Ready(Ok(None)),
            };
            let end = match find(&self.kept, &self.delimiter) {
                Found::At(0) => {
                    self.kept.advance(self.delimiter.len());
                    self.stage = Stage::Boundary;
                    return Poll::Ready(Ok(None));
                }
                // What ends the headers may be what stands before a boundary: then the part holds nothing.
                Found::Perhaps(0) => 0,
                _ if !is_begun => {
                    self.kept.advance("\r\n".len());
                    self.stage = Stage::Data;
                    continue;
                }
                Found::At(end) | Found::Perhaps(end) => end,
                Found::Nowhere => self.kept.len(),
            };
            if end > 0 {
                return Poll::Ready(Ok(Some(self.kept.split_to(end).freeze())));
            }
            ready!(self.poll_more(context));
        }
    }

    /// Passes over what stands before the first boundary.
    fn pass_preamble(&mut self) -> Result<(), Stop> {
        let (passed, is_over) = match find(&self.kept, &self.delimiter) {
            Found::At(start) => (start + self.delimiter.len(), true),
            Found::Perhaps(start) => (start, false),
            Found::Nowhere => (self.kept.len(), false),
        };
        self.passed += passed;
        self.kept.advance(passed);
        match is_over {
            true => self.stage = Stage::Boundary,
            false if self.passed > LONGEST_HEAD => return Err(Stop::too_long()),
            false => return Err(Stop::More),
        }
        Ok(())
    }

    /// Passes over what stands behind a boundary on its line. Two hyphens are the last of it.
    fn pass_boundary(&mut self) -> Result<(), Stop> {
        if self.kept.starts_with(b"--") {
            self.passed = self.kept.len() + self.rest.len();
            self.stage = Stage::Epilogue;
            return Ok(());
        }
        let is_padding = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let padding = self.kept.iter().take_while(is_padding).count();
        let rest = self.kept.get(padding..).unwrap_or_default();
        match rest {
            [b'\r', b'\n', ..] => {
                self.kept.advance(padding + "\r\n".len());
                self.stage = Stage::Head;
                Ok(())
            }
            _ if padding > LONGEST_HEAD => Err(Stop::too_long()),
            [] | [b'\r'] => Err(Stop::More),
            [b'-'] if padding == 0 => Err(Stop::More),
            _ => {
                let message = "Something stands behind a boundary of the body";
                Err(Stop::Fault(Unreadable::malformed(message)))
            }
        }
    }

    /// Takes the headers of a part, up to the end of the empty line behind them.
    fn take_head(&mut self) -> Result<Option<HeaderMap>, Stop> {
        let length = match self.kept.starts_with(b"\r\n") {
            true => 0,
            false => match find(&self.kept, b"\r\n\r\n") {
                Found::At(end) => end + "\r\n".len(),
                _ if self.kept.len() > LONGEST_HEAD => return Err(Stop::too_long()),
                _ => return Err(Stop::More),
            },
        };
        if length > LONGEST_HEAD {
            return Err(Stop::too_long());
        }
        self.count += 1;
        if self.count > self.limit {
            let message = format!("The body has more than {} parts", self.limit);
            return Err(Stop::Fault(Unreadable::over_limit(message)));
        }
        let head = self.kept.split_to(length);
        self.stage = Stage::Begin;
        match headers(&head) {
            Some(headers) => Ok(Some(headers)),
            None => {
                let message = "The headers of a part of the body cannot be read";
                Err(Stop::Fault(Unreadable::malformed(message)))
            }
        }
    }

    /// Passes over what stands behind the last boundary: a connection can be used again only where a body has been read to its end,
    /// which may also break off.
    fn poll_epilogue(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Unreadable>> {
        while self.passed <= LONGEST_EPILOGUE {
            match ready!(Pin::new(&mut self.body).poll_next(context)).transpose()? {
                Some(piece) => self.passed += piece.len(),
                None => return Poll::Ready(Ok(())),
            }
        }
        let message = "Too much stands behind the last part of the body";
        Poll::Ready(Err(Unreadable::over_limit(message)))
    }

    /// Looks at more of the body; one that ends where there has to be more has broken off.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(piece)) => self.rest = piece,
                Some(Err(error)) => self.stage = Stage::End(Err(error)),
                None => self.stage = Stage::End(Err(Unreadable::broken_off())),
            }
        }
        let length = self.rest.len().min(PIECE);
        self.kept.extend_from_slice(&self.rest.split_to(length));
        Poll::Ready(())
    }
}

/// Why it does not go on.
enum Stop {
    /// There has to be more of the body.
    More,
    Fault(Unreadable),
}

impl Stop {
    fn too_long() -> Self {
        let message = "The headers of a part of the body are too long";
        Self::Fault(Unreadable::over_limit(message))
    }
}

/// Where something stands.
enum Found {
    At(usize),
    /// All that is there from here on is the beginning of it.
    Perhaps(usize),
    Nowhere,
}

/// Looks for what begins with the end of a line.
fn find(text: &[u8], wanted: &[u8]) -> Found {
    let mut start = 0;
    while let Some(rest) = text.get(start..) {
        let Some(next) = rest.iter().position(|byte| *byte == b'\r') else {
            return Found::Nowhere;
        };
        let rest = rest.get(next..).unwrap_or_default();
        if rest.starts_with(wanted) {
            return Found::At(start + next);
        }
        if wanted.starts_with(rest) {
            return Found::Perhaps(start + next);
        }
        start += next + 1;
    }
    Found::Nowhere
}

/// What stands between the parts.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let parameters = quoted::split(media_type, ';').skip(1);
    let mut pairs = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}

/// The headers of these lines, of which each may go on on the next (RFC 2822, section 2.2.3); `None` where one is none.
fn headers(lines: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let mut lines = split_lines(lines).peekable();
    while let Some(line) = lines.next() {
        let mut line = line.to_vec();
        while let Some(next) =
            lines.next_if(|next| next.starts_with(b" ") || next.starts_with(b"\t"))
        {
            line.extend_from_slice(next);
        }
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(line.get(..colon)?).ok()?;
        let value = HeaderValue::from_bytes(line.get(colon + 1..)?.trim_ascii()).ok()?;
        headers.try_append(name, value).ok()?;
    }
    Some(headers)
}

fn split_lines(mut text: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let Found::At(end) = find(text, b"\r\n") else {
            return None;
        };
        let (line, rest) = text.split_at(end);
        text = rest.strip_prefix(b"\r\n").unwrap_or_default();
        Some(line)
    })
}
