//! What differs where the client runs: natively, or in a browser, whose values stay on one thread.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use futures_core::Stream;

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod here {
    use std::hash::{BuildHasher, RandomState};

    use super::{Duration, Future, Pin, Stream, SystemTime};

    /// A future in a box.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
    /// A stream in a box.
    pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
    /// A value of several owners.
    pub type Shared<T> = std::sync::Arc<T>;
    /// A point in time.
    pub type Instant = std::time::Instant;

    /// What can be sent to another thread; anything in a browser.
    pub trait MaybeSend: Send {}
    impl<T: Send> MaybeSend for T {}

    /// Waits.
    pub fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    /// A random number, each time another; it is no secret. The seeds of hash maps are random.
    pub fn random() -> u64 {
        RandomState::new().hash_one(0)
    }

    /// What the calendar says.
    pub fn now() -> SystemTime {
        SystemTime::now()
    }
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod here {
    use super::{Duration, Future, Pin, Stream, SystemTime};

    /// A future in a box.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
    /// A stream in a box.
    pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;
    /// A value of several owners.
    pub type Shared<T> = std::rc::Rc<T>;
    /// A point in time.
    pub type Instant = web_time::Instant;

    /// What can be sent to another thread; anything in a browser.
    pub trait MaybeSend {}
    impl<T> MaybeSend for T {}

    /// Waits.
    pub fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
        let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX);
        Box::pin(gloo_timers::future::TimeoutFuture::new(milliseconds))
    }

    /// A random number, each time another; it is no secret.
    pub fn random() -> u64 {
        let bits = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
        bits() << 32 | bits()
    }

    /// What the calendar says. The clock of the standard library stands still in a browser.
    pub fn now() -> SystemTime {
        let now = web_time::SystemTime::now();
        let passed = now.duration_since(web_time::SystemTime::UNIX_EPOCH);
        SystemTime::UNIX_EPOCH + passed.unwrap_or_default()
    }
}

pub use here::{BoxFuture, BoxStream, Instant, MaybeSend, Shared, now, random, sleep};
