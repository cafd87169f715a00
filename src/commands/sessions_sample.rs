//! `sessions sample`: many plausible sessions made of those that rehearsals
//! left in a folder, to try review on and to measure it. Each says that it is
//! one (its camera is `sample`, its source a recording), and a folder in which a
//! camera has seen anybody is refused.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use uuid::{NoContext, Timestamp as UuidTimestamp, Uuid};

use crate::commands::output::say;
use crate::domain::{Cue, Decision, Role, Session, SessionId, SessionKind, Source, Timestamp};
use crate::pipeline::now;
use crate::store::{ReviewFilter, SessionFilter};

use super::CommandError;
use super::context::{Authority, Common, Desk};

/// What stands where a camera's name does in made sessions.
pub const SAMPLE_CAMERA: &str = "sample";
/// Sessions that are kept at once.
const BATCH: usize = 500;
/// Sessions of the folder that others are made of, at most.
const MODELS: u32 = 200;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// How often each is measured; the median is told.
const TIMES: usize = 5;
/// Lines that a window opens at once.
const PAGE: usize = 100;

#[derive(Args, Debug)]
pub(super) struct SampleArgs {
    /// How many to make, as a month at a site has them; 0 only measures
    #[arg(long, default_value_t = 20_000)]
    count: u32,
    /// Over how many days up to now
    #[arg(long, default_value_t = 30)]
    days: u32,
    #[command(flatten)]
    authority: Authority,
}

pub(super) fn sample(args: &SampleArgs, desk: &Desk, common: &Common) -> Result<(), CommandError> {
    let operator = args.authority.require(desk, &[Role::Administrator])?;
    let store = desk.store.acting(&operator.name);
    let filter = SessionFilter {
        limit: Some(MODELS),
        ..SessionFilter::default()
    };
    let counts = desk
        .runtime
        .block_on(store.session_counts(&ReviewFilter::default()))?;
    let recorded = counts.sources.get(Source::Recording.as_str()).copied();
    if recorded.unwrap_or_default() != counts.all || counts.all == 0 {
        return Err(CommandError::new(
            "not_rehearsed",
            "samples are made of a rehearsal's sessions, in a folder that has no others",
        )
        .fix("make one with: secure-biometric --data DIR rehearse --headless"));
    }
    let mut models = desk.runtime.block_on(store.sessions(&filter))?;
    models.retain(|one| one.kind == SessionKind::Verification);
    if models.is_empty() {
        return Err(CommandError::new(
            "not_rehearsed",
            "nobody verified in this folder yet",
        ));
    }
    let begun = Instant::now();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut made = Vec::with_capacity(BATCH);
    let mut times = times(args, &mut chance);
    // Kept in the order of time.
    times.sort_unstable();
    for (number, at) in (0..args.count).zip(times) {
        made.extend(like(&models, &mut chance, Timestamp(at)));
        if made.len() == BATCH || number + 1 == args.count {
            desk.runtime.block_on(store.record_sessions(&made))?;
            made.clear();
        }
    }
    let took = begun.elapsed();
    let times = measure(desk)?;
    let millis = |time: Duration| (time.as_secs_f64() * 1e4).round() / 10.0;
    if common.json {
        say!(
            "{}",
            json!({
                "made": args.count,
                "sessions": times.sessions,
                "making_seconds": took.as_secs_f64(),
                "list_millis": millis(times.list),
                "counts_millis": millis(times.counts),
                "page_millis": millis(times.page),
                "session_millis": millis(times.session),
            })
        );
    } else {
        say!(
            "made {} sessions in {:.1} s",
            args.count,
            took.as_secs_f64()
        );
        say!(
            "{} sessions: listed in {} ms, counted in {} ms, a page of {PAGE} in {} ms, one opened in {} ms",
            times.sessions,
            millis(times.list),
            millis(times.counts),
            millis(times.page),
            millis(times.session),
        );
    }
    Ok(())
}

/// When they come: mostly in the mornings and after lunch, few at weekends.
fn times(args: &SampleArgs, chance: &mut Chance) -> Vec<i64> {
    const HOURS: [u8; 24] = [
        0, 0, 0, 0, 0, 1, 4, 14, 26, 15, 9, 8, 13, 17, 10, 8, 6, 4, 2, 1, 1, 0, 0, 0,
    ];
    let days = i64::from(args.days.max(1));
    let today = now().0.div_euclid(DAY_MILLIS);
    let mut times = Vec::new();
    while times.len() < usize::try_from(args.count).unwrap_or_default() {
        let back = i64::try_from(chance.below(usize::try_from(days).unwrap_or(1))).unwrap_or(0);
        let day = today - 1 - back;
        // The first day of 1970 was a Thursday.
        let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
        let hour = chance.below(HOURS.len());
        let busy = f32::from(HOURS.get(hour).copied().unwrap_or_default()) / 26.0;
        let busy = if weekend { busy / 8.0 } else { busy };
        if chance.share() < busy {
            let within = i64::try_from(chance.below(3_600_000)).unwrap_or(0);
            let hour = i64::try_from(hour).unwrap_or(0);
            times.push(day * DAY_MILLIS + hour * 3_600_000 + within);
        }
    }
    times
}

/// How long what a reviewer waits for takes.
pub(super) struct Times {
    pub(super) sessions: usize,
    pub(super) list: Duration,
    pub(super) counts: Duration,
    pub(super) page: Duration,
    pub(super) session: Duration,
}

/// Measures each some times; the medians are told.
pub(super) fn measure(desk: &Desk) -> Result<Times, CommandError> {
    let store = &desk.store;
    let all = ReviewFilter::default();
    let mut rounds: [Vec<Duration>; 4] = Default::default();
    let mut sessions = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        let ids = desk.runtime.block_on(store.session_ids(&all))?;
        let listed = begun.elapsed();
        sessions = ids.len();
        let begun = Instant::now();
        desk.runtime.block_on(store.session_counts(&all))?;
        let counted = begun.elapsed();
        let middle = ids.len() / 2;
        let page = ids.get(middle..).unwrap_or_default();
        let page = page.get(..PAGE).unwrap_or(page);
        let begun = Instant::now();
        let opened = desk.runtime.block_on(store.sessions_of(page))?;
        let paged = begun.elapsed();
        let begun = Instant::now();
        if let Some(one) = opened.first() {
            desk.runtime.block_on(async {
                store.session(one.id).await?;
                store.reconstruction(one.id).await?;
                store.replay(one.id).await?;
                store.token_of(one.id).await?;
                store.audit_of(one).await
            })?;
        }
        for (round, time) in rounds
            .iter_mut()
            .zip([listed, counted, paged, begun.elapsed()])
        {
            round.push(time);
        }
    }
    let [list, counts, page, session] = rounds.map(|mut times| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    });
    Ok(Times {
        sessions,
        list,
        counts,
        page,
        session,
    })
}

/// A session like one that was rehearsed: its figures differ a little, and it
/// says what it is.
fn like(models: &[Session], chance: &mut Chance, at: Timestamp) -> Option<Session> {
    // People who verify are far more than those who are refused.
    let verified = chance.share() < 0.95;
    let is_one = |one: &&Session| (one.decision == Decision::Verified) == verified;
    let some: Vec<&Session> = models.iter().filter(is_one).collect();
    let from = if some.is_empty() {
        models.iter().collect()
    } else {
        some
    };
    let at_random = chance.below(from.len());
    let mut made = from.get(at_random).map(|model| Session::clone(model))?;
    let seconds = u64::try_from(at.0.div_euclid(1000)).unwrap_or_default();
    let nanos = u32::try_from(at.0.rem_euclid(1000) * 1_000_000).unwrap_or_default();
    let time = UuidTimestamp::from_unix(NoContext, seconds, nanos);
    made.id = SessionId(Uuid::new_v7(time));
    made.started_at = at;
    made.source = Source::Recording;
    SAMPLE_CAMERA.clone_into(&mut made.camera);
    if let (Some(score), Some(threshold)) = (made.scores.score, made.scores.threshold) {
        let moved = score + 0.05 * chance.around();
        // What was decided stays what the score says.
        made.scores.score = Some(match score >= threshold {
            true => moved.clamp(threshold, 1.0),
            false => moved.clamp(-1.0, threshold - 0.001),
        });
    }
    let quality: Vec<_> = made.quality.iter().collect();
    for (component, value) in quality {
        made.quality.set(component, value + 6.0 * chance.around());
    }
    for cue in &mut made.liveness.cues {
        vary(cue, chance);
    }
    let longer = 1.0 + 0.25 * f64::from(chance.around());
    made.timings.total_millis = scaled(made.timings.total_millis, longer);
    Some(made)
}

/// Moves a cue a little, on its side of the threshold.
fn vary(cue: &mut Cue, chance: &mut Chance) {
    if cue.name == "order" {
        return;
    }
    if let Some(value) = &mut cue.value {
        let moved = *value * (1.0 + 0.1 * f64::from(chance.around()));
        let stays = (moved >= cue.threshold) == (*value >= cue.threshold);
        *value = if stays { moved } else { *value };
    }
}

fn scaled(millis: u64, by: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a session takes seconds, and a float cast saturates"
    )]
    let scaled = (millis as f64 * by) as u64;
    scaled
}

/// Numbers that look drawn and are the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(1).max(1);
        usize::try_from(self.next() % count).unwrap_or_default()
    }

    /// 0 to 1.
    fn share(&mut self) -> f32 {
        let bits = u16::try_from(self.next() >> 48).unwrap_or_default();
        f32::from(bits) / 65_536.0
    }

    /// About 0, mostly within -1 and 1: the sum of four.
    fn around(&mut self) -> f32 {
        let sum: f32 = (0..4).map(|_| self.share()).sum();
        sum - 2.0
    }
}
