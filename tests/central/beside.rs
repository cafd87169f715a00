//! A service beside kiosks: on the same database, asked without a pause.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, JoinHandle};

use crate::cluster::{Cluster, PASSWORD};
use crate::service::Service;
use crate::support::{ADMINISTRATOR, Site};

thread_local! {
    /// Whether the centres that are made on this thread have one.
    static WANTED: Cell<bool> = const { Cell::new(false) };
    /// What all of them answered.
    static ANSWERED: Arc<AtomicU32> = Arc::default();
}

/// Runs tests that make centres, each with a service beside it that answers.
pub fn with_services(tests: &[fn()]) {
    WANTED.set(true);
    for test in tests {
        ANSWERED.with(|all| all.store(0, Ordering::Relaxed));
        test();
        let answered = ANSWERED.with(|all| all.load(Ordering::Relaxed));
        assert!(answered > 0, "no service was asked");
    }
    WANTED.set(false);
}

/// A service of one database, and who asks it.
pub struct Beside {
    ended: Arc<AtomicBool>,
    asks: Option<JoinHandle<()>>,
}

impl Beside {
    /// One for this database, if this thread's tests want one.
    pub fn start(database: &str) -> Option<Self> {
        if !WANTED.get() {
            return None;
        }
        let folder = Site::with_operators();
        let url = Cluster::get().url("owner", PASSWORD, database);
        let more = ["--database-url", &url, "--requests-a-minute", "100000"];
        let service = Service::start(&folder, &more);
        let (admin, _) = service.log_in(ADMINISTRATOR);
        let ended = Arc::new(AtomicBool::new(false));
        let (until, answered) = (Arc::clone(&ended), ANSWERED.with(Arc::clone));
        let asks = thread::spawn(move || {
            let _folder = folder;
            while !until.load(Ordering::Relaxed) {
                let kiosks = service.get_as(&admin, "/v1/kiosks").expect(200);
                let site = &kiosks["kiosks"][0]["site"];
                let sessions = site
                    .as_str()
                    .map(|site| format!("/v1/centre/sessions?site={site}"));
                let paths = ["/v1/sync", "/metrics"].map(str::to_owned);
                for path in paths.into_iter().chain(sessions) {
                    service.get_as(&admin, &path).expect_good();
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        Some(Self {
            ended,
            asks: Some(asks),
        })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let asked = self.asks.take().map(JoinHandle::join);
        if !thread::panicking() {
            assert!(matches!(asked, Some(Ok(()))), "the service failed beside");
        }
    }
}
