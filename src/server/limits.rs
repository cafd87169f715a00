//! How many requests a client may send in a minute. Counted in windows that
//! begin with a client's first request; in memory of fixed size.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::client::Client;

/// How long a window is.
pub const WINDOW: Duration = Duration::from_secs(60);
/// Clients that are counted one by one; those beyond share one count until
/// others' windows have ended (ours: some 5 MB).
const MOST_CLIENTS: usize = 50_000;

/// What is left after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// How many a window has.
    pub limit: u32,
    /// How many more are taken in this one.
    pub remaining: u32,
    /// When it ends, in seconds from now, rounded up.
    pub reset_seconds: u64,
    /// Whether this request is taken.
    pub taken: bool,
}

struct Window {
    begun: Instant,
    asked: u32,
}

#[derive(Default)]
struct Counted {
    clients: HashMap<Client, Window>,
    /// All who don't fit.
    others: Option<Window>,
}

/// A limit of its own, for all clients alike.
pub struct Limit {
    each: u32,
    counted: Mutex<Counted>,
}

impl Limit {
    /// So many in a minute for each client.
    pub fn new(each: u32) -> Self {
        Self {
            each,
            counted: Mutex::default(),
        }
    }

    /// Counts a request of a client at `now`.
    pub fn ask(&self, client: Client, now: Instant) -> Left {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.clients.len() >= MOST_CLIENTS && !counted.clients.contains_key(&client) {
            counted.clients.retain(|_, window| !window.is_over(now));
        }
        let fits = counted.clients.len() < MOST_CLIENTS || counted.clients.contains_key(&client);
        let new = || Window {
            begun: now,
            asked: 0,
        };
        let window = match fits {
            true => counted.clients.entry(client).or_insert_with(new),
            false => counted.others.get_or_insert_with(new),
        };
        if window.is_over(now) {
            *window = new();
        }
        window.ask(self.each, now)
    }
}

impl Window {
    fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.begun) >= WINDOW
    }

    fn ask(&mut self, limit: u32, now: Instant) -> Left {
        let taken = self.asked < limit;
        self.asked = self.asked.saturating_add(1);
        let left = WINDOW.saturating_sub(now.saturating_duration_since(self.begun));
        Left {
            limit,
            remaining: limit.saturating_sub(self.asked),
            reset_seconds: left.as_millis().div_ceil(1000).try_into().unwrap_or(60),
            taken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    fn peer(number: u32) -> Client {
        Client::Peer(IpAddr::V4(Ipv4Addr::from(number)))
    }

    #[test]
    fn the_101st_request_in_a_minute_is_refused() {
        let (limit, begun) = (Limit::new(100), Instant::now());
        for number in 1..=100 {
            let left = limit.ask(peer(1), begun + Duration::from_millis(number * 100));
            assert!(left.taken, "{number}");
            assert_eq!(u64::from(left.remaining), 100 - number);
        }
        let at = begun + Duration::from_millis(100) + WINDOW - Duration::from_millis(1500);
        let refused = Left {
            limit: 100,
            remaining: 0,
            reset_seconds: 2,
            taken: false,
        };
        assert_eq!(limit.ask(peer(1), at), refused);
        // Another client isn't held up, and a new minute is a new one.
        assert!(limit.ask(peer(2), at).taken);
        assert!(limit.ask(peer(1), at + Duration::from_millis(1500)).taken);
    }

    #[test]
    fn a_crowd_of_clients_takes_no_memory_without_end() {
        let (limit, now) = (Limit::new(3), Instant::now());
        let most = u32::try_from(MOST_CLIENTS).unwrap();
        for number in 0..most {
            assert!(limit.ask(peer(number), now).taken);
        }
        // All further ones share one count; who was there keeps their own.
        for number in 0..3 {
            assert!(limit.ask(peer(most + number), now).taken);
        }
        assert!(!limit.ask(peer(most + 9), now).taken);
        assert!(limit.ask(peer(5), now).taken);
        assert_eq!(limit.counted.lock().unwrap().clients.len(), MOST_CLIENTS);
        // A minute later there is room again.
        assert!(limit.ask(peer(most + 9), now + WINDOW).taken);
        assert_eq!(limit.counted.lock().unwrap().clients.len(), 1);
    }
}
