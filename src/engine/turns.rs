//! First come, first served: std's mutex lets a thread that asks again at once
//! overtake those that wait, and one camera would starve the other.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Hands out turns in the order in which they were asked for.
#[derive(Default)]
pub(super) struct Turns {
    counters: Mutex<Counters>,
    passed_on: Condvar,
}

#[derive(Default)]
struct Counters {
    /// The next number to hand out.
    next: u64,
    /// The number whose turn it is.
    served: u64,
}

/// It is the holder's turn; dropping it passes the turn on.
pub(super) struct Turn<'a>(&'a Turns);

impl Turns {
    /// Waits for its turn; `queued` is called when it stands in the queue.
    pub(super) fn take(&self, queued: impl FnOnce()) -> Turn<'_> {
        let mut counters = self.counters();
        let mine = counters.next;
        counters.next += 1;
        drop(counters);
        queued();
        let mut counters = self.counters();
        while counters.served != mine {
            counters = self
                .passed_on
                .wait(counters)
                .unwrap_or_else(PoisonError::into_inner);
        }
        Turn(self)
    }

    /// Whether somebody stands behind the one whose turn it is.
    pub(super) fn is_awaited(&self) -> bool {
        let counters = self.counters();
        counters.next > counters.served + 1
    }

    fn counters(&self) -> MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.counters().served += 1;
        self.0.passed_on.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn turns_come_in_the_order_asked_for() {
        let turns = Arc::new(Turns::default());
        let order = Arc::new(Mutex::new(Vec::new()));
        let first = turns.take(|| ());
        assert!(!turns.is_awaited());
        let threads: Vec<_> = (0..4)
            .map(|number| {
                let (turns, order) = (Arc::clone(&turns), Arc::clone(&order));
                let before = turns.counters().next;
                let thread = std::thread::spawn({
                    let turns = Arc::clone(&turns);
                    move || {
                        let _turn = turns.take(|| ());
                        order.lock().unwrap().push(number);
                    }
                });
                // The next thread starts once this one has its number.
                while turns.counters().next == before {
                    std::thread::sleep(Duration::from_millis(1));
                }
                thread
            })
            .collect();
        assert!(turns.is_awaited());
        drop(first);
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3]);
    }
}
