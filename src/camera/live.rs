//! A camera or recording in real time, for windows: threads of its own, the
//! newest frame wins, and what goes wrong comes as an event.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};

use super::picture::Pixels;
use super::{CameraError, CameraId, CameraInfo, Prompt, Recording, Slot, live_device};
use crate::domain::{Frame, Millis};

/// Events kept for a reader who is late; the oldest go first.
const EVENTS_KEPT: usize = 32;

/// What happens to a camera, beside its frames.
#[derive(Clone, Debug)]
pub enum CameraEvent {
    /// Its first frame is there. For a recording there is no more to say about
    /// it.
    Ready(Option<CameraInfo>),
    /// No frames come; the reason says what to do. It is tried again until it
    /// is [`CameraEvent::Back`].
    Lost {
        /// What happened, and in words what to do.
        why: Arc<CameraError>,
    },
    /// Frames come again from the same camera.
    Back,
    /// In its place there is another camera, which is not used. Follows
    /// [`CameraEvent::Lost`]; the one that was chosen is still waited for.
    IdentityChanged,
    /// A plain recording is over.
    Ended,
}

/// A camera that runs until it is dropped. All of its methods return at once,
/// except [`LiveCamera::take_newest`], which waits as long as it is told.
///
/// Dropping it ends its threads, without waiting for them.
pub struct LiveCamera {
    shared: Arc<Shared>,
    events: Receiver<CameraEvent>,
    /// Never written to: the threads see that it is gone.
    _stop: Sender<()>,
}

impl LiveCamera {
    /// Opens a camera on a thread of its own. What goes wrong comes as events.
    #[must_use]
    pub fn open(id: CameraId) -> Self {
        let (stop, stopped) = bounded(0);
        let (sender, events) = bounded(EVENTS_KEPT);
        let shared = Arc::new(Shared {
            frames: Slot::default(),
            newest: Mutex::default(),
            prompt: Mutex::default(),
            waker: Mutex::default(),
            raw_dropped: Mutex::default(),
            events: (sender, events.clone()),
            stopping: AtomicBool::new(false),
            started: Instant::now(),
        });
        let source = Source {
            shared: Arc::clone(&shared),
            stopped,
            frames: 0,
            lost: false,
        };
        let run = move || match id {
            CameraId::Device(id) => live_device::run(&id, source),
            CameraId::First => live_device::run_first(source),
            CameraId::Recording(path) => run_recording(&path, source),
            // Those frames come from nowhere here.
            CameraId::Upload => drop(source),
        };
        if let Err(error) = std::thread::Builder::new()
            .name("camera".to_owned())
            .spawn(run)
        {
            shared.emit(CameraEvent::Lost {
                why: Arc::new(CameraError::Thread(error)),
            });
        }
        Self {
            shared,
            events,
            _stop: stop,
        }
    }

    /// The newest frame, for drawing. It stays there for others.
    #[must_use]
    pub fn newest(&self) -> Option<Frame> {
        lock(&self.shared.newest).clone()
    }

    /// Takes the newest frame that was not yet taken, waiting for one for
    /// `timeout` at most: for the one reader that analyses.
    #[must_use]
    pub fn take_newest(&self, timeout: Duration) -> Option<Frame> {
        self.shared.frames.wait(timeout)
    }

    /// What happened. A late reader misses the oldest ones.
    #[must_use]
    pub fn events(&self) -> &Receiver<CameraEvent> {
        &self.events
    }

    /// Says what the person is asked to do now.
    pub fn ask(&self, prompt: Prompt) {
        *lock(&self.shared.prompt) = prompt;
    }

    /// How many frames were passed over because a newer one came before anyone
    /// took them.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        *lock(&self.shared.raw_dropped) + self.shared.frames.passed_over()
    }

    /// The time of now on the clock of this camera's frames.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.shared.now()
    }

    /// Calls `waker` after each new frame and event, from a camera thread; it
    /// should return at once.
    pub fn set_waker(&self, waker: Box<dyn Fn() + Send + Sync>) {
        *lock(&self.shared.waker) = Some(waker.into());
    }
}

impl Drop for LiveCamera {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::Release);
        self.shared.frames.close();
    }
}

/// What the owner and the threads share.
pub struct Shared {
    frames: Slot<Frame>,
    newest: Mutex<Option<Frame>>,
    prompt: Mutex<Prompt>,
    waker: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
    /// Pictures that were passed over before they were decoded.
    raw_dropped: Mutex<u64>,
    events: (Sender<CameraEvent>, Receiver<CameraEvent>),
    stopping: AtomicBool,
    started: Instant,
}

/// None of the values behind these locks can be left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Whether the owner is gone.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn now(&self) -> Millis {
        Millis(u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn emit(&self, event: CameraEvent) {
        let (sender, receiver) = &self.events;
        let mut event = event;
        while let Err(TrySendError::Full(again)) = sender.try_send(event) {
            event = again;
            // The oldest makes room; if its reader was quicker, so much the better.
            let _ = receiver.try_recv();
        }
        self.wake();
    }

    fn wake(&self) {
        let waker = lock(&self.waker).clone();
        if let Some(waker) = waker {
            waker();
        }
    }
}

/// The camera thread's own side.
pub struct Source {
    shared: Arc<Shared>,
    stopped: Receiver<()>,
    /// Published so far; keeps rising when the camera is opened again.
    frames: u64,
    lost: bool,
}

impl Source {
    /// What is shared with the owner.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Waits; false once the owner is gone.
    pub fn wait(&self, time: Duration) -> bool {
        self.stopped.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
    }

    /// Says once that no frames come, until they come again.
    pub fn lose(&mut self, why: CameraError) {
        if !self.lost {
            self.lost = true;
            self.shared.emit(CameraEvent::Lost { why: Arc::new(why) });
        }
    }

    /// Says that another camera stands in this one's place.
    pub fn say_identity_changed(&self) {
        self.shared.emit(CameraEvent::IdentityChanged);
    }

    /// Counts pictures that were passed over before they were decoded.
    pub fn set_raw_dropped(&self, count: u64) {
        *lock(&self.shared.raw_dropped) = count;
    }

    /// Hands a frame on, with its number and the time of now.
    pub fn publish(&mut self, pixels: Pixels, info: Option<&CameraInfo>) {
        let sequence = self.frames + 1;
        let Ok(frame) = Frame::new(
            pixels.width,
            pixels.height,
            pixels.rgb,
            sequence,
            self.shared.now(),
        ) else {
            // Sizes are checked before decoding: nothing else gets here.
            return;
        };
        self.frames = sequence;
        *lock(&self.shared.newest) = Some(frame.clone());
        self.shared.frames.replace(frame);
        if sequence == 1 {
            self.shared.emit(CameraEvent::Ready(info.cloned()));
        } else if self.lost {
            self.shared.emit(CameraEvent::Back);
        }
        self.lost = false;
        self.shared.wake();
    }
}

/// Plays a recording at its own pace. A machine that is too slow plays it
/// slower, without hurrying afterwards.
fn run_recording(path: &Path, mut source: Source) {
    let mut recording = match Recording::open(path) {
        Ok(recording) => recording,
        Err(error) => return source.lose(error),
    };
    let period = recording.period();
    let mut due = Instant::now();
    loop {
        let prompt = *lock(&source.shared.prompt);
        let next = recording.next(prompt);
        if !source.wait(due.saturating_duration_since(Instant::now())) {
            return;
        }
        due = Instant::now().max(due + period);
        match next {
            Ok(Some(frame)) => {
                let pixels = Pixels {
                    width: frame.width(),
                    height: frame.height(),
                    rgb: frame.shared_pixels(),
                };
                source.publish(pixels, None);
            }
            Ok(None) => return source.shared.emit(CameraEvent::Ended),
            Err(error) => source.lose(error),
        }
    }
}
