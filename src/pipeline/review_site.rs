//! A site in figures, gathered piece by piece so that somebody else may ask in
//! between: its sessions are opened, and its people compared with each other.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{SessionId, Standing, Timestamp, Tolerance};
use crate::flow::profiles;
use crate::gallery::Gallery;
use crate::report::site::{SiteFigures, SiteTally, Strangers, det};
use crate::store::{ReviewFilter, Store, StoreError};

use super::now;
use super::office::Office;

/// Sessions that are opened, and strangers that are compared, at once.
const SESSIONS_AT_ONCE: usize = 1_000;
const WAYS_AT_ONCE: u64 = 100_000;
/// No more strangers' scores are made: what is beyond is sampled.
const MOST_SCORES: u64 = 5_000_000;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A site as the window shows it.
#[derive(Clone, Debug)]
pub struct SiteView {
    /// Of how many days.
    pub days: u32,
    /// The profile in force.
    pub tolerance: Arc<Tolerance>,
    /// What happened.
    pub figures: Arc<SiteFigures>,
    /// How alike strangers are.
    pub strangers: Arc<Strangers>,
    /// Both rates of error as the threshold goes up, once the work is done.
    pub det: Arc<Vec<(f64, f64)>>,
    /// The version before the one in force, to go back to.
    pub before: Option<Arc<Tolerance>>,
    /// How far the work is, of all: sessions and scores together; none when it
    /// is done.
    pub progress: Option<(u64, u64)>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// Work on it that goes on.
pub(super) struct SiteWork {
    days: u32,
    tolerance: Arc<Tolerance>,
    before: Option<Arc<Tolerance>>,
    standings: HashMap<SessionId, Standing>,
    offset_millis: i64,
    /// Sessions that are still to be opened, the next one last.
    waiting: Vec<SessionId>,
    tally: SiteTally,
    gallery: Arc<Gallery>,
    strangers: Strangers,
    /// The next way that strangers are compared, and how far apart these are.
    next_way: u64,
    apart: u64,
    all: u64,
}

impl SiteWork {
    /// Finds out what there is to do for the window.
    pub(super) fn begin(office: &Office, days: u32) -> Result<Self, StoreError> {
        let back = i64::from(days) * DAY_MILLIS;
        let filter = ReviewFilter {
            since: Some(Timestamp(now().0.saturating_sub(back))),
            ..ReviewFilter::default()
        };
        office.refresh_gallery_if_changed()?;
        let judged = (office.gallery(), office.tolerance());
        office.wait(Self::of(office.store(), judged, &filter, days))
    }

    /// Finds out what there is to do: sessions that a filter finds, and the
    /// people of a gallery, judged by a profile.
    pub(super) async fn of(
        store: &Store,
        (gallery, tolerance): (Arc<Gallery>, Arc<Tolerance>),
        filter: &ReviewFilter,
        days: u32,
    ) -> Result<Self, StoreError> {
        let waiting = store.session_ids(filter).await?;
        let ways = gallery.stranger_pairs();
        // An odd step goes through everybody's others in turns.
        let apart = ways.div_ceil(MOST_SCORES).max(1) | 1;
        let apart = if ways <= MOST_SCORES { 1 } else { apart };
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let zone = jiff::tz::TimeZone::system();
        let offset = zone.to_offset(jiff::Timestamp::now()).seconds();
        Ok(Self {
            days,
            before: version_before(store, &tolerance).await?.map(Arc::new),
            tolerance,
            standings: store.standings().await?,
            offset_millis: i64::from(offset) * 1_000,
            all: count(waiting.len()) + ways.div_ceil(apart),
            waiting,
            tally: SiteTally::default(),
            strangers: Strangers {
                people: gallery.size(),
                ways,
                ..Strangers::default()
            },
            gallery,
            next_way: 0,
            apart,
        })
    }

    /// Whether all is done.
    pub(super) fn is_over(&self) -> bool {
        self.waiting.is_empty() && self.next_way >= self.strangers.ways
    }

    /// Does a piece of it.
    pub(super) async fn go_on(&mut self, store: &Store) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            let end = self.next_way.saturating_add(self.apart * WAYS_AT_ONCE);
            let end = end.min(self.strangers.ways);
            let step = usize::try_from(self.apart).unwrap_or(usize::MAX);
            let ways = (self.next_way..end).step_by(step);
            self.next_way = self.next_way.saturating_add(self.apart * WAYS_AT_ONCE);
            let strangers = &mut self.strangers;
            self.gallery
                .compare_strangers(ways, |score| strangers.take(score));
            return Ok(());
        }
        let left = self.waiting.len().saturating_sub(SESSIONS_AT_ONCE);
        let some: Vec<SessionId> = self.waiting.drain(left..).collect();
        for session in store.sessions_of(&some).await? {
            let standing = self.standings.get(&session.id);
            let standing = standing.unwrap_or(&Standing::Unmarked);
            self.tally.take(&session, self.offset_millis, standing);
        }
        Ok(())
    }

    /// What is known so far.
    pub(super) fn view(&self, stopped: bool) -> SiteView {
        let left = u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        let ways = self.strangers.ways.saturating_sub(self.next_way);
        let left = left.saturating_add(ways.div_ceil(self.apart));
        let going_on = !self.is_over() && !stopped;
        let figures = self.tally.figures();
        let curve = match going_on {
            true => Vec::new(),
            false => det(&self.strangers, &figures.visits),
        };
        SiteView {
            det: Arc::new(curve),
            before: self.before.clone(),
            days: self.days,
            tolerance: Arc::clone(&self.tolerance),
            figures: Arc::new(figures),
            strangers: Arc::new(self.strangers.clone()),
            progress: going_on.then_some((self.all.saturating_sub(left), self.all)),
            stopped,
        }
    }
}

/// The version of a profile before this one: the last that was kept, or the
/// built-in one.
async fn version_before(store: &Store, now: &Tolerance) -> Result<Option<Tolerance>, StoreError> {
    let kept = store.tolerances().await?;
    let mut earlier = kept
        .into_iter()
        .map(|kept| kept.tolerance)
        .filter(|one| one.name == now.name && one.version < now.version);
    let built_in = profiles::built_in(now.name.as_str());
    Ok(earlier
        .next()
        .or_else(|| built_in.filter(|one| one.version < now.version)))
}
