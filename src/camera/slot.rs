//! A place for one value, in which the newest wins.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Hands the newest value from one thread to another. A value that nobody
/// took before the next one came is dropped and counted, so nothing piles up.
#[derive(Debug)]
pub struct Slot<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    value: Option<T>,
    passed_over: u64,
    closed: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                value: None,
                passed_over: 0,
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }
}

impl<T> Slot<T> {
    /// Puts a value in; the one that was still there is passed over.
    pub fn replace(&self, value: T) {
        let mut state = self.lock();
        if state.value.replace(value).is_some() {
            state.passed_over += 1;
        }
        self.changed.notify_one();
    }

    /// Takes the value out, if there is one.
    pub fn take(&self) -> Option<T> {
        self.lock().value.take()
    }

    /// Takes the value out, waiting for one for `timeout` at most. Returns
    /// early with nothing once the slot is closed.
    pub fn wait(&self, timeout: Duration) -> Option<T> {
        let deadline = Instant::now() + timeout;
        let mut state = self.lock();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if state.value.is_some() || state.closed || left.is_zero() {
                return state.value.take();
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .map_or_else(|poisoned| poisoned.into_inner().0, |(state, _)| state);
        }
    }

    /// No more values will come: waiting ends.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// How many values were replaced before anyone took them.
    pub fn passed_over(&self) -> u64 {
        self.lock().passed_over
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing in here can panic half-way, so the state is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_newest_wins_and_the_others_are_counted() {
        let slot = Slot::default();
        for value in 1..=5 {
            slot.replace(value);
        }
        assert_eq!((slot.take(), slot.take()), (Some(5), None));
        slot.replace(6);
        assert_eq!((slot.take(), slot.passed_over()), (Some(6), 4));
    }

    #[test]
    fn waiting_ends_with_a_value_the_time_or_the_end() {
        let slot = Arc::new(Slot::default());
        assert_eq!(slot.wait(Duration::from_millis(5)), None);
        let other = Arc::clone(&slot);
        let writer = std::thread::spawn(move || other.replace(1));
        assert_eq!(slot.wait(Duration::from_secs(10)), Some(1));
        writer.join().unwrap();
        slot.close();
        assert_eq!(slot.wait(Duration::from_secs(10)), None);
    }
}
