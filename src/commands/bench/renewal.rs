//! How long all templates of a large folder take to be kept under another
//! secret.

use std::time::Instant;

use uuid::Uuid;

use crate::commands::CommandError;
use crate::commands::context::Common;
use crate::commands::rehearse::RehearsalFolder;
use crate::domain::{
    Consent, Contact, Decision, EMBEDDING_LENGTH, Embedding, EmbeddingError, FaceTemplate,
    LivenessSummary, ModelHash, Person, PersonId, PersonState, PoseName, Quality, Reason, Session,
    SessionId, SessionKind, SessionScores, SessionTimings, Source, TemplateId,
};
use crate::flow::profiles;
use crate::pipeline::now;
use crate::store::{NewEnrolment, Store};

use super::{Figure, Target};

/// As many people, of five templates each.
const PEOPLE: u32 = 2_000;

/// The figure. It enrols made-up people in a folder of its own first, which
/// takes longer than what is measured.
///
/// # Errors
/// When the folder can't be made, or the templates can't be renewed.
pub(super) fn figure(common: &Common) -> Result<Figure, CommandError> {
    let anew = Common {
        data: None,
        ..common.clone()
    };
    let folder = RehearsalFolder::choose(&anew)?;
    let desk = folder.common(&anew).open()?;
    let seconds = desk.runtime.block_on(renewed(&desk.store, PEOPLE))?;
    desk.runtime.block_on(desk.store.close());
    Ok(Figure::new(
        "renewal_seconds_10000",
        "10,000 templates are renewed",
        (seconds, "s"),
        Target::AtMost(10.0),
    ))
}

/// Seconds that renewing the templates of so many people takes.
async fn renewed(store: &Store, people: u32) -> Result<f64, CommandError> {
    for number in 0..people {
        store.enrol(&enrolment(number)?).await?;
    }
    let begun = Instant::now();
    store.renew_templates(|_| ()).await?;
    Ok(begun.elapsed().as_secs_f64())
}

/// Somebody who isn't there, and numbers that are nobody's face.
///
/// # Errors
/// When the numbers don't make somebody.
pub(super) fn enrolment(number: u32) -> Result<NewEnrolment, CommandError> {
    let failed = |error: &dyn ToString| CommandError::new("templates", error.to_string());
    let profile = profiles::built_in(profiles::DEFAULT);
    let profile = profile.ok_or_else(|| failed(&"there is no profile"))?;
    let (id, badge) = (PersonId(Uuid::now_v7()), format!("{number}"));
    let person = Person {
        id,
        badge: badge.parse().map_err(|error| failed(&error))?,
        name: "Nobody".parse().map_err(|error| failed(&error))?,
        contact: Contact::default(),
        state: PersonState::Active,
        held_for: None,
        enrolled_at: now(),
        locked_out: false,
        added_looks: Vec::new(),
        version: 1,
    };
    let model = ModelHash([1; 32]);
    let mut templates = Vec::new();
    for (at, pose) in (0_u32..).zip(PoseName::ALL) {
        templates.push(FaceTemplate {
            id: TemplateId(Uuid::now_v7()),
            pose,
            model,
            embedding: numbers(number * 10 + at).map_err(|error| failed(&error))?,
        });
    }
    Ok(NewEnrolment {
        consent: Consent {
            notice_version: "bench".to_owned(),
            language: "en".to_owned(),
            given_at: now(),
            signature: None,
        },
        templates,
        session: Session {
            id: SessionId(Uuid::now_v7()),
            kind: SessionKind::Enrolment,
            started_at: now(),
            decision: Decision::Verified,
            reason: Reason::Enrolled,
            source: Source::Recording,
            claim: Some(person.badge.clone()),
            person: Some(id),
            operator: None,
            vouch_reason: None,
            allowance: None,
            camera: String::new(),
            tolerance: profile.name,
            tolerance_version: profile.version,
            model: Some(model),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            scores: SessionScores::default(),
            quality: Quality::default(),
            liveness: LivenessSummary::default(),
            timings: SessionTimings::default(),
        },
        person,
    })
}

/// Numbers that differ with `seed` and lie in no simple pattern.
fn numbers(seed: u32) -> Result<Embedding, EmbeddingError> {
    let seed = f64::from(seed) + 1.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "as precise as embeddings are"
    )]
    let numbers = (1_u32..)
        .take(EMBEDDING_LENGTH)
        .map(|at| (f64::from(at) * seed).sin() as f32);
    Embedding::try_from(numbers.collect::<Vec<f32>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{KeyKind, SiteKey};

    #[test]
    fn the_templates_of_all_who_are_made_up_are_renewed() {
        let folder = tempfile::tempdir().unwrap();
        let runtime = crate::commands::unlocking::runtime().unwrap();
        runtime.block_on(async {
            let key = SiteKey::new(KeyKind::Trial, [1; 32]);
            let store = Store::open(folder.path(), &key).await.unwrap();
            assert!(renewed(&store, 3).await.unwrap() > 0.0);
            let gallery = store.gallery(ModelHash([1; 32])).await.unwrap();
            assert_eq!(gallery.len(), 3);
            assert!(gallery.iter().all(|(_, templates)| templates.len() == 5));
        });
    }
}
