//! How fast a kiosk and its centre become equal, beside what the database can
//! do at best: sessions pushed against plain COPY of the same rows, and
//! templates pulled into the gallery.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::access::{DataFolder, Joined};
use crate::auth::KeyStores;
use crate::central::Transport;
use crate::commands::output::say;
use crate::commands::rehearse::{FleetFolder, KIOSKS, PrivateCentre, new_password};
use crate::commands::unlocking::{open_folder, runtime};
use crate::commands::{CommandError, Common, Done};
use crate::domain::{Cue, Decision, ModelHash, Reason, Session, SessionId, SessionKind};
use crate::pipeline::now;
use crate::store::Store;
use crate::sync::{Line, Round, SyncState, status};

use super::renewal::enrolment;
use super::{Figure, Target, Unmeasured, megabytes, summary, syncing};

/// Templates of one person.
const TEMPLATES_EACH: u32 = 5;
/// Sessions that are kept at once.
const BATCH: u32 = 500;
/// Cues of a session: as many as one with three turns has.
const CUES: u32 = 14;
/// For how long a join code is good.
const CODE_LIFE: Duration = Duration::from_secs(3600);

/// Measures it with so many sessions and templates.
pub(super) fn run(common: &Common, rows: u32) -> Done {
    eprintln!("measuring with {rows} sessions and templates; this takes some minutes");
    let runtime = runtime()?;
    let folder = FleetFolder::make()?;
    let centre = PrivateCentre::make(folder.path.join("centre"), new_password()?);
    let centre = runtime.block_on(centre)?;
    let [one, two] = KIOSKS.map(|name| open_folder(&runtime, &folder.path.join(name)));
    let (one, mut two) = (one?.0, two?);
    let site = Site::begin(&runtime, &centre, &one)?;
    site.join(&runtime, &one, &mut two)?;
    let mut figures = runtime.block_on(pushed(&centre, &one.store, rows))?;
    let people = rows / TEMPLATES_EACH;
    figures.extend(runtime.block_on(pulled(&one.store, &two.0.store, people))?);
    let window = syncing::figures(common, (&runtime, &site, &one), rows);
    let not_measured = match window {
        Ok(of_the_window) => {
            figures.extend(of_the_window);
            None
        }
        Err(why) => Some(Unmeasured {
            names: syncing::NAMES,
            why,
        }),
    };
    match common.json {
        true => say!(
            "{}",
            json!({ "rows": rows, "figures": figures, "not_measured": not_measured.as_slice() })
        ),
        false => {
            for figure in &figures {
                say!("{}", figure.line());
            }
            if let Some(not) = &not_measured {
                say!("not measured: {} ({})", not.names.join(", "), not.why);
            }
            say!("{}", summary(&figures));
        }
    }
    runtime.block_on(one.store.close());
    runtime.block_on(two.0.store.close());
    Ok(0)
}

/// The site at its centre, whose first kiosk lets the others in.
pub(super) struct Site<'a> {
    centre: &'a PrivateCentre,
    id: Uuid,
}

impl<'a> Site<'a> {
    fn begin(
        runtime: &Runtime,
        centre: &'a PrivateCentre,
        one: &DataFolder,
    ) -> Result<Self, CommandError> {
        runtime.block_on(async {
            let mut administration = centre.administration().await?;
            let id = administration.add_site("Bench").await?;
            let first = administration.invite(id, "One", CODE_LIFE).await?;
            one.join_centre(&centre.url(), Transport::Verified, &first.code)
                .await?;
            Ok(Self { centre, id })
        })
    }

    /// Lets another kiosk in.
    pub fn join(
        &self,
        runtime: &Runtime,
        one: &DataFolder,
        (other, stores): &mut (DataFolder, KeyStores),
    ) -> Result<(), CommandError> {
        runtime.block_on(async {
            let mut administration = self.centre.administration().await?;
            let invited = administration.invite(self.id, "Another", CODE_LIFE).await?;
            let url = self.centre.url();
            let joined = other.join_centre(&url, Transport::Verified, &invited.code);
            if let Joined::Waits(code) = joined.await? {
                let code = one.approve_kiosk(invited.kiosk, code).await?;
                other.accept_from_centre(stores, code).await?;
            }
            Ok(())
        })
    }
}

/// One round of a kiosk.
pub(super) async fn round(store: &Store) -> Result<(Duration, Round), CommandError> {
    let line = Line::of(store).await?;
    let line = line.ok_or_else(|| CommandError::new("centre", "there is no centre"))?;
    let begun = Instant::now();
    let round = line.round(now).await?;
    Ok((begun.elapsed(), round))
}

/// Keeps so many sessions at a kiosk, which wait to be sent.
pub(super) async fn decide(store: &Store, rows: u32) -> Result<(), CommandError> {
    let model = enrolment(0)?.session;
    for begin in (0..rows).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        let sessions: Vec<Session> = (begin..rows.min(begin.saturating_add(BATCH)))
            .map(|number| like(&model, number))
            .collect();
        store.record_sessions(&sessions).await?;
    }
    Ok(())
}

async fn pushed(
    centre: &PrivateCentre,
    store: &Store,
    rows: u32,
) -> Result<Vec<Figure>, CommandError> {
    round(store).await?;
    decide(store, rows).await?;
    let before = resident_megabytes();
    let (took, _) = round(store).await?;
    let growth = peak_megabytes() - before;
    let equal = status(store, now()).await?;
    if equal.state != SyncState::Equal || equal.waiting() > 0 {
        return Err(CommandError::new("centre", "not all sessions were sent"));
    }
    let (copied, plain) = centre.administration().await?.time_of_copy().await?;
    let rate = |rows: f64, took: Duration| rows / took.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "rows of a measurement")]
    let (push, copy) = (rate(f64::from(rows), took), rate(copied as f64, plain));
    Ok(vec![
        Figure::new(
            "push_ratio",
            "sessions pushed a second, against plain COPY of the same rows",
            (push / copy, "x"),
            Target::AtLeast(0.4),
        ),
        Figure::new(
            "push_rows_per_second",
            "sessions pushed a second",
            (push, "/s"),
            Target::ForComparison,
        ),
        Figure::new(
            "copy_rows_per_second",
            "the same by plain COPY",
            (copy, "/s"),
            Target::ForComparison,
        ),
        Figure::new(
            "push_memory_megabytes",
            "how much more memory the kiosk takes at most while it sends",
            (growth.max(0.1), "MB"),
            Target::AtMost(64.0),
        ),
    ])
}

async fn pulled(one: &Store, two: &Store, people: u32) -> Result<Vec<Figure>, CommandError> {
    for number in 0..people {
        one.enrol(&enrolment(number)?).await?;
    }
    round(one).await?;
    let begun = Instant::now();
    round(two).await?;
    let fetched = begun.elapsed();
    let gallery = two.gallery(ModelHash([1; 32])).await?;
    let all = begun.elapsed();
    let templates: usize = gallery.iter().map(|(_, templates)| templates.len()).sum();
    if u32::try_from(templates).ok() != Some(people * TEMPLATES_EACH) {
        return Err(CommandError::new("centre", "not all templates arrived"));
    }
    Ok(vec![
        Figure::new(
            "pull_seconds",
            "so many templates pulled and in the gallery",
            (all.as_secs_f64(), "s"),
            Target::AtMost(10.0),
        ),
        Figure::new(
            "pull_fetched_seconds",
            "of which until they were kept",
            (fetched.as_secs_f64(), "s"),
            Target::ForComparison,
        ),
    ])
}

/// A session of its own with as many cues as a verification with three turns
/// leaves.
fn like(model: &Session, number: u32) -> Session {
    let mut session = model.clone();
    session.id = SessionId(Uuid::now_v7());
    session.kind = SessionKind::Verification;
    (session.decision, session.reason) = (Decision::NotVerified, Reason::NoMatch);
    (session.person, session.claim) = (None, None);
    session.liveness.cues = (0..CUES)
        .map(|cue| Cue {
            name: format!("cue_{cue}"),
            value: Some(f64::from(number.wrapping_mul(cue + 1) % 997) / 997.0),
            threshold: 0.45,
            passed: true,
            advisory: false,
            at_millis: u64::from(cue) * 200,
        })
        .collect();
    session
}

fn resident_megabytes() -> f64 {
    of_this_process("VmRSS:")
}

fn peak_megabytes() -> f64 {
    of_this_process("VmHWM:")
}

fn of_this_process(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    megabytes(kilobytes.unwrap_or_default() * 1024)
}
