//! JSON (RFC 8259) as a stream of events with their places, without recursion: reading and locating share it.

use std::borrow::Cow;

use super::tree::Stop;

/// What comes next in a JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// `{`
    BeginObject,
    /// `[`
    BeginArray,
    /// `}` or `]`
    End,
    /// The key of a member.
    Key,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

/// A token and the bytes that it takes, the quotation marks of a string included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    /// What it is.
    pub(crate) token: Token,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// What the grammar allows next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
    Nothing,
}

/// Reads a text event by event.
#[derive(Debug)]
pub(crate) struct Events<'a> {
    text: &'a str,
    at: usize,
    /// For each open container, whether it is an object.
    open: Vec<bool>,
    expect: Expect,
}

impl<'a> Events<'a> {
    /// From the beginning of the text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            expect: Expect::Value,
        }
    }

    /// The next event; `None` at the end of a complete text.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Stop> {
        loop {
            self.skip_blanks();
            let Some(byte) = self.peek() else {
                return if self.expect == Expect::Nothing {
                    Ok(None)
                } else {
                    Err(self.error("the text ends before the document does"))
                };
            };
            match (self.expect, byte) {
                (Expect::Nothing, _) => {
                    return Err(self.error("there is more text after the document"));
                }
                (Expect::CommaOrEnd, b',') => {
                    self.at += 1;
                    self.expect = if self.in_object() {
                        Expect::Key
                    } else {
                        Expect::Value
                    };
                }
                (Expect::CommaOrEnd | Expect::KeyOrEnd | Expect::ValueOrEnd, b'}' | b']') => {
                    return self.end(byte).map(Some);
                }
                (Expect::CommaOrEnd, _) => return Err(self.expected_comma()),
                (Expect::Key | Expect::KeyOrEnd, b'"') => return self.key().map(Some),
                (Expect::Key | Expect::KeyOrEnd, _) => {
                    return Err(self.error("expected a key in quotation marks"));
                }
                (Expect::Value | Expect::ValueOrEnd, _) => return self.value(byte).map(Some),
            }
        }
    }

    /// The text of an event, as it stands in the source.
    pub(crate) fn raw(&self, event: Event) -> &'a str {
        self.text.get(event.start..event.end).unwrap_or("")
    }

    /// The text that a key or string stands for.
    pub(crate) fn unescaped(&self, event: Event) -> Result<Cow<'a, str>, Stop> {
        let raw = self.raw(event);
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
        if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
            return Ok(Cow::Borrowed(inner));
        }
        serde_json::from_str::<String>(raw)
            .map(Cow::Owned)
            .map_err(|_| Stop::Syntax {
                message: "the string has an escape that JSON does not know".to_owned(),
                at: event.start,
            })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    fn in_object(&self) -> bool {
        self.open.last() == Some(&true)
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        let blanks = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += blanks.unwrap_or(rest.len());
    }

    fn error(&self, message: &str) -> Stop {
        Stop::Syntax {
            message: message.to_owned(),
            at: self.at,
        }
    }

    fn expected_comma(&self) -> Stop {
        self.error(if self.in_object() {
            "expected `,` or `}`"
        } else {
            "expected `,` or `]`"
        })
    }

    /// Takes `length` bytes as a token.
    fn take(&mut self, token: Token, length: usize) -> Event {
        let start = self.at;
        self.at += length;
        Event {
            token,
            start,
            end: self.at,
        }
    }

    fn after_value(&mut self) {
        self.expect = if self.open.is_empty() {
            Expect::Nothing
        } else {
            Expect::CommaOrEnd
        };
    }

    fn end(&mut self, byte: u8) -> Result<Event, Stop> {
        if self.in_object() != (byte == b'}') {
            return Err(self.expected_comma());
        }
        self.open.pop();
        self.after_value();
        Ok(self.take(Token::End, 1))
    }

    fn key(&mut self) -> Result<Event, Stop> {
        let length = self.string_length()?;
        let event = self.take(Token::Key, length);
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.error("expected `:` after the key"));
        }
        self.at += 1;
        self.expect = Expect::Value;
        Ok(event)
    }

    fn value(&mut self, byte: u8) -> Result<Event, Stop> {
        match byte {
            b'{' => {
                self.open.push(true);
                self.expect = Expect::KeyOrEnd;
                return Ok(self.take(Token::BeginObject, 1));
            }
            b'[' => {
                self.open.push(false);
                self.expect = Expect::ValueOrEnd;
                return Ok(self.take(Token::BeginArray, 1));
            }
            _ => {}
        }
        let (token, length) = self.scalar(byte)?;
        self.after_value();
        Ok(self.take(token, length))
    }

    fn scalar(&self, byte: u8) -> Result<(Token, usize), Stop> {
        match byte {
            b'"' => Ok((Token::String, self.string_length()?)),
            b'-' | b'0'..=b'9' => Ok((Token::Number, self.number_length()?)),
            _ => [
                (Token::True, "true"),
                (Token::False, "false"),
                (Token::Null, "null"),
            ]
            .into_iter()
            .find(|(_, word)| self.rest().starts_with(word.as_bytes()))
            .map(|(token, word)| (token, word.len()))
            .ok_or_else(|| self.error("expected a value")),
        }
    }

    /// The length of the string that begins here, with its quotation marks.
    fn string_length(&self) -> Result<usize, Stop> {
        let rest = self.rest();
        let mut length = 1;
        loop {
            let tail = rest.get(length..).unwrap_or(&[]);
            let special = memchr::memchr2(b'"', b'\\', tail);
            let plain = tail.get(..special.unwrap_or(tail.len())).unwrap_or(tail);
            if plain
                .iter()
                .fold(false, |found, byte| found | (*byte < b' '))
            {
                let control = plain.iter().position(|byte| *byte < b' ');
                return Err(Stop::Syntax {
                    message: "a control character in a string must be escaped".to_owned(),
                    at: self.at + length + control.unwrap_or(0),
                });
            }
            let Some(special) = special else {
                return Err(self.error("the string has no closing quotation mark"));
            };
            length += special;
            match tail.get(special) {
                Some(b'"') => return Ok(length + 1),
                _ => length += 2,
            }
        }
    }

    /// The length of the number that begins here.
    fn number_length(&self) -> Result<usize, Stop> {
        let rest = self.rest();
        let digits = |from: usize| {
            let tail = rest.get(from..).unwrap_or(&[]);
            tail.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let bad = || self.error("the number is not well-formed");
        let mut length = usize::from(rest.first() == Some(&b'-'));
        let whole = digits(length);
        if whole == 0 || (whole > 1 && rest.get(length) == Some(&b'0')) {
            return Err(bad());
        }
        length += whole;
        if rest.get(length) == Some(&b'.') {
            let fraction = digits(length + 1);
            if fraction == 0 {
                return Err(bad());
            }
            length += 1 + fraction;
        }
        if matches!(rest.get(length), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(rest.get(length + 1), Some(b'+' | b'-')));
            let exponent = digits(length + 1 + sign);
            if exponent == 0 {
                return Err(bad());
            }
            length += 1 + sign + exponent;
        }
        Ok(length)
    }
}
