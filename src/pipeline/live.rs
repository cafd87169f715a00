//! The pipeline behind a window: a thread that drives sessions, and a handle
//! from which the window reads what to draw. Neither ever waits for the other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::access::Settings;
use crate::camera::{CameraId, LiveCamera};
use crate::domain::Frame;

use super::desk_work::Site;
use super::live_thread::LiveThread;
use super::office::Office;
use super::{Activity, Intent, Opened, Opener, Progress, Snapshot, StartIntent, StartView};

/// Intents that may wait; a person can't send more before they are taken.
const INTENTS_KEPT: usize = 16;

/// How long what goes on beside may take to let go of the data folder before
/// it is opened anew (ours).
const LET_GO: Duration = Duration::from_secs(20);

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
    pub fn start(
        camera: CameraId,
        site: Site,
        opener: impl Opener + 'static,
    ) -> std::io::Result<Self> {
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
            .spawn(move || run(&theirs, &received, (camera, site), opener))?;
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
    (mut camera, mut site): (CameraId, Site),
    mut opener: impl Opener,
) {
    let mut wish = None;
    loop {
        let opened = open(shared, &mut opener, wish.take());
        match opened.office {
            Ok(office) => {
                if opened.view.restored.is_some() {
                    (camera, site) = of_the_backup(shared, camera, site);
                }
                let (site, camera) = (site.clone(), camera.clone());
                let mut thread = LiveThread::new(shared, office, site, camera);
                thread.drawn.start = opened.view;
                let Some((wanted, office)) = thread.run(messages) else {
                    return;
                };
                wish = Some(wanted);
                wait_for_end_of(&office);
                continue;
            }
            Err(why) => shared.publish(Snapshot {
                activity: Activity::Trouble { why },
                sign_in: opened.sign_in,
                start: opened.view,
                ..Snapshot::default()
            }),
        }
        // Whatever somebody at the window does next tries again.
        match messages.recv() {
            Ok(Message::Close) => shared.publish(Snapshot {
                closing: true,
                ..Snapshot::default()
            }),
            Ok(Message::Intent(Intent::Start(wanted))) => wish = Some(wanted),
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

/// Opens the data folder; while that takes long because of what somebody
/// asked for, the window says so.
fn open(shared: &Shared, opener: &mut impl Opener, wish: Option<StartIntent>) -> Opened {
    if wish.is_none() {
        return opener.open(None, &mut |_| ());
    }
    let working = |progress| {
        shared.publish(Snapshot {
            start: StartView {
                working: true,
                progress,
                ..StartView::default()
            },
            ..Snapshot::default()
        });
    };
    working(None);
    let mut told_at = None::<u64>;
    opener.open(wish, &mut |progress: Progress| {
        // A hundredth more is worth drawing.
        let hundredth = progress.all.unwrap_or(0) / 100;
        if told_at.is_none_or(|before| progress.done >= before.saturating_add(hundredth)) {
            told_at = Some(progress.done);
            working(Some(progress));
        }
    })
}

/// The settings that a backup brought, and the camera that they name.
fn of_the_backup(shared: &Shared, camera: CameraId, site: Site) -> (CameraId, Site) {
    let (settings, _) = Settings::load(&site.folder);
    let named = settings.camera.as_ref();
    let named: Option<CameraId> = named.and_then(|text| text.parse().ok());
    let camera = match named {
        Some(named) if named != camera => {
            shared.use_camera(named.clone());
            named
        }
        _ => camera,
    };
    (camera, Site { settings, ..site })
}

/// Waits until nothing that goes on beside holds the data folder any more.
fn wait_for_end_of(office: &Weak<Office>) {
    let began = Instant::now();
    while office.strong_count() > 0 && began.elapsed() < LET_GO {
        std::thread::sleep(Duration::from_millis(20));
    }
}
