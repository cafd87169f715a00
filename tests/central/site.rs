//! Kiosks of one site, each with a data folder of its own, and their centre.

use std::time::{Duration, Instant};

use secure_biometric::domain::{Secret, Timestamp};
use secure_biometric::store::{NewEnrolment, Store};
use secure_biometric::sync::{Line, Round};
use tempfile::TempDir;
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::database::{TestCentre, TestKiosk};
use crate::proxy::Proxy;
use crate::store_support::{MODEL, open};

pub const PATIENCE: Duration = Duration::from_secs(30);

/// A kiosk with a data folder of its own, joined.
pub struct Kiosk {
    pub store: Store,
    pub line: Line,
    pub folder: TempDir,
    pub at_centre: TestKiosk,
}

pub struct Site<'a> {
    pub centre: &'a TestCentre,
    pub id: Uuid,
    key: Secret<[u8; 32]>,
}

impl<'a> Site<'a> {
    pub fn new(centre: &'a TestCentre) -> Self {
        Self {
            centre,
            id: centre.site(),
            key: Secret::new([9; 32]),
        }
    }

    /// A kiosk in whose folder that was written before it joined.
    pub fn kiosk_with(&self, before: impl AsyncFnOnce(&Store)) -> Kiosk {
        self.kiosk_by(None, before)
    }

    /// A kiosk that finds its centre at that port, by TLS.
    pub fn kiosk_at(&self, port: u16) -> Kiosk {
        self.kiosk_by(Some(port), async |_| ())
    }

    /// A kiosk whose line goes through a proxy.
    pub fn kiosk_through(&self, proxy: &Proxy) -> Kiosk {
        self.kiosk_by(Some(proxy.port), async |_| ())
    }

    fn kiosk_by(&self, port: Option<u16>, before: impl AsyncFnOnce(&Store)) -> Kiosk {
        let folder = TempDir::new().unwrap();
        let at_centre = self.centre.kiosk(self.id);
        let mut membership = at_centre.membership(self.centre, self.id);
        if let Some(port) = port {
            let url = Cluster::get().url_at(port, "nobody", "", &self.centre.name);
            // On one machine nothing is asked of TLS by itself.
            membership.url = format!("{url}&sslmode=verify-full");
        }
        let (store, line) = self.centre.wait(async {
            let store = open(folder.path()).await;
            before(&store).await;
            store.keep_sharing_key(&self.key).await.unwrap();
            store.join_centre(&membership).await.unwrap();
            let line = Line::of(&store).await.unwrap().unwrap();
            (store, line)
        });
        Kiosk {
            store,
            line,
            folder,
            at_centre,
        }
    }

    pub fn kiosk(&self) -> Kiosk {
        self.kiosk_with(async |_| ())
    }

    pub fn round(&self, kiosk: &Kiosk) -> Round {
        self.centre.wait(kiosk.line.round(now)).unwrap()
    }

    /// Rounds of that kiosk until something holds; others' transactions of
    /// the same cluster may hold back what is told.
    pub fn until(&self, kiosk: &Kiosk, holds: impl AsyncFn(&Store) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.round(kiosk);
            if self.centre.wait(holds(&kiosk.store)) {
                return;
            }
            assert!(Instant::now() < end, "it never came");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

pub async fn has(store: &Store, enrolment: &NewEnrolment) -> bool {
    let gallery = store.gallery(MODEL).await.unwrap();
    let found = gallery
        .iter()
        .find(|(person, _)| person.id == enrolment.person.id);
    found.is_some_and(|(_, templates)| templates.len() == enrolment.templates.len())
}
