//! What reviewers see of sessions in the window, and may ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::{
    Badge, CueKind, CueState, Decision, MarkNote, OperatorName, Reason, Session, SessionId,
    SessionKind, Source, Standing, Timestamp, Truth,
};
use crate::store::SessionCounts;

use super::Problem;
use super::review_details::SessionDetails;
use super::review_export::{ExportState, ExportWish};
use super::review_marks::SavedFilter;
use super::review_site::SiteView;

/// Sessions that are opened at once: what a window shows, several times.
pub const SESSIONS_A_PAGE: usize = 100;
/// Pages that the window keeps: those around what it shows.
const PAGES_KEPT: usize = 8;

/// How far reviewers are with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// Nobody has marked it.
    Unmarked,
    /// It counts as what it is marked.
    Settled,
    /// Reviewers disagree: it wants another one.
    Disputed,
}

impl MarkState {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Unmarked, Self::Settled, Self::Disputed];

    /// How far they are by what the marks come to.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        match standing {
            Standing::Unmarked => Self::Unmarked,
            Standing::Settled(_) => Self::Settled,
            Standing::Disputed => Self::Disputed,
        }
    }
}

/// Which sessions are looked for. Whatever is absent isn't asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionQuery {
    /// Only with this decision.
    pub decision: Option<Decision>,
    /// Only for this reason.
    pub reason: Option<Reason>,
    /// Only for this purpose.
    pub kind: Option<SessionKind>,
    /// Only with frames from there.
    pub source: Option<Source>,
    /// Only those of so many days.
    pub days: Option<u32>,
    /// Only those in which this cue spoke against a living face.
    pub cue: Option<CueKind>,
    /// Only those that this operator ran or vouched in.
    pub operator: Option<OperatorName>,
    /// Only those with which reviewers are so far.
    pub mark: Option<MarkState>,
    /// A badge, or how a session's id begins.
    pub text: String,
}

/// What a reviewer wants of sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewIntent {
    /// Fill the list.
    List(SessionQuery),
    /// Fill a page of the list of that number.
    Page {
        /// Which list.
        list: u64,
        /// Which page.
        page: usize,
    },
    /// Look at a session: the audit keeps that it was.
    Open(SessionId),
    /// Look at none.
    Close,
    /// Reckon the figures of so many days, and compare everybody with everybody
    /// else.
    Site(u32),
    /// Leave that work where it is.
    StopSite,
    /// Write sessions to a file.
    Export(Box<ExportWish>),
    /// What came of that has been read.
    ExportRead,
    /// Say what a session was.
    Mark {
        /// Which.
        session: SessionId,
        /// What it was.
        truth: Truth,
        /// What was seen, which may be nothing.
        note: MarkNote,
    },
    /// Keep a choice of sessions under a name.
    KeepFilter(SavedFilter),
    /// Forget the choice of that name.
    ForgetFilter(String),
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionLine {
    /// Which.
    pub id: SessionId,
    /// When it started.
    pub at: Timestamp,
    /// What it was for.
    pub kind: SessionKind,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Where its frames came from.
    pub source: Source,
    /// The badge of who was identified, or that was claimed.
    pub badge: Option<Badge>,
    /// What each group of cues said.
    pub cues: [(CueKind, CueState); 5],
}

impl SessionLine {
    /// The line of a session; `badge` is that of who was identified.
    #[must_use]
    pub fn of(session: &Session, badge: Option<Badge>) -> Self {
        let states = |kind: &CueKind| (*kind, session.liveness.state(*kind));
        let mut cues = [(CueKind::Depth, CueState::NotMeasured); 5];
        for (place, kind) in cues.iter_mut().zip(CueKind::ALL) {
            *place = states(kind);
        }
        Self {
            id: session.id,
            at: session.started_at,
            kind: session.kind,
            decision: session.decision,
            reason: session.reason,
            source: session.source,
            badge: badge.or_else(|| session.claim.clone()),
            cues,
        }
    }
}

/// How many there are of each kind, and who ran them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionFigures {
    /// The counts, whatever was chosen of them.
    pub counts: SessionCounts,
    /// Every operator of this kiosk.
    pub operators: Vec<OperatorName>,
    /// How many sessions are marked, and about how many reviewers disagree.
    pub marked: (u64, u64),
    /// The choices that are kept under a name.
    pub filters: Vec<SavedFilter>,
}

/// The sessions that were found.
#[derive(Clone, Debug)]
pub struct SessionList {
    /// Tells it from lists before.
    pub number: u64,
    /// What was asked for.
    pub query: SessionQuery,
    /// How many were found so far.
    pub found: usize,
    /// While sessions are still opened to look into them: how many were, and
    /// how many there are.
    pub looked: Option<(usize, usize)>,
    /// Lines, page by page, as far as they were asked for; none of a session
    /// that doesn't open.
    pub pages: BTreeMap<usize, Arc<Vec<Option<SessionLine>>>>,
}

impl SessionList {
    /// The line of that place, newest first, if it was opened.
    #[must_use]
    pub fn line(&self, at: usize) -> Option<&SessionLine> {
        self.known(at)?
    }

    /// The same; the outer none says that nobody has tried to open it yet.
    #[must_use]
    pub fn known(&self, at: usize) -> Option<Option<&SessionLine>> {
        let page = self.pages.get(&(at / SESSIONS_A_PAGE))?;
        page.get(at % SESSIONS_A_PAGE).map(Option::as_ref)
    }

    /// Takes what was opened since, if it is of the same list.
    pub(super) fn take(&mut self, newer: Self) {
        if newer.number != self.number {
            *self = newer;
            return;
        }
        self.found = newer.found;
        self.looked = newer.looked;
        for (at, page) in newer.pages {
            self.pages.insert(at, page);
            self.forget_far_from(at);
        }
        // A page that wasn't full may have grown since.
        let found = self.found;
        self.pages.retain(|at, page| {
            let from = at * SESSIONS_A_PAGE;
            page.len() == SESSIONS_A_PAGE.min(found.saturating_sub(from))
        });
    }

    fn forget_far_from(&mut self, at: usize) {
        while self.pages.len() > PAGES_KEPT {
            let far = self.pages.keys().max_by_key(|page| page.abs_diff(at));
            let Some(far) = far.copied() else {
                return;
            };
            self.pages.remove(&far);
        }
    }
}

/// Review as the window shows it.
#[derive(Clone, Debug, Default)]
pub struct ReviewView {
    /// The sessions that were found; none until a reviewer asked.
    pub list: Option<Arc<SessionList>>,
    /// How many there are of each kind.
    pub figures: Option<Arc<SessionFigures>>,
    /// The session that is being opened.
    pub opening: Option<SessionId>,
    /// The session that is looked at.
    pub details: Option<Arc<SessionDetails>>,
    /// The site in figures, as far as they are known.
    pub site: Option<Arc<SiteView>>,
    /// How what is written to a file goes.
    pub export: ExportState,
    /// How many marks were kept since the operator came: figures from before
    /// the last one are old.
    pub marks: u64,
    /// Whether a mark is being kept.
    pub marking: bool,
    /// Why what was asked last couldn't be done.
    pub trouble: Option<Problem>,
}

impl PartialEq for ReviewView {
    /// Compared by being the same one: each answer makes another.
    fn eq(&self, other: &Self) -> bool {
        let list = |view: &Self| view.list.as_ref().map(Arc::as_ptr);
        let figures = |view: &Self| view.figures.as_ref().map(Arc::as_ptr);
        let site = |view: &Self| view.site.as_ref().map(Arc::as_ptr);
        let details = |view: &Self| view.details.as_ref().map(Arc::as_ptr);
        list(self) == list(other)
            && figures(self) == figures(other)
            && details(self) == details(other)
            && self.opening == other.opening
            && site(self) == site(other)
            && self.export == other.export
            && (self.marks, self.marking) == (other.marks, other.marking)
            && self.trouble == other.trouble
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(found: usize, pages: &[(usize, usize)]) -> SessionList {
        let line = SessionLine {
            id: SessionId(uuid::Uuid::nil()),
            at: Timestamp(0),
            kind: SessionKind::Verification,
            decision: Decision::Verified,
            reason: Reason::Matched,
            source: Source::Kiosk,
            badge: None,
            cues: [(CueKind::Depth, CueState::NotMeasured); 5],
        };
        let page =
            |(at, length): &(usize, usize)| (*at, Arc::new(vec![Some(line.clone()); *length]));
        SessionList {
            number: 1,
            query: SessionQuery::default(),
            found,
            looked: None,
            pages: pages.iter().map(page).collect(),
        }
    }

    #[test]
    fn pages_near_what_is_shown_are_kept_and_half_full_ones_read_again() {
        let mut shown = list(250, &[(0, 100), (2, 50)]);
        assert!(shown.line(99).is_some() && shown.line(249).is_some());
        assert!(shown.line(100).is_none() && shown.line(250).is_none());
        // More were found: the last page isn't whole any more.
        shown.take(list(290, &[(1, 100)]));
        assert_eq!(shown.pages.keys().copied().collect::<Vec<_>>(), [0, 1]);
        for page in 10..20 {
            shown.take(list(5_000, &[(page, 100)]));
        }
        let kept: Vec<usize> = shown.pages.keys().copied().collect();
        assert_eq!(kept, [12, 13, 14, 15, 16, 17, 18, 19]);
        shown.take(SessionList {
            number: 2,
            ..list(3, &[(0, 3)])
        });
        assert_eq!((shown.number, shown.pages.len()), (2, 1));
    }
}
