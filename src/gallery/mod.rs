//! Everybody's templates in memory, for comparing.

mod strangers;

use crate::domain::{
    Badge, Embedding, FaceTemplate, ModelHash, Person, PersonId, PersonState, PoseName,
};
use crate::flow::{Comparison, score};

/// One person of the gallery.
#[derive(Clone, Debug)]
struct Entry {
    person: Person,
    templates: Vec<Embedding>,
}

/// All people with templates of one model. Templates of another model are
/// left out: they are never compared.
#[derive(Clone, Debug, Default)]
pub struct Gallery {
    entries: Vec<Entry>,
}

impl Gallery {
    /// Takes everybody whose templates were made by `model`.
    #[must_use]
    pub fn new(people: Vec<(Person, Vec<FaceTemplate>)>, model: ModelHash) -> Self {
        let entry = |(person, templates): (Person, Vec<FaceTemplate>)| Entry {
            person,
            templates: templates
                .into_iter()
                .filter(|template| template.model == model)
                .map(|template| template.embedding)
                .collect(),
        };
        Self {
            entries: people.into_iter().map(entry).collect(),
        }
    }

    /// Whether nobody at all is enrolled, in whatever state.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many people can verify.
    #[must_use]
    pub fn size(&self) -> u32 {
        u32::try_from(self.active().count()).unwrap_or(u32::MAX)
    }

    /// How many times five templates those people have, each begun five whole:
    /// what a stranger is compared with, and what the false match rate of 1:N
    /// was measured against.
    #[must_use]
    pub fn looks(&self) -> u32 {
        let looks = |entry: &Entry| entry.templates.len().div_ceil(PoseName::ALL.len()).max(1);
        u32::try_from(self.active().map(looks).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// The person with a badge, in whatever state.
    #[must_use]
    pub fn by_badge(&self, badge: &Badge) -> Option<&Person> {
        let mut people = self.entries.iter().map(|entry| &entry.person);
        people.find(|person| person.badge == *badge)
    }

    /// A person by id.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        let mut people = self.entries.iter().map(|entry| &entry.person);
        people.find(|person| person.id == id)
    }

    /// Compares with one claimed person.
    #[must_use]
    pub fn compare_with(&self, claimed: PersonId, probe: &Embedding) -> Comparison {
        let mut people = self.entries.iter();
        let claimed = people.find(|entry| entry.person.id == claimed);
        compare(claimed.into_iter(), probe, can_verify)
    }

    /// Compares with everybody (1:N). The nearest is one who can verify.
    #[must_use]
    pub fn search(&self, probe: &Embedding) -> Comparison {
        compare(self.entries.iter(), probe, can_verify)
    }

    /// The nearest of all, held and disabled people too: for finding
    /// duplicates.
    #[must_use]
    pub fn search_duplicates(&self, probe: &Embedding) -> Comparison {
        compare(self.entries.iter(), probe, |_| true)
    }

    fn active(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| can_verify(entry))
    }
}

fn can_verify(entry: &Entry) -> bool {
    entry.person.state == PersonState::Active
}

/// The nearest of those who `count`; of the others the score alone.
fn compare<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    probe: &Embedding,
    count: impl Fn(&Entry) -> bool,
) -> Comparison {
    let mut comparison = Comparison::default();
    for entry in entries {
        let Some(score) = score(probe, &entry.templates) else {
            continue;
        };
        comparison.compared = comparison.compared.saturating_add(1);
        if !count(entry) {
            comparison.barred = Some(comparison.barred.map_or(score, |best| best.max(score)));
        } else if comparison.best.is_none_or(|(_, best)| score > best) {
            comparison.best = Some((entry.person.id, score));
        }
    }
    comparison
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contact, EMBEDDING_LENGTH, TemplateId, Timestamp};
    use uuid::Uuid;

    const MODEL: ModelHash = ModelHash([1; 32]);

    fn along(axis: usize) -> Embedding {
        let mut values = vec![0.0; EMBEDDING_LENGTH];
        values[axis] = 1.0;
        Embedding::try_from(values).unwrap()
    }

    fn person(number: u128, state: PersonState, model: ModelHash) -> (Person, Vec<FaceTemplate>) {
        let id = PersonId(Uuid::from_u128(number));
        let person = Person {
            id,
            badge: number.to_string().parse().unwrap(),
            name: "A B".parse().unwrap(),
            contact: Contact::default(),
            state,
            held_for: None,
            enrolled_at: Timestamp(0),
            locked_out: false,
            added_looks: Vec::new(),
            version: 1,
        };
        let template = FaceTemplate {
            id: TemplateId(Uuid::from_u128(number)),
            pose: PoseName::Front,
            model,
            embedding: along(usize::try_from(number).unwrap()),
        };
        (person, vec![template])
    }

    #[test]
    fn only_active_people_verify_others_are_recognised_and_models_never_mix() {
        let gallery = Gallery::new(
            vec![
                person(1, PersonState::Active, MODEL),
                person(2, PersonState::Held, MODEL),
                person(3, PersonState::Active, ModelHash([2; 32])),
            ],
            MODEL,
        );
        let id = |number| PersonId(Uuid::from_u128(number));
        assert_eq!(gallery.size(), 2);
        assert!(!gallery.is_empty());
        assert_eq!(gallery.search(&along(1)).best, Some((id(1), 1.0)));
        assert_eq!(gallery.search(&along(2)).best, Some((id(1), 0.0)));
        assert_eq!(gallery.search(&along(3)).compared, 2, "another model");
        let held = gallery.compare_with(id(2), &along(2));
        assert_eq!((held.best, held.barred), (None, Some(1.0)), "held");
        assert_eq!(gallery.search(&along(2)).barred, Some(1.0));
        assert_eq!(gallery.search(&along(1)).barred, Some(0.0));
        assert_eq!(gallery.compare_with(id(3), &along(3)).best, None);
        assert_eq!(
            gallery.search_duplicates(&along(2)).best,
            Some((id(2), 1.0))
        );
        assert_eq!(
            gallery.by_badge(&"2".parse().unwrap()).map(|p| p.id),
            Some(id(2))
        );
    }

    #[test]
    fn who_has_further_looks_counts_as_several() {
        let with = |number, state, templates| {
            let (person, one) = person(number, state, MODEL);
            (person, vec![one[0].clone(); templates])
        };
        let looks = |people| Gallery::new(people, MODEL).looks();
        assert_eq!(looks(Vec::new()), 0);
        assert_eq!(looks(vec![with(1, PersonState::Active, 5)]), 1);
        assert_eq!(looks(vec![with(1, PersonState::Active, 6)]), 2);
        let people = vec![
            with(1, PersonState::Active, 5),
            with(2, PersonState::Active, 20),
            with(3, PersonState::Disabled, 20),
        ];
        assert_eq!(looks(people), 5, "who can't verify is nobody's match");
    }
}
