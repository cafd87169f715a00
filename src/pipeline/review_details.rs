//! One session for a reviewer: what it measured, beside what was asked for,
//! and what vouches for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{
    Act, Badge, Component, Note, Operator, Reconstruction, Replay, Session, SessionId, Shape,
    ShapeDifference, Standing, Subject, Tolerance,
};
use crate::flow::profiles;
use crate::store::{AuditProof, KeptMark, ReviewFilter, StoreError, SurfaceExport, TokenRecord};

use super::Problem;
use super::office::Office;

/// So many of the newest sessions say what is usual at a site (ours).
const USUAL_SESSIONS: usize = 1_000;
/// Fewer say nothing.
const LEAST_USUAL: usize = 20;

/// A session, and all that is known of it.
#[derive(Clone, Debug)]
pub struct SessionDetails {
    /// The session.
    pub session: Session,
    /// The badge of who was identified, or that was claimed.
    pub badge: Option<Badge>,
    /// The profile it was judged by, in the version of then.
    pub tolerance: Option<Tolerance>,
    /// The newest version of that profile.
    pub newest_version: Option<u32>,
    /// What was measured of its best picture.
    pub quality: Vec<QualityLine>,
    /// The measured face, only of who was identified.
    pub face: Option<Arc<Reconstruction>>,
    /// That of their enrolment.
    pub enrolled: Option<Enrolled>,
    /// Where the two differ.
    pub difference: Option<Arc<ShapeDifference>>,
    /// Whether the model that compared faces is the one in use.
    pub model_in_use: bool,
    /// Its receipt.
    pub token: Option<TokenRecord>,
    /// What was measured in each moment; of who wasn't identified its curves
    /// alone.
    pub replay: Option<Arc<Replay>>,
    /// What the audit wrote down when it ended, looked at just now.
    pub proof: Option<AuditProof>,
    /// Who got its face out of the database.
    pub exports: Vec<SurfaceExport>,
    /// What reviewers said of it, in the order of time.
    pub marks: Vec<KeptMark>,
}

impl SessionDetails {
    /// What the marks come to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(self.marks.iter().map(|kept| &kept.mark))
    }
}

/// The face of an enrolment, as much of it as is kept.
#[derive(Clone, Debug)]
pub enum Enrolled {
    /// Its surface.
    Surface(Arc<Reconstruction>),
    /// Its landmarks alone: surfaces are kept for a shorter time.
    Shape(Arc<Shape>),
}

impl Enrolled {
    /// Its landmarks.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        match self {
            Self::Surface(surface) => surface.shape(),
            Self::Shape(shape) => shape,
        }
    }
}

/// A quality component of a session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityLine {
    /// Which.
    pub component: Component,
    /// What was measured, 0 to 100.
    pub value: f32,
    /// What the profile asks for, if it does.
    pub bound: Option<f32>,
    /// How many of a hundred sessions of this site had less, where there are
    /// enough to say so.
    pub better_than: Option<u32>,
}

impl QualityLine {
    /// Whether it is less than what is asked for.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.bound.is_some_and(|bound| self.value < bound)
    }
}

/// Opens sessions, and remembers what is usual here.
#[derive(Default)]
pub(super) struct Sights {
    usual: Option<(Option<SessionId>, Usual)>,
}

/// The sorted values of each component in the newest sessions.
type Usual = BTreeMap<Component, Vec<f32>>;

impl Sights {
    /// Opens a session; before it is told, the audit keeps that it was.
    pub(super) fn look(
        &mut self,
        office: &Office,
        actor: &Operator,
        id: SessionId,
    ) -> Result<SessionDetails, Problem> {
        let found = self.again(office, id)?;
        let note = Note::of(Act::SessionViewed).to(Subject::Session(id));
        let acting = office.store().acting(&actor.name);
        office
            .wait(acting.note(&note))
            .map_err(|error| Problem::of(&error))?;
        Ok(found)
    }

    /// Opens a session that is looked at already.
    pub(super) fn again(
        &mut self,
        office: &Office,
        id: SessionId,
    ) -> Result<SessionDetails, Problem> {
        self.open(office, id)
            .map_err(|error| Problem::of(&error))?
            .ok_or(Problem::NoSuchSession)
    }

    pub(super) fn open(
        &mut self,
        office: &Office,
        id: SessionId,
    ) -> Result<Option<SessionDetails>, StoreError> {
        let store = office.store();
        let Some(session) = office.wait(store.session(id))? else {
            return Ok(None);
        };
        let usual = self.usual(office)?;
        let (tolerance, newest_version) = profile(office, &session)?;
        let quality = quality(&session, tolerance.as_ref(), usual);
        let gallery = office.gallery();
        let person = session.person.and_then(|id| gallery.person(id));
        let badge = person.map(|person| person.badge.clone());
        let (face, enrolled) = office.wait(async {
            let face = store.reconstruction(id).await?.map(Arc::new);
            let Some(person) = session.person else {
                return Ok((face, None));
            };
            let surface = match store.enrolment_surface(person).await? {
                Some(enrolment) => store.reconstruction(enrolment).await?,
                None => None,
            };
            let enrolled = match surface {
                Some(surface) => Some(Enrolled::Surface(Arc::new(surface))),
                None => {
                    let shape = store.shape(person).await?;
                    shape.map(|shape| Enrolled::Shape(Arc::new(shape)))
                }
            };
            Ok::<_, StoreError>((face, enrolled))
        })?;
        let difference = match (&face, &enrolled) {
            (Some(face), Some(enrolled)) => {
                ShapeDifference::of(enrolled.shape(), face.shape(), face.landmark_triangles())
            }
            _ => None,
        };
        let (token, proof, exports, replay, marks) = office.wait(async {
            let replay = store.replay(id).await?.map(Arc::new);
            let token = store.token_of(id).await?;
            let proof = store.audit_of(&session).await?;
            let exports = store.exports(id).await?;
            let marks = store.marks_of(id).await?;
            Ok::<_, StoreError>((token, proof, exports, replay, marks))
        })?;
        Ok(Some(SessionDetails {
            badge: badge.or_else(|| session.claim.clone()),
            tolerance,
            newest_version,
            quality,
            face,
            enrolled,
            difference: difference.map(Arc::new),
            model_in_use: session.model == Some(office.model),
            token,
            replay,
            proof,
            exports,
            marks,
            session,
        }))
    }

    /// What is usual here; read again when there are newer sessions.
    fn usual(&mut self, office: &Office) -> Result<&Usual, StoreError> {
        let store = office.store();
        let ids = office.wait(store.session_ids(&ReviewFilter::default()))?;
        let newest = ids.first().copied();
        let known = self.usual.as_ref().map(|(newest, _)| *newest);
        if known != Some(newest) {
            let some = ids.get(..USUAL_SESSIONS).unwrap_or(&ids);
            let sessions = office.wait(store.sessions_of(some))?;
            let mut usual = Usual::new();
            for session in &sessions {
                for (component, value) in session.quality.iter() {
                    usual.entry(component).or_default().push(value);
                }
            }
            usual
                .values_mut()
                .for_each(|values| values.sort_by(f32::total_cmp));
            return Ok(&self.usual.insert((newest, usual)).1);
        }
        Ok(&self.usual.get_or_insert_default().1)
    }
}

/// The profile of a session in the version of then, and its newest version.
fn profile(
    office: &Office,
    session: &Session,
) -> Result<(Option<Tolerance>, Option<u32>), StoreError> {
    let (name, version) = (&session.tolerance, session.tolerance_version);
    let store = office.store();
    let (saved, newest) = office.wait(async {
        let saved = store.tolerance(name, version).await?;
        let newest = store.load_tolerance(name).await?;
        Ok::<_, StoreError>((saved, newest))
    })?;
    let built_in = profiles::built_in(name.as_str());
    let newest = newest.or_else(|| built_in.clone());
    let built_in = built_in.filter(|profile| profile.version == version);
    let then = saved.map(|kept| kept.tolerance).or(built_in);
    Ok((then, newest.map(|profile| profile.version)))
}

fn quality(session: &Session, tolerance: Option<&Tolerance>, usual: &Usual) -> Vec<QualityLine> {
    let bounds = tolerance.map(|tolerance| match session.kind {
        crate::domain::SessionKind::Enrolment => &tolerance.enrol_quality,
        _ => &tolerance.verify_quality,
    });
    let line = |(component, value): (Component, f32)| {
        let bound = bounds.and_then(|bounds| bounds.0.get(&component).copied());
        let values = usual.get(&component).filter(|all| all.len() >= LEAST_USUAL);
        let better_than = values.map(|all| {
            let less = all.partition_point(|other| *other < value);
            u32::try_from(less * 100 / all.len()).unwrap_or(100)
        });
        QualityLine {
            component,
            value,
            bound,
            better_than,
        }
    };
    session.quality.iter().map(line).collect()
}
