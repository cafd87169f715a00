//! The pipeline behind a window: a thread that drives sessions, and a handle
//! from which the window reads what to draw. Neither ever waits for the other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::camera::{CameraId, LiveCamera};
use crate::domain::Frame;

use super::desk_work::Site;
use super::live_thread::LiveThread;
use super::office::Office;
use super::{Activity, Intent, Problem, Snapshot};

/// Intents that may wait; a person can't send more before they are taken.
const INTENTS_KEPT: usize = 16;

/// Calls when something to draw has changed.
type Waker = Box<dyn Fn() + Send + Sync>;

/// A window's handle on the pipeline. Dropping it ends the pipeline.
pub struct LivePipeline {
    shared: Arc<Shared>,
    messages: Sender<Message>,
}

/// What reaches the pipeline's thread.
pub(super) enum Message {
    /// A person wants something.
    Intent(Intent),
    /// Another camera is put in place.
    UseCamera(CameraId),
    /// The window is to close.
    Close,
}

/// What the pipeline's thread and the window share.
pub(super) struct Shared {
    snapshot: RwLock<Arc<Snapshot>>,
    camera: RwLock<Arc<LiveCamera>>,
    waker: Arc<Mutex<Option<Waker>>>,
    /// Whether the live picture is drawn: only then a new frame wakes.
    drawing_picture: Arc<AtomicBool>,
}

impl LivePipeline {
    /// Opens the camera at once, and everything else on the pipeline's
    /// thread: the live picture doesn't wait for it.
    ///
    /// # Errors
    /// When the thread can't be made.
    pub fn start<F>(camera: CameraId, site: Site, open_office: F) -> std::io::Result<Self>
    where
        F: Fn() -> Result<Office, Problem> + Send + 'static,
    {
        let (messages, received) = bounded(INTENTS_KEPT);
        let shared = Arc::new(Shared {
            snapshot: RwLock::default(),
            camera: RwLock::new(Arc::new(LiveCamera::open(camera.clone()))),
            waker: Arc::default(),
            drawing_picture: Arc::default(),
        });
        shared.watch_camera();
        let theirs = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("pipeline".to_owned())
            .spawn(move || run(&theirs, &received, camera, site, open_office))?;
        Ok(Self { shared, messages })
    }

    /// Everything to draw, as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.snapshot()
    }

    /// The newest picture, straight from the camera.
    #[must_use]
    pub fn newest_frame(&self) -> Option<Frame> {
        self.shared.camera().newest()
    }

    /// Leaves an intent. One too many is dropped: the person will press again.
    pub fn send(&self, intent: Intent) {
        self.leave(Message::Intent(intent));
    }

    /// Puts another camera in place of this one. A session that is going on
    /// ends for that.
    pub fn use_camera(&self, camera: CameraId) {
        self.leave(Message::UseCamera(camera));
    }

    /// Asks the window to close.
    pub fn close(&self) {
        self.leave(Message::Close);
    }

    fn leave(&self, message: Message) {
        if self.messages.try_send(message).is_err() {
            tracing::warn!("the pipeline didn't take a message");
        }
    }

    /// Takes what is called whenever something to draw has changed.
    pub fn set_waker(&self, wake: Waker) {
        *self
            .shared
            .waker
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(wake);
    }
}

impl Shared {
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read();
        Arc::clone(&snapshot.unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn camera(&self) -> Arc<LiveCamera> {
        let camera = self.camera.read();
        Arc::clone(&camera.unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another camera in place.
    pub(super) fn use_camera(&self, camera: CameraId) {
        let camera = Arc::new(LiveCamera::open(camera));
        *self.camera.write().unwrap_or_else(PoisonError::into_inner) = camera;
        self.watch_camera();
    }

    /// Publishes what to draw.
    pub(super) fn publish(&self, snapshot: Snapshot) {
        let drawn =
            matches!(snapshot.activity, Activity::Capturing { .. }) || snapshot.desk.look.is_some();
        self.drawing_picture.store(drawn, Ordering::Relaxed);
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        wake(&self.waker);
    }

    fn watch_camera(&self) {
        let waker = Arc::clone(&self.waker);
        let drawing = Arc::clone(&self.drawing_picture);
        self.camera().set_waker(Box::new(move || {
            if drawing.load(Ordering::Relaxed) {
                wake(&waker);
            }
        }));
    }
}

fn wake(waker: &Mutex<Option<Waker>>) {
    if let Some(wake) = waker
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
    {
        wake();
    }
}

fn run(
    shared: &Arc<Shared>,
    messages: &Receiver<Message>,
    camera: CameraId,
    site: Site,
    open_office: impl Fn() -> Result<Office, Problem>,
) {
    loop {
        match open_office() {
            Ok(office) => return LiveThread::new(shared, office, site, camera).run(messages),
            Err(why) => shared.publish(Snapshot {
                activity: Activity::Trouble { why },
                ..Snapshot::default()
            }),
        }
        // Whatever somebody at the window does next tries again.
        match messages.recv() {
            Ok(Message::Close) => shared.publish(Snapshot {
                closing: true,
                ..Snapshot::default()
            }),
            Ok(_) => {}
            Err(_) => return,
        }
    }
}
