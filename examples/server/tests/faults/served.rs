//! The server that runs.

use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

use oasmith_example_server::dataset_activity::server::BASE_PATH;
use oasmith_example_server::{Activity, dataset_activity, serve};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::faults;
use crate::faults::server::body::BodyLimit;
use crate::implementation::{Implementation, Known};
use crate::peer::{Answer, Peer};

/// How long a body may be that is read into memory.
pub const LIMIT: usize = 10_000;

/// How long whoever has begun is waited for.
pub const PATIENCE: Duration = Duration::from_millis(1500);

/// A request that is always answered with 200.
pub const GOOD: &str = "GET /things/1 HTTP/1.1\r\nhost: x\r\n\r\n";

/// What the threads are called that serve.
const NAME: &str = "serves";

/// How often such a thread has panicked.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// A server that runs until it is dropped, and has to be well then.
pub struct Served {
    pub address: SocketAddr,
    pub known: Arc<Known>,
    told: Option<oneshot::Sender<()>>,
    ended: Option<JoinHandle<std::io::Result<()>>>,
    runtime: Runtime,
}

impl Served {
    pub fn new() -> Self {
        count_panics();
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).thread_name(NAME).enable_all();
        let runtime = runtime.build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let implementation = Implementation::default();
        let known = Arc::clone(&implementation.0);
        let activity = Activity::of("acme", "token", Vec::new());
        let app = faults::server::router(implementation)
            .nest_service(BASE_PATH, dataset_activity::server::router(activity))
            .layer(axum::Extension(BodyLimit(LIMIT)));
        let (tell, told) = oneshot::channel();
        let told = async { told.await.unwrap_or_default() };
        let ended = runtime.spawn(serve(listener, app, told, PATIENCE));
        Self {
            address,
            known,
            told: Some(tell),
            ended: Some(ended),
            runtime,
        }
    }

    /// Somebody who talks to it.
    pub fn peer(&self) -> Peer {
        Peer::new(self.address)
    }

    /// What is answered to these bytes at first.
    pub fn ask(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut peer = self.peer();
        peer.send(bytes);
        peer.answer().expect("an answer")
    }

    /// The same where nothing has to be answered before the connection is closed.
    pub fn try_ask(&self, bytes: impl AsRef<[u8]>) -> Option<Answer> {
        let mut peer = self.peer();
        peer.send(bytes);
        peer.answer()
    }

    /// How many calls are under way.
    pub fn present(&self) -> usize {
        self.known.present.load(Ordering::SeqCst)
    }

    /// How many calls have come to their end.
    pub fn finished(&self) -> usize {
        self.known.finished.load(Ordering::SeqCst)
    }

    /// Tells it to end.
    pub fn tell(&mut self) {
        let tell = self.told.take().expect("it has not been told");
        tell.send(()).expect("it runs");
    }

    /// Waits until it has ended, and says how long that took.
    pub fn wait(&mut self) -> Duration {
        let begin = Instant::now();
        let ended = self.ended.take().expect("it has not ended");
        let bound = async { tokio::time::timeout(Duration::from_secs(10), ended).await };
        let ended = self.runtime.block_on(bound);
        ended
            .expect("it ends")
            .expect("no panic")
            .expect("no error");
        begin.elapsed()
    }

    /// Whether it takes connections.
    pub fn is_listening(&self) -> bool {
        TcpStream::connect(self.address).is_ok()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if self.told.is_some() {
            assert_eq!(self.ask(GOOD).status, 200);
            self.tell();
            assert!(self.wait() < PATIENCE + Duration::from_secs(3));
        }
        assert_eq!(PANICS.load(Ordering::SeqCst), 0);
    }
}

/// Waits until something holds, which it has to do soon.
pub fn soon(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() == Some(NAME) {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            usual(panic);
        }));
    });
}
